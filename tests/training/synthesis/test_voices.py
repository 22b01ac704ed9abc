"""Speech engines: every installed one speaks, and silence is an error."""

import pytest

from models import audio
from models.errors import SynthesisError
from training.synthesis import Cast, VoiceSettings
from training.synthesis.voices import ENGINES, EspeakVoices

TEXT = "turn on the kitchen lights"


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "espeak"])
def test_every_other_engine_speaks(engine: str) -> None:
    voices = ENGINES[engine]().voices()
    if not voices:
        pytest.skip(f"{engine} is not installed")
    samples = Cast([engine]).say(TEXT, VoiceSettings(f"{engine}:{voices[0]}"))
    assert 1.0 < samples.size / audio.SAMPLE_RATE_HZ < 4.0


def test_a_text_without_words_makes_no_sound() -> None:
    with pytest.raises(SynthesisError, match="no sound"):
        EspeakVoices().render("", "en-us", 1.0, 1.0)
