"""Replies read blind: the generator's, the untouched base's, and the sentence said without either.

    python tests/benchmarks/score_replies.py write FOLDER [--part talk|results] [--origin ORIGIN]…
    python tests/benchmarks/score_replies.py join FOLDER

`write` answers openings.jsonl (small talk, some after an exchange) and tells the results of replies.jsonl and
scenes.jsonl, with the checks and the limits of the program: by the fixed sentence, the generator, the base
with the generator's own prompt, and the base with its examples. FOLDER gets PART.jsonl for the reader, with
the different replies in a random order, and PART.key.jsonl, who wrote which. The reader writes
PART.marks.jsonl: {"id": 1, "order": "B>AC", "faults": {"A": ["mood"]}}, best first, equals together.
`join` counts. Times are the process's own: run it on one thread.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from assistant.conversation.dialogue import Dialogue, Exchange
from assistant.conversation.phrasing import Paraphraser
from assistant.conversation.responder import _WITHOUT_GENERATOR
from models import lm, paths
from models.lm.prompts.trained import Trained
from models.types import Understanding

HERE = Path(__file__).parent
BASE = "smollm2-135m-instruct"
NOTHING = "I have nothing to say to that."
OURS = "generator"
ORIGINS = (OURS, "base", "examples")
"""The generator, the base with the generator's own prompt, and the base with its examples."""
DRAWS = 2000
Rows = list[dict[str, Any]]


def main() -> None:
    """Write the replies, or count the marks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("do", choices=("write", "join"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("talk", "results"), action="append")
    parser.add_argument("--origin", choices=ORIGINS, action="append")
    parser.add_argument("--generator", default=str(paths.released() / "generator"))
    arguments = parser.parse_args()
    for part in arguments.part or ("talk", "results"):
        if arguments.do == "write":
            write(part, arguments.folder, arguments.generator, arguments.origin or ORIGINS)
        else:
            join(part, arguments.folder)


def write(part: str, folder: Path, generator: str, origins: Sequence[str]) -> None:
    """Every reply to every line of a part, shuffled, and the key."""
    names = ("openings.jsonl",) if part == "talk" else ("replies.jsonl", "scenes.jsonl")
    lines = [line for name in names for line in read(HERE / name)]
    folder.mkdir(parents=True, exist_ok=True)
    replies: list[dict[str, str]] = [{"fixed": fixed(line)} for line in lines]
    for origin in origins:
        file = folder / f"{part}.{origin}.jsonl"
        answer(generator if origin == OURS else BASE, lines, file, bare=origin == "base")
        answers = read(file)
        for told, answered in zip(replies, answers, strict=True):
            told[origin] = answered["reply"]
        p50, p95 = np.percentile([answered["ms"] for answered in answers], [50, 95])
        print(f"{part}, {origin}: first sentence after {p50:.0f} ms p50, {p95:.0f} p95")
    draw = random.Random(part)
    shown, key = [], []
    for i, (line, told) in enumerate(zip(lines, replies, strict=True)):
        texts = sorted(set(told.values()))
        draw.shuffle(texts)
        letters = {text: chr(ord("A") + n) for n, text in enumerate(texts)}
        asked = {name: line[name] for name in ("before", "text", "sentiment") if name in line}
        shown.append({"id": i, **asked, "replies": {letter: text for text, letter in letters.items()}})
        key.append({"id": i, "kind": line.get("kind", ""), **{o: letters[t] for o, t in told.items()}})
    save(folder / f"{part}.jsonl", shown)
    save(folder / f"{part}.key.jsonl", key)


def answer(model: str, lines: Rows, file: Path, *, bare: bool) -> None:
    """Append the replies that a file lacks, each with the milliseconds until its first sentence.

    Arguments:
        bare: whether to ask with the generator's own prompt in place of the model's.
    """
    done = len(read(file)) if file.exists() else 0
    if done == len(lines):
        return
    gpt = lm.load(model, device="cpu", engine="int8")
    if bare:
        gpt.prompts = Trained()
    phrasing = Paraphraser(clock=process_time)
    for beginning in gpt.prompts.beginnings():
        gpt.prepare(beginning)
    with file.open("a", encoding="utf-8") as kept:
        for line in lines[done:]:
            begun = process_time()
            pieces = said(gpt, phrasing, line)
            first = next(pieces)
            ms = (process_time() - begun) * 1000
            kept.write(json.dumps({"reply": " ".join([first, *pieces]), "ms": round(ms, 1)}) + "\n")
            kept.flush()


def fixed(line: Mapping[str, Any]) -> str:
    """What is said without a generator: the skill's sentence, or the fixed answer to small talk."""
    return line["reply"] if "reply" in line else _WITHOUT_GENERATOR.get(line["intent"], NOTHING)


def said(gpt: lm.Gpt, phrasing: Paraphraser, line: Mapping[str, Any]) -> Iterator[str]:
    """The reply to a line, sentence by sentence."""
    understanding = Understanding(line["text"], line.get("intent"), sentiment=line["sentiment"])
    if "reply" in line:
        return phrasing.paraphrase(gpt, line["reply"], line["facts"], understanding)
    dialogue = Dialogue([Exchange(user, spoken) for user, spoken in line["before"]])
    return phrasing.chat(gpt, understanding, dialogue)


def join(part: str, folder: Path) -> None:
    """Print wins, ties and losses of the generator, by kind too, and the shares of faults."""
    shown, key, marks = (read(folder / f"{part}{end}.jsonl") for end in ("", ".key", ".marks"))
    rows = [{**a, **b, **c} for a, b, c in zip(shown, key, marks, strict=True)]
    origins = [name for name in key[0] if name not in ("id", "kind")]
    for other in (name for name in origins if name != OURS):
        won = [better(row, OURS, other) for row in rows]
        print(f"{part}: {OURS} against {other}:", *(share(np.array(won) == n, w) for n, w in VERDICTS))
        for kind in dict.fromkeys(row["kind"] for row in rows):
            counted = Counter(better(row, OURS, other) for row in rows if row["kind"] == kind)
            print(f"    {kind or 'all'}: {counted[1]} better, {counted[0]} equal, {counted[-1]} worse")
    for origin in origins:
        faults = [row["faults"].get(row[origin], []) for row in rows]
        print(f"{part}, {origin}:", share(np.array([bool(f) for f in faults]), "with a fault;"),
              dict(Counter(name for each in faults for name in each)))  # fmt: skip


VERDICTS = ((1, "better,"), (0, "equal,"), (-1, "worse"))


def better(row: Mapping[str, Any], one: str, other: str) -> int:
    """1 where the first origin's reply stands before the other's, 0 for equals, -1 after it."""
    ranks = {letter: rank for rank, group in enumerate(row["order"].split(">")) for letter in group}
    return int(np.sign(ranks[row[other]] - ranks[row[one]]))


def share(hits: np.ndarray, words: str) -> str:
    """A share with its 95 % interval over the lines."""
    drawn = np.random.default_rng(0).choice(hits, (DRAWS, len(hits))).mean(axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"{hits.mean():.2f} [{low:.2f}, {high:.2f}] {words}"


def read(path: Path) -> Rows:
    """The lines of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def save(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write a JSON Lines file."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


if __name__ == "__main__":
    main()
