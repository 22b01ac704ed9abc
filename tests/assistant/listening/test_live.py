"""The live listener with a recorded microphone: recognitions, barge-in, echo and endings."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.audio.sound_file import in_frames
from assistant.listening.barge_in import BargeInConfig
from assistant.listening.echo import Cleaned
from assistant.listening.endpointer import EndpointerConfig
from assistant.listening.listener import FrameStatus
from assistant.listening.live import LiveListener
from assistant.listening.partials import PartialText
from assistant.turn import Recognition
from models.audio import FRAME_MS, load
from models.errors import DeviceError
from models.types import Frame, Samples, Transcript
from models.vad.webrtc import WebRtcVadConfig

EXAMPLES = Path(__file__).parents[3] / "examples"
KITCHEN = load(EXAMPLES / "turn-on-the-kitchen-lights.wav")
MUTE = BargeInConfig(mode="mute")


def with_pauses(*sounds: Samples) -> Samples:
    """The sounds with 1.5 s of faint noise around each."""
    noise = np.random.default_rng(1).normal(0, 1e-4, 24_000).astype(np.float32)
    return np.concatenate([noise, *(part for sound in sounds for part in (sound, noise))])


class Mirror:
    """An echo canceller that finds nothing but echo."""

    def clean(self, frame: Frame) -> Cleaned:
        return Cleaned(frame, is_echo=True)


class Impatient:
    """A turn head that waits as long as it is told, and remembers what it was asked about."""

    def __init__(self, wait_ms: int) -> None:
        self._wait_ms = wait_ms
        self.asked: list[str] = []

    def wait_ms(self, transcript: Transcript | None, seconds: float) -> int:
        self.asked.append(transcript.text if transcript else "")
        return self._wait_ms


class FixedRecognizer:
    """Recognizes a fixed text in every utterance; remembers their lengths in seconds."""

    def __init__(self, text: str | None) -> None:
        self.text = text
        self.seconds: list[float] = []

    def transcribe(self, samples: Samples) -> Transcript | None:
        if self.text == "broken":
            raise RuntimeError("no states")
        self.seconds.append(len(samples) / 16_000)
        return Transcript(self.text) if self.text is not None else None


class Player:
    """A playback that notes what it is told."""

    def __init__(self, saying: str = "", *, speaking: bool = False) -> None:
        self.saying = saying
        self.actions: list[str] = []
        self.speaking = threading.Event()
        if speaking:
            self.speaking.set()

    def pause(self) -> None:
        self.actions.append("pause")
        self.speaking.clear()

    def resume(self) -> None:
        self.actions.append("resume")

    def cancel(self) -> None:
        self.actions.append("cancel")


def listen(
    samples: Samples, text: str | None, player: Player, barge_in: BargeInConfig | None = None, **stages: Any
) -> tuple[list[Recognition], list[FrameStatus], FixedRecognizer]:
    """All recognitions and frame statuses of a recording."""
    statuses: list[FrameStatus] = []
    recognizer, found = FixedRecognizer(text), []
    listener = LiveListener(
        in_frames([samples], fill=True), recognizer, player, vad=WebRtcVadConfig(),
        endpointer=EndpointerConfig(), barge_in=barge_in or BargeInConfig(), watch=statuses.append, **stages,
    )  # fmt: skip
    with listener, pytest.raises(StopIteration):
        while True:
            if recognition := listener.next(10.0):
                found.append(recognition)
    return found, statuses, recognizer


def test_every_utterance_is_recognized_with_its_time() -> None:
    found, statuses, _ = listen(with_pauses(KITCHEN, KITCHEN), "turn on the lights", Player())
    assert [recognition.transcript for recognition in found] == [Transcript("turn on the lights")] * 2
    first, second = found
    assert first.source == "microphone"
    assert first.start_s is not None and first.end_s is not None and second.start_s is not None
    assert 1.5 < first.start_s < first.end_s < second.start_s - 1.5
    assert any(status.speaking for status in statuses) and not statuses[0].speaking


def test_muted_it_ignores_speech_during_playback() -> None:
    player = Player(speaking=True)
    found, _, _ = listen(with_pauses(KITCHEN), "turn on the lights", player, MUTE)
    assert found == [] and player.actions == []


def test_speech_cancels_the_reply_and_is_recognized_as_a_whole() -> None:
    (alone,) = listen(with_pauses(KITCHEN), "stop that", Player())[2].seconds
    player = Player("It is noon.", speaking=True)
    found, _, recognizer = listen(with_pauses(KITCHEN), "stop that", player)
    assert player.actions == ["pause", "cancel"]
    assert len(found) == 1
    assert recognizer.seconds == [pytest.approx(alone, abs=0.1)]


@pytest.mark.parametrize("text", [None, "the kitchen lights are on", "Mm-hmm."])
def test_without_words_with_an_echo_or_a_backchannel_the_reply_resumes(text: str | None) -> None:
    player = Player("Okay. The kitchen lights are on.", speaking=True)
    found, _, _ = listen(with_pauses(KITCHEN), text, player)
    assert (found, player.actions) == ([], ["pause", "resume"])


def test_what_makes_no_sense_does_not_end_a_reply() -> None:
    asked: list[tuple[Transcript | None, str]] = []

    def interrupts(recognition: Recognition, saying: str) -> bool:
        asked.append((recognition.transcript, saying))
        return False

    player = Player("Okay. It is noon.", speaking=True)
    found, _, _ = listen(with_pauses(KITCHEN), "to the mate", player, interrupts=interrupts)
    assert (found, player.actions) == ([], ["pause", "resume"])
    assert asked[0] == (Transcript("to the mate"), "Okay. It is noon.")


def test_an_echo_interrupts_nothing_and_is_no_utterance() -> None:
    player = Player("Okay.", speaking=True)
    found, _, recognizer = listen(with_pauses(KITCHEN), "okay", player, echo=Mirror())
    assert (found, player.actions, recognizer.seconds) == ([], [], [])


def real_time(samples: Samples) -> Iterator[Frame]:
    """Frames ten times as fast as a microphone brings them."""
    for frame in in_frames([samples], fill=True):
        time.sleep(FRAME_MS / 10_000)
        yield frame


@pytest.mark.parametrize("wait_ms", [600, 2_400])
def test_the_turn_head_says_when_a_turn_is_over(wait_ms: int) -> None:
    """Two commands, each with a short pause, and two seconds between them: one turn to the patient."""
    turn, noise = Impatient(wait_ms), np.random.default_rng(1).normal(0, 1e-4, 12_800).astype(np.float32)
    samples = np.concatenate([noise, KITCHEN, noise, KITCHEN, *[noise] * 3])
    recognizer, foreseen = FixedRecognizer("turn on the lights"), list[Transcript]()
    listener = LiveListener(
        real_time(samples), recognizer, Player(), vad=WebRtcVadConfig(), endpointer=EndpointerConfig(),
        barge_in=BargeInConfig(), turn=turn, foresee=foreseen.append,
    )  # fmt: skip
    found = []
    with listener, pytest.raises(StopIteration):
        while True:
            if recognition := listener.next(10.0):
                found.append(recognition)
    assert len(found) == (2 if wait_ms == 600 else 1)
    # recognized in each pause, and not again at the end
    assert len(turn.asked) == len(recognizer.seconds) == len(foreseen) == 4


def test_without_early_work_an_utterance_is_recognized_once_it_is_over() -> None:
    found, _, whole = listen(with_pauses(KITCHEN), "turn on the lights", Player(), early=False)
    _, _, paused = listen(with_pauses(KITCHEN), "turn on the lights", Player())
    assert len(found) == len(whole.seconds) == 1
    # with more of the silence that ended it
    assert whole.seconds[-1] > paused.seconds[-1]


def test_partial_transcripts_come_while_somebody_speaks_and_delay_nothing() -> None:
    partials: list[PartialText] = []
    recognizer = FixedRecognizer("turn on the kitchen lights")
    listener = LiveListener(
        real_time(with_pauses(KITCHEN)), recognizer, Player(), vad=WebRtcVadConfig(),
        endpointer=EndpointerConfig(), barge_in=BargeInConfig(), partial=partials.append,
    )  # fmt: skip
    with listener, pytest.raises(StopIteration):
        while listener.next(10.0):
            assert partials
    assert partials[0] == PartialText("", "turn on the kitchen lights")


def test_a_recognizer_that_fails_is_told_and_survived() -> None:
    found, _, _ = listen(with_pauses(KITCHEN, KITCHEN), "broken", Player())
    assert ["no states" in (recognition.error or "") for recognition in found] == [True, True]


def test_a_stage_that_raises_while_it_listens_is_told_once_and_survived() -> None:
    looked: list[int] = []

    def is_speech(samples: Samples) -> bool:
        looked.append(len(samples))
        if len(looked) == 1:
            raise ZeroDivisionError("no look")
        return True

    found, _, _ = listen(with_pauses(KITCHEN, KITCHEN, KITCHEN), "hello", Player(), is_speech=is_speech)
    assert ["no look" in (recognition.error or "") for recognition in found].count(True) == 1
    assert found[-1].transcript == Transcript("hello")


def test_what_is_no_speech_at_a_second_look_is_not_recognized() -> None:
    found, _, recognizer = listen(with_pauses(KITCHEN), "hello", Player(), is_speech=lambda samples: False)
    assert (found, recognizer.seconds) == ([], [])


def test_a_microphone_that_stops_is_reported_after_what_was_recognized() -> None:
    def breaking(frames: Iterable[Frame]) -> Iterator[Frame]:
        yield from frames
        raise DeviceError("the microphone was unplugged")

    frames = breaking(in_frames([with_pauses(KITCHEN)], fill=True))
    listener = LiveListener(
        frames, FixedRecognizer("hello"), Player(), vad=WebRtcVadConfig(), endpointer=EndpointerConfig(),
        barge_in=BargeInConfig(),
    )  # fmt: skip
    with listener:
        assert listener.next(10.0) is not None
        with pytest.raises(DeviceError, match="unplugged"):
            listener.next(10.0)
