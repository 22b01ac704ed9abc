"""People in danger: chooses how sure the classifier must be beside the lexicon, and scores both.

python -m tests.benchmarks.score_danger CLASSIFIER --everyday MANIFEST … [--write] [--frozen]

The thresholds are chosen on the written dialogues' validation templates and on the manifests' validation
sentences, in which nobody is in danger. Nothing is chosen on the manifests' test sentences and on the
frozen sentences of tests/danger, which `--frozen` scores as a whole.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant.skills.danger.detection import THRESHOLDS, Evidence, thresholds, weigh
from models import manifest, nlu
from models.manifest import Example
from training.corpora.own import dialogues
from training.evaluation.classifier import Understands

FROZEN = Path(__file__).parent.parent / "danger" / "sentences.jsonl"
MISSED, TAKEN, DISTURBED = 2.0, 1.0, 10.0
"""Costs of a share of the people in danger missed, of look-alikes and of everyday sentences taken for it."""
SURE, LEAST = 0.999, 0.0
"""Bounds of the thresholds: a sure head is always believed, and the lexicon may decide alone."""
MOST = 2_000
"""Sentences of a manifest's split."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence with what classifier and lexicon make of it."""

    group: str
    text: str
    danger: bool
    probability: float
    evidence: Evidence

    def found(self, least: Mapping[Evidence, float]) -> bool:
        """Whether it counts as a danger under these thresholds."""
        return self.probability >= least[self.evidence]


def main() -> None:
    """Choose the thresholds, and print the shares by group before and after."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("classifier", type=Path)
    parser.add_argument("--everyday", nargs="+", type=Path, default=[], help="manifests without danger")
    parser.add_argument("--write", action="store_true", help=f"the chosen thresholds to {THRESHOLDS.name}")
    parser.add_argument("--frozen", action="store_true", help="score the frozen sentences too")
    arguments = parser.parse_args()
    classifier = nlu.load(arguments.classifier)
    valid = [
        *weighed(classifier, "templates", templates()),
        *(w for path in arguments.everyday for w in weighed(classifier, path.stem, split(path, "valid"))),
    ]
    chosen = choose(valid)
    scored = [
        *valid,
        *(w for p in arguments.everyday for w in weighed(classifier, f"{p.stem} test", split(p, "test"))),
        *(frozen(classifier) if arguments.frozen else ()),
    ]
    show(scored, {"before": thresholds(), "chosen": chosen})
    if arguments.write:
        write(chosen)


def templates() -> list[Example]:
    """Validation examples of the dialogues' files about danger."""
    with tempfile.TemporaryDirectory() as name:
        for path, file in dialogues.read_folder(dialogues.FOLDER).items():
            about = any(group.danger for group in file.dialogues)
            if about or not (file.dialogues or file.frames):
                shutil.copy(path, name)
        return [e for e in dialogues.examples(folder=Path(name)) if e.split == "valid"]


def split(path: Path, name: str) -> list[Example]:
    """At most `MOST` sentences of a manifest's split."""
    found = [e for e in manifest.read(path) if e.text and e.split == name]
    return random.Random(0).sample(found, min(MOST, len(found)))


def weighed(classifier: Understands, group: str, examples: Iterable[Example]) -> list[Weighed]:
    """The examples, weighed; those without a label are no danger."""
    found = []
    for example in examples:
        text = example.text or ""
        probability = classifier.understand(text, example.context).danger or 0.0
        found.append(Weighed(group, text, bool(example.danger), probability, weigh(text)[0]))
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


def _threshold(gains: Sequence[tuple[float, float]]) -> float:
    """The threshold of the greatest sum of gains above it, given by falling probability."""
    edges = np.array([SURE, *(p for p, _ in gains), LEAST])
    sums = np.concatenate([[0.0], np.cumsum([gain for _, gain in gains])])
    best = int(np.argmax(sums))
    return float(np.clip((edges[best] + edges[best + 1]) / 2, LEAST, SURE))


def write(chosen: Mapping[Evidence, float]) -> None:
    """The thresholds behind the comment of their file."""
    comment = [line for line in THRESHOLDS.read_text("utf-8").splitlines() if line.startswith("#")]
    lines = [*comment, *(f"{evidence} = {least:.4f}" for evidence, least in chosen.items())]
    THRESHOLDS.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def show(scored: Sequence[Weighed], by: Mapping[str, Mapping[Evidence, float]]) -> None:
    """Found and falsely found sentences of each group, by head, by lexicon and by both."""
    console = Console(width=140)
    alone: dict[str, dict[Evidence, float]] = {
        "head": {"danger": 0.5, "none": 0.5, "everyday": 0.5},
        "lexicon": {"danger": 0.0, "none": 2.0, "everyday": 2.0},
    }
    rules = {**alone, **by}
    table = Table("", "danger", *(f"found {r}" for r in rules), "other", *(f"false {r}" for r in rules))
    for group in (*dict.fromkeys(w.group for w in scored), "frozen"):
        mine = [
            w for w in scored if w.group == group or (group == "frozen" and w.group.startswith("frozen "))
        ]
        parts = [[w for w in mine if w.danger is danger] for danger in (True, False)]
        counts = [[str(sum(w.found(rule) for w in part)) for rule in rules.values()] for part in parts]
        row = [cell for part, count in zip(parts, counts, strict=True) for cell in (str(len(part)), *count)]
        table.add_row(group, *row)
    console.print(table)
    for name, least in by.items():
        console.print(name, {evidence: round(value, 4) for evidence, value in least.items()})


if __name__ == "__main__":
    main()
