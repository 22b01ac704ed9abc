"""Messages between the program and a voice's process."""

import os
from collections.abc import Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection

import numpy as np
import pytest

from models.errors import DependencyError, SynthesisError
from models.tts.messages import (
    MAX_MESSAGE_BYTES,
    Voice,
    receive_answer,
    receive_request,
    send,
    send_refusal,
    send_speech,
)
from models.types import Speech


@pytest.fixture
def ends() -> Iterator[tuple[Connection, Connection]]:
    """The program's end and the worker's."""
    ours, theirs = Pipe()
    with ours, theirs:
        yield ours, theirs


def test_speech_arrives_as_it_was_sent(ends: tuple[Connection, Connection]) -> None:
    ours, theirs = ends
    samples = np.linspace(-1, 1, 100, dtype=np.float32)
    send_speech(theirs, Speech(samples, 22_050))
    send_speech(theirs, Speech(samples[:0], 16_000))
    theirs.close()
    first, second = receive_answer(ours), receive_answer(ours)
    assert first.speech and second.speech
    np.testing.assert_array_equal(first.speech.samples, samples)
    assert first.speech.sample_rate_hz == 22_050
    assert second.speech.samples.size == 0
    with pytest.raises(EOFError):
        receive_answer(ours)


def test_samples_that_are_not_finite_or_too_loud_are_clipped(ends: tuple[Connection, Connection]) -> None:
    ours, theirs = ends
    send_speech(theirs, Speech(np.array([np.nan, np.inf, -7, 0.25], np.float32), 16_000))
    answer = receive_answer(ours)
    assert answer.speech
    np.testing.assert_array_equal(answer.speech.samples, np.array([0, 1, -1, 0.25], np.float32))


def test_a_sound_without_its_samples_is_the_end(ends: tuple[Connection, Connection]) -> None:
    ours, theirs = ends
    send(theirs, {"samples": 8, "sample_rate_hz": 16_000})
    theirs.close()
    with pytest.raises(EOFError):
        receive_answer(ours)


@pytest.mark.parametrize(
    "message",
    [
        b"Audio saved to a.wav\n",
        b"\xff\xfe\n",
        b"[]",
        b"{}",
        b'{"samples": -1, "sample_rate_hz": 16000}',
        b'{"samples": 999999999999, "sample_rate_hz": 16000}',
        b'{"samples": 1, "sample_rate_hz": 1}',
        b'{"samples": "1", "sample_rate_hz": 16000}',
        b'{"samples": 3, "sample_rate_hz": 16000}',
        b'{"refused": ["SystemExit", "a", "b"]}',
    ],
)
def test_a_message_that_is_no_answer_is_an_error(ends: tuple[Connection, Connection], message: bytes) -> None:
    ours, theirs = ends
    theirs.send_bytes(message)
    theirs.send_bytes(bytes(8))
    with pytest.raises(SynthesisError):
        receive_answer(ours)


def test_a_message_longer_than_any_answer_is_not_read(ends: tuple[Connection, Connection]) -> None:
    ours, theirs = ends
    os.write(theirs.fileno(), (MAX_MESSAGE_BYTES + 1).to_bytes(4, "big"))
    with pytest.raises(OSError):
        receive_answer(ours)


def test_lists_errors_refusals_and_requests(ends: tuple[Connection, Connection]) -> None:
    ours, theirs = ends
    send(theirs, {"voices": [["en-us", "en-us", "English"]]})
    send(theirs, {"error": "no breath"})
    send_refusal(theirs, DependencyError("no engine", do="install one"))
    voices, error, refusal = (receive_answer(ours) for _ in range(3))
    assert voices.voices == (Voice("en-us", "en-us", "English"),)
    assert error.error == "no breath"
    assert isinstance(refusal.refused, DependencyError)
    assert str(refusal.refused) == "no engine; install one."
    send(ours, {"text": "naïve \ud800"})
    assert receive_request(theirs) == {"text": "naïve \ud800"}
