"""Quality and latency of the generator.

    python tests/benchmarks/bench_generator.py [--engine int8|torch]… [--show] [--json]

Retelling: every line of replies.jsonl (facts of each skill, with the skill's own sentence) is said by the
generator. A paraphrase counts as kept where it passes every check; as verbatim where it is the draft again.
Small talk: the time until its first sentence may be spoken. There is no time limit here, so that a busy
computer changes the times and not the shares.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Literal, get_args

from rich.console import Console
from rich.table import Table

from assistant.conversation import phrasing
from models import lm
from models.lm.checks.facts import invented, missing_facts
from models.lm.checks.paraphrase import objections
from models.types import Message, Sentiment

EngineName = Literal["int8", "torch"]
REPLIES = Path(__file__).parent / "replies.jsonl"
SMALL_TALK: tuple[tuple[str, Sentiment], ...] = (
    ("hello", "neutral"),
    ("hi there how are you", "neutral"),
    ("thanks, you are the best", "positive"),
    ("tell me a joke", "neutral"),
    ("i'm so sad today", "negative"),
    ("my dog died", "negative"),
    ("it is my birthday", "positive"),
    ("who are you", "neutral"),
    ("where do you live", "neutral"),
    ("how old are you", "neutral"),
    ("do you like music", "neutral"),
    ("you are stupid", "negative"),
    ("let's talk about football", "neutral"),
    ("what did you do yesterday", "neutral"),
    ("i'm going to bed", "neutral"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one engine; times in milliseconds."""

    engine: str
    load_s: float
    prepare_ms: float
    """Reading the beginning of a prompt, mean."""
    replies: int
    kept: float
    """Share of paraphrases that pass every check."""
    verbatim: float
    """Share of paraphrases that pass and equal the skill's sentence."""
    facts_missing: float
    """Share of paraphrases without all facts, before any fallback."""
    invented: float
    """Share of hallucinated replies."""
    retell_p50: float
    retell_p95: float
    tokens_per_s: float
    """Of paraphrases, reading the prompt included."""
    first_sentence_p50: float
    first_sentence_p95: float
    small_talk_fallback: float
    """Share of small talk without any usable reply."""


def measure(base: str, engine: EngineName, show: Callable[[str], None]) -> Figures:
    """Score one engine on every reply."""
    begun = perf_counter()
    gpt = lm.load(base, device="cpu" if engine == "int8" else "auto", engine=engine)
    load_s = perf_counter() - begun
    beginnings = list(gpt.prompts.beginnings())
    begun = perf_counter()
    for beginning in beginnings:
        gpt.prepare(beginning)
    prepare_ms = (perf_counter() - begun) * 1000 / len(beginnings)

    lines = [json.loads(line) for line in REPLIES.read_text("utf-8").splitlines()]
    times, kept, verbatim, missing, made_up, tokens = [], 0, 0, 0, 0, 0
    for line in lines:
        heard, draft, facts, mood = line["text"], line["reply"], line["facts"], line["sentiment"]
        begun = perf_counter()
        pieces = list(gpt.stream(gpt.prompts.paraphrase(heard, draft, mood), max_tokens=phrasing.MAX_TOKENS))
        times.append((perf_counter() - begun) * 1000)
        told = " ".join("".join(pieces).split())
        # a piece is a token, but for the rare character of several
        tokens += len(pieces)
        against = objections(told, draft, facts, heard)
        kept += not against
        verbatim += not against and told == draft
        missing += bool(missing_facts(told, facts))
        made_up += bool(invented(told, facts, [draft, heard]))
        show("  →  ".join([draft, told, *against]))

    firsts, fallbacks = [], 0
    for heard, mood in SMALL_TALK:
        begun = perf_counter()
        said = phrasing.small_talk(gpt, [Message("user", heard)], mood, fallback="")
        first = next(said)
        firsts.append((perf_counter() - begun) * 1000)
        fallbacks += not first
        show(f"{heard}  →  {' '.join([first, *said])}")

    n = len(lines)
    return Figures(
        engine,
        round(load_s, 2),
        round(prepare_ms, 1),
        n,
        round(kept / n, 3),
        round(verbatim / n, 3),
        round(missing / n, 3),
        round(made_up / n, 3),
        *(round(v, 1) for v in spread(times)),
        round(tokens / sum(times) * 1000, 1),
        *(round(v, 1) for v in spread(firsts)),
        round(fallbacks / len(SMALL_TALK), 3),
    )


def spread(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    return statistics.median(values), statistics.quantiles(values, n=20, method="inclusive")[-1]


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--base", default="smollm2-135m-instruct", help="store name, hub id or folder")
    parser.add_argument(
        "--engine", choices=get_args(EngineName), action="append", help="may be repeated; int8 by default"
    )
    parser.add_argument("--show", action="store_true", help="print the replies on stderr")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    people = Console(stderr=True, highlight=False)

    def show(line: str) -> None:
        if arguments.show:
            people.print(line, markup=False)

    figures = [measure(arguments.base, engine, show) for engine in arguments.engine or ["int8"]]
    if arguments.json:
        print(json.dumps([asdict(f) for f in figures]))
        return
    table = Table("figure", *(f.engine for f in figures))
    for name in list(asdict(figures[0]))[1:]:
        table.add_row(name, *(f"{getattr(f, name):g}" for f in figures))
    Console().print(table)


if __name__ == "__main__":
    main()
