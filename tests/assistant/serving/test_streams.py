"""A stream of samples → recognitions."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.listening.partials import PartialText
from assistant.serving.streams import MOST_WAITING_S, SoundStream
from models.audio import load, resample
from models.errors import InputError
from models.recordings import as_int16
from tests.fixtures.serving import QUESTION, Served


def pieces(rate_hz: int) -> list[bytes]:
    samples = as_int16(resample(load(QUESTION), 16_000, rate_hz))
    return [samples[first : first + 2_000].tobytes() for first in range(0, len(samples), 2_000)]


@pytest.mark.parametrize("rate_hz", [16_000, 48_000])
def test_utterances_are_recognized_at_any_rate(rate_hz: int, served: Served) -> None:
    partial: list[PartialText] = []
    stream = SoundStream(served.service, rate_hz, partial.append)
    for piece in pieces(rate_hz):
        stream.push(piece)
    stream.end()
    (heard,) = stream.recognitions()
    assert heard.transcript is not None and heard.transcript.text == "what time is it"
    assert heard.start_s is not None and heard.samples is not None


def test_silence_gives_nothing(served: Served) -> None:
    stream = SoundStream(served.service, 16_000, None)
    stream.push(bytes(64_000))
    stream.end()
    assert list(stream.recognitions()) == []


def test_half_a_sample_and_too_much_sound_are_refused(served: Served) -> None:
    stream = SoundStream(served.service, 16_000, None)
    with pytest.raises(InputError, match="within a sample"):
        stream.push(b"abc")
    minute = np.zeros(int(MOST_WAITING_S * 16_000) + 1, np.int16).tobytes()
    stream.push(minute)
    with pytest.raises(InputError, match="faster than"):
        stream.push(b"ab")
    stream.end()
