"""A CTC recognizer's part of its card. Knows scores and names, no network."""

from __future__ import annotations

from collections.abc import Mapping

from training.evaluation.types import Scores
from training.recognizer.wav2vec2.config import CtcConfig
from training.recognizer.whisper.card import KEYS, NORMALISERS, OWN
from training.report import card, figures
from training.report.card import Card

_DATA = """Sounds were changed anew in every epoch: speed, gain, noise, echo, telephone band, lossy
compression, silence around them, holes in time."""


def ctc_card(
    config: CtcConfig, scores: Scores, command: str, sizes: Mapping[str, int], untouched: str
) -> str:
    """The card's text.

    Arguments:
        command: the command that made it.
        sizes: training clips by manifest.
        untouched: the name of the baseline.
    """
    origin = f"{config.base}, fine-tuned" if config.base else "A small network trained from random weights"
    model = scores.model.details["language_model"]
    return card.render(
        Card(
            "Recognizer",
            f"""{origin}: wav2vec2 with CTC, which writes letter by letter. Texts are decoded with a
beam of {config.language_model.beam_size} and a letter {config.language_model.order}-gram model of
the training texts (`language_model.json`, weight {model["weight"]}, bonus {model["bonus"]}, chosen
on validation data).""",
            f"{card.data(sizes, 'training clips', OWN)}\n\n{_DATA}",
            f"Test splits, each rate with its 95 % bootstrap interval over utterances. *Base* is "
            f"{untouched}, untouched. {NORMALISERS}",
            card.markdown(figures.by_manifest(scores, KEYS)),
            command,
            {
                "language": config.language, "base_model": config.base or None,
                "library_name": "transformers", "pipeline_tag": "automatic-speech-recognition",
                "tags": ["wav2vec2", "ctc", "speech-recognition"],
            },
            "It knows the letters and the words of its training texts, and writes nothing else.",
            notes="By speaker and in full: `metrics.json`.",
        )
    )  # fmt: skip
