"""People in danger: chooses how sure the classifier must be beside the lexicon, and scores both.

python -m tests.benchmarks.score_danger CLASSIFIER [--everyday MANIFEST …] [--overheard MANIFEST …] [--write]
    [--frozen]

The thresholds are chosen on the written dialogues' validation templates and on the manifests' validation
sentences, in which nobody is in danger; without manifests the present ones of a quiet room stay. Where others
talk, danger and an address to the assistant count together, and most of those found without talk are still to
be found. Nothing is chosen on the overheard sentences, on the manifests' test sentences and on the frozen
sentences of tests/danger, which `--frozen` scores as a whole.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant import factory
from assistant.skills.danger.detection import (
    THRESHOLDS,
    Evidence,
    thresholds,
    thresholds_amid_talk,
    weigh,
)
from models import manifest, nlu
from models.manifest import Example
from models.nlu.attention import TextEvidence
from models.text.normalise import normalise
from training.corpora.own import dialogues
from training.evaluation.classifier import Understands

FROZEN = Path(__file__).parent.parent / "danger" / "sentences.jsonl"
MISSED, TAKEN, DISTURBED = 2.0, 1.0, 10.0
"""Costs of a share of the people in danger missed, of look-alikes and of everyday sentences taken for it."""
SURE, LEAST = 0.999, 0.0
"""Bounds of the thresholds: a sure head is always believed, and the lexicon may decide alone."""
MOST = 2_000
"""Sentences of a manifest's split."""
OVERHEARD = 10
"""Utterances of others in the last minute, where others talk."""
KEPT = 0.97
"""Share of the people in danger found in a quiet room who are to be found amid this talk."""

