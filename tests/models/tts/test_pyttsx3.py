"""The voices of Windows and macOS, with an engine that writes files as theirs do."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from models.errors import ConfigError, SynthesisError
from models.tts.messages import Voice, VoiceOptions
from models.tts.pyttsx3 import Pyttsx3


class FileEngine:
    """pyttsx3's face: properties, and a queue that its loop empties into files."""

    def __init__(self) -> None:
        self.properties: dict[str, Any] = {}
        self.proxy = SimpleNamespace(setBusy=self._set_busy)
        self._queue: list[tuple[str, str]] = []
        self._busy = False
        self._failed: Callable[..., None] = lambda **_: None

    def connect(self, topic: str, callback: Callable[..., None]) -> None:
        assert topic == "error"
        self._failed = callback

    def getProperty(self, name: str) -> list[Any]:
        assert name == "voices"
        return [
            SimpleNamespace(id="HKEY/HAZEL", name="Hazel", languages=["en_GB"]),
            SimpleNamespace(id="HKEY/HEDDA", name="Hedda", languages=[b"\x05de-de"]),
            SimpleNamespace(id="HKEY/NOBODY", name="Nobody", languages=None),
        ]

    def setProperty(self, name: str, value: Any) -> None:
        self.properties[name] = value

    def save_to_file(self, text: str, file: str) -> None:
        assert self._busy, "it waits for its loop"
        self._queue.append((text, file))

    def runAndWait(self) -> None:
        for text, file in self._queue:
            if "fail" in text:
                self._failed(name=None, exception=RuntimeError("out of breath"))
            elif "missing" not in text:
                soundfile.write(file, np.full((100 * len(text), 2), 0.25), 8_000, format="WAV")
        self._queue.clear()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy


def test_voices_carry_the_drivers_tags_in_one_form() -> None:
    voices = Pyttsx3(FileEngine(), VoiceOptions("pyttsx3")).voices()
    assert voices[0] == Voice("HKEY/HAZEL", "en-gb", "Hazel")
    assert [v.language for v in voices] == ["en-gb", "de-de", ""]


def test_voice_and_rate_are_set() -> None:
    engine = FileEngine()
    Pyttsx3(engine, VoiceOptions("pyttsx3", language="de", rate_wpm=120))
    assert engine.properties == {"voice": "HKEY/HEDDA", "rate": 120}
    with pytest.raises(ConfigError, match="no voice for the language fr"):
        Pyttsx3(engine, VoiceOptions("pyttsx3", language="fr"))


def test_a_sentence_is_the_files_sound_in_one_channel() -> None:
    speech = Pyttsx3(FileEngine(), VoiceOptions("pyttsx3")).render("Hello.")
    assert speech.sample_rate_hz == 8_000
    np.testing.assert_allclose(speech.samples, np.full(600, 0.25), atol=1e-3)


@pytest.mark.parametrize(("text", "why"), [("fail", "out of breath"), ("missing", "wrote no sound")])
def test_a_failure_is_an_error_and_the_next_sentence_is_spoken(text: str, why: str) -> None:
    voice = Pyttsx3(FileEngine(), VoiceOptions("pyttsx3"))
    with pytest.raises(SynthesisError, match=why):
        voice.render(text)
    assert voice.render("Hello.").samples.size == 600
