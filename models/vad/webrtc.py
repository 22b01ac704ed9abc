"""Speech or not, frame by frame: WebRTC's detector behind a gate that follows the noise floor.

Knows one frame at a time and what it has learnt about the noise; what makes an utterance is the endpointer's
business. WebRTC's detector alone depends on the recording's level (30 dB down it misses a fifth of the
speech) and calls most loud noise speech, so each frame is lifted by what the floor says is missing, and a
frame that hardly rises above the floor is noise.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from models.audio import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE_HZ, level_dbfs
from models.types import Samples

FLOOR_BLOCK_MS = 300
FLOOR_WINDOW_MS = 3_000
UNKNOWN_FLOOR_DBFS = -70.0
"""The floor that is assumed at first: a quiet room, so that a word at the stream's very start is heard."""
UNKNOWN_FOR_MS = 900
"""How long that assumption holds the floor down."""
CONTRAST_DB = 15.0
"""A first second whose levels differ by this holds more than noise, so its least level is the floor."""
SMOOTHED_FRAMES = 3
"""A single dropped frame of zeros must not pull the floor down for three seconds."""

COMFORTABLE_FLOOR_DBFS = -65.0
"""Where WebRTC's detector expects a quiet room's noise: fainter recordings are lifted to it."""
WARM_UP_FRAMES = 10
"""Frames of such noise that it hears before the stream: a fresh detector is slower to find a word."""
LARGEST_GAIN_DB = 40.0
LOUDEST_DBFS = -12.0
"""Frames are brought down to this level, or not lifted above it: clipped speech looks like noise."""
PEAK_FALL_DB = 0.3
"""By how much the remembered loudness falls in each frame: 10 dB in a second."""


class WebRtcVadConfig(BaseModel):
    """How speech is told from noise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["webrtc"] = "webrtc"
    aggressiveness: int = Field(default=2, ge=0, le=3)
    """WebRTC's mode: 0 calls most things speech, 3 the fewest."""
    gate_db: float = Field(default=5.0, ge=0, le=40)
    """How far above the noise floor a frame must be to be speech.

    More ends an utterance sooner in a noisy room, and hears less: 10 dB above white noise, a gate of 5 lets
    99 % of the loud speech through, one of 8 lets 86 %.
    """
    needs_voice: bool = True
    """Drop utterances without any voiced sound, which are noise; false lets whispering through, and noise."""


class NoiseFloor:
    """The level of the background: the least smoothed level of the last three seconds.

    It falls at once and rises when the noise has lasted as long as the window, so speech with its gaps
    between the words does not lift it and a fan that was switched on is background three seconds later.
    """

    def __init__(self, start: float = UNKNOWN_FLOOR_DBFS) -> None:
        self._powers: deque[float] = deque(maxlen=SMOOTHED_FRAMES)
        self._blocks: deque[float] = deque(
            [start] * (UNKNOWN_FOR_MS // FLOOR_BLOCK_MS), maxlen=FLOOR_WINDOW_MS // FLOOR_BLOCK_MS
        )
        self._block = math.inf
        self._frames_in_block = 0

    def follow(self, level: float) -> float:
        """The floor in dBFS after a frame of `level` dBFS."""
        self._powers.append(10 ** (level / 10))
        smoothed = 10 * float(np.log10(sum(self._powers) / len(self._powers)))
        self._block = min(self._block, smoothed)
        floor = min(self._block, *self._blocks)
        self._frames_in_block += 1
        if self._frames_in_block * FRAME_MS >= FLOOR_BLOCK_MS:
            self._blocks.append(self._block)
            self._block, self._frames_in_block = math.inf, 0
        return floor


class WebRtcVad:
    """Speech or not, per 30 ms frame; keeps what it has learnt about the noise, so one object serves one
    stream."""

    def __init__(self, config: WebRtcVadConfig | None = None) -> None:
        import webrtcvad

        self._config = config or WebRtcVadConfig()
        self._detector = webrtcvad.Vad(self._config.aggressiveness)
        for frame in np.random.default_rng(0).standard_normal((WARM_UP_FRAMES, FRAME_SAMPLES)):
            self._detect(frame * 10 ** (COMFORTABLE_FLOOR_DBFS / 20))
        self._floor = NoiseFloor()
        self._peak_dbfs = -120.0
        self.level_dbfs = -120.0
        """Of the last frame."""
        self.floor_dbfs = UNKNOWN_FLOOR_DBFS
        """Of the background, so far."""

    def look_ahead(self, frames: Sequence[Samples]) -> None:
        """Learns the noise from the first (480,) frames of a recording, before they are judged one by one."""
        levels = [level_dbfs(frame) for frame in frames]
        if levels and max(levels) - min(levels) >= CONTRAST_DB:
            self._floor = NoiseFloor(min(levels))

    def is_speech(self, samples: Samples) -> bool:
        """Whether (480,) samples at 16 kHz hold speech."""
        if samples.shape != (FRAME_SAMPLES,):
            raise ValueError(f"a frame has {FRAME_SAMPLES} samples, not {samples.shape}")
        level = level_dbfs(samples)
        floor = self._floor.follow(level)
        self._peak_dbfs = max(level, self._peak_dbfs - PEAK_FALL_DB)
        self.level_dbfs, self.floor_dbfs = level, floor
        gain_db = min(
            max(COMFORTABLE_FLOOR_DBFS - floor, 0.0), LARGEST_GAIN_DB, LOUDEST_DBFS - self._peak_dbfs
        )
        # the detector hears every frame, gated or not, since it learns the noise from them
        heard = self._detect(samples * 10 ** (gain_db / 20))
        return heard and level > floor + self._config.gate_db

    def _detect(self, samples: NDArray[np.floating]) -> bool:
        pcm = np.clip(samples * 32_767, -32_768, 32_767).astype(np.int16).tobytes()
        return bool(self._detector.is_speech(pcm, SAMPLE_RATE_HZ))
