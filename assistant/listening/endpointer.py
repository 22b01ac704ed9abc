"""Voiced frames → utterances: a state machine without a clock, a device or a network.

Time is counted in frames, so that a file is cut exactly as the sound of a microphone. Durations are rounded
up to whole frames; the longest utterance is rounded down.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.audio import FRAME_MS
from models.types import Frame, Utterance


class EndpointerConfig(BaseModel):
    """Thresholds for the start and the end of an utterance."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pre_roll_ms: int = Field(default=500, ge=0, le=2_000)
    """Audio kept from before the first frame of speech; the detector misses soft initial consonants."""
    onset_ms: int = Field(default=90, ge=FRAME_MS, le=1_000)
    """Uninterrupted speech that opens an utterance."""
    min_speech_ms: int = Field(default=90, ge=FRAME_MS, le=5_000)
    """Minimum speech of an utterance; less is dropped as a click. The vowel of "six" lasts 100 ms."""
    early: bool = True
    """Whether each pause is used to recognize and to understand what was said, in case that was all."""
    adaptive: bool = True
    """Whether the turn head decides, at the microphone, which silence closes an utterance; needs `early`."""
    end_silence_ms: int = Field(default=600, ge=2 * FRAME_MS, le=5_000)
    """Silence after the last speech that closes an utterance, otherwise."""
    file_end_silence_ms: int = Field(default=800, ge=2 * FRAME_MS, le=5_000)
    """`end_silence_ms` for sound files; longer, since latency is free there and hesitations split fewer
    sentences."""
    resume_ms: int = Field(default=60, ge=FRAME_MS, le=1_000)
    """Uninterrupted speech that restarts the count of the end silence; shorter speech counts as a click."""
    tail_ms: int = Field(default=300, ge=0, le=5_000)
    """End silence kept in the utterance; the detector misses soft final consonants."""
    longest_ms: int = Field(default=29_000, ge=2_000, le=30_000)
    """Maximum length of an utterance, pre-roll and tail included; longer speech is split at its longest late
    pause. Whisper's window is 30 s."""

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
        """This configuration with the end silence of sound files."""
        return self.model_copy(update={"end_silence_ms": max(self.end_silence_ms, self.file_end_silence_ms)})


class VoicedFrame(NamedTuple):
    """A frame with the detector's verdict."""

    frame: Frame
    is_speech: bool


class Endpointer:
    """Splitter of a stream of voiced frames into utterances; push the frames in order.

    The samples of an utterance are contiguous, from `pre_roll_ms` before the speech to `tail_ms` after it;
    `start_s` and `end_s` bound the speech itself. Utterances never overlap: the pre-roll of one begins no
    earlier than the tail of the previous one ends.
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
        """Discard all frames so far."""
        self._before: deque[VoicedFrame] = deque(maxlen=self._pre_roll + self._onset)
        self._inside: list[VoicedFrame] = []
        self._run = 0  # frames of uninterrupted speech
        self._silence = 0  # frames since the last speech of at least `resume_ms`
        self._patience = self._end_silence  # frames of silence that close this utterance
        self._continues = False
        self.speaking = False
        """Whether an utterance is open."""

    def push(self, voiced: VoicedFrame) -> Utterance | None:
        """Take the next frame; return the utterance that it closes, if any."""
        self._run = self._run + 1 if voiced.is_speech else 0
        if not self.speaking:
            self._before.append(voiced)
            if self._run >= self._onset:
                self._open()
            return None
        self._inside.append(voiced)
        if self._run >= self._resume:
            self._silence, self._patience = 0, self._end_silence
        else:
            self._silence += 1
        # speech that has just begun may be about to restart the count
        if self._silence >= self._patience and not voiced.is_speech:
            return self._close()
        return self._cut() if len(self._inside) >= self._longest else None

    @property
    def paused_ms(self) -> int:
        """Silence since the last speech of the open utterance; 0 where none is open."""
        return self._silence * FRAME_MS if self.speaking else 0

    def so_far(self) -> Utterance | None:
        """The open utterance as if it ended here; None where none is open or it is too short."""
        if not self.speaking:
            return None
        end = max(0, len(self._inside) - self._silence)
        spoken = sum(voiced.is_speech for voiced in self._inside[:end])
        return self._utterance(self._inside[: end + self._tail], end) if spoken >= self._min_speech else None

    def wait(self, silence_ms: int) -> Utterance | None:
        """Close the open utterance after this silence, unless speech goes on; return it if it is over."""
        self._patience = _frames(silence_ms)
        return self._close() if self.speaking and self._silence >= self._patience else None

    def flush(self) -> Utterance | None:
        """The utterance still open at the end of the stream, if any."""
        utterance = self._close() if self.speaking else None
        self.reset()
        return utterance

    def _open(self) -> None:
        self._inside = list(self._before)
        self._before.clear()
        self._silence, self._patience = 0, self._end_silence
        self._continues, self.speaking = False, True

    def _close(self) -> Utterance | None:
        """Close the utterance; the frames after its tail become the pre-roll of the next one."""
        inside, self._inside, self.speaking = self._inside, [], False
        end = max(0, len(inside) - self._silence)
        spoken = sum(voiced.is_speech for voiced in inside[:end])
        # the rest of a split utterance counts, however short it is
        enough = spoken >= (1 if self._continues else self._min_speech)
        kept = min(len(inside), end + self._tail) if enough else 0
        self._before.extend(inside[kept:])
        return self._utterance(inside[:kept], end) if enough else None

    def _cut(self) -> Utterance:
        """Split an utterance that has reached the maximum length, in a pause where there is one."""
        inside = self._inside
        cut = _longest_pause(inside)
        self._inside, self._continues = inside[cut:], True
        return self._utterance(inside[:cut], cut)

    def _utterance(self, frames: list[VoicedFrame], end: int) -> Utterance:
        """The utterance of these frames, whose speech ends before frame `end`."""
        flags = [voiced.is_speech for voiced in frames[:end]]
        first, last = flags.index(True), len(flags) - flags[::-1].index(True)
        return Utterance(
            samples=np.concatenate([voiced.frame.samples for voiced in frames]),
            start_s=frames[first].frame.start_ms / 1000,
            end_s=(frames[last - 1].frame.start_ms + FRAME_MS) / 1000,
            source=self._source,
        )


def _frames(ms: int) -> int:
    return -(-ms // FRAME_MS)


def _longest_pause(frames: list[VoicedFrame]) -> int:
    """The middle of the longest pause in the second half; the end where there is no pause."""
    flags = [voiced.is_speech for voiced in frames]
    best_length, best_middle, length = 0, len(frames), 0
    for index in range(max(len(frames) // 2, flags.index(True) + 1), len(frames)):
        length = 0 if flags[index] else length + 1
        if length > best_length:
            best_length, best_middle = length, index + 1 - length // 2
    return best_middle
