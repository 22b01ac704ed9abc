"""A voice in another process, which here is a small real one that hangs and crashes on demand."""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.errors import ConfigError, SynthesisError
from models.tts import process
from models.tts.messages import Voice, VoiceOptions
from models.tts.process import Limits, VoiceProcess

FAKE = Path(__file__).parents[2] / "fixtures" / "fake_voice.py"
PATIENT = Limits(start_s=60, sentence_s=30)
QUICK = Limits(start_s=60, sentence_s=1.5, character_s=0)
"""For tests that wait for it to be over."""


class Started:
    """A voice, and how often its process was started."""

    def __init__(self, folder: Path, kind: str = "fake", limits: Limits = PATIENT) -> None:
        self.marker = folder / "marker"
        command = (sys.executable, str(FAKE), str(self.marker))
        self.voice = VoiceProcess(VoiceOptions(kind), command=command, limits=limits)

    @property
    def pids(self) -> list[int]:
        file = Path(f"{self.marker}.starts")
        return [int(line) for line in file.read_text().split()] if file.exists() else []


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    started = Started(tmp_path)
    yield started
    started.voice.close()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_sentences_come_back_as_samples_from_one_process(started: Started) -> None:
    for text in ("Hello.", "Hello again."):
        speech = started.voice.synthesize(text)
        assert speech.samples.shape == (len(text),)
        assert speech.sample_rate_hz == 8_000
        assert speech.samples.dtype == "float32"
        assert (speech.samples == 0.5).all()
    assert len(started.pids) == 1


@pytest.mark.parametrize("text", ["", "...", "🎉", " \x00 "])
def test_nothing_to_say_gives_no_samples_at_the_engines_rate(started: Started, text: str) -> None:
    speech = started.voice.synthesize(text)
    assert speech.samples.size == 0
    assert speech.sample_rate_hz == 8_000


def test_a_long_text_is_said_in_pieces_and_comes_back_whole(started: Started) -> None:
    text = "and so on, " * 200
    assert started.voice.synthesize(text).samples.size > 2_000


@pytest.mark.parametrize("text", ["hang once", "crash once", "half once"])
def test_a_sentence_is_tried_again_in_a_new_process(tmp_path: Path, text: str) -> None:
    started = Started(tmp_path, limits=QUICK if text == "hang once" else PATIENT)
    assert started.voice.synthesize(text).samples.shape == (len(text),)
    first, second = started.pids
    assert not is_running(first)
    assert is_running(second)
    started.voice.close()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hang", "within 2 seconds"),
        ("crash", "ended unexpectedly"),
        ("garbage", "no answer"),
        ("fail", "out of breath"),
    ],
)
def test_a_sentence_that_fails_twice_is_an_error_and_the_next_one_is_said(
    tmp_path: Path, text: str, why: str
) -> None:
    started = Started(tmp_path, limits=QUICK if text == "hang" else PATIENT)
    with pytest.raises(SynthesisError, match=why):
        started.voice.synthesize(text)
    assert len(started.pids) == 2
    assert started.voice.synthesize("better").samples.shape == (6,)
    started.voice.close()


def test_output_of_the_engine_is_logged_and_no_answer(
    started: Started, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert started.voice.synthesize("noise").samples.shape == (5,)
        started.voice.synthesize("the next one")
    lines = [r.__dict__["words"]["line"] for r in caplog.records if r.message == "the voice wrote a line"]
    assert "Audio saved to a.wav" in lines


def test_a_process_stuck_in_the_middle_of_an_answer_is_replaced(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "TRANSFER_S", 0.5)
    assert started.voice.synthesize("stuck once").samples.shape == (10,)
    assert len(started.pids) == 2


def test_a_process_killed_between_two_sentences_is_replaced(started: Started) -> None:
    started.voice.synthesize("one")
    os.kill(started.pids[0], signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    time.sleep(0.1)
    assert started.voice.synthesize("two").samples.shape == (3,)


def test_longer_sentences_may_take_longer() -> None:
    limits = Limits(sentence_s=5, character_s=0.05)
    assert limits.of("x" * 200) == pytest.approx(15)


def test_a_process_that_never_gets_ready_is_an_error(tmp_path: Path) -> None:
    slow = Started(tmp_path, "slow", Limits(start_s=1.0))
    with pytest.raises(SynthesisError, match="did not answer"):
        slow.voice.synthesize("Hello.")
    slow.voice.close()
    assert not any(is_running(pid) for pid in slow.pids)


def test_a_process_that_dies_at_once_is_an_error(tmp_path: Path) -> None:
    dead = Started(tmp_path, "dead")
    with pytest.raises(SynthesisError, match="ended"):
        dead.voice.synthesize("Hello.")
    dead.voice.close()


def test_a_program_that_does_not_exist_is_an_error() -> None:
    voice = VoiceProcess(VoiceOptions("fake"), command=("/no/such/program",))
    with pytest.raises(SynthesisError, match="cannot be started"):
        voice.start()


def test_a_refusal_is_passed_on_and_not_tried_again(tmp_path: Path) -> None:
    refusing = Started(tmp_path, "refuses")
    with pytest.raises(ConfigError, match="no such voice"):
        refusing.voice.synthesize("Hello.")
    assert len(refusing.pids) == 1


def test_voices_are_listed(started: Started) -> None:
    assert started.voice.voices() == (Voice("anna", "en-us", "soft"),)


def test_close_ends_the_process_and_a_sentence_in_the_making(started: Started) -> None:
    started.voice.synthesize("Hello.")
    failures: list[SynthesisError] = []

    def speak() -> None:
        try:
            started.voice.synthesize("hang")
        except SynthesisError as error:
            failures.append(error)

    thread = threading.Thread(target=speak)
    thread.start()
    time.sleep(0.2)
    began = time.monotonic()
    started.voice.close()
    thread.join()
    assert time.monotonic() - began < 15
    assert "closed" in str(failures[0])
    assert not any(is_running(pid) for pid in started.pids)
    with pytest.raises(SynthesisError, match="closed"):
        started.voice.synthesize("Hello.")


def test_starting_does_not_wait_for_the_engine(tmp_path: Path) -> None:
    slow = Started(tmp_path, "slow")
    began = time.monotonic()
    slow.voice.start()
    assert time.monotonic() - began < 30
    slow.voice.close()
