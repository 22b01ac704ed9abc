"""A recognizer's card in the Hugging Face form, and its report. Knows metrics and names, no network."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from training.corpora.catalogue import CORPORA
from training.evaluation.recognizer import ScoredClip, worst
from training.recognizer.whisper.config import RecognizerConfig
from training.report import figures
from training.report.page import Case, Curves, Facts, FigureTable, Group, Groups, Report, Section, WorstCases
from training.trainer.log import read_log

_KEYS = ("wer", "cer", "cer_no_spaces")
_HOW = {
    "lora": "a low-rank change (LoRA, rank {rank}) of encoder and decoder",
    "full": "all its weights",
    "frozen_encoder": "a low-rank change (LoRA, rank {rank}) of the decoder",
}


def write(
    config: RecognizerConfig, metrics: Mapping[str, Any], command: str, sizes: Mapping[str, int],
    synthetic: Collection[str] = (),
) -> str:  # fmt: skip
    """The card's text.

    Arguments:
        metrics: `metrics.json`.
        command: what made it.
        sizes: training clips by manifest.
        synthetic: those manifests that synthetic voices spoke.
    """
    learned = _HOW[config.mode].format(rank=config.lora.rank)
    return f"""---
license: apache-2.0
language: {config.language}
base_model: {config.base}
library_name: {"transformers" if config.mode == "full" else "peft"}
pipeline_tag: automatic-speech-recognition
tags: [whisper, speech-recognition, short-context]
---

# Recognizer

{config.base} that hears only an utterance's own frames and {config.padding_frames * 10} ms of silence
(`short_context.json`) where the base needs 30 s. What was trained: {learned}.
It writes spoken words in lower case: no digits, no punctuation.

## Data

{data(sizes, synthetic)}

Sounds were changed anew at every turn: speed, gain, noise, echo, telephone band, lossy compression, holes in
time and pitch (SpecAugment), two clips in a row. Speakers never cross a split.

## Figures

Test splits, speakers that it never heard, each rate with its 95 % bootstrap interval over utterances. *Base*
is the untouched model with 30 s of padding; *this* runs on short context, what is doubted decoded again, as
the assistant does. Both with the same beam.

{figures.markdown(tables(metrics))}

By speaker and in full: `metrics.json`.

## Made by

```
{command}
```

## Limits

Short utterances to an assistant. Names and words that it never heard are written as they sound.
"""


def page(
    metrics: Mapping[str, Any], before: Mapping[str, Sequence[ScoredClip]],
    after: Mapping[str, Sequence[ScoredClip]],
    command: str, run: Path,
) -> Report:  # fmt: skip
    """The report: figures, curves, error rates by speaker and group, the worst cases with their sound."""
    sections: list[Section] = [Facts("Run", (("command", command), ("state", str(run))))]
    sections += [FigureTable(name, rows) for name, rows in tables(metrics)]
    sections.append(Curves("Training", read_log(run)))
    for name, scores in metrics["manifests"].items():
        base = metrics["baseline"]["manifests"].get(name, {})
        parts = {"speaker": scores.get("speakers", {}), **scores.get("groups", {})}
        bases = {"speaker": base.get("speakers", {}), **base.get("groups", {})}
        sections += [
            _groups(f"{name} by {kind}", rates, bases.get(kind, {})) for kind, rates in parts.items() if rates
        ]
    for name, heard in after.items():
        was = {id(h.example): h.text for h in before.get(name, ())}
        cases = tuple(
            Case(h.example.text or "", h.text, was.get(id(h.example)), _note(h), h.example.audio)
            for h in worst(heard)
        )
        if cases:
            sections.append(WorstCases(f"{name}: worst cases", cases))
    return Report("Recognizer", tuple(sections), subtitle=f"{metrics['n']:,} utterances scored")


def tables(metrics: Mapping[str, Any]) -> list[tuple[str, tuple[figures.Figure, ...]]]:
    bases = metrics["baseline"]["manifests"]
    return [
        (name, figures.read(scores, bases.get(name, {}), _KEYS))
        for name, scores in metrics["manifests"].items()
    ]


def _groups(title: str, rates: Mapping[str, Any], bases: Mapping[str, Any]) -> Groups:
    found = []
    for name, scores in rates.items():
        tuned = figures.estimate(scores, "wer")
        if tuned is not None:
            found.append(Group(name, scores["n"], tuned, figures.estimate(bases.get(name, {}), "wer")))
    found.sort(key=lambda group: -group.tuned.value)
    return Groups(title, "word error rate", tuple(found))


def _note(heard: ScoredClip) -> str:
    named = [heard.example.audio.name] if heard.example.audio else []
    return ", ".join([*named, *([heard.example.speaker] if heard.example.speaker else [])])


def data(sizes: Mapping[str, int], synthetic: Collection[str] = ()) -> str:
    """One line for each manifest: what it is and its licence."""
    lines = []
    for name, n in sizes.items():
        about = CORPORA[name][1].strip().splitlines() if name in CORPORA else []
        licence = next((line for line in about if line.startswith("Licence:")), "")
        own = (
            "sentences spoken by synthetic voices."
            if name in synthetic
            else "recordings of its own manifest."
        )
        told = " ".join([*about[:1], licence]) or own
        lines.append(f"- `{name}`, {n:,} training clips: {told}")
    return "\n".join(lines)
