"""A pool of voices: its draw, its sound, and the names that it refuses."""

import pytest

from models import audio
from models.errors import ConfigError
from training.synthesis import Cast, VoiceSettings

TEXT = "turn on the kitchen lights"


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast(["espeak"])


def test_a_seed_draws_one_manner(cast: Cast) -> None:
    drawn = [cast.draw(f"seed {i}") for i in range(40)]
    assert drawn == [cast.draw(f"seed {i}") for i in range(40)]
    assert len({manner.voice for manner in drawn}) > 20
    assert all(manner.voice in cast.voices for manner in drawn)


def test_a_voice_says_it_at_the_level_and_within_the_margins(cast: Cast) -> None:
    samples = cast.say(TEXT, VoiceSettings("espeak:en-us+f2", level_dbfs=-26.0, margins_s=(0.2, 0.3)))
    assert 1.0 < samples.size / audio.SAMPLE_RATE_HZ < 4.0
    assert not samples[: round(0.2 * audio.SAMPLE_RATE_HZ)].any()
    assert not samples[-round(0.3 * audio.SAMPLE_RATE_HZ) :].any()
    said = samples[round(0.2 * audio.SAMPLE_RATE_HZ) : -round(0.3 * audio.SAMPLE_RATE_HZ)]
    assert audio.level_dbfs(said) == pytest.approx(-26.0, abs=1.0)


def test_rate_and_stature_change_what_they_say(cast: Cast) -> None:
    def seconds(manner: VoiceSettings) -> float:
        return cast.say(TEXT, manner).size / audio.SAMPLE_RATE_HZ

    usual = seconds(VoiceSettings("espeak:en-us"))
    assert seconds(VoiceSettings("espeak:en-us", rate=1.4)) < 0.85 * usual
    assert seconds(VoiceSettings("espeak:en-us", stature=1.2)) == pytest.approx(usual, rel=0.1)


def test_names_that_are_none_are_refused() -> None:
    with pytest.raises(ConfigError, match="no speech engine 'parrot'"):
        Cast(["parrot"])
    with pytest.raises(ConfigError, match="no voice 'nobody'"):
        Cast(["espeak:nobody"])
    assert Cast(["espeak:en-us"]).voices == ("espeak:en-us",)


def test_voices_can_be_left_out() -> None:
    others = Cast(["espeak:en-us", "espeak:en-us+f2"])
    assert others.voices == ("espeak:en-us", "espeak:en-us+f2")
    assert not {*others.voices} & {*Cast(["espeak"], without=others.voices).voices}


def test_settings_name_sound_files_as_ever() -> None:
    assert str(VoiceSettings("flite:slt", rate=0.9)) == (
        "Manner(voice='flite:slt', rate=0.9, pitch=1.0, stature=1.0, level_dbfs=-23.0, margins_s=(0.1, 0.1))"
    )
