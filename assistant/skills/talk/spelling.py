"""How a word is spelled."""

from __future__ import annotations

from typing import Annotated

from assistant.skills.api import INTERFACE, Call, Parameter, Result, SkillContext, operation
from models.text.say_lists import capital
from models.text.spelling import SPELLING, asked_word, further_word, spelled

Word = Annotated[
    str,
    Parameter(
        lambda reading: asked_word(reading.command.text) or further_word(reading.command.text),
        slots=("*",), ask="Which word?", carries=False,
    ),
]  # fmt: skip


class Spelling:
    """The letters of a word."""

    name = "spelling"
    interface = INTERFACE
    title = "spelling"

    def __init__(self, context: SkillContext) -> None:
        pass

    @operation(SPELLING, does="spell {word}", examples=("how do you spell necessary",))
    def spell(self, call: Call, word: Word) -> Result:
        """Say the letters one by one."""
        letters = spelled(word)
        return Result({"letters": letters}, f"{capital(word)} is spelled {letters}.", fixed=True)
