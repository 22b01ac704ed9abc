"""A skill's failure is a result; its questions pass."""

from __future__ import annotations

import logging

import pytest

from assistant.conversation.attempts import WENT_WRONG, attempt
from assistant.skills.api import NeedsConfirmation, Result, Unclear
from models.errors import SkillError


def failing(error: Exception) -> Result:
    raise error


def test_a_result_is_returned_as_it_is() -> None:
    result = Result({}, "Done.")

    assert attempt("lamps", lambda: result) is result


@pytest.mark.parametrize(
    ("error", "said"),
    [(SkillError("the hub is away"), "Sorry, the hub is away."), (ZeroDivisionError("x"), WENT_WRONG)],
)
def test_a_failure_is_said_and_logged(error: Exception, said: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        result = attempt("lamps", lambda: failing(error))

    assert (result.sentence, result.status, result.changes) == (said, "failed", False)
    assert "lamps" in caplog.text


@pytest.mark.parametrize("question", [Unclear("When?"), NeedsConfirmation("Really?")])
def test_questions_pass(question: Exception) -> None:
    with pytest.raises(type(question)):
        attempt("lamps", lambda: failing(question))
