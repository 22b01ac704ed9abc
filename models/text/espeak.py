"""espeak-ng, bound once: text → phonemes or sound. Knows no corpus and no configuration.

Library and data always come from the espeakng-loader wheel, opened by their full path: a system's own
espeak-ng may be another version. In Debian's 1.51 a sentence changes the length of the next one by 3 %.
"""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from models.errors import DependencyError, SynthesisError
from models.types import Samples, Speech

_SYNCHRONOUS = 2
"""espeak_Synth returns when the whole text was passed to the callback; nothing is played."""
_KEEP_PROCESS = 0x8000
"""Report missing data instead of ending the process."""
_RATE, _PITCH, _RANGE, _WORD_GAP = 1, 3, 4, 7
_UTF8, _PAUSE_AT_END = 1, 0x1000
_IPA = 2


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text is spoken."""

    rate_wpm: int = 165
    pitch: int = 50
    """0 to 100, about an octave and a half around 50."""
    pitch_range: int = 50
    """0 (monotone) to 100."""
    word_gap: int = 0
    """Pause between words in units of 10 ms."""
    pause_at_end: bool = True
    """Close the text with the pause of a finished sentence."""


@dataclass(frozen=True, slots=True)
class EspeakVoice:
    """A voice in espeak-ng's data."""

    identifier: str
    """File below `voices` or `lang`, as in gmw/en-US."""
    language: str
    """As in en-us."""
    name: str
    """As in English (America)."""


def phonemes(text: str, language: str) -> str:
    """Text → IPA, clauses joined.

    Raises:
        DependencyError: espeak-ng cannot be loaded or lacks the language.
    """
    return _library().phonemes(text, language)


def synthesize(text: str, voice: str, manner: Manner | None = None) -> Speech:
    """Text → sound at espeak-ng's rate; no samples for a text without anything to say.

    Arguments:
        voice: an identifier or language, with a variant after a plus: gmw/en-US, en-us+f3.

    Raises:
        DependencyError: espeak-ng cannot be loaded.
        SynthesisError: no voice has this name.
    """
    return _library().synthesize(text, voice, manner or Manner())


def voices() -> tuple[EspeakVoice, ...]:
    """Every voice without its variants, in espeak-ng's order.

    Raises:
        DependencyError: espeak-ng cannot be loaded.
    """
    return tuple(_library().voices())


def sample_rate_hz() -> int:
    """Sample rate of `synthesize`.

    Raises:
        DependencyError: espeak-ng cannot be loaded.
    """
    return _library().sample_rate_hz


class _CVoice(ctypes.Structure):
    """`espeak_VOICE` of espeak-ng's speak_lib.h."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        # a priority byte before each language; NUL ends a language
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class _Library:
    """The loaded library: one a process, since its state is global; a lock keeps two threads apart.

    Raises:
        DependencyError: the wheel is missing or its library does not start.
    """

    def __init__(self) -> None:
        repair = "pip install --force-reinstall espeakng-loader"
        try:
            import espeakng_loader

            library = ctypes.CDLL(espeakng_loader.get_library_path())
            data = os.fsencode(espeakng_loader.get_data_path())
        except (ImportError, OSError, RuntimeError) as error:
            raise DependencyError(f"espeak-ng cannot be loaded ({error})", do=repair) from error
        library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        library.espeak_TextToPhonemes.argtypes = [
            ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int
        ]  # fmt: skip
        library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_CVoice))
        self.sample_rate_hz = int(library.espeak_Initialize(_SYNCHRONOUS, 0, data, _KEEP_PROCESS))
        if self.sample_rate_hz <= 0:
            raise DependencyError("espeak-ng does not start", do=repair)
        self._library: Any = library
        self._lock = threading.Lock()
        self._voice = ""
        self._blocks: list[Samples] = []
        # espeak-ng keeps the pointer, so the object must live as long as the library
        self._callback = _Callback(self._collect)
        library.espeak_SetSynthCallback(self._callback)

    def phonemes(self, text: str, language: str) -> str:
        rest = ctypes.c_char_p(text.encode())
        written = []
        with self._lock:
            if not self._choose(language):
                raise DependencyError(f"espeak-ng has no voice {language!r}")
            # each call takes one clause
            while rest.value:
                written.append(self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA).decode())
        return "".join(written)

    def synthesize(self, text: str, voice: str, manner: Manner) -> Speech:
        raw = text.encode(errors="replace")
        with self._lock:
            if not self._choose(voice):
                raise SynthesisError(f"espeak-ng has no voice called {voice}")
            for parameter, value in (
                (_RATE, manner.rate_wpm),
                (_PITCH, manner.pitch),
                (_RANGE, manner.pitch_range),
                (_WORD_GAP, manner.word_gap),
            ):
                self._library.espeak_SetParameter(parameter, value, 0)
            self._blocks.clear()
            flags = _UTF8 | (_PAUSE_AT_END if manner.pause_at_end else 0)
            self._library.espeak_Synth(raw, len(raw) + 1, 0, 0, 0, flags, None, None)
            samples = np.concatenate(self._blocks) if self._blocks else np.zeros(0, np.float32)
        return Speech(samples, self.sample_rate_hz)

    def voices(self) -> Iterator[EspeakVoice]:
        with self._lock:
            listed = self._library.espeak_ListVoices(None)
        for pointer in listed:
            if not pointer:
                return
            voice = pointer.contents
            yield EspeakVoice(voice.identifier.decode(), voice.languages[1:].decode(), voice.name.decode())

    def _choose(self, voice: str) -> bool:
        """Make `voice` the current one; loading it again would read its file again."""
        if voice != self._voice:
            self._voice = ""
            if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
                return False
            self._voice = voice
        return True

    def _collect(self, samples: Any, count: int, events: Any) -> int:
        if samples and count:
            self._blocks.append(np.ctypeslib.as_array(samples, (count,)).astype(np.float32) / 32768.0)
        return 0


@cache
def _library() -> _Library:
    return _Library()
