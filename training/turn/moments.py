"""The moments at which a turn may be over: each pause of a clip as the endpointer sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.audio import FRAME_MS, FRAME_SAMPLES
from models.turn.pause import LOOK_MS, with_pause
from models.types import Samples
from models.vad.webrtc import WebRtcVad

ONSET, RESUME, LOOK = 3, 2, 4
"""Frames that open an utterance, that end a pause, and of silence before the turn is looked at (120 ms)."""
PRE_ROLL = 17


@dataclass(frozen=True)
class Moment:
    """A pause that has lasted `LOOK` frames."""

    frame: int
    """The frame after which the pause is looked at."""
    begin: int
    """First frame of the utterance with its pre-roll."""

    @property
    def time_s(self) -> float:
        """The time at which the pause is looked at."""
        return (self.frame + 1) * FRAME_MS / 1000

    def heard(self, samples: Samples) -> Samples:
        """The utterance so far, with the pause that recognizer and head are used to."""
        so_far = samples[self.begin * FRAME_SAMPLES : (self.frame + 1) * FRAME_SAMPLES]
        return with_pause(so_far, LOOK_MS - LOOK * FRAME_MS)


def voiced(samples: Samples) -> NDArray[np.bool_]:
    """WebRTC's decision on each frame."""
    frames = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    detector = WebRtcVad()
    return np.array([detector.is_speech(frame) for frame in frames])


def moments(flags: NDArray[np.bool_]) -> list[Moment]:
    """Every pause that is looked at, as if no turn ended."""
    found: list[Moment] = []
    walk(flags, lambda moment: found.append(moment) or 10**9)  # type: ignore[func-returns-value]
    return found


def walk(flags: NDArray[np.bool_], wait_ms: Callable[[Moment], float]) -> int | None:
    """The frame after which the turn ends, by the endpointer's rules; None where it does not.

    Arguments:
        flags: speech or not, each frame.
        wait_ms: silence that ends the turn, decided at each pause.
    """
    run, silence, begin, wait = 0, 0, -1, np.inf
    for frame, speech in enumerate(flags):
        run = run + 1 if speech else 0
        if begin < 0:
            if run >= ONSET:
                begin, silence = max(0, frame - ONSET + 1 - PRE_ROLL), 0
            continue
        if run >= RESUME:
            silence, wait = 0, np.inf
            continue
        silence += 1
        if silence == LOOK:
            wait = wait_ms(Moment(frame, begin))
        if silence * FRAME_MS >= wait and not speech:
            return frame
    return None
