"""Findings: what they refuse, accept and say."""

import io

import pytest
from rich.console import Console

from models.errors import DataError
from training.data.findings import Finding, Findings

ERROR = Finding("error", "missing-sound", "audio: a.wav is missing", "m.jsonl:1")
WARNING = Finding("warning", "label-once", "intent: sing is seen once", "m.jsonl:2")


def test_warnings_do_not_refuse() -> None:
    Findings(2, (WARNING,)).refuse_errors()
    with pytest.raises(DataError, match=r"m\.jsonl:1: audio: a\.wav is missing"):
        Findings(2, (WARNING, ERROR)).refuse_errors()


def test_an_accepted_check_is_a_warning() -> None:
    accepted = Findings(2, (ERROR, WARNING)).accepting("missing-sound")
    assert not accepted.errors and [f.check for f in accepted.warnings] == ["missing-sound", "label-once"]
    assert Findings(2, (ERROR,)).accepting("label-once").errors == (ERROR,)


def test_the_summary_counts() -> None:
    assert Findings(1, (ERROR,)).summary() == "1 example: 1 error, 0 warnings"
    assert Findings(1200, (WARNING,) * 2).summary() == "1,200 examples: 0 errors, 2 warnings"


def test_the_table_groups_by_check() -> None:
    shown = io.StringIO()
    Console(file=shown, width=120).print(Findings(9, (WARNING, *[ERROR] * 5)).table())
    text = shown.getvalue()
    assert text.index("missing-sound") < text.index("label-once") and " 5 " in text
    assert text.count("a.wav is missing") == 3


def test_json_has_everything() -> None:
    found = Findings(9, (ERROR, WARNING)).to_json()
    assert (found["n"], found["errors"], found["warnings"]) == (9, 1, 1)
    assert found["findings"][0]["where"] == "m.jsonl:1"
