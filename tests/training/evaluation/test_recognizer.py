"""Error rates by hand, on sounds that a small real recognizer tells apart by their length."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models.manifest import Example
from models.types import Samples, Transcript
from training.evaluation import recognizer

SECOND = 16_000
HEARD = {1: "Turn on the LIGHT!", 2: "five ten", 3: None, 4: "no no no no no"}


class ByLength:
    """Gives the transcript of each length."""

    def transcribe(self, samples: Samples) -> Transcript | None:
        text = HEARD[round(len(samples) / SECOND)]
        return None if text is None else Transcript(text, retried=len(samples) > 3 * SECOND)


@pytest.fixture
def examples(tmp_path: Path) -> list[Example]:
    said = {1: ("turn on the lights", "anna"), 2: ("5-10", "anna"), 3: ("stop", "ben"), 4: ("no", "ben")}
    made = []
    for seconds, (text, speaker) in said.items():
        file = tmp_path / f"{seconds}.wav"
        soundfile.write(file, np.zeros(seconds * SECOND, dtype=np.float32), SECOND)
        made.append(Example(text=text, audio=file, speaker=speaker, gender="f" if speaker == "anna" else "m"))
    return [*made, Example(text="without sound"), Example(audio=tmp_path / "1.wav")]


def test_every_rate_by_hand(examples: list[Example]) -> None:
    clips = recognizer.hear(ByLength(), examples)
    found = recognizer.error_rates(clips)
    assert [c.text for c in clips] == ["Turn on the LIGHT!", "five ten", "", "no no no no no"]
    # one substituted, none, one deleted, four inserted; of 4 + 2 + 1 + 1 words
    assert found["wer"].value == pytest.approx(6 / 8) and found["wer"].n == 8 and found.n == 4
    # an s, nothing, s t o p, and four times " no"; with spaces 18 + 8 + 4 + 2 characters
    assert found["cer"].value == pytest.approx((1 + 0 + 4 + 12) / 32)
    assert found["cer_no_spaces"].value == pytest.approx((1 + 0 + 4 + 8) / (15 + 7 + 4 + 2))
    # one of "the lights", two of "5 10" against "510", "stop", four of five "no"
    assert found["wer_whisper_normalised"].n == 8
    assert found["wer_whisper_normalised"].value == pytest.approx((1 + 2 + 1 + 4) / 8)
    assert found.details["confidences"] == {"bins": [{"confidence": 1.0, "n": 3}]}
    assert found["seconds_of_audio"].value == 10 and 0 < found["real_time_factor"].value < 1
    assert [found[key].value for key in ("empty", "loops", "retried")] == [1, 1, 0.25]
    assert found.speakers["anna"]["wer"].value == pytest.approx(1 / 6)
    assert found.groups["gender"]["m"]["wer"].value == pytest.approx(5 / 2)
    (apart,) = found.differences
    assert (apart.figure, apart.kind, apart.group) == ("wer", "speaker", "anna")
    assert apart.difference.value == pytest.approx(1 / 6 - 5 / 2)
    low, high = found["wer"].ends
    assert 0 <= low < 0.75 < high
    assert [c.example.text for c in recognizer.worst(clips)] == ["no", "stop", "turn on the lights"]


def test_no_recording_gives_no_rate() -> None:
    assert recognizer.hear(ByLength(), [Example(text="typed")]) == []
    assert recognizer.error_rates([]).rates == {}


def test_one_speaker_alone_is_not_listed(examples: list[Example]) -> None:
    clips = recognizer.hear(ByLength(), [replace(e, speaker="anna", gender="f") for e in examples])
    found = recognizer.error_rates(clips)
    assert not found.speakers and not found.groups and not found.differences


def test_a_language_without_spaces_is_counted_in_characters(examples: list[Example]) -> None:
    chinese = replace(examples[0], text="设定29度", language="zh")
    clip = recognizer.score(chinese, Transcript("设定二十度。", language="zh"), 1.0, 0.1)
    assert not clip.in_words and (clip.wrong, clip.size) == (1, 6)
    english = recognizer.score(examples[0], Transcript("turn on the light"), 1.0, 0.1)
    assert english.in_words and (english.wrong, english.size) == (1, 4)
    alone, both = recognizer.error_rates([clip]), recognizer.error_rates([clip, english])
    assert "wer" not in alone and alone["cer_no_spaces"].value == pytest.approx(1 / 6)
    assert both["wer"].value == pytest.approx(1 / 4)
    assert recognizer.worst([english, clip]) == [english, clip]


def test_each_language_has_its_recognizer(examples: list[Example]) -> None:
    asked: list[str] = []

    def of(language: str) -> ByLength:
        asked.append(language)
        return ByLength()

    said = [examples[0], replace(examples[1], language="de"), examples[2]]
    clips = recognizer.hear_each(of, said)
    assert asked == ["en", "de"] and [c.example for c in clips] == said
