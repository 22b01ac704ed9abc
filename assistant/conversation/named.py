"""Commands that the classifier is unsure of, made clear by names that only a skill knows."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Responder
from assistant.skills.api import Recognizes, Skill
from models.errors import AssistantError
from models.types import Command, Reply, Understanding

log = logging.getLogger(__name__)


class NamingResponder:
    """A responder that looks for the names of skills in what was hardly understood.

    Arguments:
        responder: answers in the end.
        skills: all the skills, in order of precedence.
    """

    def __init__(self, responder: Responder, skills: Sequence[Skill]) -> None:
        self._responder = responder
        self._skills = [skill for skill in skills if isinstance(skill, Recognizes)]

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        """See `Responder`."""
        commands = tuple(map(self._named, understanding.commands))
        return self._responder.respond(replace(understanding, commands=commands), dialogue)

    def _named(self, command: Command) -> Command:
        if command.decision == "act":
            return command
        for skill in self._skills:
            try:
                found = skill.recognized(command)
            except AssistantError:
                log.exception("a skill could not look for names")
                continue
            if found is not None:
                return found
        return command
