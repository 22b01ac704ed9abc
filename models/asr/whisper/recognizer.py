"""Whisper as a recognizer: samples → transcript. Both engines share its prompt, retries, filter and
confidence.

The encoder sees the utterance's own frames and a little padding instead of 30 s. Whisper's decoder puts most
of its attention on the silence that usually follows, so states of silence are computed once and appended to
the utterance's own. A decoding that the hallucination filter does not believe is repeated with full padding.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from models.asr.biasing.phrases import PhraseBiasing
from models.asr.biasing.rescoring import ContextualBiasing
from models.asr.segments import LONGEST_S, silent, windows
from models.asr.whisper.confidence import Calibrates, DecodingEvidence
from models.asr.whisper.engine import DEFAULT_BEAM_SIZE, DecoderOutput, Search, States, WhisperEngine
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
from models.text.normalise import spaced
from models.types import Hypothesis, Samples, Transcript

RETRY_BEAM_SIZE = 5
"""A retry searches more widely: with full padding the encoder costs far more than the beam."""
MIN_TOKENS = 10
TOKENS_PER_SECOND = 6
"""Fast speech. The token budget grows with the sound, so that a loop ends early; with full padding it is
twice as large."""
MAX_TOKENS = 112
TRAINED_LONGEST_S = 12
"""Longest window of a model trained on short context: its training clips are shorter, and in longer sound it
leaves out sentences that are said again."""
KEPT_STATES = 110
"""Encoder states of an utterance's end that its transcript keeps: 2.2 s."""


@dataclass(frozen=True, slots=True)
class _WindowRecognition:
    """The recognizer's result for one window of sound."""

    texts: tuple[str, ...]
    log_probabilities: tuple[float, ...]
    evidence: DecodingEvidence
    retried: bool
    states: NDArray[np.float32]
    """The last of the encoder's, (positions, width)."""


