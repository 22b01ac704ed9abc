"""espeak-ng as the worker's voice."""

import numpy as np
import pytest

from models.errors import ConfigError, SynthesisError
from models.tts import espeak_engine
from models.tts.messages import VoiceOptions


def test_the_default_is_american_english_with_its_samples() -> None:
    engine = espeak_engine.load(VoiceOptions("pyttsx3"))
    speech = engine.render("Good morning.")
    assert speech.sample_rate_hz == engine.sample_rate_hz == 22_050
    assert 0.9 < len(speech.samples) / 22_050 < 1.3
    assert any(v.name == "en-us" and v.language == "en-us" for v in engine.voices())


def test_a_variant_after_a_plus_is_another_voice() -> None:
    plain = espeak_engine.load(VoiceOptions("pyttsx3", "en-us")).render("Good morning.").samples
    other = espeak_engine.load(VoiceOptions("pyttsx3", "en-us+f3")).render("Good morning.").samples
    assert not np.array_equal(plain, other)


def test_text_without_words_gives_no_error() -> None:
    engine = espeak_engine.load(VoiceOptions("pyttsx3", rate_wpm=300))
    assert np.isfinite(engine.render("?!").samples).all()


def test_an_unknown_voice_is_refused_at_loading_and_an_unknown_variant_is_silent_or_refused() -> None:
    with pytest.raises(ConfigError, match="no voice called nobody"):
        espeak_engine.load(VoiceOptions("pyttsx3", "nobody+f3"))
    with pytest.raises(SynthesisError, match="no voice called"):
        espeak_engine.EspeakEngine("no/such", 165).render("Hello.")
