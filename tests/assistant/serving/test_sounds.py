"""Speech as the bytes of a sound file."""

from __future__ import annotations

import threading
from io import BytesIO

import numpy as np
import pytest
import soundfile

from assistant.serving.sounds import CollectedSpeech, SoundFormat, encode, joined
from models.types import Speech

SECOND = Speech(np.full(22_050, 0.25, np.float32), 22_050)


@pytest.mark.parametrize("form", ["wav", "flac", "mp3", "opus"])
def test_a_file_of_each_format_lasts_as_long(form: SoundFormat) -> None:
    samples, rate_hz = soundfile.read(BytesIO(encode(SECOND, form)))
    assert len(samples) / rate_hz == pytest.approx(1.0, abs=0.15)


def test_bare_samples_have_openais_rate() -> None:
    assert len(encode(SECOND, "pcm")) == 2 * 24_000


def test_sentences_are_joined_at_the_first_ones_rate() -> None:
    collected = CollectedSpeech()
    for speech in (SECOND, Speech(np.zeros(0, np.float32), 8_000), Speech(np.ones(8_000, np.float32), 8_000)):
        collected.play(speech, threading.Event())
    whole = joined(collected.said)
    assert whole.sample_rate_hz == 22_050
    assert len(whole.samples) / 22_050 == pytest.approx(2.25, abs=0.01)
    assert joined([]).samples.size == 0 and len(encode(joined([]))) == 44
