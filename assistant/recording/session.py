"""A recording session: each sentence is shown, recorded, checked and stored.

Hands-free: the end of a sentence is detected and the next one shown at once. Knows no terminal and no folder.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from assistant.config import Config
from assistant.listening.listener import FrameStatus, Listener
from assistant.recording import quality
from assistant.recording.keyboard import Keys
from assistant.recording.prompts import Prompt
from assistant.recording.quality import Quality, QualityProblem
from assistant.stages import Recognizer
from models.audio import SAMPLE_RATE_HZ
from models.types import Frame, Samples, Utterance

TRIES = 3
"""Attempts at a sentence before the session moves on."""

Command = Literal["redo", "skip", "pause", "stop"]
KEYS: dict[str, Command] = {"r": "redo", "s": "skip", "p": "pause", " ": "pause", "q": "stop"}
Outcome = Literal["kept", "later", "redo", "skip", "stop"]


@dataclass(frozen=True, slots=True, eq=False)
class RecordingAttempt:
    """One attempt at a sentence."""

    samples: Samples
    """Trimmed, (n,) at 16 kHz."""
    quality: Quality
    transcript: str
    """The recognizer's text; empty without words."""
    likeness: float
    """Similarity of `transcript` and the sentence, 0 to 1."""
    problem: QualityProblem | None

    @property
    def seconds(self) -> float:
        """Duration."""
        return len(self.samples) / SAMPLE_RATE_HZ


class View(Protocol):
    """Display of a session."""

    def ask(self, prompt: Prompt, number: int, of: int) -> None:
        """Show a sentence to read; `number` counts from 1."""
        ...

    def update(self, status: FrameStatus) -> None:
        """Show the state after a frame."""
        ...

    def checking(self) -> None:
        """Show that an attempt is being checked."""
        ...

    def kept(self, prompt: Prompt, attempt: RecordingAttempt) -> None:
        """Show that an attempt was stored, in spite of its problem if it has one."""
        ...

    def again(self, prompt: Prompt, attempt: RecordingAttempt) -> None:
        """Ask for another attempt."""
        ...

    def skipped(self, outcome: Outcome, prompt: Prompt) -> None:
        """Show that a sentence has no recording, or that its recording was discarded."""
        ...

    def pause(self, paused: bool) -> None:
        """Show that the session is paused or resumed."""
        ...


@dataclass(slots=True)
class RecordingTally:
    """Result of a session."""

    recorded: int = 0
    skipped: int = 0
    seconds: float = 0.0
    """Duration of the speech."""
    finished: bool = False
    """Whether all sentences are done."""


@dataclass(slots=True)
class _Kept:
    prompt: Prompt
    undo: Callable[[], None]
    seconds: float


@dataclass
class RecordingSession:
    """A recording session; it ends when all prompts are done or the owner stops.

    Arguments:
        keep: stores a recording and returns a function that removes it again.
    """

    frames: Iterable[Frame]
    recognizer: Recognizer
    config: Config
    keep: Callable[[Prompt, Samples], Callable[[], None]]
    view: View
    keys: Keys
    tally: RecordingTally = field(default_factory=RecordingTally)

    def run(self, prompts: Sequence[Prompt]) -> RecordingTally:
        """Ask for every prompt; repeat failed ones once at the end.

        Raises:
            DeviceError: the microphone has stopped; finished recordings are kept.
        """
        self._listener = Listener(self.config.vad, self.config.endpointer.for_files(), source="microphone")
        self._stream = iter(self.frames)
        waiting, put_off, kept = deque(prompts), set[str](), list[_Kept]()
        while waiting:
            prompt = waiting.popleft()
            self.view.ask(prompt, self.tally.recorded + 1, self.tally.recorded + 1 + len(waiting))
            outcome = self._take(prompt, kept)
            if outcome != "kept":
                self.view.skipped(outcome, kept[-1].prompt if outcome == "redo" else prompt)
            match outcome:
                case "stop":
                    return self.tally
                case "skip":
                    self.tally.skipped += 1
                case "redo":
                    last = kept.pop()
                    last.undo()
                    self.tally.recorded -= 1
                    self.tally.seconds -= last.seconds
                    waiting.extendleft([prompt, last.prompt])
                case "later" if prompt.key not in put_off:
                    put_off.add(prompt.key)
                    waiting.append(prompt)
                case "later":
                    self.tally.skipped += 1
        self.tally.finished = True
        return self.tally

    def _take(self, prompt: Prompt, kept: list[_Kept]) -> Outcome:
        """Record one sentence, with as many attempts as needed."""
        tries: list[RecordingAttempt] = []
        for frame in self._stream:
            match command := self._command():
                case "stop" | "skip":
                    self._listener.reset()
                    return command
                case "redo" if kept:
                    self._listener.reset()
                    return "redo"
                case "redo":
                    self._listener.reset()
                case "pause":
                    self._wait()
                    continue
            utterance = self._listener.hear(frame)
            self.view.update(self._listener.status)
            if utterance is not None and (outcome := self._judge(prompt, utterance, tries, kept)):
                return outcome
        last = self._listener.flush()
        return (self._judge(prompt, last, tries, kept) if last is not None else None) or "stop"

    def _judge(
        self, prompt: Prompt, utterance: Utterance, tries: list[RecordingAttempt], kept: list[_Kept]
    ) -> Outcome | None:
        """The outcome of an attempt; None to ask for another one."""
        self.view.checking()
        attempt = attempt_at(prompt, utterance.samples, self.recognizer)
        tries.append(attempt)
        if not worth_keeping(prompt, tries):
            if len(tries) >= TRIES:
                return "later"
            self.view.again(prompt, attempt)
            return None
        kept.append(_Kept(prompt, self.keep(prompt, attempt.samples), attempt.seconds))
        self.tally.recorded += 1
        self.tally.seconds += attempt.seconds
        self.view.kept(prompt, attempt)
        return "kept"

    def _command(self) -> Command | None:
        return KEYS.get(key) if (key := self.keys.pressed()) else None

    def _wait(self) -> None:
        """Discard frames until the next key."""
        self._listener.reset()
        self.view.pause(True)
        for _ in self._stream:
            if self.keys.pressed():
                break
        self.view.pause(False)


def attempt_at(prompt: Prompt, samples: Samples, recognizer: Recognizer) -> RecordingAttempt:
    """An attempt at a sentence, transcribed and measured."""
    measured = quality.measure(samples)
    transcript = recognizer.transcribe(samples)
    text = transcript.text.strip() if transcript is not None else ""
    likeness = quality.likeness(prompt.text, text, prompt.language) if text else 0.0
    problem = measured.problem
    if likeness < quality.NEAR:
        problem = QualityProblem.other_words if text else QualityProblem.no_words
    return RecordingAttempt(quality.trim(samples), measured, text, likeness, problem)


def worth_keeping(prompt: Prompt, tries: Sequence[RecordingAttempt]) -> bool:
    """Whether to store the last attempt.

    Poor sound is accepted at the third attempt. A transcript with other words is accepted at the second one,
    provided that the duration fits the sentence: misrecognized voices are the most valuable training data.
    """
    last = tries[-1]
    if last.problem is None:
        return True
    if last.problem in quality.SOUND:
        return len(tries) >= TRIES
    said_before = any(one.problem is QualityProblem.other_words for one in tries[:-1])
    return (
        last.problem is QualityProblem.other_words
        and said_before
        and quality.could_be(prompt.text, last.samples, prompt.language)
    )
