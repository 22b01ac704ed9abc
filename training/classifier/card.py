"""A classifier's card in the Hugging Face form, and its report. Knows metrics and names, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.nlu.labels import Description
from training.evaluation.classifier import Scored
from training.report import card, figures
from training.report import sections as report_parts
from training.report.page import Report, Section

_KEYS = (
    "intent_accuracy", "slot_f1", "frame_accuracy", "in_scope_rejected", "oos_recall", "ece",
    "sentiment_macro_f1", "sentiment_accuracy",
)  # fmt: skip
_OWN = "sentences from a manifest or a domain of its own."
_COVERED = 0.9


def write(
    description: Description, metrics: Mapping[str, Any], command: str, sizes: Mapping[str, int],
    start: str = "",
) -> str:  # fmt: skip
    """The card's text.

    Arguments:
        description: what the checkpoint holds.
        metrics: `metrics.json`.
        command: what made it.
        sizes: training sentences by manifest.
        start: the checkpoint whose encoder it began as; empty for the base's.
    """
    labels, thresholds = description.labels, description.thresholds
    return f"""---
license: apache-2.0
language: en
base_model: {description.base}
library_name: peft
pipeline_tag: text-classification
tags: [intent-classification, slot-filling, out-of-scope, sentiment]
---

# Classifier

One pass through {description.base} gives intent ({len(labels.intents)}), slots ({len(labels.slots)}),
out-of-scope and sentiment ({len(labels.sentiments)}), with calibrated confidences. The encoder's change is a
low-rank adapter in PEFT's LoRA format (`adapter_model.safetensors`); the heads lie beside it, labels,
temperatures and thresholds in `classifier.json`.

Rejected below {thresholds.reject:.3f}, asked back below {thresholds.confirm:.3f}: both from validation data.
Slot tags are found together, by what may follow what as well (CRF).

## Data

{card.data(sizes, "training sentences", _OWN)}
{f"- what the classifier that it began as ({start}) had learned" if start else ""}

Sentences that differ only in politeness, articles or word order never fall into different splits.

## Figures

Test split, each rate with its 95 % bootstrap interval. *Base* is the untouched encoder with nearest class
centroids, which tags no slots. A manifest is scored on the kinds of label that it has.

{figures.markdown(_tables(metrics))}

{_risk(metrics)}By intent and in full: `metrics.json`.

## Made by

```
{command}
```

## Limits

English; single sentences to an assistant at home. Sentiment was learned from written comments, not speech.
Topics far from the training data's out-of-scope ones are rejected less surely than those.
"""


def page(
    description: Description, metrics: Mapping[str, Any], scored: Mapping[str, Sequence[Scored]],
    command: str, sizes: Mapping[str, int], run: Path,
) -> Report:  # fmt: skip
    """The report: figures beside the base's, curves, confusions, calibration, the surest mistakes."""
    everything = [pair for pairs in scored.values() for pair in pairs]
    labels, thresholds = description.labels, description.thresholds
    data = [(name, f"{n:,} training sentences") for name, n in sizes.items()]
    sections: list[Section] = [
        report_parts.figures_of(metrics),
        *report_parts.figures_by_manifest(metrics),
        report_parts.curves_of(run),
    ]
    if labels.intents:
        levels = {"reject": thresholds.reject, "confirm": thresholds.confirm}
        sections += [
            report_parts.confusion_of(everything),
            report_parts.calibration_of(everything, levels),
            report_parts.surest_mistakes(everything),
        ]
    if labels.sentiments:
        sections.append(report_parts.sentiments_of(everything))
    sections.append(report_parts.about(command, data))
    return Report("Classifier", tuple(sections), subtitle=f"{metrics['n']:,} sentences scored")


def _tables(metrics: Mapping[str, Any]) -> list[tuple[str, tuple[figures.Figure, ...]]]:
    bases = metrics["baseline"]["manifests"]
    return [
        (name, figures.read(scores, bases.get(name, {}), _KEYS))
        for name, scores in metrics["manifests"].items()
    ]


def _risk(metrics: Mapping[str, Any]) -> str:
    """What acting on the surest sentences alone would bring; nothing where no intent was scored."""
    points = [p for p in metrics["calibration"]["risk_coverage"] if p["coverage"] >= _COVERED]
    if not points:
        return ""
    point = points[0]
    return (
        f"Acting on the surest {point['coverage']:.0%} of the in-scope sentences, {point['risk']:.1%} of the "
        f"acts are wrong; on all, {1 - metrics['intent_accuracy']:.1%}.\n\n"
    )
