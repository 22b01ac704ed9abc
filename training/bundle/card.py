"""A bundle's card in the Hugging Face form, its `bundle.toml`, and its report. Knows metrics and names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.bundles.bundle import PARTS
from training.bundle.config import BundleConfig
from training.report import figures
from training.report import sections as report_parts
from training.report.card import licences
from training.report.figures import Figure
from training.report.page import Curves, FigureTable, Report, Section, Table
from training.trainer.log import LOG, read_log

Tables = Iterator[tuple[str, tuple[Figure, ...]]]


def write(config: BundleConfig, metrics: Mapping[str, Any], command: str) -> str:
    """The card's text.

    Arguments:
        metrics: the bundle's `metrics.json`.
        command: what made it.
    """
    sizes = metrics["megabytes"]
    learned = sorted({name for part in PARTS for name in getattr(config, part).data})
    parts = "\n".join(f"- [{part}]({part}/README.md), {sizes[part]:.1f} MB" for part in PARTS)
    scored = figures.markdown(tables_of_scored(metrics))
    unseen = f"\n## On what none of them learned from\n\n{scored}\n" if config.scored else ""
    return f"""---
license: apache-2.0
language: en
tags: [voice-assistant, bundle]
---

# {config.name} {config.version}

Recognizer, classifier and generator of a voice assistant, trained together; each is an adapter on an open
base model that is fetched when the bundle is first used.

{parts}

Together {sum(sizes.values()):.1f} MB{_took(metrics)}.

## Figures

Each on the test split of its own data, beside the untouched base, with 95 % bootstrap intervals.

{figures.markdown(tables_of_parts(metrics))}
{unseen}
## Data

{licences(learned)}

## Made by

```
{command}
```
"""


def page(
    config: BundleConfig, metrics: Mapping[str, Any], runs: Mapping[str, Path],
    scored: Mapping[str, Sequence[Section]], command: str,
) -> Report:  # fmt: skip
    """The report: what was made, the figures of all parts, their curves.

    Arguments:
        runs: the folder of each part's own run, where its own report is.
        scored: what is shown of each manifest that nothing was learned from.
    """
    sections: list[Section] = [
        report_parts.about(
            command,
            [(part, ", ".join(getattr(config, part).data)) for part in PARTS],
            size=f"{sum(metrics['megabytes'].values()):.1f} MB",
        )
    ]
    sections.append(_first(metrics))
    rows = tuple(
        (
            part,
            f"{metrics['megabytes'][part]:.1f} MB",
            _minutes(metrics, part),
            str(runs[part] / "report.html"),
        )
        for part in PARTS
    )
    sections.append(Table("Models", ("model", "size", "trained in", "its own report"), rows))
    sections += [FigureTable(name, rows) for name, rows in tables_of_parts(metrics)]
    for name, shown in scored.items():
        sections += [replace(section, title=f"{name}: {section.title}") for section in shown]
    sections += [
        Curves(f"Training the {part}", read_log(runs[part])) for part in PARTS if (runs[part] / LOG).is_file()
    ]
    return Report(f"Bundle {config.name} {config.version}", tuple(sections))


def tables_of_parts(metrics: Mapping[str, Any]) -> Tables:
    """Each part's figures by test manifest."""
    for part in PARTS:
        scores = metrics[part]
        before = scores.get("baseline", {})
        by_manifest = scores.get("manifests") or {"": scores}
        for name, found in by_manifest.items():
            base = before.get("manifests", {}).get(name, {}) if name else before
            if rows := figures.read(found, base):
                yield f"{part}, {name}" if name else part, rows


def tables_of_scored(metrics: Mapping[str, Any]) -> Tables:
    """The figures on manifests that nothing was learned from."""
    for name, found in metrics["scored"].items():
        if rows := figures.read(found):
            yield name, rows
        if "spoken" in found:
            yield (
                f"{name}, on what was heard",
                figures.read(found["spoken"], found.get("baseline", {}).get("spoken", {})),
            )


def _first(metrics: Mapping[str, Any]) -> FigureTable:
    """One figure of each part: what stands at the top of the page."""
    keys = {
        "recognizer": ("wer",),
        "classifier": ("intent_accuracy", "slot_f1"),
        "generator": ("slot_error_rate",),
    }
    rows = tuple(row for part in PARTS for row in figures.read(metrics[part], keys=keys[part]))
    return FigureTable("At a glance", rows, note="Each over all of its part's test data.")


def _took(metrics: Mapping[str, Any]) -> str:
    seconds = metrics["seconds"]
    return f"; trained in {sum(seconds.values()) / 60:.0f} minutes" if set(seconds) == set(PARTS) else ""


def _minutes(metrics: Mapping[str, Any], part: str) -> str:
    return f"{metrics['seconds'][part] / 60:.0f} min" if part in metrics["seconds"] else "–"
