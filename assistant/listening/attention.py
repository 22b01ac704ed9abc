"""Whether an utterance was meant for the assistant. Knows no device and no network."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from assistant.conversation.set_phrases import holds, is_stop, skips, takes_back
from assistant.listening.modes import AttentionConfig
from assistant.skills.danger.detection import detect
from assistant.turn import Recognition
from models.nlu.attention import TALK_S, AttentionHead, TextEvidence
from models.text.wake_phrase import WakePhrase
from models.types import Samples, Transcript, Understanding

KEY_S = 10.0
"""After a key press, within which the utterance must begin."""
OF_TALK = (
    "general_commandstop", "general_cancel", "general_repeat", "general_negate",
    "audio_volume_mute", "audio_volume_up", "audio_volume_down",
)  # fmt: skip
"""Intents about the conversation itself."""
AGAIN_S = 10.0
"""Within which to call again, after an utterance amid talk that seemed to tell of danger and got no reply."""
MOST_WORDS = 6
"""Of an utterance that is about the reply in progress; who tells others something says more."""


class KnownVoice(Protocol):
    """The owner's voice."""

    def is_theirs(self, samples: Samples) -> bool:
        """Whether (n,) samples are the owner's."""
        ...


class Attention:
    """The decision about each utterance, in two steps: before it is understood, and after.

    Arguments:
        head: gives the probability that an utterance is addressed to the assistant.
        voice: of the owner, whom alone to answer; None for everybody.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        config: AttentionConfig,
        head: AttentionHead,
        voice: KnownVoice | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._config, self._head, self._voice, self._clock = config, head, voice, clock
        self._least = head.least if config.least is None else config.least
        follow_up = config.least_follow_up
        self._least_follow_up = head.least_follow_up if follow_up is None else follow_up
        self._phrase = WakePhrase(config.wake_phrase)
        self._open_until = self._key_until = -float("inf")
        self._asked = self._awaited = self._wanted = False
        self.was_meant = False
        """Whether the last utterance was one to the assistant."""
        self._samples: Samples | None = None
        self._overheard: deque[float] = deque()
        self._over_reply: float | None = None  # where the last overheard utterance over a reply began
        self._began = 0.0
        self._called_at = -float("inf")  # when somebody last seemed to be in danger, and got no reply
        self._ending: float | None = None  # where the last utterance that ended one began
        self._ended = False  # the utterance ended a reply
        self._change = threading.Lock()

    def press(self) -> None:
        """Open the microphone for one utterance."""
        self._key_until = self._clock() + KEY_S

    def replied(self, reply: str) -> None:
        """Wait for a follow-up of the reply that has just ended."""
        self._open_until = self._clock() + self._config.follow_up_s
        self._asked = reply.rstrip().endswith("?")

    def words(self, transcript: Transcript) -> Transcript:
        """The transcript without the wake phrase; whole where it needs none, or has none."""
        rest = self._phrase.strip(transcript) if self._config.listen == "wake" else None
        return transcript if rest is None else rest

    def called(self, recognition: Recognition) -> Recognition | None:
        """The recognition without the wake phrase; None for an utterance without the phrase or key it needs.

        The transcript's text is empty where the phrase is all of it.
        """
        self._began = began = self._clock() - ((recognition.end_s or 0.0) - (recognition.start_s or 0.0))
        self._samples, self.was_meant = recognition.samples, False
        self._ended = recognition.start_s is not None and recognition.start_s == self._ending
        self._wanted = began <= self._key_until
        self._awaited = began <= self._open_until
        listen, transcript = self._config.listen, recognition.transcript
        if transcript is None:
            return recognition
        if listen != "key" and (rest := self._phrase.strip(transcript)) is not None:
            self._wanted = True
            return replace(recognition, transcript=rest)
        return recognition if listen == "open" or self._awaited or self._wanted else None

    def meant(self, understanding: Understanding) -> bool:
        """Whether the utterance last given to `called` is one to the assistant.

        People in danger are heard, whoever they are, and so is who wants silence after a reply. Where others
        talk, who tells of danger is heard if it is plain, or said to the assistant, or said again.
        """
        self.was_meant = self._is_meant(understanding)
        return self.was_meant

    def _is_meant(self, understanding: Understanding) -> bool:
        if self._calls_for_help(understanding):
            return True
        if self._awaited and is_stop(understanding.text):
            return True
        if self._ended:
            # its voice was heard when it ended the reply
            return True
        if not self._addressed(understanding):
            self._overhear()
            return False
        return self._is_theirs(self._samples)

    def _calls_for_help(self, understanding: Understanding) -> bool:
        text, danger, talk = understanding.text, understanding.danger, self._talk()
        if detect(text, danger) is None:
            return False
        again = self._began - self._called_at <= AGAIN_S
        if again or self._wanted or self._awaited or not talk or understanding.addressed is None:
            return True
        odds = self._head.danger_odds(danger or 0.0, TextEvidence.of(understanding), talk)
        if detect(text, danger, odds) is not None:
            return True
        self._called_at = self._clock()
        return False

    def interrupts(self, recognition: Recognition, understanding: Understanding, *, asking: bool) -> bool:
        """Whether an utterance over a reply ends it; called by the listening thread, maybe more than once.

        It needs as much certainty as outside a conversation: a television talks over replies as it does
        elsewhere. Who wants silence, or takes back what was just done, is heard, and so is what is about the
        reply itself.

        Arguments:
            understanding: of `words` of the transcript.
            asking: whether the reply is a question.
        """
        ends = self._ends(recognition, understanding, asking=asking)
        if ends:
            self._ending = recognition.start_s
        elif recognition.start_s == self._ending:
            self._ending = None
        return ends

    def _ends(self, recognition: Recognition, understanding: Understanding, *, asking: bool) -> bool:
        text, transcript = understanding.text, recognition.transcript
        if detect(text, understanding.danger) is not None or is_stop(text) or takes_back(text):
            return True
        if transcript is None:
            return False
        of_it = self._config.listen != "key" and is_of_reply(understanding)
        if understanding.decision == "reject" and not of_it:
            return False
        called = self._config.listen != "key" and self._phrase.strip(transcript) is not None
        if called or asking or of_it or self._clock() <= self._key_until:
            return self._is_theirs(recognition.samples)
        if self._config.listen == "key":
            return False
        if self._probability(understanding) >= self._least:
            return self._is_theirs(recognition.samples)
        if recognition.start_s != self._over_reply:
            self._over_reply = recognition.start_s
            self._overhear()
        return False

    def _is_theirs(self, samples: Samples | None) -> bool:
        return self._voice is None or samples is None or self._voice.is_theirs(samples)

    def _addressed(self, understanding: Understanding) -> bool:
        """Whether it is addressed to the assistant, whoever speaks; without the classifier's head it is.

        A transcript that the recognizer hardly believes is none, unless an utterance was awaited.
        """
        if self._wanted or (self._awaited and self._asked) or understanding.addressed is None:
            return True
        least = self._least_follow_up if self._awaited else self._least
        if not least:
            return True
        believed = understanding.heard or self._awaited
        return believed and self._probability(understanding) >= least

    def _probability(self, understanding: Understanding) -> float:
        """The head's; 1 without the classifier's."""
        if understanding.addressed is None:
            return 1.0
        return self._head.probability(TextEvidence.of(understanding), self._talk())

    def _overhear(self) -> None:
        with self._change:
            self._overheard.append(self._clock())

    def _talk(self) -> int:
        """Overheard utterances of the last minute."""
        with self._change:
            while self._overheard and self._overheard[0] < self._clock() - TALK_S:
                self._overheard.popleft()
            return len(self._overheard)


def is_of_reply(understanding: Understanding) -> bool:
    """Whether an utterance over a reply is about that reply: "wait", "next", "never mind", "say that again".

    The attention head knows how commands are worded. These are worded as people talk to each other, and are
    told by what they ask for.
    """
    text = understanding.text
    if holds(text) or skips(text):
        return True
    if len(understanding.commands) != 1 or len(text.split()) > MOST_WORDS:
        return False
    command = understanding.commands[0]
    # "they turned it down" tells of something
    return command.decision == "act" and command.dialogue_act != "statement" and command.intent in OF_TALK
