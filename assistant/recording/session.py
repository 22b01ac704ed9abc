"""The evening with the microphone: one sentence after the other is shown, heard, checked and kept.

Hands-free: the end of the sentence is noticed, and the next one is there at once. Knows no terminal and no
folder; both are given.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from assistant.config import Config
from assistant.listening.listener import FrameStatus, Listener
from assistant.recording import quality as checks
from assistant.recording.keyboard import Keys
from assistant.recording.prompts import Prompt
from assistant.recording.quality import Quality, QualityProblem
from assistant.stages import Recognizer
from models.audio import SAMPLE_RATE_HZ
from models.types import Frame, Samples, Utterance

TRIES = 3
"""Of one sentence before the session goes on with the next one."""

Wish = Literal["redo", "skip", "pause", "stop"]
KEYS: dict[str, Wish] = {"r": "redo", "s": "skip", "p": "pause", " ": "pause", "q": "stop"}
Outcome = Literal["kept", "later", "redo", "skip", "stop"]


@dataclass(frozen=True, slots=True, eq=False)
class RecordingAttempt:
    """One try at a sentence."""

    samples: Samples
    """Trimmed, (n,) at 16 kHz."""
    quality: Quality
    heard: str
    """What the recognizer made of it; empty where it heard no words."""
    likeness: float
    """Of `heard` and the sentence, 0 to 1."""
    problem: QualityProblem | None

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / SAMPLE_RATE_HZ


class View(Protocol):
    """What the owner sees of it."""

    def ask(self, prompt: Prompt, number: int, of: int) -> None:
        """A sentence to say; `number` counts from 1."""
        ...

    def beat(self, heartbeat: FrameStatus) -> None:
        """After every frame."""
        ...

    def checking(self) -> None:
        """A sentence is over and looked at."""
        ...

    def kept(self, prompt: Prompt, attempt: RecordingAttempt, *, doubted: bool) -> None:
        """It was kept; `doubted`: although something was wrong with it."""
        ...

    def again(self, prompt: Prompt, attempt: RecordingAttempt) -> None:
        """It is to be said once more."""
        ...

    def said(self, outcome: Outcome, prompt: Prompt) -> None:
        """A sentence is left without a recording, or the last one's is thrown away."""
        ...

    def pause(self, paused: bool) -> None:
        """Nothing is listened to, or it goes on."""
        ...


@dataclass(slots=True)
class RecordingTally:
    """What a session brought."""

    recorded: int = 0
    skipped: int = 0
    seconds: float = 0.0
    """Of speech."""
    finished: bool = False
    """No sentence is left."""


@dataclass(slots=True)
class _Kept:
    prompt: Prompt
    undo: Callable[[], None]
    seconds: float


@dataclass
class RecordingSession:
    """Records prompts until there are no more, or the owner stops.

    Arguments:
        keep: stores a recording; returns what throws it away again.
    """

    frames: Iterable[Frame]
    recognizer: Recognizer
    config: Config
    keep: Callable[[Prompt, Samples], Callable[[], None]]
    view: View
    keys: Keys
    tally: RecordingTally = field(default_factory=RecordingTally)

    def run(self, prompts: Sequence[Prompt]) -> RecordingTally:
        """Asks for every prompt; what went wrong too often is asked for once more at the end.

        Raises:
            DeviceError: the microphone has stopped; what was recorded is kept.
        """
        self._listener = Listener(self.config.vad, self.config.endpointer.for_files(), source="microphone")
        self._stream = iter(self.frames)
        waiting, put_off, kept = deque(prompts), set[str](), list[_Kept]()
        while waiting:
            prompt = waiting.popleft()
            self.view.ask(prompt, self.tally.recorded + 1, self.tally.recorded + 1 + len(waiting))
            outcome = self._take(prompt, kept)
            if outcome != "kept":
                self.view.said(outcome, kept[-1].prompt if outcome == "redo" else prompt)
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
        """One sentence, said as often as it takes."""
        tries: list[RecordingAttempt] = []
        for frame in self._stream:
            match wish := self._wish():
                case "stop" | "skip":
                    self._listener.reset()
                    return wish
                case "redo" if kept:
                    self._listener.reset()
                    return "redo"
                case "redo":
                    self._listener.reset()
                case "pause":
                    self._wait()
                    continue
            utterance = self._listener.hear(frame)
            self.view.beat(self._listener.heartbeat)
            if utterance is not None and (outcome := self._judge(prompt, utterance, tries, kept)):
                return outcome
        last = self._listener.flush()
        return (self._judge(prompt, last, tries, kept) if last is not None else None) or "stop"

    def _judge(
        self, prompt: Prompt, utterance: Utterance, tries: list[RecordingAttempt], kept: list[_Kept]
    ) -> Outcome | None:
        """What becomes of what was said; None where it is to be said again."""
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
        self.view.kept(prompt, attempt, doubted=attempt.problem is not None)
        return "kept"

    def _wish(self) -> Wish | None:
        return KEYS.get(key) if (key := self.keys.pressed()) else None

    def _wait(self) -> None:
        """Lets the microphone run and listens to nothing until the next key."""
        self._listener.reset()
        self.view.pause(True)
        for _ in self._stream:
            if self.keys.pressed():
                break
        self.view.pause(False)


def attempt_at(prompt: Prompt, samples: Samples, recognizer: Recognizer) -> RecordingAttempt:
    """A sentence as it was said, with everything that can be told about it."""
    quality = checks.measure(samples)
    transcript = recognizer.transcribe(samples)
    heard = transcript.text.strip() if transcript is not None else ""
    near = checks.likeness(prompt.text, heard) if heard else 0.0
    words = None if near >= checks.NEAR else QualityProblem.other_words if heard else QualityProblem.no_words
    return RecordingAttempt(checks.trim(samples), quality, heard, near, words or quality.problem)


def worth_keeping(prompt: Prompt, tries: Sequence[RecordingAttempt]) -> bool:
    """Whether the last try is kept: the sound may be what it is the third time, and who says the same
    sentence twice in the time that it takes is believed, for a voice that is misheard is worth most."""
    last = tries[-1]
    if last.problem is None:
        return True
    if last.problem in checks.SOUND:
        return len(tries) >= TRIES
    said_before = any(one.problem is QualityProblem.other_words for one in tries[:-1])
    return (
        last.problem is QualityProblem.other_words
        and said_before
        and checks.could_be(prompt.text, last.samples)
    )
