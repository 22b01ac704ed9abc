"""Corrections by voice: what counts as one, what happens at once, and what waits to be looked through."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Conversation
from assistant.conversation.pending import Pending
from assistant.conversation.resolving import Resolved
from assistant.corrections.spoken import Correction, CorrectionResponder, insert, parse
from assistant.memory import conversation_log
from assistant.memory.conversation_log import Recorder
from assistant.skills.api import Question, Result
from assistant.skills.operations import operations
from assistant.speaking.sinks import PrintSink
from assistant.turn import Recognition, Turn
from models import paths, recordings
from models.audio import load
from models.errors import AssistantError
from models.types import Action, Message, Relation, Reply, Transcript, Understanding
from tests.fixtures import commands
from tests.fixtures.lamps import Lamps

SOUND = load(Path(__file__).parents[3] / "examples" / "turn-on-the-kitchen-lights.wav")


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("No, I said turn on the kitchen lights.", "turn on the kitchen lights"),
        ("no i said turn on the Kitchen lights", "turn on the Kitchen lights"),
        ("I said set a timer for five minutes!", "set a timer for five minutes"),
        ("That's not what I said. I said play jazz.", "play jazz"),
        ("No, I didn't say chicken, I said kitchen.", "kitchen"),
        ("That's wrong, I meant the bedroom", "the bedroom"),
        ("no what I said was turn it off", "turn it off"),
        ("Nope - I asked for a mocha", "a mocha"),
        ("That’s wrong.", None),
        ("thats wrong", None),
        ("No, that's wrong", None),
        ("that is not what I said", None),
        ("That's not what I meant!", None),
        ("You misunderstood me.", None),
        ("you got that wrong", None),
        ("I didn't say that", None),
    ],
)
def test_corrections(said: str, right: str | None) -> None:
    assert parse(said) == Correction(right)


@pytest.mark.parametrize(
    "said",
    [
        "no",
        "wrong",
        "I said yes",
        "no, I said no",
        "I meant to ask you about the weather",
        "is that wrong",
        "what's wrong with the heater",
        "remind me what I said",
        "she said turn on the lights",
        "what did I say about the kitchen",
        "add that's wrong to my list",
        "no i said",
        "",
    ],
)
def test_what_is_no_correction(said: str) -> None:
    assert parse(said) is None


def understood(text: str) -> Understanding:
    """By the one word that tells the intent."""
    intent = next((word for word in ("lights", "timer", "mocha") if word in text), None)
    slots = (("house_place", "kitchen"),) if "kitchen" in text else ()
    made = commands.understood(commands.command(text, intent, *slots))
    return replace(made, sentiment="neutral", sentiment_confidence=0.9)


class Words:
    """A classifier by words."""

    intents = ("lights", "timer", "mocha")

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        return understood(text)


@dataclass
class Echo:
    """Answers with what it was asked to do."""

    asked: list[str] = field(default_factory=list)

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        self.asked.append(understanding.text)

        def written() -> Iterator[str]:
            yield f"Doing {understanding.intent}."

        said = f"I do {understanding.intent}."
        return Reply(written(), Action("echo", "done", {"intent": understanding.intent or ""}, said))


@dataclass
class Talk:
    """A conversation with everything in it but models."""

    keeps: bool = True
    dialogue: Dialogue = field(default_factory=Dialogue)
    echo: Echo = field(default_factory=Echo)
    troubles: list[AssistantError] = field(default_factory=list)
    corrects: list[bool] = field(default_factory=list)
    """Whether each turn was told to be a correction."""

    def __post_init__(self) -> None:
        self.recorder = Recorder(self.keeps, self.troubles.append)
        responder = CorrectionResponder(self.echo, Words(), self.recorder)
        self._conversation = Conversation(Words(), responder, PrintSink(), self.dialogue)

    def say(self, text: str, *, aloud: bool = False) -> str:
        turns: list[Turn] = []
        heard = Recognition("test", Transcript(text, 0.8), samples=SOUND if aloud else None)
        self._conversation.run([heard], lambda turn: (turns.append(turn), self.recorder.add(turn))[0])
        self.corrects.append(turns[0].corrects)
        return turns[0].reply or ""


def test_everything_is_kept_as_it_was_understood() -> None:
    talk = Talk()
    talk.say("turn on the kitchen lights", aloud=True)
    talk.say("set a timer")
    one, two = conversation_log.read()
    assert (one.text, one.intent, one.confidence, one.reply) == (
        "turn on the kitchen lights", "lights", 0.8, "Doing lights.",
    )  # fmt: skip
    assert (one.draft, one.facts) == ("I do lights.", {"intent": "lights"})
    assert [(s.name, s.start, s.end) for s in one.slots or ()] == [("house_place", 12, 19)]
    assert [message.text for message in two.context] == ["turn on the kitchen lights", "Doing lights."]
    assert one.audio is not None and two.audio is None and not one.flagged
    sound = paths.recordings() / one.audio
    assert len(load(sound)) == len(SOUND)
    file = paths.recordings() / conversation_log.FILE
    assert [stat.S_IMODE(path.stat().st_mode) for path in (sound, file, sound.parent)] == [
        0o600,
        0o600,
        0o700,
    ]
    # it is a queue, not something to learn from
    assert recordings.read() == []


def test_a_correction_flags_what_was_said_before_and_is_answered_at_once() -> None:
    talk = Talk()
    talk.say("turn on the chicken", aloud=True)
    assert (
        talk.say("No, I said turn on the kitchen lights.")
        == "Sorry. I noted that you said: turn on the kitchen lights. Doing lights."
    )
    (first,) = conversation_log.read()
    assert first.flagged and first.correction == "turn on the kitchen lights"
    assert talk.corrects == [False, True]
    assert talk.echo.asked == ["turn on the chicken", "turn on the kitchen lights"]
    assert recordings.read() == []


def test_a_complaint_flags_and_does_nothing() -> None:
    talk = Talk()
    talk.say("turn on the chicken lights")
    assert talk.say("that's wrong") == "Sorry. I put that aside for you to correct."
    (first,) = conversation_log.read()
    assert (first.flagged, first.correction) == (True, None)
    assert talk.corrects == [False, True]
    assert talk.echo.asked == ["turn on the chicken lights"]


def test_corrections_in_a_row_are_about_the_same_utterance() -> None:
    talk = Talk()
    talk.say("turn on the chicken lights")
    talk.say("that's wrong")
    talk.say("no, I said turn on the kitten lights")
    talk.say("no, I said turn on the kitchen lights")
    (only,) = conversation_log.read()
    assert (only.text, only.correction) == ("turn on the chicken lights", "turn on the kitchen lights")
    talk.say("set a timer")
    talk.say("that's wrong")
    assert [kept.flagged for kept in conversation_log.read()] == [True, True]


@pytest.mark.parametrize(
    ("before", "words", "whole"),
    [
        ("turn on the chicken lights", "kitchen", "turn on the kitchen lights"),
        ("set a timer for fifteen minutes", "fifty", "set a timer for fifty minutes"),
        ("set a timer for fifteen minutes", "fifty minutes", "set a timer for fifty minutes"),
        ("turn on the lights in the bathroom", "the bedroom", "turn on the lights in the bedroom"),
        ("turn on the chicken lights", "turn on the kitchen lights", None),
        ("turn on the chicken lights", "turn it off", None),
        ("turn on the chicken lights", "what time is it", None),
        ("stop", "kitchen", None),
    ],
)
def test_words_alone_take_the_place_of_what_sounds_like_them(
    before: str, words: str, whole: str | None
) -> None:
    assert insert(before, words) == whole


def test_words_alone_change_the_last_command() -> None:
    talk = Talk()
    talk.say("turn on the chicken lights")
    said = talk.say("no, I said kitchen")
    assert said == "Sorry. I noted that you said: turn on the kitchen lights. Doing lights."
    assert conversation_log.read()[0].correction == "turn on the kitchen lights"


def test_a_question_about_what_was_misheard_is_void() -> None:
    talk = Talk()
    talk.say("make a mocha")
    done: list[bool] = []
    question = Question(on_yes=lambda _: (done.append(True), Result({}, ""))[1])
    order = Resolved(commands.command("sell the lamp", "lamp_sell"))
    talk.dialogue.question = Pending(operations(Lamps())[0], order, question=question)
    talk.say("no, I said set a timer")
    assert talk.dialogue.question is None and not done


def test_the_first_utterance_corrects_nothing() -> None:
    talk = Talk()
    assert talk.say("I said turn on the lights") == "Doing lights."


def test_nothing_is_kept_unless_it_was_asked_for() -> None:
    talk = Talk(keeps=False)
    talk.say("turn on the chicken", aloud=True)
    said = talk.say("that's wrong")
    assert "keep_conversations" in said and "none of our conversations is kept" in said
    # once is enough
    assert talk.say("no, I said turn on the lights") == "Sorry. Doing lights."
    assert not paths.recordings().exists()


def test_only_the_newest_are_kept_and_complaints_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation_log, "LONGEST", 3)
    talk = Talk()
    talk.say("turn on the chicken", aloud=True)
    talk.say("that's wrong")
    for number in range(3):
        talk.say(f"timer {number}", aloud=True)
    assert [one.text for one in conversation_log.read()] == ["turn on the chicken", "timer 1", "timer 2"]
    assert len(list(paths.recordings().rglob("*.flac"))) == 3


def test_a_folder_that_cannot_be_written_ends_the_keeping_alone(home: Path) -> None:
    (home / "recordings").write_text("in the way")
    talk = Talk()
    assert talk.say("turn on the lights", aloud=True) == "Doing lights."
    assert talk.say("set a timer") == "Doing timer."
    assert len(talk.troubles) == 1


def test_a_badly_heard_correction_flags_nothing() -> None:
    talk = Talk()
    talk.say("turn on the chicken", aloud=True)
    unheard = replace(Words().understand("no, I said the kitchen"), heard=False)
    CorrectionResponder(talk.echo, Words(), talk.recorder).respond(unheard, talk.dialogue)
    (first,) = conversation_log.read()
    assert not first.flagged and talk.echo.asked[-1] == "no, I said the kitchen"


def spoken(text: str, given: Understanding) -> tuple[list[Understanding], Reply]:
    """What the dialogue hears of a correction, which follows "turn on the kitchen lights", and the reply."""
    heard: list[Understanding] = []

    class Listening(Echo):
        def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
            heard.append(understanding)
            return super().respond(understanding, dialogue)

    responder = CorrectionResponder(Listening(), Words(), Recorder(False, lambda error: None))
    responder.respond(understood("turn on the kitchen lights"), Dialogue())
    reply = responder.respond(replace(given, text=text), Dialogue())
    return heard, reply


@pytest.mark.parametrize("text", ["no, I meant the other one", "no, I meant the last timer"])
def test_a_correction_that_says_which_one_stays_one_of_the_dialogue(text: str) -> None:
    given = commands.understood(commands.command(text, "timer_cancel", relation="correction"))

    heard, reply = spoken(text, given)

    assert heard[-1] == given
    assert reply.corrects


@pytest.mark.parametrize(
    ("text", "relation", "right"),
    [
        ("no, I meant what time is it", "correction", "what time is it"),
        ("no, I meant the other one", "new", "the other one"),
    ],
)
def test_what_says_not_which_one_is_understood_anew(text: str, relation: Relation, right: str) -> None:
    given = commands.understood(commands.command(text, "timer_cancel", relation=relation))

    heard, _ = spoken(text, given)

    assert heard[-1].text == right
    assert [one.relation for one in heard[-1].commands] == ["correction"]
