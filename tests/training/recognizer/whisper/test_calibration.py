"""The calibration's fit, on evidence of which the truth is known, and the command on a tiny recognizer."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models.asr.whisper import confidence
from models.asr.whisper.confidence import DecodingEvidence
from models.types import Samples, Transcript
from training.evaluation.metrics import expected_calibration_error
from training.recognizer.rooms import Room
from training.recognizer.whisper import calibration
from training.recognizer.whisper.calibration import HeardClip


def heard(count: int, seed: int) -> list[HeardClip]:
    """Texts that are right with the probability of all their tokens, which is less than their mean says."""
    draw = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        mean, tokens = -float(draw.exponential(0.1)), int(draw.integers(2, 20))
        right = bool(draw.random() < np.exp(mean * (tokens + 1)))
        evidence = DecodingEvidence(mean, tokens)
        rows.append(HeardClip("an4", number % 2 > 0, "", evidence, right))
    return rows


def test_the_fitted_confidence_is_the_share_of_right_texts() -> None:
    fitted, others = calibration.fit(heard(3000, 0)), heard(3000, 1)
    right = [each.right for each in others]
    raw = expected_calibration_error([np.exp(each.evidence.log_probability) for each in others], right)
    sure = expected_calibration_error([fitted.confidence(each.evidence) for each in others], right)
    assert raw > 0.3 and sure < 0.05


def test_each_corpus_counts_as_much_close_by_and_far() -> None:
    evidence = DecodingEvidence(-0.1, 4)
    rows = [HeardClip("an4", far, "", evidence, True) for far in (False, True, True, True)]
    rows += [HeardClip("speechocean762", False, "", evidence, True)] * 2
    assert calibration.shares(rows) == pytest.approx(np.array([6, 2, 2, 2, 3, 3]) / 3)


class Deaf(calibration.Noting):
    """Hears "one" whatever is said, and nothing in the first sound."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []

    def transcribe(self, samples: Samples) -> Transcript | None:
        self.lengths.append(samples.size)
        if len(self.lengths) == 1:
            return None
        return Transcript("one", self.confidence(DecodingEvidence(-0.1, samples.size)))


def test_validation_clips_are_heard_as_they_are_and_far(tmp_path: Path) -> None:
    lines = []
    for number, (text, split) in enumerate([("one", "valid"), ("two", "valid"), ("one", "test")]):
        noise = np.random.default_rng(number).normal(0, 0.1, 8000)
        soundfile.write(tmp_path / f"{number}.flac", noise, 16_000)
        lines.append({"audio": f"{number}.flac", "text": text, "split": split, "speaker": "a"})
    (tmp_path / "an4.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    recognizer, click = Deaf(), np.eye(1, 800, dtype=np.float32)[0]
    rows = list(
        calibration.hear(recognizer, recognizer, [tmp_path / "an4.jsonl"], [Room(click, click)], [click])
    )
    copies = calibration.COPIES
    assert len(recognizer.lengths) == 2 * (1 + copies) and recognizer.lengths[copies + 1] == 8000
    assert [(row.far, row.right) for row in rows] == [(True, True)] * copies + [(False, False)] + [
        (True, False)
    ] * copies
    assert {row.corpus for row in rows} == {"an4"} and rows[copies].evidence.tokens == 8000


def test_what_was_heard_before_is_fitted_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept, output = tmp_path / "heard.jsonl", tmp_path / "recognizer"
    kept.write_text("".join(json.dumps(asdict(each)) + "\n" for each in heard(200, 2)))
    output.mkdir()
    calibration.main(["an4.jsonl", "--noise", "esc10.jsonl", "--output", str(output), "--heard", str(kept)])
    made = confidence.read(output)
    assert made is not None and made.weight < 0
    assert "close by: 100 heard" in capsys.readouterr().out
