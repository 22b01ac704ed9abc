"""Calls into a skill, whose failure never ends the conversation."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from assistant.skills.api import Ambiguous, NeedsConfirmation, Result, Unclear
from models.errors import AssistantError

log = logging.getLogger(__name__)

R = TypeVar("R")

WENT_WRONG = "Sorry, something went wrong and I couldn't do that."


def attempt(skill: str, act: Callable[[], R]) -> R | Result:
    """What a skill returns; its failure is a result too, so that the conversation goes on.

    The questions of `assistant.skills.api` pass.
    """
    try:
        return act()
    except (Ambiguous, NeedsConfirmation, Unclear):
        raise
    except AssistantError as error:
        log.exception("the skill %s failed", skill)
        return Result({}, f"Sorry, {error.what}.", "failed")
    except Exception:
        log.exception("the skill %s raised", skill)
        return Result({}, WENT_WRONG, "failed")
