"""Whisper for several threads: what they ask for at once is computed in batches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from models.asr.whisper.engine import DecoderOutput, Search, WhisperEngine
from models.asr.whisper.features import Features
from models.asr.whisper.int8_engine import WhisperInt8Engine
from models.batching import MicroBatcher

FRAME_STEP = 50
"""Utterances whose lengths differ by less than half a second fit into one batch."""
_Decoding = tuple[Any, tuple[int, ...], Search]


class BatchedWhisper:
    """An engine of which several threads share the batches."""

    def __init__(self, engine: WhisperInt8Engine) -> None:
        self._engine = engine
        self.join, self.last, self.lengths, self.score = (
            engine.join,
            engine.last,
            engine.lengths,
            engine.score,
        )
        self._encode: MicroBatcher[Features, Any] = MicroBatcher(engine.encode_all, np.shape)
        self._decode: MicroBatcher[_Decoding, DecoderOutput] = MicroBatcher(self._decoded, _kind)

    @property
    def bands(self) -> int:
        """Mel bands of a frame."""
        return self._engine.bands

    def encode(self, features: Features) -> Any:
        """See `WhisperEngine`."""
        return self._encode(features)

    def decode(self, states: Any, prompt: Sequence[int], search: Search) -> DecoderOutput:
        """See `WhisperEngine`; another utterance of the batch may have a larger token budget."""
        return self._decode((states, tuple(prompt), search))

    def _decoded(self, batch: Sequence[_Decoding]) -> list[DecoderOutput]:
        longest = max((search for _, _, search in batch), key=lambda search: search.max_tokens)
        return self._engine.decode_all([states for states, _, _ in batch], batch[0][1], longest)


def batched(engine: WhisperEngine[Any]) -> WhisperEngine[Any]:
    """The engine with batches, where it can compute them; else the engine."""
    return BatchedWhisper(engine) if isinstance(engine, WhisperInt8Engine) else engine


def _kind(decoding: _Decoding) -> tuple[Any, ...]:
    states, prompt, search = decoding
    return states.shape, prompt, search.beam_size, search.n_best
