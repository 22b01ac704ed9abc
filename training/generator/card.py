"""The model card of a generator, in the Hugging Face form. Knows metrics and names, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training.corpora import CORPORA
from training.generator.config import GeneratorConfig
from training.generator.scoring import Scored

SHOWN = 4
"""Replies of each manifest that the card shows."""
_ROWS = {
    "slot_error_rate": "values not said word for word",
    "unsupported": "replies with a number, time or name from nowhere",
    "bleu": "BLEU",
    "perplexity": "perplexity of the references",
}


def write(
    config: GeneratorConfig, metrics: Mapping[str, Any], command: str, sizes: Mapping[str, int],
    said: Mapping[str, Sequence[Scored]],
) -> str:  # fmt: skip
    """The card's text.

    Arguments:
        metrics: `metrics.json`.
        command: what made it.
        sizes: training examples by manifest.
        said: replies to test examples by manifest.
    """
    return f"""---
license: apache-2.0
language: en
base_model: {config.base}
library_name: peft
pipeline_tag: text-generation
tags: [dialogue, data-to-text, voice-assistant]
---

# Generator

Says a skill's facts in one short sentence, and answers small talk. A LoRA adapter (rank {config.rank}, on
every linear layer from layer {config.first_layer} on) of {config.base}, trained on the replies alone.
`generator.json` says that it is asked without examples (`models/lm/trained.py`).

## Data

{_data(sizes, config)}

Left out of training: replies of more than {config.max_words} words, that miss a value of their facts, or that
state a number, time or name which is neither in the facts nor in the conversation.

## Figures

Test split, greedy, before any check or fallback, each with its 95 % bootstrap interval. *Base* is the
untouched model with its examples in the prompt.

{_figures(metrics)}

## What it says

{_shown(said)}

## Made by

```
{command}
```

## Limits

English. It is a small model: what it says is only spoken after checks that every fact is in it and nothing
else, and the skill's own sentence is said otherwise. It does not know the world, and says so.
"""


def _data(sizes: Mapping[str, int], config: GeneratorConfig) -> str:
    lines = []
    for name, n in sizes.items():
        drawn = min(n, config.per_epoch.get(name, n))
        lines.append(f"- `{name}`, {n:,} training examples, {drawn:,} of them an epoch: {_about(name)}")
    return "\n".join(lines)


def _about(name: str) -> str:
    if name not in CORPORA:
        return "examples from a manifest."
    first, *rest = CORPORA[name][1].strip().splitlines()
    licence = next((line for line in rest if line.startswith("Licence:")), "")
    return f"{first} {licence}"


def _figures(metrics: Mapping[str, Any]) -> str:
    lines = ["| test data | figure | base | this | n |", "|---|---|---|---|---|"]
    for manifest, scores in metrics["manifests"].items():
        untouched = metrics["baseline"]["manifests"].get(manifest, {})
        for key, title in _ROWS.items():
            if key in scores:
                figures = f"{_rate(untouched, key)} | {_rate(scores, key)} | {scores[f'{key}_n']:,}"
                lines.append(f"| {manifest} | {title} | {figures} |")
        for key, title in (
            ("distinct_2", "different word pairs"),
            ("reply_words", "words of a reply, median"),
        ):
            figures = f"{untouched.get(key, float('nan')):.3g} | {scores[key]:.3g} | {scores['n']:,}"
            lines.append(f"| {manifest} | {title} | {figures} |")
    return "\n".join(lines)


def _rate(scores: Mapping[str, Any], key: str) -> str:
    if key not in scores:
        return "–"
    low, high = scores[f"{key}_ci"]
    return f"{scores[key]:.3g} [{low:.3g}, {high:.3g}]"


def _shown(said: Mapping[str, Sequence[Scored]]) -> str:
    lines = []
    for name, scored in said.items():
        lines += [f"- {name}: “{s.example.text}” → “{s.said}”" for s in scored[:SHOWN]]
    return "\n".join(lines)
