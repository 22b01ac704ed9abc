"""A recognizer on recordings → word and character error rates, over all, by speaker and by group.

Texts are compared after `models.text.normalise`; rates are pooled over the corpus (all errors over all words)
and their intervals come from resampling utterances. Knows no model, no corpus and no file of figures.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import jiwer
import numpy as np
from numpy.typing import NDArray

from models import audio
from models.asr.whisper.hallucination import repeats
from models.manifest import Example
from models.text.normalise import normalise
from models.types import Samples, Transcript
from training.evaluation import metrics

Groups = Mapping[str, Mapping[str, str]]
"""Speaker → kind of group, such as gender → which."""
Counts = NDArray[np.int64]
_KEYS = ("wer", "cer", "cer_no_spaces")


class Transcribes(Protocol):
    """Sound → transcript."""

    def transcribe(self, samples: Samples) -> Transcript | None:
        """(n,) samples at 16 kHz → what was said; None where nobody spoke."""
        ...


@dataclass(frozen=True, slots=True)
class ScoredClip:
    """One recording, what was said in it and what was heard; an utterance in which nobody was heard is ""."""

    example: Example
    transcript: Transcript | None
    seconds: float
    """Of sound."""
    took_s: float
    """To recognize it."""
    errors: tuple[int, int, int]
    """Of words, of characters, of characters without spaces: substitutions, insertions and deletions."""
    lengths: tuple[int, int, int]
    """Of the reference in the same units."""

    @property
    def text(self) -> str:
        """As the recognizer wrote it."""
        return self.transcript.text if self.transcript else ""


def recognizer_metrics(
    recognizer: Transcribes,
    examples: Sequence[Example],
    *,
    groups: Groups | None = None,
    progress: Callable[[Iterable[Example]], Iterable[Example]] = iter,
) -> tuple[dict[str, Any], list[ScoredClip]]:
    """Hear every example that has sound and text; the metrics, and each utterance.

    Arguments:
        groups: speaker → kind → group, for rates by group.
        progress: wraps the examples, to show how far it is.

    Raises:
        SoundFileError: a sound cannot be read.
    """
    heard = hear(recognizer, progress([e for e in examples if e.audio and e.text]))
    return error_rates(heard, groups=groups), heard


def hear(recognizer: Transcribes, examples: Iterable[Example]) -> list[ScoredClip]:
    """Each example with sound and text, recognized one by one as the assistant does."""
    heard = []
    for example in examples:
        if example.audio is None or not normalise(example.text or ""):
            continue
        samples = audio.load(example.audio)
        began = time.perf_counter()
        transcript = recognizer.transcribe(samples)
        took = time.perf_counter() - began
        heard.append(compare(example, transcript, len(samples) / audio.SAMPLE_RATE_HZ, took))
    return heard


def compare(example: Example, transcript: Transcript | None, seconds: float, took_s: float) -> ScoredClip:
    """An utterance with its errors counted."""
    said, found = normalise(example.text or ""), normalise(transcript.text if transcript else "")
    letters, found_letters = said.replace(" ", ""), found.replace(" ", "")
    errors = (_words(said, found), _characters(said, found), _characters(letters, found_letters))
    lengths = (len(said.split()), len(said), len(letters))
    return ScoredClip(example, transcript, seconds, took_s, errors, lengths)


def error_rates(heard: Sequence[ScoredClip], *, groups: Groups | None = None) -> dict[str, Any]:
    """`wer`, `cer` and `cer_no_spaces`, each with `…_ci` and, as `…_n`, the words or characters it is of.

    Beside them `n` utterances, `seconds_of_audio`, `real_time_factor` (time over sound), `empty` and `loops`
    (utterances where nothing was heard, and where words follow themselves), `retried` (the share that was
    decoded twice); `speakers` and `groups` hold the same rates of each that is named.
    """
    found = _rates(heard)
    if not heard:
        return found
    found["seconds_of_audio"] = sum(h.seconds for h in heard)
    took, lasted = np.array([h.took_s for h in heard]), np.array([h.seconds for h in heard])
    metrics.rate(found, "real_time_factor", len(heard), _pooled(took, lasted))
    found["empty"] = sum(not h.text for h in heard)
    found["loops"] = sum(repeats(h.text) > repeats(h.example.text or "") for h in heard)
    found["retried"] = float(np.mean([h.transcript is not None and h.transcript.retried for h in heard]))
    by_speaker = _grouped((h.example.speaker, h) for h in heard)
    if len(by_speaker) > 1:
        found["speakers"] = {name: _rates(these) for name, these in by_speaker.items()}
    found_groups = by_group(heard, groups or {})
    if found_groups:
        found["groups"] = found_groups
    return found


def by_group(heard: Sequence[ScoredClip], groups: Groups) -> dict[str, dict[str, Any]]:
    """Kind of group, such as gender → which → rates."""
    kinds = sorted({kind for of_speaker in groups.values() for kind in of_speaker})
    rates: dict[str, dict[str, Any]] = {}
    for kind in kinds:
        parted = _grouped((groups.get(h.example.speaker or "", {}).get(kind), h) for h in heard)
        if parted:
            rates[kind] = {name: _rates(these) for name, these in parted.items()}
    return rates


def worst(heard: Sequence[ScoredClip], most: int = 20) -> list[ScoredClip]:
    """Those with the most word errors a word, the longer first among equals; none that is right."""
    wrong = [h for h in heard if h.errors[0]]
    return sorted(wrong, key=lambda h: (-h.errors[0] / h.lengths[0], -h.errors[0]))[:most]


def _rates(heard: Sequence[ScoredClip]) -> dict[str, Any]:
    found: dict[str, Any] = {"n": len(heard)}
    if not heard:
        return found
    errors = np.array([h.errors for h in heard], dtype=np.int64)  # (utterances, units)
    lengths = np.array([h.lengths for h in heard], dtype=np.int64)
    for unit, key in enumerate(_KEYS):
        wrong, there = errors[:, unit], lengths[:, unit]
        metrics.rate(found, key, len(heard), _pooled(wrong, there), of=int(there.sum()))
    return found


def _pooled(wrong: NDArray[Any], there: NDArray[Any]) -> Callable[[Counts], float]:
    """All errors over all units of the utterances that are chosen; or all time over all sound."""
    return lambda chosen: float(wrong[chosen].sum() / there[chosen].sum())


def _grouped(named: Iterable[tuple[str | None, ScoredClip]]) -> dict[str, list[ScoredClip]]:
    parted: dict[str, list[ScoredClip]] = defaultdict(list)
    for name, one in named:
        if name is not None:
            parted[name].append(one)
    return dict(sorted(parted.items()))


def _words(said: str, found: str) -> int:
    counted = jiwer.process_words(said, found)
    return int(counted.substitutions + counted.insertions + counted.deletions)


def _characters(said: str, found: str) -> int:
    counted = jiwer.process_characters(said, found)
    return int(counted.substitutions + counted.insertions + counted.deletions)
