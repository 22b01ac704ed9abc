"""Names that the owner may say next, told to the recognizer when they change."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Responder
from assistant.skills.api import Names, Skill
from models.errors import AssistantError
from models.types import Reply, Understanding

log = logging.getLogger(__name__)


class VocabularyResponder:
    """A responder after which the recognizer expects the names that the skills know.

    Arguments:
        responder: answers.
        skills: all the skills.
        expect: takes all the names.
    """

    def __init__(
        self, responder: Responder, skills: Sequence[Skill], expect: Callable[[Iterable[str]], None]
    ) -> None:
        self._responder, self._expect = responder, expect
        self._skills = [skill for skill in skills if isinstance(skill, Names)]
        self._told: list[str] | None = None
        self.refresh()

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        """See `Responder`."""
        reply = self._responder.respond(understanding, dialogue)
        self.refresh()
        return reply

    def refresh(self) -> None:
        """Tell the names where they changed; those of a skill that fails are left out."""
        found: list[str] = []
        for skill in self._skills:
            try:
                found += skill.names()
            except AssistantError:
                log.exception("a skill could not tell its names")
        if found != self._told:
            self._expect(found)
            self._told = found
