"""Whisper as a recognizer: samples → transcript. What both engines share: prompt, tries, guard, confidence.

The encoder sees the utterance's own frames and a little padding instead of 30 s. Whisper's decoder rests most
of its attention on the silence that usually follows, so states of silence are computed once and shown after
the utterance's own. What the guard still doubts is decoded again with full padding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from models.asr.biasing.biasing import Biasing
from models.asr.segments import silent, windows
from models.asr.whisper.engine import DEFAULT_BEAM_SIZE, Decoded, Search, States, WhisperEngine
from models.asr.whisper.features import FULL_FRAMES, log_mel, own_frames
from models.asr.whisper.hallucination import (
    DecodingAttempt,
    HallucinationFilter,
    compression,
    repeats,
    without_loop,
)
from models.asr.whisper.short_context import ShortContext
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.audio import SAMPLE_RATE_HZ
from models.types import Hypothesis, Samples, Transcript

RETRY_BEAM_SIZE = 5
"""What was doubted once is looked at more widely: the encoder costs far more than the beam then."""
TOKENS_AT_LEAST = 10
TOKENS_PER_SECOND = 6
"""Few people say more: the token budget grows with the sound, so that a loop ends early. With full
padding, twice as many."""
MOST_TOKENS = 112


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
    biasing: the domain that is listened for.
    """

    def __init__(
        self,
        engine: WhisperEngine[States],
        vocabulary: WhisperVocabulary,
        *,
        language: str = "en",
        beam_size: int = DEFAULT_BEAM_SIZE,
        n_best: int = 1,
        context: ShortContext | None = None,
        guard: HallucinationFilter | None = None,
        biasing: Biasing | None = None,
    ) -> None:
        self._engine = engine
        self._vocabulary = vocabulary
        self._language = language
        self._prompt = vocabulary.prompt(language)
        self._beam_size = beam_size
        self._n_best = min(n_best, beam_size)
        self._context = context
        self._guard = guard or HallucinationFilter()
        self._biasing = biasing
        self._silence: States | None = None
        self._resting: NDArray[np.intp] | None = None

    def warm_up(self) -> None:
        """Does once what would make the first utterance slow."""
        murmur = np.random.default_rng(0).normal(0.0, 1e-3, SAMPLE_RATE_HZ).astype(np.float32)
        self._attempt(murmur, self._context, self._beam_size)

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
        if self._context is not None and self._context.trained:
            return self._hear_own(samples, self._context)
        first = None
        if self._context is not None:
            decoded, first = self._attempt(samples, self._context, self._beam_size)
            if self._guard.doubt(first) is None:
                return self._result(decoded, retried=False)
        beam_size = self._beam_size if first is None else max(self._beam_size, RETRY_BEAM_SIZE)
        decoded, full = self._attempt(samples, None, beam_size)
        if self._guard.nobody_spoke(first or full, full):
            return None
        return self._result(decoded, retried=first is not None)

    def _hear_own(self, samples: Samples, context: ShortContext) -> _Heard | None:
        """The same by a model that was trained on so little sound."""
        decoded, attempt = self._attempt(samples, context, self._beam_size)
        if attempt.no_speech > self._guard.no_speech:
            return None
        wider = self._guard.doubt(attempt) is not None and self._beam_size < RETRY_BEAM_SIZE
        if wider:
            decoded, attempt = self._attempt(samples, context, RETRY_BEAM_SIZE)
        if self._guard.meaningless(attempt):
            return None
        return self._result(decoded, retried=wider)

    def _attempt(
        self, samples: Samples, context: ShortContext | None, beam_size: int
    ) -> tuple[Decoded, DecodingAttempt]:
        """One decoding; without a context with silence up to 30 s."""
        frames = min(FULL_FRAMES, own_frames(samples) + context.padding_frames) if context else FULL_FRAMES
        # the second convolution halves them
        frames += frames % 2
        states = self._engine.encode(log_mel(samples, frames, bands=self._engine.bands))
        if context and (shown := self._silent_positions(frames // 2, context)):
            states = self._engine.join(states, self._silent_states(), shown)
        budget = token_budget(samples.size / SAMPLE_RATE_HZ) * (1 if context else 2)
        search = Search(budget, beam_size, self._n_best if self._biasing is None else beam_size)
        decoded = self._engine.decode(states, self._prompt, search)
        if self._biasing is not None:
            decoded = self._biasing.choose(decoded, partial(self._engine.score, states, self._prompt))
        best = decoded.sequences[0]
        text = self._vocabulary.text(best.tokens)
        finished = len(best.tokens) < budget
        return decoded, DecodingAttempt(text, best.log_probability, decoded.no_speech, finished)

    def _silent_states(self) -> States:
        """The encoder states of 30 s of silence."""
        if self._silence is None:
            silence = log_mel(np.zeros(1, dtype=np.float32), FULL_FRAMES, bands=self._engine.bands)
            self._silence = self._engine.encode(silence)
        return self._silence

    def _silent_positions(self, own: int, context: ShortContext) -> list[int]:
        """Which states of silence follow the utterance's own."""
        last = min(FULL_FRAMES // 2, own + context.silent_states)
        if not context.resting_states:
            return list(range(own, last))
        if self._resting is None:
            self._resting = np.argsort(self._engine.lengths(self._silent_states()))
        resting = self._resting[self._resting >= last][: context.resting_states]
        return [*range(own, last), *sorted(resting.tolist())]

    def _result(self, decoded: Decoded, *, retried: bool) -> _Heard:
        texts = [self._vocabulary.text(s.tokens) for s in decoded.sequences]
        if compression(texts[0]) > self._guard.max_compression or repeats(texts[0]) >= 3:
            texts[0] = without_loop(texts[0])
        # two token sequences may spell one text
        unique = {
            text: s.log_probability for text, s in reversed([*zip(texts, decoded.sequences, strict=True)])
        }
        ordered = [(texts[0], unique.pop(texts[0]))]
        ordered += [(text, unique[text]) for text in dict.fromkeys(texts) if text in unique and text]
        return _Heard(
            tuple(t for t, _ in ordered[: self._n_best]),
            tuple(p for _, p in ordered[: self._n_best]),
            len(decoded.sequences[0].tokens),
            retried,
        )


def token_budget(seconds: float) -> int:
    """How many tokens may be written for so much sound."""
    return min(MOST_TOKENS, TOKENS_AT_LEAST + int(TOKENS_PER_SECOND * seconds))


def _mean(heard: Sequence[_Heard]) -> float:
    weights = [h.tokens + 1 for h in heard]
    return sum(w * h.log_probabilities[0] for w, h in zip(weights, heard, strict=True)) / sum(weights)
