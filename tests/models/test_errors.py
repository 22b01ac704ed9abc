"""Errors as sentences, with exit codes, across processes."""

from __future__ import annotations

import pickle
import re

import pytest

from models import errors
from models.errors import AssistantError, ConfigError, DataError

KINDS = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, AssistantError)]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ConfigError("the rate is wrong"), "the rate is wrong."),
        (DataError("no text", where="a.jsonl:3"), "a.jsonl:3: no text."),
        (ConfigError("no voice", where="a.toml", do="choose one"), "a.toml: no voice; choose one."),
    ],
)
def test_an_error_is_one_sentence(error: AssistantError, sentence: str) -> None:
    assert str(error) == sentence


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_keeps_its_parts_across_a_process_boundary(kind: type[AssistantError]) -> None:
    again = pickle.loads(pickle.dumps(kind("what", where="where", do="do")))  # noqa: S301 - our own bytes
    assert type(again) is kind
    assert (again.what, again.where, again.do) == ("what", "where", "do")


def test_wrong_input_exits_with_2_and_every_kind_is_in_the_tree() -> None:
    assert {k.exit_code for k in KINDS} == {1, 2}
    assert all((k.exit_code == 2) == issubclass(k, errors.InputError) for k in KINDS)
    drawn = set(re.findall(r"\w+Error", errors.__doc__ or ""))
    assert drawn == {k.__name__ for k in KINDS}
