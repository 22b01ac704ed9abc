"""The metrics, card and report of a personal run: figures of the kept models, no sentence of the owner."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.bundles.bundle import Parts
from models.manifest import Example
from models.types import Transcript
from training.evaluation.recognizer import score
from training.personal import proof, report
from training.personal.config import PersonalConfig
from training.personal.data import PersonalData
from training.personal.proof import COMMANDS, FROM_SOUND, OWN, WHOLE
from training.personal.rehearsal import RehearsalSpeech
from training.personal.run import PersonalResult, RecognizerScores, Run

SAID = Example(text="feed the cat", audio=Path("a.wav"))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    data = PersonalData(learned=(SAID,) * 3, held=(SAID,), texts=())
    return Run(
        PersonalConfig(), Parts("r", "c", "g"), data, RehearsalSpeech(learned=[SAID] * 2), (), "7", tmp_path,
        resume=False, on="cpu",
    )  # fmt: skip


@pytest.fixture
def result() -> PersonalResult:
    before = RecognizerScores([score(SAID, Transcript("feed a hat", 0.5), 60.0, 1.0)], [], {})
    after = RecognizerScores([score(SAID, Transcript("feed the cat", 0.5), 60.0, 1.0)], [], {})
    found = PersonalResult(before, after, share=0.5)
    assert found.judge("recognizer", [proof.word_errors(before.own, after.own, OWN)], [], 0.02)
    assert not found.judge("classifier", [proof.shares([True], [False], COMMANDS, OWN)], [], 0.02)
    assert found.judge(WHOLE, [proof.shares([False], [True], COMMANDS, FROM_SOUND)], [], 0.02)
    found.leave("generator", "nothing was corrected")
    return found


def test_the_figures_are_those_of_the_kept_models(run: Run, result: PersonalResult) -> None:
    found = report.metrics(run, result, "today", "the command")
    assert [(f["model"], f["before"], f["value"]) for f in found["figures"]] == [
        ("recognizer", 2 / 3, 0.0), (WHOLE, 0.0, 1.0),
    ]  # fmt: skip
    assert found["made"] == "today" and len(found["proof"]["changes"]) == 3
    assert found["data"][0] == "recordings: 3 learned from, 1 held back (1.0 min)"
    assert found["data"][-1] == "recognizer: 50% of the way to the weights that learned"
    result.share = 0.0
    assert report.metrics(run, result, "today", "the command")["data"][-1] == "recognizer: as before"


def test_the_card_has_verdicts_and_figures_but_no_sentence(run: Run, result: PersonalResult) -> None:
    text = report.card(run, result, "the command")
    assert "# personal 7" in text and "- recognizer: new" in text and "- classifier: as before" in text
    assert f"| {OWN} | word error rate |" in text and "the command" in text and "cat" not in text


def test_the_report_tells_the_reasons_and_that_nothing_was_promoted(run: Run, result: PersonalResult) -> None:
    made = report.report_of(run, result, "the command")
    assert made.title == "Your own assistant" and made.subtitle == "3 recordings learned from"
    told = str(made.sections[0])
    assert "Nothing was put in use" in told and "generator: it stays as it is: nothing was corrected" in told
    titles = [getattr(section, "title", "") for section in made.sections]
    assert "Proof" in titles and "Gain from each recording" not in titles


def test_a_result_as_json(result: PersonalResult) -> None:
    told = result.to_json()
    assert told["share"] == 0.5 and told["promoted"] is False and told["bundle"] is None
    assert [m["kept"] for m in told["models"]] == [True, False, True, False]
