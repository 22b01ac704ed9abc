"""Barge-in: speech that interrupts a reply. A state machine without a clock, a device or a network.

Without an echo canceller the microphone picks up the loudspeaker. With loudspeakers, frames are therefore
dropped until the last sample has been played and the room's reverberation has decayed. With headphones there
is no echo: half a second of speech interrupts the reply; an "mm-hm", a cough or a closing door does not.
After a barge-in without words the reply resumes.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.listening.endpointer import VoicedFrame
from models.audio import FRAME_MS
from models.text.normalise import normalise

PlaybackAction = Literal["pause", "resume", "cancel"]

ECHO_WORDS = 3
"""Minimum words of an echo; fewer always count as speech, so that "stop" works while a reply contains it."""


class BargeInConfig(BaseModel):
    """When speech interrupts a reply."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Literal["speaker", "headphones"] = "speaker"
    """speaker: ignore the microphone during playback; headphones: allow barge-in."""
    tail_ms: int = Field(default=400, ge=0, le=3_000)
    """speaker: ignore the microphone for this long after playback, until the reverberation has decayed."""
    interrupt_ms: int = Field(default=500, ge=FRAME_MS, le=3_000)
    """headphones: amount of speech that interrupts."""
    gap_ms: int = Field(default=150, ge=0, le=1_000)
    """headphones: longest pause within that speech."""
    pre_roll_ms: int = Field(default=500, ge=0, le=2_000)
    """headphones: audio kept from before that speech, for its first syllable."""
    resume_ms: int = Field(default=2_000, ge=FRAME_MS, le=10_000)
    """headphones: silence that turns a barge-in into a false one."""
    echo_share: float = Field(default=0.7, gt=0, le=1)
    """Share of an overlapping utterance's words found in the current reply that marks it as echo."""


@dataclass(frozen=True, slots=True)
class BargeInDecision:
    """The decision on one frame."""

    frames: tuple[VoicedFrame, ...] = ()
    """Frames for the endpointer: none, this one, or this one and those held back before it."""
    action: PlaybackAction | None = None
    """What to do with the playback."""
    restart: bool = False
    """Whether frames before these were dropped, so that the endpointer must be reset."""


class BargeIn:
    """The decision for each frame whether it reaches the endpointer, by the rules of `BargeInConfig`.

    Push every frame of the microphone, in order. After "pause", call `resolve` with the recognizer's verdict.
    """

    def __init__(self, config: BargeInConfig | None = None) -> None:
        self._config = config = config or BargeInConfig()
        self._tail, self._interrupt = _frames(config.tail_ms), _frames(config.interrupt_ms)
        self._gap, self._resume, self._pre_roll = (
            _frames(config.gap_ms),
            _frames(config.resume_ms),
            _frames(config.pre_roll_ms),
        )
        self._state: Literal["listening", "speaking", "interrupted"] = "listening"
        self._held: deque[VoicedFrame] = deque(maxlen=self._pre_roll)
        self._run: list[VoicedFrame] = []  # from the first frame of the speech that may interrupt
        self._speech = 0  # frames of speech in it
        self._silence = 0  # frames since the last speech, or since playback ended

    @property
    def overlaps(self) -> bool:
        """Whether the current speech began during playback and may be its echo."""
        return self._state == "interrupted"

    def push(self, voiced: VoicedFrame, speaking: bool) -> BargeInDecision:
        """Take the next frame.

        Arguments:
            speaking: whether the assistant's voice was audible during the frame.
        """
        if self._state == "interrupted":
            return self._listen_on(voiced)
        if speaking:
            if self._state == "listening":
                self._state = "speaking"
                self._forget()
            return self._may_interrupt(voiced) if self._config.mode == "headphones" else self._ignore()
        if self._state == "speaking":
            return self._after_speaking(voiced)
        return BargeInDecision((voiced,))

    def resolve(self, said_something: bool) -> PlaybackAction | None:
        """The action for a paused reply once the utterance is recognized; None where no reply is paused.

        Arguments:
            said_something: whether there is a transcript other than echo.
        """
        if self._state != "interrupted":
            return None
        self._state = "listening" if said_something else "speaking"
        self._forget()
        return "cancel" if said_something else "resume"

    def _ignore(self) -> BargeInDecision:
        self._silence = 0
        return BargeInDecision()

    def _may_interrupt(self, voiced: VoicedFrame) -> BargeInDecision:
        if not self._run and not voiced.is_speech:
            self._held.append(voiced)
            return BargeInDecision()
        self._run.append(voiced)
        self._speech += voiced.is_speech
        self._silence = 0 if voiced.is_speech else self._silence + 1
        if self._speech >= self._interrupt:
            self._state = "interrupted"
            return BargeInDecision(self._release(), action="pause", restart=True)
        if self._silence > self._gap:
            # a backchannel: its frames serve as the pre-roll of the next speech
            self._held.extend(self._run)
            self._run, self._speech, self._silence = [], 0, 0
        return BargeInDecision()

    def _listen_on(self, voiced: VoicedFrame) -> BargeInDecision:
        self._silence = 0 if voiced.is_speech else self._silence + 1
        action = self.resolve(False) if self._silence >= self._resume else None
        return BargeInDecision((voiced,), action=action)

    def _after_speaking(self, voiced: VoicedFrame) -> BargeInDecision:
        if self._config.mode == "speaker" and self._silence < self._tail:
            self._silence += 1
            return BargeInDecision()
        self._state = "listening"
        # keep the beginning of speech that started just before the end of playback
        before = self._release() if self._run else ()
        self._forget()
        return BargeInDecision((*before, voiced), restart=True)

    def _release(self) -> tuple[VoicedFrame, ...]:
        released = (*self._held, *self._run)
        self._forget()
        return released

    def _forget(self) -> None:
        self._held.clear()
        self._run, self._speech, self._silence = [], 0, 0


def is_echo(transcript: str, saying: str, share: float = 0.7) -> bool:
    """Whether the transcript of an overlapping utterance is the assistant's own speech.

    Arguments:
        saying: the reply during the utterance.
        share: minimum share of the transcript's words that occur in `saying` in this order.
    """
    words, reply = normalise(transcript).split(), normalise(saying).split()
    if len(words) < ECHO_WORDS or not reply:
        return False
    matched = sum(
        block.size for block in SequenceMatcher(None, words, reply, autojunk=False).get_matching_blocks()
    )
    return matched >= share * len(words)


def _frames(ms: int) -> int:
    return -(-ms // FRAME_MS)
