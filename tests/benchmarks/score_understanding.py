"""Acts, command boundaries and whole utterances on the frozen test sentences, by kind.

python tests/benchmarks/score_understanding.py --classifier DIR [--sentences FILE] [--json] [--mistakes FILE]

The sentences' `kind` groups them; their reminder intents are the assistant's calendar intents. Nothing is
chosen on them: see tests/understanding/README.md.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models import manifest, nlu
from models.manifest import Example
from models.types import Understanding
from training.evaluation import utterances
from training.evaluation.classifier import classifier_metrics, classify
from training.evaluation.types import Metrics

SENTENCES = Path(__file__).parent.parent / "understanding" / "sentences.jsonl"
_REMINDER, _CALENDAR = "reminder_", "calendar_"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "two commands": ("two_commands",),
    "follow-ups and corrections": ("follow_up", "correction"),
}
"""Kinds that the project's aims take together."""
_KEYS = {
    "acts": "dialogue_act_accuracy", "boundaries": "command_f1", "relations": "relation_accuracy",
    "intents": "intent_accuracy", "slots": "slot_f1", "whole": "commands_whole",
}  # fmt: skip
QUIET = ("prohibition", "statement", "question")

Scored = tuple[str, Example, Understanding]


def main() -> None:
    """Print the rates by kind, and how many commands that change nothing are taken for requests."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--classifier", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, default=SENTENCES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mistakes", type=Path, help="file for the sentences that are not right as a whole")
    arguments = parser.parse_args()
    kinds, examples = read(arguments.sentences)
    scored = [
        (kind, e, u)
        for kind, (e, u) in zip(kinds, classify(nlu.load(arguments.classifier), examples), strict=True)
    ]
    figures = rates(scored)
    if arguments.mistakes:
        lines = [json.dumps(row, ensure_ascii=False) for row in mistakes(scored)]
        arguments.mistakes.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if arguments.json:
        print(json.dumps(figures))
    else:
        show(figures)


def read(path: Path) -> tuple[list[str], list[Example]]:
    """The kind of each line, and the lines as a manifest's examples."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    kinds = [str(row.pop("kind", "")) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / path.name
        lines.write_text("\n".join(json.dumps(_renamed(row)) for row in rows), encoding="utf-8")
        return kinds, manifest.read(lines)


def _renamed(row: dict[str, Any]) -> dict[str, Any]:
    for labels in (row, *row.get("commands", ())):
        if str(labels.get("intent") or "").startswith(_REMINDER):
            labels["intent"] = labels["intent"].replace(_REMINDER, _CALENDAR)
    return row


def rates(scored: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """The rates over all sentences, by group and by kind; and the commands acted on wrongly."""
    kinds = sorted({kind for kind, _, _ in scored})
    groups = {"all": tuple(kinds), **GROUPS, **{kind: (kind,) for kind in kinds}}
    figures: dict[str, dict[str, float]] = {}
    for name, of in groups.items():
        pairs = [(e, u) for kind, e, u in scored if kind in of]
        if pairs:
            figures[name] = {"n": len(pairs), **_rates(classifier_metrics(pairs))}
    wrong, number = taken_for_requests([(e, u) for _, e, u in scored])
    figures["taken for requests"] = {"n": number, "wrong": wrong}
    return figures


def _rates(found: Metrics) -> dict[str, float]:
    names = {**_KEYS, "danger found": "danger_recall", "false danger": "danger_false"}
    return {title: found[key].value for title, key in names.items() if key in found}


def taken_for_requests(pairs: Sequence[tuple[Example, Understanding]]) -> tuple[int, int]:
    """Commands that change nothing and are understood as requests to act on or confirm, and their number."""
    quiet = [
        (label, command)
        for e, u in pairs
        for label, command in utterances.aligned(e, u)
        if label.dialogue_act in QUIET
    ]
    wrong = [
        label
        for label, command in quiet
        if command is not None and command.dialogue_act == "request" and command.decision != "reject"
    ]
    return len(wrong), len(quiet)


def mistakes(scored: Sequence[Scored]) -> list[dict[str, Any]]:
    """The utterances that are not right as a whole, with what was found."""
    return [
        {
            "kind": kind, "text": e.text, "context": [m.text for m in e.context],
            "truth": [
                (c.dialogue_act, c.relation, c.intent, [(s.name, s.value) for s in c.slots or ()])
                for c in e.commands or ()
            ],
            "found": [
                (c.text, c.dialogue_act, c.relation, c.intent, [(s.name, s.text) for s in c.slots])
                for c in u.commands
            ],
        }
        for kind, e, u in scored
        if not utterances.whole(e, u)
    ]  # fmt: skip


def show(figures: Mapping[str, Mapping[str, float]]) -> None:
    """The rates as a table."""
    print(f"{'':28}{'n':>5}" + "".join(f"{title:>11}" for title in _KEYS))
    for name, found in figures.items():
        if name != "taken for requests":
            cells = "".join(f"{found[t]:>11.3f}" if t in found else f"{'':>11}" for t in _KEYS)
            print(f"{name:28}{found['n']:>5}{cells}")
    everything, quiet = figures["all"], figures["taken for requests"]
    for name in ("danger found", "false danger"):
        if name in everything:
            print(f"{name}: {everything[name]:.3f}")
    print(f"taken for requests: {quiet['wrong']} of {quiet['n']} prohibitions, statements and questions")


if __name__ == "__main__":
    main()
