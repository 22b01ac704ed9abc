"""Calls into a skill, whose failure never ends the conversation."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from assistant.conversation.outcome import Outcome
from assistant.skills.api import Ambiguous, NeedsConfirmation, Result, Unclear
from models.command_line import fields
from models.errors import AssistantError, StateError
from models.types import Action

log = logging.getLogger(__name__)

R = TypeVar("R")
P = ParamSpec("P")

WENT_WRONG = "Sorry, something went wrong and I couldn't do that."


def without_memory(error: StateError) -> str:
    """The reply where the assistant's memory fails: what happened, and the remedy."""
    return f"Sorry, {error.what}; {error.do}."


def remembering(decide: Callable[P, Outcome | None]) -> Callable[P, Outcome | None]:
    """A decision whose failure to read or write the memory is an outcome too."""

    @wraps(decide)
    def decided(*args: P.args, **kwargs: P.kwargs) -> Outcome | None:
        try:
            return decide(*args, **kwargs)
        except StateError as error:
            log.exception("a decision needs the memory")
            return Outcome(without_memory(error), Action("memory", "unavailable"), fixed=True)

    return decided


def attempt(skill: str, act: Callable[[], R]) -> R | Result:
    """What a skill returns; its failure is a result too, so that the conversation goes on.

    The questions of `assistant.skills.api` pass.
    """
    try:
        return act()
    except (Ambiguous, NeedsConfirmation, Unclear):
        raise
    except StateError as error:
        log.exception("a skill failed", extra=fields(skill=skill))
        return Result({}, without_memory(error), "unavailable")
    except AssistantError as error:
        log.exception("a skill failed", extra=fields(skill=skill))
        return Result({}, f"Sorry, {error.what}.", "failed")
    except Exception:
        log.exception("a skill raised", extra=fields(skill=skill))
        return Result({}, WENT_WRONG, "failed")
