"""Barge-in: speech that interrupts a reply. A state machine without a clock, a device or a network.

A reply pauses as soon as somebody speaks over it, and what was said decides: after an "mm-hm", a cough, a dog
its own echo or what makes no sense it goes on from where it was, else it is over. Without echo canceller and
headphones the microphone hears the loudspeaker alone; then frames are dropped until the last sample has been
played and the room's reverberation has decayed.
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

NEVER_ECHO = frozenset({"stop", "yes", "no"})
"""These count as speech even where a reply contains them."""
LISTENING = frozenset("mm mhm hm hmm mmm mhmm mmhmm uh huh uhhuh um er ah aha oh ooh wow".split())  # noqa: SIM905
"""What listeners say without wanting the floor."""
AGREEING = LISTENING | frozenset("yes yeah yep okay ok right sure i see".split())  # noqa: SIM905
"""The same where nothing was asked."""


class BargeInConfig(BaseModel):
    """When speech interrupts a reply."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Literal["speaker", "headphones", "mute"] = "speaker"
    """speaker: with the echo canceller; headphones: without; mute: ignore the microphone during playback."""
    tail_ms: int = Field(default=400, ge=0, le=3_000)
    """mute: ignore the microphone for this long after playback, until the reverberation has decayed."""
    interrupt_ms: int = Field(default=90, ge=FRAME_MS, le=3_000)
    """Amount of speech that pauses the reply."""
    gap_ms: int = Field(default=150, ge=0, le=1_000)
    """Longest pause within that speech."""
    pre_roll_ms: int = Field(default=500, ge=0, le=2_000)
    """Audio kept from before that speech, for its first syllable."""
    resume_ms: int = Field(default=450, ge=FRAME_MS, le=10_000)
    """Silence after which a paused reply goes on where the speech was too short for an utterance."""
    least_confidence: float = Field(default=0.6, ge=0, le=1)
    """Least likelihood of a transcript that ends the reply; what is left of an echo has less."""
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
        self._false = 0  # interruptions of this reply that were none

    @property
    def overlaps(self) -> bool:
        """Whether the current speech began during playback and may be its echo."""
        return self._state == "interrupted"

    def push(self, voiced: VoicedFrame, speaking: bool, *, hearing: bool = False) -> BargeInDecision:
        """Take the next frame.

        Arguments:
            speaking: whether the assistant's voice was audible during the frame.
            hearing: whether an utterance is open.
        """
        if self._state == "interrupted":
            return self._listen_on(voiced, hearing)
        if speaking:
            if self._state == "listening":
                self._forget()
                self._false = 0
                if hearing and self._config.mode != "mute":
                    # something rings while its owner speaks
                    self._state = "interrupted"
                    return BargeInDecision((voiced,), action="pause")
                self._state = "speaking"
            return self._ignore() if self._config.mode == "mute" else self._may_interrupt(voiced)
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
        self._false += not said_something
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
        # where something keeps sounding like speech, a reply must come to its end
        if self._speech >= self._interrupt * (1 + self._false):
            self._state = "interrupted"
            return BargeInDecision(self._release(), action="pause", restart=True)
        if self._silence > self._gap:
            # a backchannel: its frames serve as the pre-roll of the next speech
            self._held.extend(self._run)
            self._run, self._speech, self._silence = [], 0, 0
        return BargeInDecision()

    def _listen_on(self, voiced: VoicedFrame, hearing: bool) -> BargeInDecision:
        self._silence = 0 if voiced.is_speech or hearing else self._silence + 1
        action = self.resolve(False) if self._silence >= self._resume else None
        return BargeInDecision((voiced,), action=action)

    def _after_speaking(self, voiced: VoicedFrame) -> BargeInDecision:
        if self._config.mode == "mute" and self._silence < self._tail:
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


def is_backchannel(transcript: str, *, asking: bool) -> bool:
    """Whether an overlapping utterance only shows that its speaker listens.

    Arguments:
        asking: whether the assistant asks something, so that "yes" is an answer.
    """
    words = normalise(transcript).replace("-", " ").split()
    return all(word in (LISTENING if asking else AGREEING) for word in words)


def is_echo(transcript: str, saying: str, share: float = 0.7) -> bool:
    """Whether the transcript of an overlapping utterance is the assistant's own speech.

    Arguments:
        saying: the reply during the utterance.
        share: minimum share of the transcript's words that occur in `saying` in this order.
    """
    words, reply = normalise(transcript).split(), normalise(saying).split()
    if not words or not reply or NEVER_ECHO.intersection(words[:2]):
        return False
    matched = sum(
        block.size for block in SequenceMatcher(None, words, reply, autojunk=False).get_matching_blocks()
    )
    return matched >= share * len(words)


def _frames(ms: int) -> int:
    return -(-ms // FRAME_MS)
