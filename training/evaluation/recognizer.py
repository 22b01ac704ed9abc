"""A recognizer on recordings → word and character error rates, over all, by speaker and by group.

Texts are compared after `normalise` of `models.text.normalise`, words also after Whisper's normaliser. Of
clips in a language without spaces only characters are counted. Rates are pooled over the corpus (all errors
over all words) and their intervals come from resampling utterances.
Knows no model and no corpus.
"""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import jiwer
import numpy as np
from numpy.typing import NDArray

from models import audio
from models.asr.whisper.hallucination import repeats
from models.manifest import Example
from models.text.normalise import normalise, spaced, whisper_normalise
from models.types import Samples, Transcript
from training.evaluation import groups, metrics
from training.evaluation.metrics import Indices
from training.evaluation.types import Metric, Metrics

WORD_ERRORS, CHARACTER_ERRORS = "word error rate", "character error rate"
_BINS = 15
"""Of confidences, as in a classifier's reliability diagram."""
_KEYS = ("wer", "cer", "cer_no_spaces", "wer_whisper_normalised")
"""In the order of a clip's errors."""


class Transcribes(Protocol):
    """Sound → transcript."""

    def transcribe(self, samples: Samples) -> Transcript | None:
        """(n,) samples at 16 kHz → transcript; None without speech."""
        ...


@dataclass(frozen=True, slots=True)
class ScoredClip:
    """One recording with its transcript and its errors."""

    example: Example
    transcript: Transcript | None
    """None where no speech was found; scored as an empty text."""
    seconds: float
    """Of sound."""
    took_s: float
    """Time to recognize it."""
    errors: tuple[int, int, int, int]
    """Substitutions, insertions and deletions, in words, characters, characters without spaces, and words
    after Whisper's normaliser."""
    lengths: tuple[int, int, int, int]
    """Of the reference in the same units; no words in a language without spaces."""

    @property
    def in_words(self) -> bool:
        """Whether its main figure counts words; it counts characters in a language without spaces."""
        return spaced(self.example.language)

    @property
    def wrong(self) -> int:
        """Errors in words, or in characters."""
        return self.errors[0] if self.in_words else self.errors[2]

    @property
    def size(self) -> int:
        """Words of the reference, or its characters."""
        return self.lengths[0] if self.in_words else self.lengths[2]

    @property
    def text(self) -> str:
        """As the recognizer wrote it."""
        return self.transcript.text if self.transcript else ""


def hear_each(recognizer: Callable[[str], Transcribes], examples: Iterable[Example]) -> list[ScoredClip]:
    """`hear`, each example with the recognizer of its language.

    Arguments:
        recognizer: of a language, ISO 639-1; asked once for each.
    """
    of = functools.cache(recognizer)
    return [clip for e in examples for clip in hear(of(e.language or "en"), [e])]


def hear(recognizer: Transcribes, examples: Iterable[Example]) -> list[ScoredClip]:
    """Each example with sound and text, recognized one by one as the assistant does.

    Raises:
        SoundFileError: a sound cannot be read.
    """
    clips = []
    for example in examples:
        if example.audio is None or not normalise(example.text or "", example.language):
            continue
        samples = audio.load(example.audio)
        began = time.perf_counter()
        transcript = recognizer.transcribe(samples)
        took = time.perf_counter() - began
        clips.append(score(example, transcript, len(samples) / audio.SAMPLE_RATE_HZ, took))
    return clips


def score(example: Example, transcript: Transcript | None, seconds: float, took_s: float) -> ScoredClip:
    """A clip with its errors counted."""
    text = transcript.text if transcript else ""
    reference, found = normalise(example.text or "", example.language), normalise(text, example.language)
    letters, found_letters = reference.replace(" ", ""), found.replace(" ", "")
    if not spaced(example.language):
        errors = (0, _characters(reference, found), _characters(letters, found_letters), 0)
        return ScoredClip(example, transcript, seconds, took_s, errors, (0, len(reference), len(letters), 0))
    published, found_published = whisper_normalise(example.text or ""), whisper_normalise(text)
    errors = (
        _words(reference, found), _characters(reference, found), _characters(letters, found_letters),
        _words(published, found_published),
    )  # fmt: skip
    lengths = (len(reference.split()), len(reference), len(letters), len(published.split()))
    return ScoredClip(example, transcript, seconds, took_s, errors, lengths)


