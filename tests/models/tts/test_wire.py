"""What passes between the program and a voice's process."""

import io

import numpy as np
import pytest

from models.errors import DependencyError, SynthesisError
from models.tts.wire import Voice, read_answer, write_refusal, write_request, write_speech
from models.types import Speech


def test_speech_arrives_as_it_was_sent() -> None:
    stream = io.BytesIO()
    samples = np.linspace(-1, 1, 100, dtype=np.float32)
    write_speech(stream, Speech(samples, 22_050))
    write_speech(stream, Speech(samples[:0], 16_000))
    stream.seek(0)
    first, second = read_answer(stream), read_answer(stream)
    assert first and first.speech and second and second.speech
    np.testing.assert_array_equal(first.speech.samples, samples)
    assert first.speech.sample_rate_hz == 22_050
    assert second.speech.samples.size == 0
    assert read_answer(stream) is None


def test_samples_that_are_no_sound_are_made_harmless() -> None:
    stream = io.BytesIO()
    write_speech(stream, Speech(np.array([np.nan, np.inf, -7, 0.25], np.float32), 16_000))
    stream.seek(0)
    answer = read_answer(stream)
    assert answer and answer.speech
    np.testing.assert_array_equal(answer.speech.samples, np.array([0, 1, -1, 0.25], np.float32))


@pytest.mark.parametrize("cut", [1, 10, 40, 60])
def test_a_message_cut_short_is_the_end(cut: int) -> None:
    stream = io.BytesIO()
    write_speech(stream, Speech(np.ones(8, np.float32), 16_000))
    assert len(stream.getvalue()) > cut
    assert read_answer(io.BytesIO(stream.getvalue()[:cut])) is None


@pytest.mark.parametrize(
    "line",
    [
        b"Audio saved to a.wav\n",
        b"\xff\xfe\n",
        b"[]\n",
        b"{}\n",
        b'{"samples": -1, "sample_rate_hz": 16000}\n',
        b'{"samples": 999999999999, "sample_rate_hz": 16000}\n',
        b'{"samples": 1, "sample_rate_hz": 1}\n',
        b'{"samples": "1", "sample_rate_hz": 16000}\n',
        b'{"refused": ["SystemExit", "a", "b"]}\n',
    ],
)
def test_what_is_no_answer_is_an_error(line: bytes) -> None:
    with pytest.raises(SynthesisError):
        read_answer(io.BytesIO(line + bytes(64)))


def test_lists_errors_and_refusals() -> None:
    stream = io.BytesIO()
    write_request(stream, {"voices": [["en-us", "en-us", "English"]]})
    write_request(stream, {"error": "no breath"})
    write_refusal(stream, DependencyError("no engine", do="install one"))
    stream.seek(0)
    voices, error, refusal = (read_answer(stream) for _ in range(3))
    assert voices and voices.voices == (Voice("en-us", "en-us", "English"),)
    assert error and error.error == "no breath"
    assert refusal and isinstance(refusal.refused, DependencyError)
    assert str(refusal.refused) == "no engine; install one."
