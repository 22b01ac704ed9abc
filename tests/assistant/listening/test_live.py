"""The live listener with a recorded microphone: recognitions, barge-in, echo and endings."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.audio.sound_file import in_frames
from assistant.listening.barge_in import BargeInConfig
from assistant.listening.endpointer import EndpointerConfig
from assistant.listening.listener import FrameStatus
from assistant.listening.live import LiveListener
from assistant.turn import Recognition
from models.audio import load
from models.errors import DeviceError
from models.types import Frame, Samples, Transcript
from models.vad.webrtc import WebRtcVadConfig

EXAMPLES = Path(__file__).parents[3] / "examples"
KITCHEN = load(EXAMPLES / "turn-on-the-kitchen-lights.wav")
HEADPHONES = BargeInConfig(mode="headphones")


def with_pauses(*sounds: Samples) -> Samples:
    """The sounds with 1.5 s of faint noise around each."""
    noise = np.random.default_rng(1).normal(0, 1e-4, 24_000).astype(np.float32)
    return np.concatenate([noise, *(part for sound in sounds for part in (sound, noise))])


class FixedRecognizer:
    """Recognizes a fixed text in every utterance; remembers their lengths in seconds."""

    def __init__(self, text: str | None) -> None:
        self.text = text
        self.seconds: list[float] = []

    def transcribe(self, samples: Samples) -> Transcript | None:
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
    samples: Samples, text: str | None, player: Player, barge_in: BargeInConfig | None = None
) -> tuple[list[Recognition], list[FrameStatus], FixedRecognizer]:
    """All recognitions and frame statuses of a recording."""
    statuses: list[FrameStatus] = []
    recognizer, found = FixedRecognizer(text), []
    listener = LiveListener(
        in_frames([samples], fill=True), recognizer, player, vad=WebRtcVadConfig(),
        endpointer=EndpointerConfig(), barge_in=barge_in or BargeInConfig(), watch=statuses.append,
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


def test_with_a_loudspeaker_speech_during_playback_is_ignored() -> None:
    player = Player(speaking=True)
    found, _, _ = listen(with_pauses(KITCHEN), "turn on the lights", player)
    assert found == [] and player.actions == []


def test_with_headphones_speech_cancels_the_reply_and_is_recognized_as_a_whole() -> None:
    (alone,) = listen(with_pauses(KITCHEN), "stop that", Player())[2].seconds
    player = Player("It is noon.", speaking=True)
    found, _, recognizer = listen(with_pauses(KITCHEN), "stop that", player, HEADPHONES)
    assert player.actions == ["pause", "cancel"]
    assert len(found) == 1
    assert recognizer.seconds == [pytest.approx(alone, abs=0.1)]


@pytest.mark.parametrize("text", [None, "the kitchen lights are on"])
def test_without_words_or_with_an_echo_the_reply_resumes(text: str | None) -> None:
    player = Player("Okay. The kitchen lights are on.", speaking=True)
    found, _, _ = listen(with_pauses(KITCHEN), text, player, HEADPHONES)
    assert (found, player.actions) == ([], ["pause", "resume"])


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
