"""Recognition that begins in a pause."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from assistant.listening.early import EarlyRecognition, EarlyResult
from models.errors import CheckpointError
from models.turn.pause import LOOK_MS
from models.types import Samples, Transcript, Utterance

FIRST = Utterance(np.ones(160, np.float32), 1.0, 2.0, "microphone")
WHOLE = Utterance(np.ones(480, np.float32), 1.0, 2.5, "microphone")


class Recognizer:
    """Recognizes as many words as there are hundreds of samples, once it may."""

    def __init__(self, error: Exception | None = None) -> None:
        self.lengths: list[int] = []
        self.may = threading.Event()
        self._error = error

    def transcribe(self, samples: Samples) -> Transcript | None:
        assert self.may.wait(10)
        self.lengths.append(len(samples))
        if self._error is not None:
            raise self._error
        return Transcript(" ".join(["word"] * (len(samples) // 100)))


def news_of(early: EarlyRecognition) -> EarlyResult:
    deadline = time.monotonic() + 10
    while (news := early.news()) is None:
        assert time.monotonic() < deadline
    return news


def test_it_is_told_once_and_not_made_again() -> None:
    recognizer = Recognizer()
    early = EarlyRecognition(recognizer)
    early.begin(FIRST)
    assert early.begun and early.news() is None
    recognizer.may.set()
    found = news_of(early).recognition
    assert found is not None and found.transcript == Transcript("word")
    assert early.news() is None
    last = early.finish(WHOLE)
    assert last is not None and last.transcript == Transcript("word")
    # the sound is that of the whole utterance
    assert (last.start_s, last.end_s) == (1.0, 2.5)
    assert last.samples is WHOLE.samples
    assert recognizer.lengths == [160] and not early.begun


def test_what_was_begun_is_dropped_when_its_speaker_goes_on() -> None:
    recognizer = Recognizer()
    recognizer.may.set()
    early = EarlyRecognition(recognizer)
    early.begin(FIRST)
    early.forget()
    assert not early.begun and early.news() is None
    last = early.finish(WHOLE)
    assert last is not None and last.transcript == Transcript("word word word word")


@pytest.mark.parametrize(
    ("error", "said"),
    [(CheckpointError("it is damaged"), "it is damaged"), (ValueError("shape"), "ValueError")],
)
def test_an_error_is_told_in_place_of_a_transcript(error: Exception, said: str) -> None:
    recognizer = Recognizer(error)
    recognizer.may.set()
    early = EarlyRecognition(recognizer)
    found = early.finish(FIRST)
    assert found is not None and found.transcript is None and found.error is not None
    assert said in found.error
    recognizer._error = None
    again = early.finish(FIRST)
    assert again is not None and again.transcript == Transcript("word")


def test_what_is_no_speech_is_not_recognized() -> None:
    recognizer = Recognizer()
    early = EarlyRecognition(recognizer, lambda samples: False)
    early.begin(FIRST)
    assert news_of(early).recognition is None
    assert early.finish(FIRST) is None and not recognizer.lengths


def test_the_pause_is_heard_as_if_it_had_lasted_longer() -> None:
    heard: list[Samples] = []

    class Ear:
        def transcribe(self, samples: Samples) -> Transcript | None:
            heard.append(samples)
            return Transcript("hello")

    early = EarlyRecognition(Ear())
    ramp = Utterance(np.arange(16_000, dtype=np.float32), 0.0, 0.9, "microphone")
    early.begin(ramp, LOOK_MS - 90)
    news_of(early)
    (longer,) = heard
    assert len(longer) == 16_000 + 1_440
    assert np.array_equal(longer[16_000:], ramp.samples[-1_440:][::-1])
    last = early.finish(ramp)
    assert last is not None and last.samples is ramp.samples


def test_news_do_not_wait_for_what_is_foreseen() -> None:
    recognizer, may, foreseen = Recognizer(), threading.Event(), list[str]()
    recognizer.may.set()

    def foresee(transcript: Transcript) -> None:
        foreseen.append(transcript.text)
        assert may.wait(10)

    early = EarlyRecognition(recognizer, foresee=foresee)
    early.begin(FIRST)
    assert news_of(early).recognition is not None
    may.set()
    early.finish(FIRST)
    early.begin(WHOLE)
    early.forget()
    early.finish(FIRST)
    # the second one's speaker went on
    assert foreseen in ([], ["word"])
