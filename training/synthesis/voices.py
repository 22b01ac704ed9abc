"""Offline speech engines behind one face: text and a manner → samples at the engine's rate. Knows no corpus.

espeak-ng and hibari come as packages; flite and festival are used where the system has their programs
(Debian: `flite`, `festival festvox-kallpc16k festvox-kdlpc16k festvox-us-slt-hts`).
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from models.errors import DependencyError, SynthesisError
from models.types import Samples, Speech

NATURAL_WPM = 165
TIMEOUT_S = 60.0


class VoiceEngine(Protocol):
    """One engine with its voices."""

    def voices(self) -> tuple[str, ...]:
        """Their names; none where the engine is not installed."""
        ...

    def render(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        """Text as samples; `rate` and `pitch` are factors of the voice's own.

        Raises:
            SynthesisError: it made no sound.
        """
        ...


class HibariVoices:
    """The neural voice; its pitch stays as it is."""

    def __init__(self) -> None:
        self._model: Any = None

    def voices(self) -> tuple[str, ...]:
        """The one in the package."""
        return ("heart",) if importlib.util.find_spec("hibari") else ()

    def render(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        """As `VoiceEngine.render`."""
        if self._model is None:
            import hibari

            self._model = hibari.Hibari(voice=voice)
        samples = np.asarray(self._model(text, speed=rate, seed=0), dtype=np.float32)
        return _checked(Speech(samples, int(self._model.sample_rate)), text)


class EspeakVoices:
    """espeak-ng's library itself: accents with variants after a plus, as in en-us+f2."""

    ACCENTS = ("en-us", "en", "en-gb-scotland", "en-gb-x-rp", "en-us-nyc", "en-gb-x-gbcwmd", "en-029")
    VARIANTS = ("", "f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m7", "Annie", "Gene", "Lee", "rob")

    def voices(self) -> tuple[str, ...]:
        """Every accent with every variant."""
        if importlib.util.find_spec("espeakng_loader") is None:
            return ()
        return tuple(f"{a}+{v}" if v else a for a in self.ACCENTS for v in self.VARIANTS)

    def render(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        """As `VoiceEngine.render`."""
        return _checked(_espeak().render(text, voice, rate, pitch), text)


class _EspeakLibrary:
    """The library: one for the process, since its state is, and never let go of, since it calls back."""

    _SYNCHRONOUS, _RATE, _PITCH, _RANGE, _WORD_GAP, _UTF8 = 2, 1, 3, 4, 7, 1
    _CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)

    def __init__(self) -> None:
        import espeakng_loader

        self._blocks: list[Samples] = []
        self._callback = self._CALLBACK(self._collect)
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        folder = os.fsencode(Path(espeakng_loader.get_data_path()).parent)
        self._rate_hz = self._library.espeak_Initialize(self._SYNCHRONOUS, 0, folder, 0)
        if self._rate_hz <= 0:
            raise DependencyError(
                "espeak-ng does not start", do="pip install --force-reinstall espeakng-loader"
            )
        self._library.espeak_SetSynthCallback(self._callback)

    def render(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        """As `VoiceEngine.render`; no samples where nothing was said."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise SynthesisError(f"espeak-ng has no voice called {voice}")
        # its scale of pitch is 0 to 100, about an octave and a half around 50
        steps = 50 + 55 * float(np.log2(pitch))
        for parameter, value in (
            (self._RATE, NATURAL_WPM * rate), (self._PITCH, steps), (self._RANGE, 60), (self._WORD_GAP, 2),
        ):  # fmt: skip
            self._library.espeak_SetParameter(parameter, round(value), 0)
        self._blocks.clear()
        raw = text.encode()
        self._library.espeak_Synth(raw, len(raw) + 1, 0, 0, 0, self._UTF8, None, None)
        samples = np.concatenate(self._blocks) if self._blocks else np.zeros(0, np.float32)
        return Speech(samples, self._rate_hz)

    def _collect(self, samples: Any, count: int, events: Any) -> int:
        if samples and count:
            self._blocks.append(np.ctypeslib.as_array(samples, (count,)).astype(np.float32) / 32768.0)
        return 0


@cache
def _espeak() -> _EspeakLibrary:
    return _EspeakLibrary()


_FLITE_HZ = {"slt": 170, "rms": 100, "awb": 110, "kal16": 105}
"""flite's voices, and the pitch of each."""


class FliteVoices:
    """The voices in the flite program."""

    def voices(self) -> tuple[str, ...]:
        """Those that Debian builds in."""
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
    """festival's American voices: diphones, and an HMM's."""

    VOICES = ("kal_diphone", "ked_diphone", "cmu_us_slt_arctic_hts")
    _FOLDERS = (Path("/usr/share/festival/voices"), Path("/usr/lib/festival/voices"))

    def voices(self) -> tuple[str, ...]:
        """Those that are installed."""
        if shutil.which("text2wave") is None:
            return ()
        found = {path.name for folder in self._FOLDERS for path in folder.glob("*/*")}
        return tuple(voice for voice in self.VOICES if voice in found)

    def render(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        """As `VoiceEngine.render`; the pitch stays as it is."""
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
