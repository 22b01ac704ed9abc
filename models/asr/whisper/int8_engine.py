"""Whisper in CTranslate2: the CPU's engine, int8 weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.asr.whisper.engine import DecoderOutput, Search, TokenSequence, mean_log_probability
from models.asr.whisper.features import Features
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.errors import CheckpointError


class WhisperInt8Engine:
    """Whisper's networks with int8 weights.

    Arguments:
        folder: a CTranslate2 folder.
        vocabulary: of the same model.
        device: cpu or cuda.
        threads: of one decoding; 0 for CTranslate2's default.

    Raises:
        CheckpointError: CTranslate2 cannot load the folder.
    """

    def __init__(
        self, folder: Path, vocabulary: WhisperVocabulary, *, device: str = "cpu", threads: int = 0
    ) -> None:
        import ctranslate2

        try:
            self._model = ctranslate2.models.Whisper(
                str(folder), device=device, compute_type="int8", intra_threads=threads
            )
        except (RuntimeError, ValueError) as error:
            raise CheckpointError(
                f"CTranslate2 cannot load this folder ({error})", where=str(folder)
            ) from error
        self._view = ctranslate2.StorageView
        self._vocabulary = vocabulary

    @property
    def bands(self) -> int:
        """Mel bands of a frame."""
        return int(self._model.n_mels)

    def encode(self, features: Features) -> Any:
        """(bands, frames) → (1, frames / 2, width) on the host."""
        return self.encode_all([features])[0]

    def encode_all(self, batch: Sequence[Features]) -> list[Any]:
        """`encode` for features of one shape, together."""
        states = np.array(self._model.encode(self._view.from_array(np.stack(batch)), to_cpu=True))
        return [states[i : i + 1] for i in range(len(batch))]

    def join(self, states: Any, silence: Any, positions: Sequence[int]) -> Any:
        """`states`, then these positions of `silence`."""
        return np.concatenate([states, silence[:, list(positions)]], axis=1)

    def last(self, states: Any, end: int, count: int) -> NDArray[np.float32]:
        """At most `count` states before position `end`, (count, width)."""
        return np.array(states[0, max(0, end - count) : end], dtype=np.float32)

    def lengths(self, states: Any) -> NDArray[np.float32]:
        """The Euclidean length of each state, (positions,)."""
        return np.asarray(np.linalg.norm(states[0], axis=-1), dtype=np.float32)

    def decode(self, states: Any, prompt: Sequence[int], search: Search) -> DecoderOutput:
        """The likeliest text tokens after the prompt."""
        return self.decode_all([states], prompt, search)[0]

    def decode_all(self, batch: Sequence[Any], prompt: Sequence[int], search: Search) -> list[DecoderOutput]:
        """`decode` for states of one shape, together."""
        results = self._model.generate(
            self._view.from_array(np.concatenate(batch)),
            [list(prompt)] * len(batch),
            beam_size=search.beam_size,
            num_hypotheses=min(search.n_best, search.beam_size),
            # max_length includes the prompt, and generation stops at half of it at the latest
            max_length=max(2 * search.max_tokens, search.max_tokens + len(prompt) - 1),
            suppress_tokens=list(self._vocabulary.suppressed),
            return_scores=True,
            return_no_speech_prob=True,
        )
        return [
            DecoderOutput(
                tuple(
                    _sequence(ids, score, self._vocabulary.end)
                    for ids, score in zip(result.sequences_ids, result.scores, strict=True)
                ),
                result.no_speech_prob,
            )
            for result in results
        ]

    def score(self, states: Any, prompt: Sequence[int], texts: Sequence[Sequence[int]]) -> tuple[float, ...]:
        """The log-probability of each text after the prompt: the sum over its tokens, which CTranslate2
        scores as it aligns them. It does not score the end."""
        results = self._model.align(
            self._view.from_array(np.ascontiguousarray(np.repeat(states, len(texts), axis=0))),
            # align adds the prompt's last token, <|notimestamps|>, itself
            list(prompt[:-1]),
            [list(text) for text in texts],
            [2 * states.shape[1]] * len(texts),
        )
        least = np.finfo(np.float32).tiny
        return tuple(float(np.log(np.maximum(r.text_token_probs, least)).sum()) for r in results)


def _sequence(ids: Sequence[int], score: float, end: int) -> TokenSequence:
    tokens = tuple(i for i in ids if i != end)
    # CTranslate2's score is the sum over the tokens and the end, divided by the tokens alone
    return TokenSequence(tokens, mean_log_probability(score * max(1, len(tokens)), len(tokens)))
