"""The recognizer expects the names that the skills know, as they change."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.vocabulary import VocabularyResponder
from assistant.skills.api import INTERFACE
from models.errors import SkillError
from models.types import Reply, Understanding
from tests.fixtures.commands import command, understood


class Kennel:
    """A skill that knows dogs."""

    name, title, interface = "kennel", "dogs", INTERFACE

    def __init__(self, *dogs: str) -> None:
        self.dogs = list(dogs)

    def names(self) -> list[str]:
        if not self.dogs:
            raise SkillError("the kennel is empty")
        return self.dogs


class Buyer:
    """A responder that buys a dog at each utterance."""

    def __init__(self, kennel: Kennel) -> None:
        self.kennel = kennel

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        self.kennel.dogs.append("Bello")
        return Reply(("Yes.",))


def test_names_are_told_at_the_start_and_after_each_reply() -> None:
    told: list[list[str]] = []

    def expect(phrases: Iterable[str]) -> None:
        told.append([*phrases])

    kennel = Kennel("Rex")
    responder = VocabularyResponder(Buyer(kennel), [Kennel(), kennel], expect)
    assert told == [["Rex"]]
    reply = responder.respond(understood(command("another one", "dog_buy")), Dialogue())
    assert reply.sentences == ("Yes.",) and told[1:] == [["Rex", "Bello"]]


def test_names_that_stay_are_told_once() -> None:
    told: list[list[str]] = []
    still = Kennel("Rex")
    responder = VocabularyResponder(Buyer(Kennel("Rex")), [still], lambda names: told.append([*names]))
    responder.respond(understood(command("another one", "dog_buy")), Dialogue())
    assert told == [["Rex"]]
