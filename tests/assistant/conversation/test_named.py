"""Names that only a skill knows, looked for in what was hardly understood."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.named import NamingResponder
from assistant.skills.api import INTERFACE
from models.errors import SkillError
from models.types import Command, Reply, Understanding
from tests.fixtures.commands import command, understood


class Kennel:
    """A skill that knows one dog."""

    name, title, interface = "kennel", "dogs", INTERFACE

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken

    def recognized(self, command: Command) -> Command | None:
        if self.broken:
            raise SkillError("the kennel is closed")
        return replace(command, intent="dog_call", decision="act") if "Rex" in command.text else None


class Ear:
    """A responder that keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[str | None] = []

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        self.heard = [one.intent for one in understanding.commands]
        return Reply(("Yes.",))


def test_an_unsure_command_takes_the_intent_of_the_name() -> None:
    ear = Ear()
    unsure = replace(command("call Rex", "play_music"), decision="confirm")
    sure, other = command("call Rex", "email_query"), command("call Tom", None)

    reply = NamingResponder(ear, [Kennel(broken=True), Kennel()]).respond(
        understood(unsure, sure, other), Dialogue()
    )

    assert reply.sentences == ("Yes.",)
    assert ear.heard == ["dog_call", "email_query", None]
