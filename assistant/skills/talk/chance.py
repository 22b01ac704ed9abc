"""A coin, dice, a number by chance, or one of several things."""

from __future__ import annotations

from random import Random, SystemRandom
from typing import Annotated

from assistant.skills.api import INTERFACE, Call, Parameter, Reading, Result, SkillContext, operation
from models.text.chance import CHANCE, Chance, left_to_chance
from models.text.say_lists import capital, join


def _asked(reading: Reading) -> Chance | None:
    """What is asked, or what was asked before: "and again"."""
    again = left_to_chance(reading.before.text) if reading.before else None
    return left_to_chance(reading.command.text) or again


_ASKED = Parameter(_asked, slots=("*",), ask="Between what?", carries=False)


class Chances:
    """What chance decides.

    Arguments:
        random: the source of chance.
    """

    name = "chance"
    interface = INTERFACE
    title = "coins and dice"

    def __init__(self, context: SkillContext, random: Random | None = None) -> None:
        self._random = random or SystemRandom()

    @operation(
        CHANCE,
        does="flip a coin, roll dice or pick a number",
        examples=("flip a coin", "roll two dice", "pick a number between 1 and 10", "choose tea or coffee"),
    )
    def decide(self, call: Call, asked: Annotated[Chance, _ASKED]) -> Result:
        """Let chance decide."""
        match asked.kind:
            case "coin":
                said = self._random.choice(("heads", "tails"))
            case "choice":
                said = self._random.choice(asked.options)
            case "number":
                said = str(self._random.randint(asked.first, asked.last))
            case "dice":
                rolled = [self._random.randint(asked.first, asked.last) for _ in range(asked.count)]
                said = join([str(one) for one in rolled])
                if len(rolled) > 1:
                    said = f"{said}, {sum(rolled)} together"
        return Result({"answer": said}, f"{capital(said)}.", fixed=True)
