"""Recognitions of sound files and typed lines."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from assistant.listening import sources
from assistant.listening.endpointer import EndpointerConfig
from assistant.turn import Recognition
from models.types import Samples, Transcript, Utterance
from models.vad.webrtc import WebRtcVadConfig

EXAMPLE = Path(__file__).parents[3] / "examples" / "what-time-is-it-in-tokyo.wav"


class FixedRecognizer:
    def __init__(self, text: str | None) -> None:
        self.text = text

    def transcribe(self, samples: Samples) -> Transcript | None:
        return Transcript(self.text) if self.text is not None else None


def test_each_file_yields_its_utterances_an_error_or_nothing(tmp_path: Path) -> None:
    silent, broken = tmp_path / "silent.wav", tmp_path / "broken.wav"
    soundfile.write(silent, np.zeros(32_000, np.float32), 16_000)
    broken.write_text("no sound")
    files = [str(file) for file in (EXAMPLE, silent, broken)]
    recognizer = FixedRecognizer("what time is it")
    spoken, nothing, error = sources.sound_files(files, WebRtcVadConfig(), EndpointerConfig(), recognizer)
    assert spoken.source == files[0] and spoken.transcript == Transcript("what time is it")
    assert spoken.start_s is not None and spoken.end_s is not None and spoken.start_s < spoken.end_s
    assert spoken.recognize_ms is not None and spoken.samples is not None
    assert nothing == Recognition(source=files[1])
    assert error.error is not None and files[2] in error.error


def test_speech_without_words_counts_as_no_speech() -> None:
    found = sources.sound_files([str(EXAMPLE)], WebRtcVadConfig(), EndpointerConfig(), FixedRecognizer(None))
    assert list(found) == [Recognition(source=str(EXAMPLE))]
    assert sources.recognize(Utterance(np.zeros(480, np.float32), 0, 1), FixedRecognizer(None)) is None


def test_typed_lines_are_verbatim_and_empty_ones_keep_their_place() -> None:
    first, empty, last = sources.typed(["  Hello,  you \r\n", " \n", "bye"], "de")
    assert first == Recognition("stdin", Transcript("  Hello,  you ", language="de"))
    assert empty == Recognition("stdin")
    assert last.transcript is not None and last.transcript.text == "bye"
