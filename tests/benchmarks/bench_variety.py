"""What the generator adds to replies: milliseconds, and variety.

    python tests/benchmarks/bench_variety.py [--n 40] [--generator DIR] [--show] [--json]

Each result of replies.jsonl is told four times, as if the same command came again: twice in a neutral mood,
once glad and once annoyed; by the skill's own sentence, and by the generator with every check and the time
limit of the program. Small talk is answered by the generator, beside the fixed answer that is said without
it. Times are the process's own, so that other work on the computer does not count: run it on one thread.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.phrasing import FALLBACK, Paraphraser
from models import lm, paths
from models.types import Sentiment, Understanding

REPLIES = Path(__file__).parent / "replies.jsonl"
MOODS: tuple[Sentiment, ...] = ("neutral", "neutral", "positive", "negative")
SMALL_TALK: tuple[tuple[str, Sentiment], ...] = (
    ("how are you", "neutral"),
    ("i'm so sad today", "negative"),
    ("it is my birthday", "positive"),
    ("do you like music", "neutral"),
    ("i'm going to bed", "neutral"),
    ("what did you do yesterday", "neutral"),
    ("my dog died", "negative"),
    ("i passed my exam", "positive"),
    ("you are stupid", "negative"),
    ("i'm bored", "neutral"),
    ("what is the meaning of life", "neutral"),
    ("let's talk about football", "neutral"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """One way of wording the same results."""

    way: str
    replies: int
    distinct: int
    """Different replies, each result counted for itself."""
    otherwise: float
    """Share of replies that are not the fixed sentence."""
    ms_p50: float
    ms_p95: float


def main() -> None:
    """Print both ways side by side."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--generator", default=str(paths.released() / "generator"))
    parser.add_argument("--n", type=int, default=40, help="results, spread over the file")
    parser.add_argument("--show", action="store_true", help="print the replies on stderr")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    generator = lm.load(arguments.generator, device="cpu", engine="int8")
    phrasing = Paraphraser(clock=process_time)
    phrasing.warm(generator)
    people = Console(stderr=True, highlight=False) if arguments.show else None
    every = [
        *results(generator, phrasing, arguments.n, people),
        *talk(generator, phrasing, people),
    ]
    if arguments.json:
        print(json.dumps([asdict(figures) for figures in every]))
        return
    table = Table("", "replies", "distinct", "distinct / replies", "otherwise", "ms p50", "ms p95")
    for f in every:
        table.add_row(
            f.way, str(f.replies), str(f.distinct), f"{f.distinct / f.replies:.2f}", f"{f.otherwise:.0%}",
            f"{f.ms_p50:.0f}", f"{f.ms_p95:.0f}",
        )  # fmt: skip
    Console().print(table)


def results(generator: lm.Gpt, phrasing: Paraphraser, n: int, people: Console | None) -> Iterable[Figures]:
    """Skills' results, without and with a paraphrase."""
    lines = [json.loads(line) for line in REPLIES.read_text("utf-8").splitlines()]
    lines = lines[:: max(1, len(lines) // n)][:n]
    for way, writer in (("results, the skill's sentence", None), ("results, paraphrased", generator)):
        told: list[tuple[str, str]] = []
        times = []
        for line in lines:
            for mood in MOODS:
                understanding = Understanding(line["text"], sentiment=mood)
                begun = process_time()
                said = " ".join(phrasing.paraphrase(writer, line["reply"], line["facts"], understanding))
                times.append((process_time() - begun) * 1000)
                told.append((line["reply"], said))
                if people and writer:
                    people.print(f"{mood}: {line['reply']}  →  {said}", markup=False)
        yield figures(way, told, times)


def talk(generator: lm.Gpt, phrasing: Paraphraser, people: Console | None) -> Iterable[Figures]:
    """Small talk, by the fixed answer and by the generator, until the first sentence."""
    told, times = [], []
    for text, mood in SMALL_TALK:
        begun = process_time()
        said = phrasing.chat(generator, Understanding(text, "general_quirky", sentiment=mood), Dialogue())
        first = next(said)
        times.append((process_time() - begun) * 1000)
        told.append((FALLBACK, " ".join([first, *said])))
        if people:
            people.print(f"{text}  →  {told[-1][1]}", markup=False)
    yield Figures("small talk, the fixed answer", len(told), 1, 0.0, 0.0, 0.0)
    distinct = len({said for _, said in told})
    yield Figures("small talk, generated", len(told), distinct, *shares(told, times))


def figures(way: str, told: Sequence[tuple[str, str]], times: Sequence[float]) -> Figures:
    """The figures of replies beside their fixed sentences."""
    return Figures(way, len(told), len(set(told)), *shares(told, times))


def shares(told: Sequence[tuple[str, str]], times: Sequence[float]) -> tuple[float, float, float]:
    """The share of replies unlike the fixed sentence, and the times' median and 95th percentile."""
    otherwise = float(np.mean([fixed != said for fixed, said in told]))
    return otherwise, float(np.percentile(times, 50)), float(np.percentile(times, 95))


if __name__ == "__main__":
    main()
