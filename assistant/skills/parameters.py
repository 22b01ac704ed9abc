"""Parameters that several skills share: how a value is read from the slots of a command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from typing import Any

from assistant.skills.api import Call, Parameter, Reading, Unclear
from models.text import say
from models.text.parse import Context, Kind, scan


def context(call: Call) -> Context:
    """The context in which a command's values are read."""
    return Context(call.now, call.profile.zone, call.profile.currency)


def text(*slots: str, ask: str = "", carries: bool = True, say: Callable[[str], str] = str) -> Parameter:
    """The words of the first of these slots; a bare answer is the whole utterance."""
    return Parameter(
        lambda reading: reading.first(*slots),
        slots,
        ask=ask,
        answer=lambda reading: reading.first(*slots) or reading.command.text.strip(" .!?") or None,
        carries=carries,
        say=say,
    )


def texts(*slots: str, ask: str = "", carries: bool = True) -> Parameter:
    """The words of all these slots."""
    return Parameter(
        lambda reading: tuple(reading.texts(*slots)) or None,
        slots,
        ask=ask,
        answer=lambda reading: tuple(reading.texts(*slots)) or (reading.command.text.strip(" .!?"),),
        carries=carries,
        say=", ".join,
    )


def value(
    kind: Kind,
    *slots: str,
    ask: str = "",
    carries: bool = True,
    say: Callable[[Any], str] = str,
    unclear: str = "I didn't get “{text}”. Could you say it another way?",
) -> Parameter:
    """The value of a kind in the first of these slots, or found anywhere in the command.

    Arguments:
        unclear: the question about words that are no such value, `{text}` in it.
    """

    def of(words: str, reading: Reading) -> Any:
        found = scan.read(kind, words, context(reading.call))
        if found is None:
            raise Unclear(unclear.format(text=words))
        return found

    def read(reading: Reading) -> Any:
        words = reading.first(*slots)
        return None if words is None else of(words, reading)

    def answer(reading: Reading) -> Any:
        words = reading.first(*slots)
        return scan.read(kind, words or reading.command.text, context(reading.call))

    return Parameter(read, slots, ask=ask, answer=answer, kind=kind, carries=carries, say=say)


def duration(*slots: str, ask: str = "", carries: bool = True) -> Parameter:
    """A length of time; a bare number takes the unit of the command that it corrects or follows."""

    def of(words: str, reading: Reading) -> timedelta | None:
        seconds: Fraction | None = scan.read("duration", words, context(reading.call))
        if seconds is None and reading.before is not None:
            unit = _unit_of(reading)
            seconds = scan.read("duration", f"{words} {unit}", context(reading.call)) if unit else None
        return None if seconds is None else timedelta(seconds=float(seconds))

    def read(reading: Reading) -> timedelta | None:
        words = reading.first(*slots)
        if words is None:
            return None
        found = of(words, reading)
        if found is None:
            raise Unclear(f"I didn't get how long “{words}” is. How long?")
        return found

    def answer(reading: Reading) -> timedelta | None:
        words = reading.first(*slots) or reading.command.text
        # "ten" after "for how long?" is minutes, as people mean it
        return of(words, reading) or of(f"{words} minutes", reading)

    return Parameter(read, slots, ask=ask, answer=answer, kind="duration", carries=carries, say=say.duration)


def _unit_of(reading: Reading) -> str | None:
    """The last word of the duration in the command before: "minutes"."""
    assert reading.before is not None
    said = [slot.value for slot in reading.before.slots if slot.name == "duration"]
    return said[0].split()[-1] if said and not said[0].split()[-1].isdigit() else None


def flag(*modifiers: str) -> Parameter:
    """Whether everything of a kind is meant."""
    return Parameter(lambda reading: reading.command.modifiers.all or None, modifiers=modifiers or ("all",))


def excluded() -> Parameter:
    """The exceptions, as said."""
    return Parameter(lambda reading: reading.command.modifiers.excluded or None, modifiers=("except",))
