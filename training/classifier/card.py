"""The model card of a classifier, in the Hugging Face form. Knows metrics and names, no network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.nlu.labels import Description
from training.corpora import CORPORA

_ROWS = {
    "intent_accuracy": "intent accuracy (first candidate)",
    "slot_f1": "slot F1 (exact spans, micro)",
    "frame_accuracy": "frame accuracy (intent and all slots)",
    "in_scope_rejected": "in-scope sentences rejected",
    "oos_recall": "out-of-scope sentences rejected",
    "ece": "expected calibration error",
    "sentiment_macro_f1": "sentiment macro F1",
}


def write(
    description: Description, metrics: Mapping[str, Any], command: str, sizes: Mapping[str, int]
) -> str:
    """The card's text.

    Arguments:
        description: what the checkpoint holds.
        metrics: `metrics.json`.
        command: what made it.
        sizes: training sentences by manifest.
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

## Data

{_data(sizes)}

Sentences that differ only in politeness, articles or word order never fall into different splits.

## Figures

Test split, each rate with its 95 % bootstrap interval. *Base* is the untouched encoder with nearest class
centroids, which tags no slots. A manifest is scored on the kinds of label that it has.

{_figures(metrics)}

By intent and in full: `metrics.json`.

## Made by

```
{command}
```

## Limits

English; single sentences to an assistant at home. Sentiment was learned from written comments, not speech.
Topics far from the training data's out-of-scope ones are rejected less surely than those.
"""


def _data(sizes: Mapping[str, int]) -> str:
    return "\n".join(f"- `{name}`, {n:,} training sentences: {_about(name)}" for name, n in sizes.items())


def _about(name: str) -> str:
    if name not in CORPORA:
        return "sentences from a manifest or a domain of its own."
    first, *rest = CORPORA[name][1].strip().splitlines()
    licence = next((line for line in rest if line.startswith("Licence:")), "")
    return f"{first} {licence}"


def _figures(metrics: Mapping[str, Any]) -> str:
    lines = ["| test data | figure | base | this | n |", "|---|---|---|---|---|"]
    for manifest, scores in metrics["manifests"].items():
        baseline = metrics["baseline"]["manifests"].get(manifest, {})
        for key, title in _ROWS.items():
            if key in scores:
                figures = f"{_rate(baseline, key)} | {_rate(scores, key)} | {scores[f'{key}_n']:,}"
                lines.append(f"| {manifest} | {title} | {figures} |")
    return "\n".join(lines)


def _rate(scores: Mapping[str, Any], key: str) -> str:
    if key not in scores:
        return "–"
    low, high = scores[f"{key}_ci"]
    return f"{scores[key]:.3f} [{low:.3f}, {high:.3f}]"
