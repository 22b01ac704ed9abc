"""A bundle's scores, and its part of its card and its report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models.bundles.bundle import PARTS
from training.bundle.config import BundleConfig
from training.evaluation.types import Scores
from training.report import card, figures
from training.report.card import Card
from training.report.contents import about, curves_of
from training.report.figures import Figure
from training.report.sections import FigureTable, Report, Section, Table
from training.trainer.log import LOG

Tables = Iterator[tuple[str, tuple[Figure, ...]]]
_FIRST = {
    "recognizer": ("wer",),
    "classifier": ("intent_accuracy", "slot_f1"),
    "generator": ("slot_error_rate",),
}
"""Part → the figures at the top of the page."""


@dataclass(frozen=True, slots=True)
class BundleScores:
    """What a bundle's `metrics.json` holds."""

    name: str
    version: str
    parts: Mapping[str, Scores]
    scored: Mapping[str, Scores]
    """The finished models on manifests that none of them learned from."""
    seconds: Mapping[str, float]
    """Of training, by part, as far as they are known."""
    megabytes: Mapping[str, float]
    """By part."""

    def to_json(self) -> dict[str, Any]:
        """For `json.dumps`."""
        parts = {part: scores.to_json() for part, scores in self.parts.items()}
        scored = {name: scores.to_json() for name, scores in self.scored.items()}
        return {
            "name": self.name, "version": self.version, **parts, "scored": scored,
            "seconds": dict(self.seconds), "megabytes": dict(self.megabytes),
        }  # fmt: skip


def write(config: BundleConfig, scores: BundleScores, command: str) -> str:
    """The card's text.

    Arguments:
        command: the command that made it.
    """
    learned = sorted({name for part in PARTS for name in getattr(config, part).data})
    parts = "\n".join(f"- [{part}]({part}/README.md), {scores.megabytes[part]:.1f} MB" for part in PARTS)
    unseen = card.markdown(_tables_of_scored(scores))
    return card.render(
        Card(
            f"{config.name} {config.version}",
            f"""Recognizer, classifier and generator of a voice assistant, trained together; each is
an adapter on an open base model that is fetched when the bundle is first used.

{parts}

Together {sum(scores.megabytes.values()):.1f} MB{_duration(scores)}.""",
            card.licences(learned),
            "Each on the test split of its own data, beside the untouched base; 95 % bootstrap intervals.",
            card.markdown(_tables_of_parts(scores)),
            command,
            {"language": "en", "tags": ["voice-assistant", "bundle"]},
            sections=(("Figures on data that no part learned from", unseen),) if config.scored else (),
        )
    )


def page(
    config: BundleConfig, scores: BundleScores, runs: Mapping[str, Path],
    scored: Mapping[str, Sequence[Section]], command: str,
) -> Report:  # fmt: skip
    """The report: size and time, the figures of all parts, their curves.

    Arguments:
        runs: the folder of each part's own run, where its own report is.
        scored: sections about each manifest that nothing was learned from.
    """
    megabytes, parts = scores.megabytes, scores.parts
    data = [(part, ", ".join(getattr(config, part).data)) for part in PARTS]
    first = tuple(
        f for part in PARTS for f in figures.read(parts[part].model, parts[part].baseline, _FIRST[part])
    )
    rows = tuple(
        (part, f"{megabytes[part]:.1f} MB", _minutes(scores, part), str(runs[part] / "report.html"))
        for part in PARTS
    )
    sections: list[Section] = [
        about(command, data, size=f"{sum(megabytes.values()):.1f} MB"),
        FigureTable("At a glance", first, note="Each over all of its part's test data."),
        Table("Models", ("model", "size", "trained in", "its own report"), rows),
        *(FigureTable(name, table) for name, table in _tables_of_parts(scores)),
    ]
    for name, shown in scored.items():
        sections += [replace(section, title=f"{name}: {section.title}") for section in shown]
    sections += [
        curves_of(runs[part], f"Training the {part}") for part in PARTS if (runs[part] / LOG).is_file()
    ]
    return Report(f"Bundle {config.name} {config.version}", tuple(sections))


def _tables_of_parts(scores: BundleScores) -> Tables:
    """Each part's figures by test manifest."""
    for part, of in scores.parts.items():
        for name, rows in figures.by_manifest(of) or [("", figures.read(of.model, of.baseline))]:
            if rows:
                yield f"{part}, {name}" if name else part, rows


def _tables_of_scored(scores: BundleScores) -> Tables:
    """The figures on manifests that nothing was learned from."""
    for name, of in scores.scored.items():
        if rows := figures.read(of.model, of.baseline):
            yield name, rows
        if of.model.spoken:
            before = of.baseline.spoken if of.baseline else None
            yield f"{name}, on recognized text", figures.read(of.model.spoken, before)


def _duration(scores: BundleScores) -> str:
    seconds = scores.seconds
    return f"; trained in {sum(seconds.values()) / 60:.0f} minutes" if set(seconds) == set(PARTS) else ""


def _minutes(scores: BundleScores, part: str) -> str:
    return f"{scores.seconds[part] / 60:.0f} min" if part in scores.seconds else "–"