Least = Mapping[Evidence, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence with what classifier and lexicon make of it."""

    group: str
    text: str
    danger: bool
    probability: float
    evidence: Evidence
    odds: float
    """Of danger and of an address to the assistant together, where others talk."""

    def found(self, least: Least, amid_talk: Least | None = None) -> bool:
        """Whether it counts as a danger under these thresholds, in a quiet room without the second."""
        if amid_talk is not None and self.odds < amid_talk[self.evidence]:
            return False
        return self.probability >= least[self.evidence]


def main() -> None:
    """Choose the thresholds, and print the shares by group before and after."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("classifier", type=Path)
    parser.add_argument("--everyday", nargs="+", type=Path, default=[], help="manifests without danger")
    parser.add_argument("--overheard", nargs="+", type=Path, default=[], help="manifests of talk to others")
    parser.add_argument("--write", action="store_true", help=f"the chosen thresholds to {THRESHOLDS.name}")
    parser.add_argument("--frozen", action="store_true", help="score the frozen sentences too")
    arguments = parser.parse_args()
    classifier = nlu.load(arguments.classifier)
    valid = [
        *weighed(classifier, "templates", templates()),
        *(w for path in arguments.everyday for w in weighed(classifier, path.stem, split(path, "valid"))),
    ]
    chosen = choose(valid) if arguments.everyday else thresholds()
    amid_talk = choose_amid_talk(valid, chosen)
    spoken = arguments.overheard
    scored = [
        *valid,
        *(
            w
            for path in spoken
            for part in ("valid", "test")
            for w in weighed(classifier, f"{path.stem} {part}", split(path, part, spoken=True))
        ),
        *(w for p in arguments.everyday for w in weighed(classifier, f"{p.stem} test", split(p, "test"))),
        *(frozen(classifier) if arguments.frozen else ()),
    ]
    before, before_amid = thresholds(), thresholds_amid_talk()
    show(scored, {
        "before": (before, None), "chosen": (chosen, None),
        "before, amid talk": (before, before_amid), "chosen, amid talk": (chosen, amid_talk),
    })  # fmt: skip
    if arguments.write:
        write(chosen, amid_talk)


def templates() -> list[Example]:
    """Validation examples of the dialogues' files about danger."""
    with tempfile.TemporaryDirectory() as name:
        for path, file in dialogues.read_folder(dialogues.FOLDER).items():
            about = any(group.danger for group in file.dialogues)
            if about or not (file.dialogues or file.frames):
                shutil.copy(path, name)
        return [e for e in dialogues.examples(folder=Path(name)) if e.split == "valid"]


def split(path: Path, name: str, *, spoken: bool = False) -> list[Example]:
    """At most `MOST` sentences of a manifest's split; spoken ones as a recognizer writes them."""
    found = [e for e in manifest.read(path) if e.text and e.split == name]
    chosen = random.Random(0).sample(found, min(MOST, len(found)))
    return [replace(e, text=normalise(e.text or "")) for e in chosen] if spoken else chosen


def weighed(classifier: Understands, group: str, examples: Iterable[Example]) -> list[Weighed]:
    """The examples, weighed; those without a label are no danger."""
    found, head = [], factory.attention_head()
    for example in examples:
        text = example.text or ""
        understanding = classifier.understand(text, example.context)
        probability = understanding.danger or 0.0
        odds = head.danger_odds(probability, TextEvidence.of(understanding), OVERHEARD)
        found.append(Weighed(group, text, bool(example.danger), probability, weigh(text)[0], odds))
    return found


def frozen(classifier: Understands) -> list[Weighed]:
    """The frozen sentences, by kind."""
    rows = [json.loads(line) for line in FROZEN.read_text("utf-8").splitlines()]
    return [
        w
        for row in rows
        for w in weighed(classifier, f"frozen {row['kind']}", [Example(row["text"], danger=row["danger"])])
    ]


def choose(valid: Sequence[Weighed]) -> dict[Evidence, float]:
    """The thresholds of least cost, each the middle of the gap between two sentences' probabilities."""
    written, everyday = ([w for w in valid if (w.group == "templates") is so] for so in (True, False))
    people = max(1, sum(w.danger for w in written))
    alike, others = max(1, len(written) - people), max(1, len(everyday))
    chosen: dict[Evidence, float] = {}
    for evidence in get_args(Evidence):
        mine = [w for w in valid if w.evidence == evidence]
        gains = [
            (w.probability, MISSED / people if w.danger
             else -TAKEN / alike if w.group == "templates" else -DISTURBED / others)
            for w in mine
        ]  # fmt: skip
        chosen[evidence] = _threshold(sorted(gains, reverse=True))
    # few sentences are idioms alone, and an idiom is no sign of danger
    chosen["everyday"] = max(chosen["everyday"], chosen["none"])
    return chosen


def choose_amid_talk(valid: Sequence[Weighed], least: Least) -> dict[Evidence, float]:
    """The greatest joint odds by evidence that keep most of the people in danger found in a quiet room."""
    chosen: dict[Evidence, float] = {}
    for evidence in get_args(Evidence):
        odds = [w.odds for w in valid if w.danger and w.evidence == evidence and w.found(least)]
        chosen[evidence] = float(np.quantile(odds, 1 - KEPT)) if odds else 0.0
    chosen["everyday"] = max(chosen["everyday"], chosen["none"])
    return chosen


def _threshold(gains: Sequence[tuple[float, float]]) -> float:
    """The threshold of the greatest sum of gains above it, given by falling probability."""
    edges = np.array([SURE, *(p for p, _ in gains), LEAST])
    sums = np.concatenate([[0.0], np.cumsum([gain for _, gain in gains])])
    best = int(np.argmax(sums))
    return float(np.clip((edges[best] + edges[best + 1]) / 2, LEAST, SURE))


def write(chosen: Least, amid_talk: Least) -> None:
    """The thresholds behind the comments of their file."""
    before = THRESHOLDS.read_text("utf-8").partition("[amid_talk]")
    lines = [
        *(line for line in before[0].splitlines() if line.startswith("#")),
        *(f"{evidence} = {value:.4f}" for evidence, value in chosen.items()),
        "", before[1],
        *(line for line in before[2].splitlines() if line.startswith("#")),
        *(f"{evidence} = {value:.4f}" for evidence, value in amid_talk.items()),
    ]  # fmt: skip
    THRESHOLDS.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def show(scored: Sequence[Weighed], by: Mapping[str, tuple[Least, Least | None]]) -> None:
    """Found and falsely found sentences of each group, by head, by lexicon and by both."""
    console = Console(width=180)
    alone: dict[str, tuple[Least, Least | None]] = {
        "head": ({"danger": 0.5, "none": 0.5, "everyday": 0.5}, None),
        "lexicon": ({"danger": 0.0, "none": 2.0, "everyday": 2.0}, None),
    }
    rules = {**alone, **by}
    table = Table("", "danger", *(f"found {r}" for r in rules), "other", *(f"false {r}" for r in rules))
    for group in (*dict.fromkeys(w.group for w in scored), "frozen"):
        mine = [
            w for w in scored if w.group == group or (group == "frozen" and w.group.startswith("frozen "))
        ]
        parts = [[w for w in mine if w.danger is danger] for danger in (True, False)]
        counts = [[str(sum(w.found(*rule) for w in part)) for rule in rules.values()] for part in parts]
        row = [cell for part, count in zip(parts, counts, strict=True) for cell in (str(len(part)), *count)]
        table.add_row(group, *row)
    console.print(table)
    for name, (least, amid_talk) in by.items():
        chosen = least if amid_talk is None else amid_talk
        console.print(name, {evidence: round(value, 4) for evidence, value in chosen.items()})


if __name__ == "__main__":
    main()
