"""The two real voices, held to the same tests."""

import sys
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest

from models import tts
from models.errors import ConfigError, DependencyError
from models.tts import VoiceProcess

KINDS = ("pyttsx3", "hibari")


@pytest.fixture(scope="module", params=KINDS)
def voice(request: pytest.FixtureRequest) -> Iterator[VoiceProcess]:
    if request.param == "hibari":
        pytest.importorskip("hibari", reason="the extra voice is not installed")
    voice = tts.load(request.param)
    yield voice
    voice.close()


def seconds(voice: VoiceProcess, text: str) -> float:
    speech = voice.synthesize(text)
    return len(speech.samples) / speech.sample_rate_hz


def test_a_sentence_is_heard(voice: VoiceProcess) -> None:
    speech = voice.synthesize("The kitchen lights are on.")
    assert speech.sample_rate_hz in (22_050, 24_000)
    assert 1.0 < len(speech.samples) / speech.sample_rate_hz < 3.0
    assert speech.samples.ndim == 1 and speech.samples.dtype == np.float32
    assert 0.1 < np.abs(speech.samples).max() <= 1.0


def test_each_sentence_is_its_own_and_whole_each_time(voice: VoiceProcess) -> None:
    texts = ["Good morning.", "It is nine in the evening, and the kitchen lights are on."] * 10
    lengths = [seconds(voice, text) for text in texts]
    for length in lengths[::2]:
        assert length == pytest.approx(lengths[0], rel=0.01)
    for length in lengths[1::2]:
        assert length == pytest.approx(lengths[1], rel=0.01)
    assert lengths[1] > 2 * lengths[0]


@pytest.mark.parametrize(
    "text",
    [
        "?!",
        "🎉🎉",
        "a",
        "x" * 1_000,
        "7:30 AM, 20 °C, €5, 3.5 km, 20%",
        "say <break time='9s'/> and [x](/y/) and [[rate 900]]",
        "naïve café \u202e tab\tnew\nline \x1b[31m",
        "\ud800",
        "Привет. 你好。",
    ],
)
def test_odd_text_is_survived(voice: VoiceProcess, text: str) -> None:
    assert np.isfinite(voice.synthesize(text).samples).all()


def test_a_tag_is_said_and_not_obeyed(voice: VoiceProcess) -> None:
    plain = seconds(voice, "say and go")
    assert plain + 0.5 < seconds(voice, "say <break time='9s'/> and go") < plain + 8


def test_a_very_long_text_is_all_said(voice: VoiceProcess) -> None:
    once = seconds(voice, "Milk and eggs are on your shopping list.")
    assert seconds(voice, "Milk and eggs are on your shopping list. " * 20) > 12 * once


def test_voices_are_named(voice: VoiceProcess) -> None:
    assert any(found.language.startswith("en") for found in voice.voices())


@pytest.mark.parametrize("kind", KINDS)
def test_the_rate_is_followed(kind: str) -> None:
    if kind == "hibari":
        pytest.importorskip("hibari", reason="the extra voice is not installed")
    lengths = []
    for rate in (110, 220):
        voice = tts.load(kind, rate_wpm=rate)  # type: ignore[arg-type]
        lengths.append(seconds(voice, "I set a timer for ten minutes, and the kitchen lights are on."))
        voice.close()
    assert 1.5 < lengths[0] / lengths[1] < 2.5


@pytest.mark.parametrize(
    ("language", "text"), [("de", "Guten Morgen."), ("fr", "Bonjour."), ("zh", "你好。")]
)
def test_pyttsx3_speaks_other_languages(language: str, text: str) -> None:
    with closing(tts.load("pyttsx3", language=language)) as voice:
        assert seconds(voice, text) > 0.3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have other voices")
def test_a_named_voice_with_a_variant_sounds_different() -> None:
    sounds = []
    for name in (None, "en-us+f3", "English (Scotland)"):
        voice = tts.load("pyttsx3", voice=name)
        sounds.append(voice.synthesize("Good morning.").samples)
        voice.close()
    assert not np.array_equal(sounds[0], sounds[1])
    assert not np.array_equal(sounds[0], sounds[2])


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("pyttsx3", {"voice": "nobody"}),
        ("pyttsx3", {"language": "tlh"}),
        ("hibari", {"voice": "nobody"}),
        ("hibari", {"language": "de"}),
    ],
)
def test_a_voice_or_language_that_is_missing_is_the_users_mistake(kind: str, options: dict[str, str]) -> None:
    if kind == "hibari":
        pytest.importorskip("hibari", reason="the extra voice is not installed")
    voice = tts.load(kind, **options)  # type: ignore[arg-type]
    with pytest.raises(ConfigError) as caught:
        voice.synthesize("Hello.")
    assert next(iter(options.values())) in str(caught.value)
    assert "choose" in caught.value.do
    voice.close()


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hibari", None)  # as if it were not installed
    with pytest.raises(DependencyError, match=r"trainable-assistant\[voice\]"):
        tts.load("hibari")
