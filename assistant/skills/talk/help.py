"""What can be said, from the declarations of the skills that are here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from assistant.skills.api import (
    INTERFACE,
    Call,
    Operation,
    Parameter,
    Reading,
    Result,
    Skill,
    SkillContext,
    operation,
)
from assistant.skills.operations import operations
from models.text.say_lists import join

MOST_WORDS = 40
"""Words of spoken help."""


def _topic(reading: Reading) -> str | None:
    """The words of the question, in which a title is looked for."""
    return reading.command.text.lower()


class Help:
    """Help on everything, or on one topic."""

    name = "help"
    interface = INTERFACE
    title = "help"

    def __init__(self, context: SkillContext) -> None:
        self._skills = context.skills

    @operation("general_help", does="tell you what I can do", examples=("what can you do",))
    def explain(
        self, call: Call, topic: Annotated[str | None, Parameter(_topic, slots=("*",))] = None
    ) -> Result:
        """Name the topics, or examples of the topic that was asked for."""
        listed = [skill for skill in self._skills() if shown(skill)]
        for skill in listed:
            if topic and any(word.rstrip("s") in topic for word in skill.title.split() if len(word) > 3):
                return Result({}, _examples(skill), fixed=True)
        if not listed:
            return Result({}, "I can only chat; no skills are set up.", fixed=True)
        titles = list(dict.fromkeys(skill.title for skill in listed))
        sentence = f"I can help with {join(titles)}. Ask about one of them to hear more."
        while len(sentence.split()) > MOST_WORDS:
            titles.pop()
            sentence = f"I can help with {', '.join(titles)} and more. Ask about one of them to hear more."
        return Result({}, sentence, fixed=True)


def shown(skill: Skill) -> list[Operation]:
    """The operations of a skill that help shows."""
    return [one for one in operations(skill) if not one.declared.hidden and one.declared.examples]


def _examples(skill: Skill) -> str:
    """As many examples as fit, one of each operation."""
    chosen: list[str] = []
    for one in shown(skill):
        if len(" ".join([*chosen, one.declared.examples[0]]).split()) <= MOST_WORDS - 6:
            chosen.append(one.declared.examples[0])
    return f"You can say: {_quoted(chosen)}."


def _quoted(sentences: Iterable[str]) -> str:
    return join([f"“{sentence}”" for sentence in sentences], "or")
