"""Whisper as a recognizer: samples → transcript. What both engines share: prompt, tries, guard, confidence.

The encoder sees the utterance's own frames and a little padding instead of 30 s. Whisper's decoder rests most
of its attention on the silence that usually follows, so the states of that silence are computed once and shown
after the utterance's own. What the guard still doubts is decoded again with full padding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

import numpy as np

from models.asr.engine import DEFAULT_BEAM_SIZE, Decoded, Engine, Search, States
from models.asr.features import FULL_FRAMES, log_mel, own_frames
from models.asr.guard import Attempt, Guard, compression, repeats, without_loop
from models.asr.segments import silent, windows
from models.asr.short_context import ShortContext
from models.asr.vocabulary import Vocabulary
from models.audio import SAMPLE_RATE_HZ
from models.types import Hypothesis, Samples, Transcript

TOKENS_AT_LEAST = 12
TOKENS_PER_SECOND = 10
"""Nobody says more: the token budget grows with the sound, so that a loop ends early."""
MOST_TOKENS = 224


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one window of sound gave."""

    texts: tuple[str, ...]
    log_probabilities: tuple[float, ...]
    tokens: int
    retried: bool


class WhisperRecognizer(Generic[States]):
    """Arguments:
    engine: runs the networks.
    vocabulary: of the same model.
    language: what is spoken, such as "en".
    beam_size: texts followed at once; 1 is fastest.
    n_best: how many alternatives a transcript carries; 1 gives none.
    context: how little sound the model may be given; None always pads to 30 s.
    guard: what is done again.
    """

    def __init__(
        self,
        engine: Engine[States],
        vocabulary: Vocabulary,
        *,
        language: str = "en",
        beam_size: int = DEFAULT_BEAM_SIZE,
        n_best: int = 1,
        context: ShortContext | None = None,
        guard: Guard | None = None,
    ) -> None:
        self._engine = engine
        self._vocabulary = vocabulary
        self._language = language
        self._prompt = vocabulary.prompt(language)
        self._beam_size = beam_size
        self._n_best = min(n_best, beam_size)
        self._context = context
        self._guard = guard or Guard()
        self._silence: States | None = None

    def warm_up(self) -> None:
        """Does once what would make the first utterance slow."""
        murmur = np.random.default_rng(0).normal(0.0, 1e-3, SAMPLE_RATE_HZ).astype(np.float32)
        self._attempt(murmur, full=self._context is None)

    def transcribe(self, samples: Samples) -> Transcript | None:
        """(n,) samples at 16 kHz → what was said; None where nobody spoke."""
        if silent(samples):
            return None
        heard = [h for window in windows(samples) if (h := self._hear(window)) is not None]
        if not heard:
            return None
        if len(heard) == 1:
            (only,) = heard
            best = tuple(
                Hypothesis(text, math.exp(p))
                for text, p in zip(only.texts, only.log_probabilities, strict=True)
            )
        else:
            best = (Hypothesis(" ".join(h.texts[0] for h in heard), math.exp(_mean(heard))),)
        return Transcript(
            text=best[0].text,
            confidence=min(1.0, best[0].confidence),
            language=self._language,
            alternatives=best if self._n_best > 1 else (),
            retried=any(h.retried for h in heard),
        )

    def _hear(self, samples: Samples) -> _Heard | None:
        """At most 30 s of samples → what was said in them."""
        if silent(samples):
            return None
        if self._context is None:
            decoded, attempt = self._attempt(samples, full=True)
            return (
                None if self._guard.nobody_spoke(attempt, attempt) else self._result(decoded, retried=False)
            )
        decoded, first = self._attempt(samples, full=False)
        if self._guard.doubt(first) is None:
            return self._result(decoded, retried=False)
        decoded, second = self._attempt(samples, full=True)
        return None if self._guard.nobody_spoke(first, second) else self._result(decoded, retried=True)

    def _attempt(self, samples: Samples, *, full: bool) -> tuple[Decoded, Attempt]:
        frames = FULL_FRAMES
        if not full and self._context is not None:
            frames = min(FULL_FRAMES, own_frames(samples) + self._context.padding_frames)
        # the second convolution halves them
        states = self._engine.encode(log_mel(samples, frames + frames % 2, bands=self._engine.bands))
        if not full and self._context is not None and self._context.silent_tail:
            states = self._engine.join(states, self._silent_states())
        budget = token_budget(samples.size / SAMPLE_RATE_HZ)
        decoded = self._engine.decode(states, self._prompt, Search(budget, self._beam_size, self._n_best))
        best = decoded.sequences[0]
        text = self._vocabulary.text(best.tokens)
        return decoded, Attempt(
            text, best.log_probability, decoded.no_speech, finished=len(best.tokens) < budget
        )

    def _silent_states(self) -> States:
        """The encoder states of 30 s of silence."""
        if self._silence is None:
            # one faint value: a window of zeros alone has no loudest energy to scale by
            self._silence = self._engine.encode(
                log_mel(np.zeros(1, dtype=np.float32), FULL_FRAMES, bands=self._engine.bands)
            )
        return self._silence

    def _result(self, decoded: Decoded, *, retried: bool) -> _Heard:
        texts = [self._vocabulary.text(s.tokens) for s in decoded.sequences]
        if compression(texts[0]) > self._guard.max_compression or repeats(texts[0]) > 3:
            texts[0] = without_loop(texts[0])
        # two token sequences may spell one text
        unique = {
            text: s.log_probability for text, s in reversed([*zip(texts, decoded.sequences, strict=True)])
        }
        ordered = [(texts[0], unique.pop(texts[0]))]
        ordered += [(text, unique[text]) for text in dict.fromkeys(texts) if text in unique and text]
        return _Heard(
            tuple(t for t, _ in ordered),
            tuple(p for _, p in ordered),
            len(decoded.sequences[0].tokens),
            retried,
        )


def token_budget(seconds: float) -> int:
    """How many tokens may be written for so much sound."""
    return min(MOST_TOKENS, TOKENS_AT_LEAST + int(TOKENS_PER_SECOND * seconds))


def _mean(heard: Sequence[_Heard]) -> float:
    weights = [h.tokens + 1 for h in heard]
    return sum(w * h.log_probabilities[0] for w, h in zip(weights, heard, strict=True)) / sum(weights)
