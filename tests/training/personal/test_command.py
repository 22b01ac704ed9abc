"""The printed result of personal training, as a table and as JSON."""

from __future__ import annotations

import json

import pytest

from models.bundles.bundle import Bundle
from training.personal import command
from training.personal.proof import judge, shares
from training.personal.run import PersonalResult, RecognizerScores


def result() -> PersonalResult:
    none = RecognizerScores([], [], {})
    found = PersonalResult(none, none)
    better = shares([False] * 8, [True] * 8, "commands right", "your recordings")
    worse = shares([True] * 8, [False] * 8, "sentences right", "general sentences")
    found.changes += [better, worse]
    found.verdicts.append(judge("classifier", [better], [worse], 0.02))
    return found


def test_a_refusal_names_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    command.show(result(), json_lines=False)
    said = capsys.readouterr().out
    assert "your recordings" in said and "+1.000" in said and "-1.000" in said
    assert "classifier: " in said and "Nothing was put in use" in said


def test_a_promotion_names_the_bundle(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    found = result()
    found.promoted = Bundle("personal", "3", "r", "c", "g", tmp_path)
    command.show(found, json_lines=False)
    assert "personal 3 is in use now." in capsys.readouterr().out


def test_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    command.show(result(), json_lines=True)
    (line,) = capsys.readouterr().out.splitlines()
    assert set(json.loads(line)) >= {"changes"}
