"""Offline speech engines behind one interface: text, voice, rate and pitch → samples. Knows no corpus.

espeak-ng and hibari are packages; flite and festival are used where the system has their programs
(Debian: `flite`, `festival festvox-kallpc16k festvox-kdlpc16k festvox-us-slt-hts`).
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from models.errors import SynthesisError
from models.text.espeak import Manner, synthesize
from models.types import Speech

NATURAL_WPM = 165
TIMEOUT_S = 60.0


class VoiceEngine(Protocol):
    """A speech engine with its voices."""

    def voices(self) -> tuple[str, ...]:
        """Names of the voices; none where the engine is not installed."""
        ...

    def render(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        """Text as samples at the engine's rate.

        Arguments:
            rate: factor of the voice's own pace.
            pitch: factor of the voice's own pitch.

        Raises:
            SynthesisError: the engine made no sound.
        """
        ...


class HibariVoices:
    """The neural voice; its pitch is fixed."""

    def __init__(self) -> None:
        self._model: Any = None

    def voices(self) -> tuple[str, ...]:
        """The voice in the package."""
        return ("heart",) if importlib.util.find_spec("hibari") else ()

    def render(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        """As `VoiceEngine.render`."""
        if self._model is None:
            import hibari

            self._model = hibari.Hibari(voice=voice)
        samples = np.asarray(self._model(text, speed=rate, seed=0), dtype=np.float32)
        return _checked(Speech(samples, int(self._model.sample_rate)), text)


class EspeakVoices:
    """espeak-ng from its wheel: accents with variants after a plus, as in en-us+f2."""

    ACCENTS = ("en-us", "en", "en-gb-scotland", "en-gb-x-rp", "en-us-nyc", "en-gb-x-gbcwmd", "en-029")
    VARIANTS = ("", "f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m7", "Annie", "Gene", "Lee", "rob")

    def voices(self) -> tuple[str, ...]:
        """Every accent with every variant."""
        if importlib.util.find_spec("espeakng_loader") is None:
            return ()
        return tuple(f"{a}+{v}" if v else a for a in self.ACCENTS for v in self.VARIANTS)

    def render(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        """As `VoiceEngine.render`."""
        manner = Manner(
            rate_wpm=round(NATURAL_WPM * rate),
            pitch=round(50 + 55 * float(np.log2(pitch))),
            pitch_range=60,
            word_gap=2,
            pause_at_end=False,
        )
        return _checked(synthesize(text, voice, manner), text)


_FLITE_HZ = {"slt": 170, "rms": 100, "awb": 110, "kal16": 105}
"""flite's voices with the pitch of each in Hz."""


class FliteVoices:
    """The voices of the flite program."""

    def voices(self) -> tuple[str, ...]:
        """The voices of Debian's build."""
        return tuple(_FLITE_HZ) if shutil.which("flite") else ()

    def render(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        """As `VoiceEngine.render`."""
        with _sound_file() as file:
            _run([
                "flite", "-voice", voice, "-t", text, "-o", str(file),
                "--setf", f"duration_stretch={1 / rate:.3f}",
                "--setf", f"int_f0_target_mean={_FLITE_HZ[voice] * pitch:.1f}",
            ])  # fmt: skip
            return _checked(_read(file), text)


class FestivalVoices:
    """festival's American voices: two of diphones, one of an HMM; the pitch is fixed."""

    VOICES = ("kal_diphone", "ked_diphone", "cmu_us_slt_arctic_hts")
    _FOLDERS = (Path("/usr/share/festival/voices"), Path("/usr/lib/festival/voices"))

    def voices(self) -> tuple[str, ...]:
        """The installed voices."""
        if shutil.which("text2wave") is None:
            return ()
        found = {path.name for folder in self._FOLDERS for path in folder.glob("*/*")}
        return tuple(voice for voice in self.VOICES if voice in found)

    def render(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        """As `VoiceEngine.render`; the pitch is fixed."""
        with _sound_file() as file:
            stretch = f"(Parameter.set 'Duration_Stretch {1 / rate:.3f})"
            command = ["text2wave", "-eval", f"(voice_{voice})", "-eval", stretch, "-o", str(file)]
            _run(command, text)
            return _checked(_read(file), text)


ENGINES: dict[str, type[HibariVoices] | type[EspeakVoices] | type[FliteVoices] | type[FestivalVoices]] = {
    "hibari": HibariVoices,
    "espeak": EspeakVoices,
    "flite": FliteVoices,
    "festival": FestivalVoices,
}


def _run(command: Sequence[str], text: str = "") -> None:
    try:
        subprocess.run(command, input=text.encode(), check=True, capture_output=True, timeout=TIMEOUT_S)
    except (OSError, subprocess.SubprocessError) as error:
        raise SynthesisError(f"{command[0]} failed ({error})") from error


@contextmanager
def _sound_file() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="voice-") as folder:
        yield Path(folder) / "speech.wav"


def _read(file: Path) -> Speech:
    import soundfile

    try:
        samples, rate = soundfile.read(file, dtype="float32")
    except soundfile.SoundFileError as error:
        raise SynthesisError("the voice wrote no sound") from error
    return Speech(samples, int(rate))


def _checked(speech: Speech, text: str) -> Speech:
    if not speech.samples.size or not np.abs(speech.samples).max() > 1e-4:
        raise SynthesisError(f"the voice made no sound of {text!r}")
    return speech
