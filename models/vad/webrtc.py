"""Voice activity detection, frame by frame: WebRTC's detector behind a gate that follows the noise floor.

Knows one frame at a time and its estimate of the noise; the endpointer forms utterances. WebRTC's detector
alone depends on the recording's level (30 dB down it misses a fifth of the speech) and takes most loud noise
for speech. So each frame is amplified to the level that the detector expects, and a frame that hardly rises
above the noise floor is noise.
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
"""Initial noise floor: a quiet room, so that a word at the start of the stream is detected."""
UNKNOWN_FOR_MS = 900
"""Duration of the initial floor's effect."""
CONTRAST_DB = 15.0
"""A first second with this difference of levels holds more than noise, so its least level is the floor."""
SMOOTHED_FRAMES = 3
"""Frames in the mean that the floor follows: one dropped frame of zeros must not lower it for three
seconds."""

COMFORTABLE_FLOOR_DBFS = -65.0
"""Level of a quiet room's noise that WebRTC's detector expects; fainter recordings are amplified to it."""
WARM_UP_FRAMES = 10
"""Frames of this noise before the stream: a fresh detector finds a word later."""
LARGEST_GAIN_DB = 40.0
LOUDEST_DBFS = -12.0
"""Frames are attenuated to this level, or not amplified above it: clipped speech looks like noise."""
PEAK_FALL_DB = 0.3
"""Fall of the remembered peak level in each frame: 10 dB in a second."""


class WebRtcVadConfig(BaseModel):
    """Settings of voice activity detection."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["webrtc"] = "webrtc"
    aggressiveness: int = Field(default=2, ge=0, le=3)
    """WebRTC's mode: 0 accepts the most as speech, 3 the least."""
    gate_db: float = Field(default=5.0, ge=0, le=40)
    """Least level of speech above the noise floor.

    A higher gate ends an utterance sooner in a noisy room and misses more: 10 dB above white noise, a gate of
    5 passes 99 % of the loud speech, one of 8 passes 86 %.
    """
    needs_voice: bool = True
    """Drop utterances without voiced sound, which are noise; false passes whispering, and noise."""


class NoiseFloor:
    """The level of the background: the least smoothed level of the last three seconds.

    It falls at once and rises after noise as long as the window: the gaps between words keep speech from
    raising it, and a fan counts as background three seconds after it starts.
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
    """Speech or not, per 30 ms frame; keeps its estimate of the noise, so one object serves one stream."""

    def __init__(self, config: WebRtcVadConfig | None = None) -> None:
        import webrtcvad

        self._config = config or WebRtcVadConfig()
        self._detector = webrtcvad.Vad(self._config.aggressiveness)
        for frame in np.random.default_rng(0).standard_normal((WARM_UP_FRAMES, FRAME_SAMPLES)):
            self._detect(frame * 10 ** (COMFORTABLE_FLOOR_DBFS / 20))
        self._floor = NoiseFloor()
        self._peak_dbfs = -120.0
        self.level_dbfs = -120.0
        """Level of the last frame."""
        self.floor_dbfs = UNKNOWN_FLOOR_DBFS
        """Level of the background so far."""

    def look_ahead(self, frames: Sequence[Samples]) -> None:
        """Estimate the noise from the first (480,) frames of a recording, before `is_speech` gets them."""
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
        # every frame reaches the detector, gated or not, since it estimates the noise from them
        detected = self._detect(samples * 10 ** (gain_db / 20))
        return detected and level > floor + self._config.gate_db

    def _detect(self, samples: NDArray[np.floating]) -> bool:
        pcm = np.clip(samples * 32_767, -32_768, 32_767).astype(np.int16).tobytes()
        return bool(self._detector.is_speech(pcm, SAMPLE_RATE_HZ))