class WhisperRecognizer(Generic[States]):
    """A recognizer for one language on one engine.

    Arguments:
        engine: runs the networks.
        vocabulary: of the same model.
        language: the spoken language, ISO 639-1.
        beam_size: texts in the beam; 1 is fastest.
        n_best: alternatives in a transcript; 1 gives none.
        context: padding after the utterance; None always pads to 30 s.
        hallucination_filter: decides on retries and on no speech.
        biasing: towards the texts of a domain.
        phrases: biasing towards the phrases of the moment, which are none at first.
        calibration: gives the confidence; without one it is the likelihood.
        frame_step: the encoder's frames are filled up to a multiple of it, an even number, so that
            utterances of about one length can be batched.

    Raises:
        ConfigError: the model does not know the language.
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
        hallucination_filter: HallucinationFilter | None = None,
        biasing: ContextualBiasing | None = None,
        phrases: PhraseBiasing | None = None,
        calibration: Calibrates | None = None,
        frame_step: int = 2,
    ) -> None:
        self._engine = engine
        self._frame_step = frame_step
        self._vocabulary = vocabulary
        self._language = language
        self._prompt = vocabulary.prompt(language)
        self._beam_size = beam_size
        self._n_best = min(n_best, beam_size)
        self._context = context
        self._filter = hallucination_filter or HallucinationFilter()
        self._biasing = biasing
        self.phrases = phrases or PhraseBiasing(vocabulary)
        self._calibration = calibration
        self._silence: States | None = None
        self._resting: NDArray[np.intp] | None = None

    def warm_up(self) -> None:
        """Decode once, so that the first utterance is as fast as the next."""
        murmur = np.random.default_rng(0).normal(0.0, 1e-3, SAMPLE_RATE_HZ).astype(np.float32)
        self._attempt(murmur, self._context, self._beam_size)

    def expect(self, phrases: Iterable[str]) -> None:
        """See `Expects`; phrases are compared by their English sounds."""
        if self._language == "en":
            self.phrases.expect(phrases)

    def transcribe(self, samples: Samples) -> Transcript | None:
        """(n,) samples at 16 kHz → their transcript; None for sound without speech."""
        if silent(samples):
            return None
        longest_s = TRAINED_LONGEST_S if self._context and self._context.trained else LONGEST_S
        found = [r for window in windows(samples, longest_s) if (r := self._recognize(window)) is not None]
        if not found:
            return None
        if len(found) == 1:
            (only,) = found
            best = tuple(
                Hypothesis(text, math.exp(p))
                for text, p in zip(only.texts, only.log_probabilities, strict=True)
            )
        else:
            between = " " if spaced(self._language) else ""
            best = (Hypothesis(between.join(r.texts[0] for r in found), math.exp(_mean(found))),)
        likelihood, calibration = min(1.0, best[0].confidence), self._calibration
        return Transcript(
            text=best[0].text,
            # the windows are right together
            confidence=math.prod(calibration.confidence(r.evidence) for r in found)
            if calibration
            else likelihood,
            language=self._language,
            alternatives=best if self._n_best > 1 else (),
            retried=any(r.retried for r in found),
            states=found[-1].states,
            uncalibrated=likelihood if calibration else None,
        )

    def _recognize(self, samples: Samples) -> _WindowRecognition | None:
        """At most 30 s of samples → their texts; None for sound without speech."""
        if silent(samples):
            return None
        if self._context is not None and self._context.trained:
            return self._recognize_short_context(samples, self._context)
        first = None
        if self._context is not None:
            decoded, first, states = self._attempt(samples, self._context, self._beam_size)
            if self._filter.retry_reason(first) is None:
                return self._result(decoded, states, retried=False)
        beam_size = self._beam_size if first is None else max(self._beam_size, RETRY_BEAM_SIZE)
        decoded, full, states = self._attempt(samples, None, beam_size)
        if self._filter.is_hallucination(first or full, full):
            return None
        return self._result(decoded, states, retried=first is not None)

    def _recognize_short_context(self, samples: Samples, context: ShortContext) -> _WindowRecognition | None:
        """`_recognize` for a model that was trained on short context: never with full padding."""
        decoded, attempt, states = self._attempt(samples, context, self._beam_size)
        if attempt.no_speech > self._filter.no_speech:
            return None
        wider = self._filter.retry_reason(attempt) is not None and self._beam_size < RETRY_BEAM_SIZE
        if wider:
            decoded, attempt, states = self._attempt(samples, context, RETRY_BEAM_SIZE)
        if self._filter.rejects(attempt):
            return None
        # a text that the decoder ended itself says again what was said again
        return self._result(decoded, states, retried=wider, looping=not attempt.finished)

    def _attempt(
        self, samples: Samples, context: ShortContext | None, beam_size: int
    ) -> tuple[DecoderOutput, DecodingAttempt, NDArray[np.float32]]:
        """One decoding, and the last encoder states; with full padding where `context` is None."""
        frames = own_frames(samples) + context.padding_frames if context else FULL_FRAMES
        # the encoder's second convolution halves the frames
        frames = min(FULL_FRAMES, frames + -frames % self._frame_step)
        states = self._engine.encode(log_mel(samples, frames, bands=self._engine.bands))
        last = self._engine.last(states, min(frames, own_frames(samples) + 1) // 2, KEPT_STATES)
        if context and (positions := self._silent_positions(frames // 2, context)):
            states = self._engine.join(states, self._silent_states(), positions)
        budget = token_budget(samples.size / SAMPLE_RATE_HZ) * (1 if context else 2)
        search = Search(budget, beam_size, self._n_best if self._biasing is None else beam_size)
        decoded = self._engine.decode(states, self._prompt, search)
        score = partial(self._score, states)
        if self._biasing is not None:
            decoded = self._biasing.rescore(decoded, score)
        decoded = self.phrases.rescore(decoded, score)
        best = decoded.sequences[0]
        text = self._vocabulary.text(best.tokens)
        finished = len(best.tokens) < budget
        return decoded, DecodingAttempt(text, best.log_probability, decoded.no_speech, finished), last

    def _score(self, states: States, texts: Sequence[Sequence[int]]) -> Sequence[float]:
        """The log-probability of each text's tokens."""
        return self._engine.score(states, self._prompt, texts)

    def _silent_states(self) -> States:
        """The encoder states of 30 s of silence."""
        if self._silence is None:
            silence = log_mel(np.zeros(1, dtype=np.float32), FULL_FRAMES, bands=self._engine.bands)
            self._silence = self._engine.encode(silence)
        return self._silence

    def _silent_positions(self, own: int, context: ShortContext) -> list[int]:
        """The positions of silence to append to the utterance's own states."""
        last = min(FULL_FRAMES // 2, own + context.silent_states)
        if not context.resting_states:
            return list(range(own, last))
        if self._resting is None:
            self._resting = np.argsort(self._engine.lengths(self._silent_states()))
        resting = self._resting[self._resting >= last][: context.resting_states]
        return [*range(own, last), *sorted(resting.tolist())]

    def _result(
        self, decoded: DecoderOutput, states: NDArray[np.float32], *, retried: bool, looping: bool = True
    ) -> _WindowRecognition:
        """The result; where it may be `looping`, without its loop."""
        texts, first = [self._vocabulary.text(s.tokens) for s in decoded.sequences], decoded.sequences[0]
        if looping and (compression(texts[0]) > self._filter.max_compression or repeats(texts[0]) >= 3):
            texts[0] = without_loop(texts[0])
        # two token sequences may spell one text
        unique = {
            text: s.log_probability for text, s in reversed([*zip(texts, decoded.sequences, strict=True)])
        }
        ordered = [(texts[0], unique.pop(texts[0]))]
        ordered += [(text, unique[text]) for text in dict.fromkeys(texts) if text in unique and text]
        return _WindowRecognition(
            tuple(t for t, _ in ordered[: self._n_best]),
            tuple(p for _, p in ordered[: self._n_best]),
            DecodingEvidence(first.log_probability, len(first.tokens)),
            retried,
            states,
        )


def token_budget(seconds: float) -> int:
    """The number of tokens that this much sound may fill."""
    return min(MAX_TOKENS, MIN_TOKENS + int(TOKENS_PER_SECOND * seconds))


def _mean(results: Sequence[_WindowRecognition]) -> float:
    """Mean log-probability over the tokens of all windows."""
    weights = [r.evidence.tokens + 1 for r in results]
    totals = (n * r.log_probabilities[0] for n, r in zip(weights, results, strict=True))
    return sum(totals) / sum(weights)
