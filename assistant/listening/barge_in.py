"""What the assistant hears while it speaks itself: a state machine without a clock, a device or a network.

Without an echo canceller a loudspeaker's sound comes back through the microphone. So with loudspeakers
nothing is heard until the last sample has left them and a tail for the room has passed. With headphones there
is no echo, and speech of half a second interrupts; an "mm-hm", a cough or a closing door does not. An
interruption in which nobody said anything was none, and the reply goes on.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.audio import FRAME_MS
from models.text.normalise import normalise
from models.types import Frame

PlaybackAction = Literal["pause", "resume", "cancel"]

ECHO_WORDS = 3
"""Fewer words are never taken for echo: "stop" must work while the assistant says the word itself."""


class BargeInConfig(BaseModel):
    """Whether and when speech interrupts a reply."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Literal["speaker", "headphones"] = "speaker"
    """speaker: deaf while the assistant speaks; headphones: can be interrupted by voice."""
    tail_ms: int = Field(default=400, ge=0, le=3_000)
    """speaker: still deaf for this long after playback, while the room falls silent."""
    interrupt_ms: int = Field(default=500, ge=FRAME_MS, le=3_000)
    """headphones: speech that interrupts."""
    gap_ms: int = Field(default=150, ge=0, le=1_000)
    """headphones: a pause within that speech which does not end it."""
    pre_roll_ms: int = Field(default=500, ge=0, le=2_000)
    """headphones: sound kept from before that speech, so that its first syllable is heard."""
    resume_ms: int = Field(default=2_000, ge=FRAME_MS, le=10_000)
    """headphones: silence after an interruption that makes it a false one."""
    echo_share: float = Field(default=0.7, gt=0, le=1)
    """An utterance begun while the assistant spoke is its echo when this share of its words was just said."""


@dataclass(frozen=True, slots=True)
class BargeInDecision:
    """What to do after a frame."""

    frames: tuple[Frame, ...] = ()
    """What the endpointer may hear now: nothing, this frame, or this frame and those held back before it."""
    action: PlaybackAction | None = None
    """What to do with the reply."""
    restart: bool = False
    """Frames before these were not heard: the endpointer forgets what it has."""


class BargeIn:
    """Decides frame by frame what is heard; see `BargeInConfig` for the rules.

    Push every frame of the microphone, in order. After "pause", tell `resolve` what the recognizer made of
    the utterance.
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
        self._held: deque[Frame] = deque(maxlen=self._pre_roll)
        self._run: list[Frame] = []  # from the first frame of the speech that may interrupt
        self._speech = 0  # frames of speech in it
        self._silence = 0  # frames since the last speech, or since playback ended

    @property
    def overlaps(self) -> bool:
        """Whether what is heard now began while the assistant spoke, and so may be its echo."""
        return self._state == "interrupted"

    def push(self, frame: Frame, is_speech: bool, speaking: bool) -> BargeInDecision:
        """Takes the next frame.

        Arguments:
            is_speech: what the detector says of the frame.
            speaking: whether the assistant's voice could be heard during it.
        """
        if self._state == "interrupted":
            return self._listen_on(frame, is_speech)
        if speaking:
            if self._state == "listening":
                self._state = "speaking"
                self._forget()
            return (
                self._may_interrupt(frame, is_speech)
                if self._config.mode == "headphones"
                else self._stay_deaf()
            )
        if self._state == "speaking":
            return self._after_speaking(frame)
        return BargeInDecision((frame,))

    def resolve(self, said_something: bool) -> PlaybackAction | None:
        """What to do with a paused reply once the utterance is recognized; None where no reply is paused.

        Arguments:
            said_something: whether there was a transcript that is not echo.
        """
        if self._state != "interrupted":
            return None
        self._state = "listening" if said_something else "speaking"
        self._forget()
        return "cancel" if said_something else "resume"

    def _stay_deaf(self) -> BargeInDecision:
        self._silence = 0
        return BargeInDecision()

    def _may_interrupt(self, frame: Frame, is_speech: bool) -> BargeInDecision:
        if not self._run and not is_speech:
            self._held.append(frame)
            return BargeInDecision()
        self._run.append(frame)
        self._speech += is_speech
        self._silence = 0 if is_speech else self._silence + 1
        if self._speech >= self._interrupt:
            self._state = "interrupted"
            return BargeInDecision(self._release(), action="pause", restart=True)
        if self._silence > self._gap:
            # a backchannel: what was held back of it is only the next one's pre-roll
            self._held.extend(self._run)
            self._run, self._speech, self._silence = [], 0, 0
        return BargeInDecision()

    def _listen_on(self, frame: Frame, is_speech: bool) -> BargeInDecision:
        self._silence = 0 if is_speech else self._silence + 1
        action = self.resolve(False) if self._silence >= self._resume else None
        return BargeInDecision((frame,), action=action)

    def _after_speaking(self, frame: Frame) -> BargeInDecision:
        if self._config.mode == "speaker" and self._silence < self._tail:
            self._silence += 1
            return BargeInDecision()
        self._state = "listening"
        # who began to speak just before the end is heard from the beginning
        before = self._release() if self._run else ()
        self._forget()
        return BargeInDecision((*before, frame), restart=True)

    def _release(self) -> tuple[Frame, ...]:
        released = (*self._held, *self._run)
        self._forget()
        return released

    def _forget(self) -> None:
        self._held.clear()
        self._run, self._speech, self._silence = [], 0, 0


def is_echo(heard: str, saying: str, share: float = 0.7) -> bool:
    """Whether an utterance that began while the assistant spoke is what it said itself.

    Arguments:
        heard: the transcript.
        saying: what the assistant was saying.
        share: of the transcript's words that stand in `saying`, in the same order.
    """
    words, said = normalise(heard).split(), normalise(saying).split()
    if len(words) < ECHO_WORDS or not said:
        return False
    matched = sum(
        block.size for block in SequenceMatcher(None, words, said, autojunk=False).get_matching_blocks()
    )
    return matched >= share * len(words)


def _frames(ms: int) -> int:
    return -(-ms // FRAME_MS)
