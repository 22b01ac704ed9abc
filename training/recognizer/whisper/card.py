"""A Whisper recognizer's part of its card, and the report of every recognizer. Knows scores, no network."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from training.evaluation.recognizer import ScoredClip, worst
from training.evaluation.types import Scores
from training.recognizer.whisper.config import RecognizerConfig
from training.report import card, figures, group_tables
from training.report.card import Card
from training.report.contents import about, curves_of, figures_of, word_errors_of, worst_clips
from training.report.sections import Report

KEYS = ("wer", "wer_whisper_normalised", "cer", "cer_no_spaces")
NORMALISERS = """The first word error rate and the character error rates are after the project's normaliser
(`models/text/normalise.py`), the second word error rate is after Whisper's for English, as other projects
report it."""
OWN = "recordings of its own manifest."
_HOW = {
    "lora": "a low-rank change (LoRA, rank {rank}) of encoder and decoder",
    "full": "all its weights",
    "frozen_encoder": "a low-rank change (LoRA, rank {rank}) of the decoder",
}
_DATA = """Sounds were changed anew in every epoch: speed, gain, noise, echo, telephone band, lossy
compression, holes in time and pitch (SpecAugment), two clips in a row. Speakers never cross a
split."""
_FIGURES = f"""Test splits, unseen speakers, each rate with its 95 % bootstrap interval over
utterances. *Base* is the untouched model with 30 s of padding; *this* runs on short context and
decodes doubtful utterances again, as the assistant does. Both with the same beam. {NORMALISERS}"""


def write(
    config: RecognizerConfig, scores: Scores, command: str, sizes: Mapping[str, int],
    synthetic: Collection[str] = (),
) -> str:  # fmt: skip
    """The card's text.

    Arguments:
        command: the command that made it.
        sizes: training clips by manifest.
        synthetic: the manifests that synthetic voices spoke.
    """
    trained = _HOW[config.mode].format(rank=config.lora.rank)
    if config.start:
        kept = f", kept {config.share:.0%} of the way" if config.share < 1 else ""
        trained = f"the adapter of `{config.start}`{kept}"
    compared = group_tables.markdown(scores)
    owns = dict.fromkeys(synthetic, "sentences spoken by synthetic voices.")
    return card.render(
        Card(
            "Recognizer",
            f"""{config.base} on an utterance's own frames and {config.padding_frames * 10} ms of
silence (`short_context.json`) where the base needs 30 s. Trained: {trained}. It writes spoken words
in lower case: no digits, no punctuation.""",
            f"{card.data(sizes, 'training clips', OWN, owns)}\n\n{_DATA}",
            _FIGURES,
            card.markdown(figures.by_manifest(scores, KEYS)),
            command,
            {
                "language": config.language, "base_model": config.base,
                "library_name": "transformers" if config.mode == "full" else "peft",
                "pipeline_tag": "automatic-speech-recognition",
                "tags": ["whisper", "speech-recognition", "short-context"],
            },
            "Short utterances to an assistant. Unknown names and words are written as they sound.",
            notes="By speaker and in full: `metrics.json`.",
            sections=(("Groups of speakers", compared),) if compared else (),
        )
    )  # fmt: skip


def page(
    scores: Scores, before: Mapping[str, Sequence[ScoredClip]], after: Mapping[str, Sequence[ScoredClip]],
    command: str, run: Path,
) -> Report:  # fmt: skip
    """The report: figures, curves, error rates by speaker and group, the worst cases with their sound."""
    return Report(
        "Recognizer",
        (
            *figures_of(scores),
            curves_of(run),
            *(
                section
                for name, of in scores.by_manifest.items()
                for section in word_errors_of(of.model, of.baseline, name)
            ),
            *(
                worst_clips(clips, before.get(name, ()), f"{name}: worst cases")
                for name, clips in after.items()
                if worst(clips)
            ),
            about(command, state=str(run)),
        ),
        subtitle=f"{scores.model.n:,} utterances scored",
    )
