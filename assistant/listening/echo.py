"""The assistant's own voice taken out of the microphone's sound. Knows no device."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assistant.audio.played_sound import PlayedSound
from assistant.listening.alignment import Alignment
from assistant.listening.residue import FALL_DB, REMEMBERED_FRAMES, Residue
from assistant.listening.room_filter import RoomFilter
from models.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ, level_dbfs
from models.types import Frame

LEAD = SAMPLE_RATE_HZ * 60 // 1000
"""Samples by which the reference is held back: for the resampler, and for a thread that wakes late. The
loudspeaker's buffer holds more."""
RINGS_FOR = SAMPLE_RATE_HZ
"""Samples after which nothing that was played is on its way or echoes."""
LOUD_DBFS = -45.0
LEARNT_FRAMES, PATIENT_FRAMES = 50, 330
"""Loud frames to be played before what is left counts as speech: without an echo, and where the filter is of
no use."""
AUDIBLE_DBFS = -55.0
"""Level of an echo that matters."""
MARGIN_DB = 6.0
"""Speech is louder than what the filter leaves of an echo by so much, and more so in some bands."""
ADDS = 1.25
"""Speech adds to a frame and to what is left of it alike; a filter that adds so much itself is wrong."""
OF_USE_DB, WRONG_FRAMES = 10.0, 10
"""A filter that was of use and adds power over so many frames is learnt anew: the streams have slipped."""


ECHOES_FRAMES = 16
"""Frames of played sound among which is the one that a frame of echo comes from."""
KNOWN_FRAMES, LEVELS = 25, 330
"""Levels of an echo from which it is known how loud one can be, and how many are kept."""
LOUDER_DB = 6.0
"""A voice is louder than an echo can be by so much."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A frame without echo."""

    frame: Frame
    is_echo: bool
    """Whether little but echo was in it."""


class LoudestEcho:
    """How loud an echo can be, by levels alone: known within a second, whatever the filter has learnt."""

    def __init__(self) -> None:
        self._played: deque[float] = deque(maxlen=ECHOES_FRAMES)
        self._gains: deque[float] = deque(maxlen=LEVELS)

    def exceeded(self, recorded_dbfs: float, played_dbfs: float) -> bool:
        """Whether a frame is louder than an echo of what was played; push every frame of a playback."""
        self._played.append(played_dbfs)
        loudest = max(self._played)
        if loudest < LOUD_DBFS:
            return False
        gain = recorded_dbfs - loudest
        known = len(self._gains) >= KNOWN_FRAMES
        if known and gain > float(np.percentile(self._gains, 95)) + LOUDER_DB:
            return True
        self._gains.append(gain)
        return False


class EchoCanceller:
    """A filter that learns the room, with the played sound as reference, and the level of what it leaves.

    What is left of an echo sounds like speech, at a level some 20 dB below the echo's. So a frame is echo
    unless it is louder than that. Without an echo, as with headphones, nothing is learnt and nothing taken
    out.

    Arguments:
        played: the reference.
        given: `PlayedSound.given` at the end of the last frame.
    """

    def __init__(self, played: PlayedSound, given: Callable[[], float]) -> None:
        self._played, self._given = played, given
        self._alignment = Alignment()
        self._loudest = LoudestEcho()
        self._echo_dbfs = -120.0
        """Level of the echo, its reverberation included."""
        self._begin()

    def clean(self, frame: Frame) -> Cleaned:
        """The frame without echo; unchanged where there can be none."""
        silent = self._given() - self._played.sounded > RINGS_FOR
        self._alignment.push(self._given() - LEAD, silent)
        if self._alignment.moved or self._is_wrong:
            self._begin()
        if silent:
            self._room.forget_played()
            return Cleaned(frame, is_echo=False)
        played = self._played.read(self._alignment.place, FRAME_SAMPLES, self._alignment.ratio)
        left = self._room.subtract(frame.samples, played)
        played_dbfs = level_dbfs(played)
        self._loud_frames += played_dbfs > LOUD_DBFS
        echo_dbfs, left_dbfs = level_dbfs(frame.samples - left), level_dbfs(left)
        self._echo_dbfs = max(echo_dbfs, self._echo_dbfs - FALL_DB)
        audible = self._echo_dbfs > AUDIBLE_DBFS
        if audible:
            self._removed_db.append(self._echo_dbfs - left_dbfs)
        if echo_dbfs > AUDIBLE_DBFS:
            self._powers.append((float(np.sum(frame.samples**2)), float(np.sum(left**2))))
        removed_db = float(np.median(self._removed_db)) if self._removed_db else 0.0
        self._of_use |= removed_db > OF_USE_DB
        louder = self._loudest.exceeded(level_dbfs(frame.samples), played_dbfs)
        stands_out = self._residue.stands_out(frame.samples - left, left, audible=audible)
        if self._loud_frames < (PATIENT_FRAMES if audible and not self._of_use else LEARNT_FRAMES):
            # the filter is of no use yet, but who is louder than the loudspeaker is heard
            return Cleaned(frame if louder else Frame(left, frame.start_ms), is_echo=not louder)
        is_echo = (
            not stands_out
            or left_dbfs < self._echo_dbfs - removed_db + MARGIN_DB
            or bool(np.sum(left**2) > ADDS * np.sum(frame.samples**2))
        )
        return Cleaned(Frame(left, frame.start_ms), is_echo)

    def _begin(self) -> None:
        """Learn the room anew."""
        self._room, self._residue = RoomFilter(), Residue()
        self._loud_frames, self._of_use = 0, False
        self._echo_dbfs = -120.0
        self._removed_db: deque[float] = deque(maxlen=REMEMBERED_FRAMES)
        self._powers: deque[tuple[float, float]] = deque(maxlen=WRONG_FRAMES)

    @property
    def _is_wrong(self) -> bool:
        if not self._of_use or len(self._powers) < WRONG_FRAMES:
            return False
        recorded, left = np.sum(self._powers, axis=0)
        return bool(left > ADDS * recorded)
