"""Synthetic speech: the same seed gives the same sounds, and they are for training."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from models import audio, manifest
from models.errors import ConfigError, DataError, SynthesisError
from models.manifest import Example, SlotLabel
from training import cli
from training.synthesis import Cast, Manner, speak, texts
from training.synthesis.voices import ENGINES, EspeakVoices

TEXT = "turn on the kitchen lights"
LABELLED = Example(
    text=TEXT, intent="lights", slots=(SlotLabel("place", "kitchen", 12, 19),), split="test", origin="a:1"
)


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast(["espeak"])


def test_a_seed_draws_one_manner(cast: Cast) -> None:
    drawn = [cast.draw(f"seed {i}") for i in range(40)]
    assert drawn == [cast.draw(f"seed {i}") for i in range(40)]
    assert len({manner.voice for manner in drawn}) > 20
    assert all(manner.voice in cast.voices for manner in drawn)


def test_a_voice_says_it_at_the_level_and_within_the_margins(cast: Cast) -> None:
    samples = cast.say(TEXT, Manner("espeak:en-us+f2", level_dbfs=-26.0, margins_s=(0.2, 0.3)))
    assert 1.0 < samples.size / audio.SAMPLE_RATE_HZ < 4.0
    assert not samples[: round(0.2 * audio.SAMPLE_RATE_HZ)].any()
    assert not samples[-round(0.3 * audio.SAMPLE_RATE_HZ) :].any()
    said = samples[round(0.2 * audio.SAMPLE_RATE_HZ) : -round(0.3 * audio.SAMPLE_RATE_HZ)]
    assert audio.level_dbfs(said) == pytest.approx(-26.0, abs=1.0)


def test_rate_and_stature_change_what_they_say(cast: Cast) -> None:
    def seconds(manner: Manner) -> float:
        return cast.say(TEXT, manner).size / audio.SAMPLE_RATE_HZ

    usual = seconds(Manner("espeak:en-us"))
    assert seconds(Manner("espeak:en-us", rate=1.4)) < 0.85 * usual
    assert seconds(Manner("espeak:en-us", stature=1.2)) == pytest.approx(usual, rel=0.1)


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "espeak"])
def test_every_other_engine_speaks(engine: str) -> None:
    voices = ENGINES[engine]().voices()
    if not voices:
        pytest.skip(f"{engine} is not installed")
    samples = Cast([engine]).say(TEXT, Manner(f"{engine}:{voices[0]}"))
    assert 1.0 < samples.size / audio.SAMPLE_RATE_HZ < 4.0


def test_a_text_without_words_makes_no_sound() -> None:
    with pytest.raises(SynthesisError, match="no sound"):
        EspeakVoices().render("", "en-us", 1.0, 1.0)


def test_synthetic_speech_is_for_training(cast: Cast, tmp_path: Path) -> None:
    (spoken,) = speak([LABELLED], tmp_path, cast)
    assert spoken is not None and spoken.audio is not None
    assert spoken.split == "train"
    assert spoken.speaker is not None and spoken.speaker.startswith("espeak:")
    assert (spoken.intent, spoken.slots, spoken.text) == (LABELLED.intent, LABELLED.slots, TEXT)
    assert soundfile.info(spoken.audio).samplerate == audio.SAMPLE_RATE_HZ
    (kept,) = speak([LABELLED], tmp_path, cast, split="keep")
    assert kept is not None and kept.split == "test"


def test_what_is_there_is_not_spoken_again(cast: Cast, tmp_path: Path) -> None:
    twice = [LABELLED, LABELLED]
    first = [e.audio for e in speak(twice, tmp_path, cast) if e]
    assert len({*first}) == 2, "a sentence that comes twice has two voices"
    before = {path: path.stat().st_mtime_ns for path in first if path}
    assert [e.audio for e in speak(twice, tmp_path, cast) if e] == first
    assert before == {path: path.stat().st_mtime_ns for path in first if path}


def test_too_long_a_text_is_left_out(cast: Cast, tmp_path: Path) -> None:
    assert next(speak([Example(text="word " * 80), LABELLED], tmp_path, cast)) is None
    with pytest.raises(DataError, match="no text"):
        next(speak([Example(audio=Path("a.wav"), origin="m.jsonl:1")], tmp_path, cast))


def test_the_seed_chooses_which_texts(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    manifest.write(path, [Example(text=f"sentence {i}") for i in range(20)])
    assert len(texts([path], None, 0)) == 20
    assert texts([path], 5, 0) == texts([path], 5, 0) != texts([path], 5, 1)


def test_what_a_manifest_holds_back_is_not_spoken_to_be_learnt_from(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    manifest.write(path, [Example(text=name, split=name) for name in manifest.SPLITS])
    assert [e.text for e in texts([path], None, 0)] == ["train"]
    assert [e.text for e in texts([path], None, 0, "keep")] == ["train", "valid", "test"]


def test_names_that_are_none_are_refused() -> None:
    with pytest.raises(ConfigError, match="no speech engine 'parrot'"):
        Cast(["parrot"])
    with pytest.raises(ConfigError, match="no voice 'nobody'"):
        Cast(["espeak:nobody"])
    assert Cast(["espeak:en-us"]).voices == ("espeak:en-us",)


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    manifest.write(path, [LABELLED, Example(text="stop")])
    with pytest.raises(SystemExit) as ended:
        given = ["--data", str(path), "--output", str(tmp_path / "out")]
        cli.main(["speak", *given, "--voices", "espeak", "--split", "keep"])
    assert ended.value.code == 0
    spoken = manifest.read(tmp_path / "out" / "manifest.jsonl")
    assert [e.text for e in spoken] == [TEXT, "stop"]
    assert all(e.audio and np.abs(audio.load(e.audio)).max() > 0.01 for e in spoken)
