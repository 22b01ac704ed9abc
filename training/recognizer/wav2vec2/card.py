"""A CTC recognizer's card in the Hugging Face form. Knows metrics and names, no network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training.recognizer.wav2vec2.config import CtcConfig
from training.recognizer.whisper import card
from training.report import figures


def write(
    config: CtcConfig, metrics: Mapping[str, Any], command: str, sizes: Mapping[str, int], untouched: str
) -> str:
    """The card's text.

    Arguments:
        metrics: `metrics.json`.
        command: what made it.
        sizes: training clips by manifest.
        untouched: whose figures stand beside.
    """
    origin = f"{config.base}, fine-tuned" if config.base else "A small network trained from random weights"
    base_model = f"base_model: {config.base}\n" if config.base else ""
    model = metrics["language_model"]
    return f"""---
license: apache-2.0
language: {config.language}
{base_model}library_name: transformers
pipeline_tag: automatic-speech-recognition
tags: [wav2vec2, ctc, speech-recognition]
---

# Recognizer

{origin}: wav2vec2 with CTC, which writes letter by letter what it hears. Texts are looked for with a beam of
{config.language_model.beam_size} and a letter {config.language_model.order}-gram model of the training texts
(`language_model.json`, weight {model["weight"]}, bonus {model["bonus"]}, chosen on validation data).

## Data

{card.data(sizes)}

Sounds were changed anew at every turn: speed, gain, noise, echo, telephone band, lossy compression, silence
around them, holes in time.

## Figures

Test splits, each rate with its 95 % bootstrap interval over utterances. *Base* is {untouched}, untouched.

{figures.markdown(card.tables(metrics))}

By speaker and in full: `metrics.json`.

## Made by

```
{command}
```

## Limits

It knows the letters and the words of its training texts, and writes nothing else.
"""
