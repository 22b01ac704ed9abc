"""Speech as the bytes of a sound file."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from io import BytesIO
from typing import Literal

import numpy as np

from assistant.audio.sound_writer import GAP_MS
from models.audio import resample
from models.recordings import as_int16
from models.types import Samples, Speech

SoundFormat = Literal["wav", "flac", "mp3", "opus", "pcm"]
MEDIA: dict[SoundFormat, str] = {
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "pcm": "audio/pcm",
}
_CONTAINERS = {"wav": ("WAV", "PCM_16"), "flac": ("FLAC", "PCM_16"), "mp3": ("MP3", "MPEG_LAYER_III")}
PCM_HZ = 24_000
"""The rate that OpenAI's clients expect of bare samples."""
OPUS_HZ = 48_000
DEFAULT_HZ = 22_050
"""Of a sound without any speech."""


class CollectedSpeech:
    """A `SpeechSink`'s output that keeps the sentences."""

    def __init__(self) -> None:
        self.said: list[Speech] = []

    def play(
        self, speech: Speech, cancelled: threading.Event, *, from_s: float = 0.0, over: bool = False
    ) -> float:
        """Keep a sentence; return its duration in seconds."""
        if speech.samples.size:
            self.said.append(speech)
        return len(speech.samples) / speech.sample_rate_hz


def joined(said: Iterable[Speech]) -> Speech:
    """Sentences one after the other, at the first one's rate, with pauses."""
    parts: list[Samples] = []
    rate_hz = DEFAULT_HZ
    for speech in said:
        if not parts:
            rate_hz = speech.sample_rate_hz
        else:
            parts.append(np.zeros(rate_hz * GAP_MS // 1000, np.float32))
        parts.append(resample(speech.samples, speech.sample_rate_hz, rate_hz))
    return Speech(np.concatenate(parts) if parts else np.zeros(0, np.float32), rate_hz)


def encode(speech: Speech, form: SoundFormat = "wav") -> bytes:
    """Speech as a file of a format."""
    import soundfile

    samples, rate_hz = speech.samples, speech.sample_rate_hz
    if form == "pcm":
        return as_int16(resample(samples, rate_hz, PCM_HZ)).tobytes()
    if form == "opus":
        samples, rate_hz = resample(samples, rate_hz, OPUS_HZ), OPUS_HZ
    container, kind = _CONTAINERS.get(form, ("OGG", "OPUS"))
    made = BytesIO()
    soundfile.write(made, samples, rate_hz, format=container, subtype=kind)
    return made.getvalue()
