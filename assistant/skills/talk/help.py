"""What can be said, from the declarations of the skills that are here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from assistant.skills.api import (
    INTERFACE,
    Call,
    NeedsSetup,
    Operation,
    Parameter,
    Result,
    Skill,
    SkillContext,
    operation,
)
from assistant.skills.operations import operations
from models.text.normalise import fold
from models.text.say_lists import join

MOST_WORDS = 40
"""Words of spoken help."""


_COMMON_WORDS = """
    a about all am an and any are ask can capable could do does for from get give have help how i in is
    it know like make me my new of on or please say should show some tell that the them there things
    this to us use want what when which will with work works would you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())


class Help:
    """Help on everything, or on one topic."""

    name = "help"
    interface = INTERFACE
    title = "help"

    def __init__(self, context: SkillContext) -> None:
        self._skills = context.skills

    @operation("general_help", does="tell you what I can do", examples=("what can you do",), hidden=True)
    def explain(
        self,
        call: Call,
        topic: Annotated[str | None, Parameter(lambda reading: reading.command.text, slots=("*",))] = None,
    ) -> Result:
        """Name the topics, or examples of the topic that was asked for."""
        listed = [
            skill
            for skill in self._skills()
            if shown(skill) and not (isinstance(skill, NeedsSetup) and not skill.is_set_up)
        ]
        if not listed:
            return Result({}, "I can only chat; no skills are set up.", fixed=True)
        if examples := _about(topic or "", listed):
            return Result({}, examples, fixed=True)
        titles = list(dict.fromkeys(skill.title for skill in listed))
        sentence = f"I can help with {join(titles)}. Ask about one of them to hear more."
        while len(sentence.split()) > MOST_WORDS:
            titles.pop()
            sentence = f"I can help with {', '.join(titles)} and more. Ask about one of them to hear more."
        return Result({}, sentence, fixed=True)


def shown(skill: Skill) -> list[Operation]:
    """The operations of a skill that help shows."""
    return [one for one in operations(skill) if not one.declared.hidden and one.declared.examples]


def _about(topic: str, skills: Sequence[Skill]) -> str | None:
    """Examples of what the words of a question are about, the best first; None without any."""
    asked = _words(topic)
    scores = {
        (skill.name, one.name): 3 * len(asked & _words(skill.title))
        + len(asked & (_words(one.declared.does) | _words(" ".join(one.declared.examples))))
        for skill in skills
        for one in shown(skill)
    }
    best = max(scores, key=lambda key: scores[key])
    if not scores[best]:
        return None
    (skill,) = [skill for skill in skills if skill.name == best[0]]
    ranked = sorted(shown(skill), key=lambda one: -scores[skill.name, one.name])
    return _examples(skill.title, [_closest(one, asked) for one in ranked])


def _closest(one: Operation, asked: set[str]) -> str:
    """The example with most of the words."""
    return max(one.declared.examples, key=lambda example: len(asked & _words(example)))


def _words(text: str) -> set[str]:
    """The words with a meaning of their own, without a plural's end."""
    return {word.removesuffix("s") for word in re.findall(r"[^\W\d_]+", fold(text)) if word not in _COMMON}


def _examples(title: str, sentences: Sequence[str]) -> str:
    """As many examples as fit, and that there are more."""
    chosen: list[str] = []
    for sentence in sentences:
        if len(" ".join([*chosen, sentence]).split()) <= MOST_WORDS - 8:
            chosen.append(sentence)
    more = f" Ask for more about {title}." if len(chosen) < len(sentences) else ""
    return f"You can say: {join([f'“{sentence}”' for sentence in chosen], 'or')}.{more}"
