"""One stage after the other raises, hangs and returns nonsense: it is said, and the next turn works."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import pytest

from assistant.conversation.answering import SORRY, UNSPOKEN
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.gate import Gate
from assistant.conversation.loop import Conversation
from assistant.conversation.phrasing import Paraphraser
from assistant.conversation.responder import DialogueResponder
from assistant.listening import sources
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.undo import UndoLog
from assistant.speaking.sinks import PrintSink, Sink, SpeechSink
from assistant.turn import Recognition, Turn
from models.lm.checks.reranking import ReplyCandidate
from models.lm.prompts.few_shot import FewShot
from models.types import Message, Reply, Samples, Speech, Transcript, Understanding, Utterance
from tests.fixtures.commands import command, understood
from tests.fixtures.lamps import Lamps

PATIENCE_S = 1.0
NAN = float("nan")
Fault = Literal["raises", "hangs"] | Callable[[], Any] | None
ON, TALK = "turn on the hall", "good morning"


class Faulty:
    """All stages in one; one of them has a fault until it is mended."""

    intents = ("lamp_on", "general_greet")
    prompts = FewShot()

    def __init__(self, folder: Path) -> None:
        self.stage, self.fault, self.mended = "", cast("Fault", None), threading.Event()
        database, self.lamps = Database(folder / "memory.sqlite3"), Lamps()
        gate = Gate([self.lamps], UndoLog(database), Plans(database))
        self._responder = DialogueResponder(gate, self, Paraphraser(), Profile(database))

    def meet(self, stage: str, sound: Any) -> Any:
        if stage != self.stage or self.mended.is_set():
            return sound
        if self.fault == "raises":
            raise ZeroDivisionError("division by zero")
        if self.fault == "hangs":
            self.mended.wait(10)
            return sound
        assert callable(self.fault)
        return self.fault()

    def transcribe(self, samples: Samples) -> Transcript | None:
        return cast("Transcript | None", self.meet("recognizer", Transcript(ON)))

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        said = (
            command(text, "lamp_on", ("house_place", "hall"))
            if text == ON
            else command(text, "general_greet")
        )
        return cast("Understanding", self.meet("classifier", understood(said)))

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        return cast("Reply", self.meet("responder", self._responder.respond(understanding, dialogue)))

    def prepare(self, prefix: Sequence[Message]) -> None:
        pass

    def stream(self, messages: Sequence[Message], *, max_tokens: int = 64) -> Iterator[str]:
        yield from self.meet("generator", ["Good morning to you."])

    def candidates(
        self, messages: Sequence[Message], n: int, *, max_tokens: int = 64, timeout_s: float | None = None
    ) -> list[ReplyCandidate]:
        return []

    def synthesize(self, sentence: str) -> Speech:
        return cast("Speech", self.meet("synthesizer", Speech(np.ones(8, np.float32), 8_000)))

    def close(self) -> None:
        pass

    def play(
        self, speech: Speech, cancelled: threading.Event, *, from_s: float = 0.0, over: bool = False
    ) -> float:
        return cast("float", self.meet("loudspeaker", len(speech.samples) / speech.sample_rate_hz))


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[Faulty]:
    stages = Faulty(tmp_path)
    # the first turns read tables, which takes longer than the patience of these tests
    converse(stages, TALK, ON)
    stages.lamps.on.clear()
    stages.mended.clear()
    yield stages
    stages.mended.set()


def converse(stages: Faulty, *texts: str, sink: Sink | None = None) -> list[Turn]:
    """The turns of these texts; the fault is mended after the first one."""
    turns: list[Turn] = []

    def report(turn: Turn) -> None:
        turns.append(turn)
        stages.mended.set()

    patience_s = PATIENCE_S if stages.fault == "hangs" else 60.0
    conversation = Conversation(stages, stages, sink or PrintSink(), Dialogue(), patience_s=patience_s)
    conversation.run((Recognition("test", Transcript(text)) for text in texts), report)
    return turns


FAULTS: list[tuple[str, Fault, str]] = [
    ("classifier", "raises", SORRY),
    ("classifier", "hangs", SORRY),
    ("classifier", lambda: None, SORRY),
    ("classifier", lambda: 7.5, SORRY),
    ("classifier", lambda: Understanding("", None, NAN, "reject"), "Sorry, I didn't catch that."),
    ("responder", "raises", SORRY),
    ("responder", "hangs", SORRY),
    ("responder", lambda: None, SORRY),
    ("responder", lambda: Reply(cast("Any", (None, NAN))), SORRY),
    ("responder", lambda: Reply(cast("Any", 7)), SORRY),
    ("generator", "raises", SORRY),
    ("generator", "hangs", SORRY),
    ("generator", lambda: [None], SORRY),
    ("generator", lambda: ["", " ", "\n"], "Hello!"),
    ("generator", lambda: [], "Hello!"),
    ("generator", lambda: ["\x00�" * 200], "Hello!"),
    ("synthesizer", "raises", UNSPOKEN),
    ("synthesizer", lambda: 7, UNSPOKEN),
    ("synthesizer", lambda: None, "Good morning to you."),
    ("synthesizer", lambda: Speech(np.zeros(0, np.float32), 8_000), "Good morning to you."),
    ("synthesizer", lambda: Speech(np.full(8, np.nan, np.float32), 8_000), "Good morning to you."),
    ("loudspeaker", "raises", UNSPOKEN),
    ("loudspeaker", lambda: None, UNSPOKEN),
]


@pytest.mark.parametrize(("stage", "fault", "reply"), FAULTS)
def test_a_fault_is_said_and_survived(
    faulty: Faulty, stage: str, fault: Fault, reply: str, caplog: pytest.LogCaptureFixture
) -> None:
    faulty.stage, faulty.fault = stage, fault
    sink = SpeechSink(faulty, faulty) if stage in ("synthesizer", "loudspeaker") else None
    with caplog.at_level(logging.ERROR):
        first, second = converse(faulty, TALK, ON, sink=sink)
    assert first.reply is not None and reply in first.reply
    assert second.reply == "The hall lamp is on." and faulty.lamps.on == {"hall"}
    if fault == "raises":
        assert "division by zero" in caplog.text and "Traceback" in caplog.text


@pytest.mark.parametrize("fault", ["raises", "hangs", lambda: None, lambda: Transcript(cast("Any", None))])
def test_a_recognizer_that_fails_is_told(faulty: Faulty, fault: Fault) -> None:
    faulty.stage, faulty.fault = "recognizer", fault
    utterance = Utterance(np.zeros(480, np.float32), 0.0, 1.0, "test")
    found = sources.recognize(utterance, faulty, PATIENCE_S)
    faulty.mended.set()
    again = sources.recognize(utterance, faulty, PATIENCE_S)
    assert again is not None and again.transcript == Transcript(ON)
    if callable(fault) and fault() is None:
        # which is how it says that it heard no speech
        assert found is None
    else:
        assert found is not None and found.transcript is None
        assert (found.error or "").startswith("this was not recognized")


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_a_recognizer_that_hears_nothing_is_not_answered(faulty: Faulty, text: str) -> None:
    faulty.stage, faulty.fault = "recognizer", lambda: Transcript(text)
    assert sources.recognize(Utterance(np.zeros(480, np.float32), 0.0, 1.0), faulty) is None


@pytest.mark.parametrize("confidence", [NAN, -1.0])
def test_nothing_is_done_about_what_is_not_believed(faulty: Faulty, confidence: float) -> None:
    turns: list[Turn] = []
    conversation = Conversation(faulty, faulty, PrintSink(), Dialogue())
    conversation.run([Recognition("test", Transcript(ON, confidence))], turns.append)
    assert turns[0].reply == "Sorry, I didn't catch that." and not faulty.lamps.on


def test_a_skill_that_raises_is_told(faulty: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faulty.lamps, "on", None)  # adding to it raises
    (raised,) = converse(faulty, ON)
    assert raised.reply == "Sorry, something went wrong and I couldn't do that."


def test_what_was_done_is_not_denied(faulty: Faulty) -> None:
    class Lost:
        """Says what was done in words that fail."""

        def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
            done = faulty._responder.respond(understanding, dialogue)
            faulty.stage, faulty.fault = "generator", "raises"
            return Reply(faulty.stream([]), done.action, done.actions)

    turns: list[Turn] = []
    conversation = Conversation(faulty, Lost(), PrintSink(), Dialogue())
    conversation.run([Recognition("test", Transcript(ON))], turns.append)
    assert turns[0].reply == "The hall lamp is on."


def test_without_a_sink_the_error_is_reported(faulty: Faulty) -> None:
    faulty.stage, faulty.fault = "classifier", "raises"
    turns: list[Turn] = []
    conversation = Conversation(faulty, None, None, Dialogue())
    conversation.run([Recognition("test", Transcript(ON))], turns.append)
    assert turns[0].recognition.error == "this was not understood (ZeroDivisionError: division by zero)."


def test_ctrl_c_in_a_stage_ends_the_conversation(faulty: Faulty) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    faulty.stage, faulty.fault = "classifier", interrupt
    with pytest.raises(KeyboardInterrupt):
        converse(faulty, ON)
