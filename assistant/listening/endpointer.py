"""Frames and speech flags → utterances: a state machine without a clock, a device or a network.

Time is counted in frames, so a file is cut exactly as the same sound from a microphone is. Durations are
rounded to whole frames, up except for the longest utterance.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.audio import FRAME_MS
from models.types import Frame, Utterance


class EndpointerConfig(BaseModel):
    """When an utterance begins and when it is over."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pre_roll_ms: int = Field(default=500, ge=0, le=2_000)
    """Sound kept from before the first frame of speech: a soft first consonant is no speech to the detector.
    """
    onset_ms: int = Field(default=90, ge=FRAME_MS, le=1_000)
    """Uninterrupted speech that begins an utterance."""
    min_speech_ms: int = Field(default=90, ge=FRAME_MS, le=5_000)
    """An utterance with less speech in all is dropped as a click; the vowel of "six" lasts 100 ms."""
    end_silence_ms: int = Field(default=600, ge=2 * FRAME_MS, le=5_000)
    """Silence after the last speech that ends an utterance."""
    file_end_silence_ms: int = Field(default=800, ge=2 * FRAME_MS, le=5_000)
    """The same in a sound file, where nobody waits for the answer: fewer hesitations split a sentence."""
    resume_ms: int = Field(default=60, ge=FRAME_MS, le=1_000)
    """Uninterrupted speech within that silence that takes it back; anything shorter is a click and does not
    hold up the end."""
    tail_ms: int = Field(default=300, ge=0, le=5_000)
    """How much of the end silence stays in the utterance: soft last consonants are no speech to the detector
    either."""
    longest_ms: int = Field(default=29_000, ge=2_000, le=30_000)
    """The longest utterance, pre-roll and tail included; longer speech is cut at its longest late pause.
    Whisper hears 30 s at a time."""

    @model_validator(mode="after")
    def _fits(self) -> EndpointerConfig:
        if self.onset_ms > self.min_speech_ms:
            raise ValueError("onset_ms must not be longer than min_speech_ms")
        if self.tail_ms > self.end_silence_ms:
            raise ValueError("tail_ms must not be longer than end_silence_ms")
        if self.resume_ms >= self.end_silence_ms:
            raise ValueError("resume_ms must be shorter than end_silence_ms")
        longest_silence = max(self.end_silence_ms, self.file_end_silence_ms)
        if self.pre_roll_ms + self.min_speech_ms + longest_silence > self.longest_ms:
            raise ValueError("longest_ms has no room for pre_roll_ms, min_speech_ms and the end silence")
        return self

    def for_files(self) -> EndpointerConfig:
        """This configuration as sound files want it."""
        return self.model_copy(update={"end_silence_ms": max(self.end_silence_ms, self.file_end_silence_ms)})


class _Flagged(NamedTuple):
    frame: Frame
    is_speech: bool


class Endpointer:
    """Push frames in order, take utterances out.

    An utterance's samples are one uninterrupted piece of the stream, from `pre_roll_ms` before the speech to
    `tail_ms` after it; its `start_s` and `end_s` are where the speech itself began and ended. No frame is
    handed out twice: where two utterances are close, the second one's pre-roll begins where the first one's
    tail ended.
    """

    def __init__(self, config: EndpointerConfig | None = None, *, source: str = "") -> None:
        self._config = config = config or EndpointerConfig()
        self._source = source
        self._pre_roll, self._onset = _frames(config.pre_roll_ms), _frames(config.onset_ms)
        self._min_speech, self._tail = _frames(config.min_speech_ms), _frames(config.tail_ms)
        self._end_silence, self._resume = _frames(config.end_silence_ms), _frames(config.resume_ms)
        self._longest = config.longest_ms // FRAME_MS
        self.reset()

    def reset(self) -> None:
        """Forgets everything heard so far."""
        self._before: deque[_Flagged] = deque(maxlen=self._pre_roll + self._onset)
        self._inside: list[_Flagged] = []
        self._run = 0  # frames of speech since the last frame without
        self._silence = 0  # frames since the last speech that counted
        self._continues = False
        self.speaking = False
        """Whether an utterance is open."""

    def push(self, frame: Frame, is_speech: bool) -> Utterance | None:
        """Takes the next frame; gives the utterance that it ended, if any."""
        self._run = self._run + 1 if is_speech else 0
        flagged = _Flagged(frame, is_speech)
        if not self.speaking:
            self._before.append(flagged)
            if self._run >= self._onset:
                self._open()
            return None
        self._inside.append(flagged)
        self._silence = 0 if self._run >= self._resume else self._silence + 1
        # speech that has just begun may be about to take the silence back
        if self._silence >= self._end_silence and not is_speech:
            return self._close()
        return self._cut() if len(self._inside) >= self._longest else None

    def flush(self) -> Utterance | None:
        """The utterance that the end of the stream cut off, if any."""
        utterance = self._close() if self.speaking else None
        self.reset()
        return utterance

    def _open(self) -> None:
        self._inside = list(self._before)
        self._before.clear()
        self._silence, self._continues, self.speaking = 0, False, True

    def _close(self) -> Utterance | None:
        """Ends the utterance; what lies behind its tail may be the next one's pre-roll."""
        heard, self._inside, self.speaking = self._inside, [], False
        end = max(0, len(heard) - self._silence)
        spoken = sum(flagged.is_speech for flagged in heard[:end])
        # what follows a cut is the end of something long, however short it is
        enough = spoken >= (1 if self._continues else self._min_speech)
        kept = min(len(heard), end + self._tail) if enough else 0
        self._before.extend(heard[kept:])
        return self._utterance(heard[:kept], end) if enough else None

    def _cut(self) -> Utterance:
        """Ends an utterance that has become too long and goes on right behind it, in a pause if there was
        one."""
        heard = self._inside
        cut = _longest_pause(heard)
        self._inside, self._continues = heard[cut:], True
        return self._utterance(heard[:cut], cut)

    def _utterance(self, heard: list[_Flagged], end: int) -> Utterance:
        """The frames of `heard`, with speech that ended before frame `end`."""
        flags = [flagged.is_speech for flagged in heard[:end]]
        first, last = flags.index(True), len(flags) - flags[::-1].index(True)
        return Utterance(
            samples=np.concatenate([flagged.frame.samples for flagged in heard]),
            start_s=heard[first].frame.start_ms / 1000,
            end_s=(heard[last - 1].frame.start_ms + FRAME_MS) / 1000,
            source=self._source,
        )


def _frames(ms: int) -> int:
    return -(-ms // FRAME_MS)


def _longest_pause(heard: list[_Flagged]) -> int:
    """Where to cut: the middle of the longest pause in the second half, or the end where nobody paused."""
    flags = [flagged.is_speech for flagged in heard]
    best_length, best_middle, length = 0, len(heard), 0
    for index in range(max(len(heard) // 2, flags.index(True) + 1), len(heard)):
        length = 0 if flags[index] else length + 1
        if length > best_length:
            best_length, best_middle = length, index + 1 - length // 2
    return best_middle