def error_rates(clips: Sequence[ScoredClip]) -> Metrics:
    """`wer`, `wer_whisper_normalised`, `cer` and `cer_no_spaces`; the denominators are words and characters.

    Beside them `seconds_of_audio`, `real_time_factor` (time over sound), `empty` and `loops` (clips without a
    transcript, and with a repeated phrase), `retried` (the share decoded twice); `speakers` and `groups` hold
    the error rates of each that the examples name, `differences` those of `wer` between them; `confidences`
    their distribution.
    """
    rates = _rates(clips)
    if not clips:
        return Metrics()
    took, lasted = np.array([c.took_s for c in clips]), np.array([c.seconds for c in clips])
    rates |= {
        "seconds_of_audio": Metric(sum(c.seconds for c in clips)),
        "real_time_factor": metrics.rate(len(clips), _pooled(took, lasted)),
        "empty": Metric(sum(not c.text for c in clips)),
        "loops": Metric(sum(repeats(c.text) > repeats(c.example.text or "") for c in clips)),
        "retried": Metric(float(np.mean([bool(c.transcript and c.transcript.retried) for c in clips]))),
    }
    speakers = _grouped((c.example.speaker, c) for c in clips)
    counted = [c for c in clips if c.in_words]
    words = np.array([(c.errors[0], c.lengths[0]) for c in counted], dtype=float).reshape(-1, 2)
    return Metrics(
        len(clips), rates,
        speakers=speakers if len(speakers) > 1 else {},
        groups=groups.by_group(clips, lambda c: c.example, lambda some: Metrics(len(some), _rates(some))),
        differences=groups.differences([c.example for c in counted], {"wer": words}),
        details={"confidences": confidences(clips)},
    )  # fmt: skip


def confidences(clips: Sequence[ScoredClip]) -> dict[str, list[dict[str, float]]]:
    """`bins`: mean confidence and n of each bin of equal width; `assistant stats` compares its owner's."""
    sure = np.array([c.transcript.confidence for c in clips if c.transcript is not None])
    which = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    parts = [sure[which == b] for b in range(_BINS) if (which == b).any()]
    return {"bins": [{"confidence": float(part.mean()), "n": len(part)} for part in parts]}


def worst(clips: Sequence[ScoredClip], most: int = 20) -> list[ScoredClip]:
    """The clips with the most errors a word (or a character, without spaces), the longer first among equals;
    none without errors."""
    wrong = [c for c in clips if c.wrong]
    return sorted(wrong, key=lambda c: (-c.wrong / c.size, -c.wrong))[:most]


def _rates(clips: Sequence[ScoredClip]) -> dict[str, Metric]:
    rates = {}
    for unit, key in enumerate(_KEYS):
        counted = [c for c in clips if c.in_words or not key.startswith("wer")]
        errors = np.array([c.errors[unit] for c in counted], dtype=np.int64)
        lengths = np.array([c.lengths[unit] for c in counted], dtype=np.int64)
        if lengths.any():
            pooled = _pooled(errors, lengths)
            rates[key] = metrics.rate(len(counted), pooled, of=int(lengths.sum()))
    return rates


def _pooled(wrong: NDArray[Any], there: NDArray[Any]) -> Callable[[Indices], float]:
    """All errors over all units of the chosen utterances; or all time over all sound."""
    return lambda chosen: float(wrong[chosen].sum() / there[chosen].sum())


def _grouped(named: Iterable[tuple[str | None, ScoredClip]]) -> dict[str, Metrics]:
    """Name → error rates, in the order of the names; clips without a name are left out."""
    parted: dict[str, list[ScoredClip]] = defaultdict(list)
    for name, clip in named:
        if name is not None:
            parted[name].append(clip)
    return {name: Metrics(len(clips), _rates(clips)) for name, clips in sorted(parted.items())}


def _words(reference: str, found: str) -> int:
    if not reference:  # Whisper's normaliser drops "um"
        return len(found.split())
    counted = jiwer.process_words(reference, found)
    return int(counted.substitutions + counted.insertions + counted.deletions)


def _characters(reference: str, found: str) -> int:
    counted = jiwer.process_characters(reference, found)
    return int(counted.substitutions + counted.insertions + counted.deletions)
