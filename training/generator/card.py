"""A generator's model card, in the Hugging Face form, and its report. Knows metrics and names, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.lm.checks.reranking import CANDIDATES
from training.evaluation import generator
from training.evaluation.generator import Scored
from training.generator.config import GeneratorConfig
from training.report import card, figures, sections
from training.report.page import Case, Report, Table, WorstCases

SHOWN = 4
"""Replies of each manifest that the card shows."""
_LISTED = 40
"""Replies of each manifest that the report shows."""
_KEYS = (
    "slot_error_rate",
    "slot_error_rate_greedy",
    "unsupported",
    "bleu",
    "perplexity",
    "distinct_2",
    "reply_words",
)
_OWN = "examples from a manifest."


def write(
    config: GeneratorConfig, metrics: Mapping[str, Any], command: str, sizes: Mapping[str, int],
    said: Mapping[str, Sequence[Scored]],
) -> str:  # fmt: skip
    """The card's text.

    Arguments:
        metrics: `metrics.json`.
        command: what made it.
        sizes: training examples drawn, by manifest.
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
`generator.json` says that it is asked without examples (`models/lm/prompts/trained.py`).

## Data

{card.data(sizes, "training examples", _OWN)}

Left out of training: replies of more than {config.max_words} words, that miss a value of their facts, or that
state a number, time or name which is neither in the facts nor in the conversation.

## Figures

Test split, before any check or fallback, each with its 95 % bootstrap interval. Replies are greedy; where
one leaves out a value, {CANDIDATES} others are written with a beam and the likeliest of those with the fewest
faults is taken (`models/lm/checks/reranking.py`), for the base too. *Greedy* is the rate without that second
try.
*Base* is the untouched model with its examples in the prompt.

{figures.markdown(_tables(metrics))}

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


def page(
    metrics: Mapping[str, Any], said: Mapping[str, Sequence[Scored]], command: str, sizes: Mapping[str, int],
    run: Path,
) -> Report:  # fmt: skip
    """The report: figures beside the base's, curves, what was said, and what should not have been."""
    data = [(name, f"{n:,} training examples") for name, n in sizes.items()]
    return Report(
        "Generator",
        (
            sections.figures_of(metrics),
            *sections.figures_by_manifest(metrics),
            sections.curves_of(run),
            _wrong(said),
            *(_replies(name, scored) for name, scored in said.items()),
            sections.about(command, data),
        ),
        subtitle=f"{metrics['n']:,} replies scored",
    )


def _tables(metrics: Mapping[str, Any]) -> list[tuple[str, tuple[figures.Figure, ...]]]:
    bases = metrics["baseline"]["manifests"]
    return [
        (name, figures.read(scores, bases.get(name, {}), _KEYS))
        for name, scores in metrics["manifests"].items()
    ]


def _shown(said: Mapping[str, Sequence[Scored]]) -> str:
    return "\n".join(
        f"- {name}: “{s.example.text}” → “{s.said}”" for name, scored in said.items() for s in scored[:SHOWN]
    )


def _wrong(said: Mapping[str, Sequence[Scored]]) -> WorstCases:
    """Replies that lack a value or have one from nowhere."""
    cases = []
    for name, scored in said.items():
        for s in scored:
            lost = generator.missing_values(s.said, s.example.facts or {})
            if wrong := [
                *(f"lacks {fact}" for fact in lost),
                *(f"invents {v}" for v in generator.unsupported(s)),
            ]:
                cases.append(Case(s.example.reply or "", s.said, note=f"{name}: {', '.join(wrong)}"))
    return WorstCases("Values lost or made up", tuple(cases), "The reference, and what was said.")


def _replies(name: str, scored: Sequence[Scored]) -> Table:
    rows = tuple((s.example.text or "", s.said, s.example.reply or "") for s in scored[:_LISTED])
    return Table(f"Replies: {name}", ("heard", "said", "reference"), rows)
