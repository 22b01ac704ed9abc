"""The neural voice, in this process."""

import numpy as np
import pytest

from models.errors import ConfigError
from models.tts.hibari import load
from models.tts.messages import VoiceOptions

pytest.importorskip("hibari", reason="the extra voice is not installed")


def test_a_sentence_is_the_same_each_time() -> None:
    voice = load(VoiceOptions("hibari"))
    first, second = voice.render("Good morning."), voice.render("Good morning.")
    np.testing.assert_array_equal(first.samples, second.samples)
    assert first.sample_rate_hz == voice.sample_rate_hz
    assert any(each.language.startswith("en") for each in voice.voices())


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (VoiceOptions("hibari", language="de"), "speaks English, not de"),
        (VoiceOptions("hibari", voice="nobody"), "no voice called nobody"),
    ],
)
def test_a_missing_voice_or_language_is_refused(options: VoiceOptions, why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        load(options)
