"""Sections of a report from what a recipe has: metrics, a run's folder, scored examples. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from models.manifest import Example
from models.types import Understanding
from training.evaluation import recognizer
from training.evaluation.recognizer import ScoredClip
from training.report import figures
from training.report.page import (
    Calibration,
    Case,
    Confusion,
    Curves,
    Facts,
    FigureTable,
    Group,
    Groups,
    Table,
    WorstCases,
)
from training.trainer.log import read_log

Scored = tuple[Example, Understanding]


def about(
    command: str, data: Iterable[tuple[str, str]] = (), *, title: str = "The run", **more: str
) -> Facts:
    """What the run was.

    Arguments:
        command: what made it.
        data: manifest and what is in it.
        more: name and text of anything else.
    """
    listed = "\n".join(f"{name}: {what}" for name, what in data)
    rows = [("command", command), ("data", listed), *((k.replace("_", " "), v) for k, v in more.items())]
    return Facts(title, tuple((name, text) for name, text in rows if text))


def figures_of(
    metrics: Mapping[str, Any],
    baseline: Mapping[str, Any] | None = None,
    title: str = "Figures",
    note: str = "",
) -> FigureTable:
    """All figures of a metrics table, the base's beside them."""
    return FigureTable(title, figures.read(metrics, baseline), note)


def figures_by_manifest(metrics: Mapping[str, Any]) -> list[FigureTable]:
    """A table for each manifest where there are several, from `metrics["manifests"]`."""
    by_manifest = metrics.get("manifests", {})
    before = metrics.get("baseline", {}).get("manifests", {})
    if len(by_manifest) < 2:
        return []
    tables = [
        figures_of(found, before.get(name, {}), f"Figures: {name}") for name, found in by_manifest.items()
    ]
    return [table for table in tables if table.figures]


def curves_of(run: Path) -> Curves:
    """The curves of the run in that folder.

    Raises:
        CheckpointError: there is no log in it.
    """
    return Curves("Training", read_log(run))


def confusion_of(scored: Sequence[Scored], title: str = "Confused intents") -> Confusion:
    """Of first candidates, whatever was decided."""
    known = [(e.intent, u.candidates[0].intent) for e, u in scored if e.intent and u.candidates]
    return Confusion(title, tuple(t for t, _ in known), tuple(p for _, p in known))


def sentiments_of(scored: Sequence[Scored], title: str = "Confused sentiments") -> Confusion:
    """The same of the sentiment."""
    known = [(e.sentiment, u.sentiment) for e, u in scored if e.sentiment and u.sentiment]
    return Confusion(title, tuple(t for t, _ in known), tuple(p for _, p in known))


def calibration_of(
    scored: Sequence[Scored], thresholds: Mapping[str, float], title: str = "Calibration of intents"
) -> Calibration:
    """Of the first candidate's confidence; for an out-of-scope sentence no intent is right.

    Arguments:
        thresholds: reject and confirm.
    """
    known = [(e, u.candidates[0]) for e, u in scored if (e.intent or e.out_of_scope) and u.candidates]
    return Calibration(
        title,
        tuple(c.confidence for _, c in known),
        tuple(e.intent == c.intent for e, c in known),
        thresholds,
    )


def surest_mistakes(scored: Sequence[Scored], most: int = 25, title: str = "Surest mistakes") -> Table:
    """Sentences whose wrong intent was believed most."""
    wrong = [(e, u) for e, u in scored if e.intent and u.candidates and u.candidates[0].intent != e.intent]
    wrong.sort(key=lambda pair: -pair[1].candidates[0].confidence)
    rows = tuple(
        (
            e.text or "",
            e.intent or "",
            u.candidates[0].intent,
            f"{u.candidates[0].confidence:.2f}",
            u.decision or "",
        )
        for e, u in wrong[:most]
    )
    return Table(title, ("sentence", "it is", "taken for", "confidence", "decision"), rows)


def word_errors_of(metrics: Mapping[str, Any], baseline: Mapping[str, Any] | None = None) -> list[Groups]:
    """Word error rate by speaker, and by each kind of group that is known."""
    before = metrics.get("baseline", {}) if baseline is None else baseline
    sections = []
    if metrics.get("speakers"):
        sections.append(_groups("By speaker", metrics["speakers"], before.get("speakers", {})))
    for kind, found in metrics.get("groups", {}).items():
        sections.append(_groups(f"By {kind}", found, before.get("groups", {}).get(kind, {})))
    return sections


def _groups(title: str, found: Mapping[str, Any], before: Mapping[str, Any]) -> Groups:
    made = []
    for name, rates in found.items():
        tuned = figures.estimate(rates, "wer")
        if tuned is not None:
            made.append(Group(name, rates["n"], tuned, figures.estimate(before.get(name, {}), "wer")))
    return Groups(title, "word error rate", tuple(sorted(made, key=lambda g: -g.tuned.value)))


def worst_heard(
    heard: Sequence[ScoredClip], before: Sequence[ScoredClip] = (), most: int = 20, title: str = "Worst heard"
) -> WorstCases:
    """The utterances with the most word errors a word, with their sound.

    Arguments:
        before: what the base model heard, of the same examples in any order.
    """
    base = {h.example.audio: h.text for h in before}
    cases = tuple(
        Case(
            reference=h.example.text or "",
            heard=h.text,
            before=base.get(h.example.audio),
            note=", ".join(
                part
                for part in (
                    h.example.audio.name if h.example.audio else "",
                    f"speaker {h.example.speaker}" if h.example.speaker else "",
                    f"{h.errors[0]} errors in {h.lengths[0]} words",
                )
                if part
            ),
            sound=h.example.audio,
        )
        for h in recognizer.worst(heard, most)
    )
    return WorstCases(title, cases)
