"""Replies that fail on their way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.conversation.answering import SORRY, UNSPOKEN, TimedSentences, apology, deliver, said
from assistant.speaking.sinks import PrintSink
from models.errors import SkillError
from models.types import Action, Reply


class Broken(PrintSink):
    """A sink that takes one sentence and fails."""

    def deliver(self, reply: Reply) -> str:
        next(iter(reply.sentences))
        raise OSError("gone")


def one_and_an_error() -> Iterator[str]:
    yield "One. "
    raise RuntimeError("lost the thread")


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ((), f"One. {SORRY}"),
        ((None, Action("lamps", "done", sentence="The lamp is on.")), "One. The lamp is on."),
        ((Action("lamps", "done"),), f"One. {SORRY}"),
    ],
)
def test_in_place_of_what_is_not_generated(actions: tuple[Action | None, ...], expected: str) -> None:
    reply = Reply(one_and_an_error(), None, actions)
    assert deliver(PrintSink(), reply, TimedSentences(reply.sentences)) == expected


def test_what_cannot_be_spoken_is_text_to_its_end() -> None:
    reply = Reply(("One.", "Two."))
    assert deliver(Broken(), reply, TimedSentences(reply.sentences)) == f"One. Two. {UNSPOKEN}"
    assert said(Broken(), ("One.", "Two.")) == "One. Two."


def test_no_sentence_follows_an_error() -> None:
    timed = TimedSentences(one_and_an_error())
    assert next(timed) == "One. " and timed.given == ["One."] and not timed.failed
    with pytest.raises(RuntimeError):
        next(timed)
    assert timed.failed and list(timed) == []


def test_errors_for_people_are_said() -> None:
    assert apology(SkillError("the cellar is flooded")) == (SORRY, "the cellar is flooded.")
    assert apology(ZeroDivisionError("division by zero")) == (SORRY,)


def test_ctrl_c_passes() -> None:
    class Stopped(PrintSink):
        def deliver(self, reply: Reply) -> str:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(Stopped(), Reply(("One.",)), TimedSentences(("One.",)))
