"""The voice's process: load one engine and turn each text into samples until the program is gone."""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from multiprocessing.connection import Connection
from typing import Protocol

import numpy as np

from models.errors import AssistantError, ConfigError, DependencyError
from models.tts.messages import (
    Voice,
    VoiceOptions,
    inherited,
    receive_request,
    send,
    send_refusal,
    send_speech,
)
from models.types import Speech


class SpeechEngine(Protocol):
    """An engine as the worker uses it."""

    sample_rate_hz: int

    def render(self, text: str) -> Speech:
        """One piece of text as samples.

        Raises:
            SynthesisError: the engine wrote no sound.
        """
        ...

    def voices(self) -> tuple[Voice, ...]:
        """The engine's voices."""
        ...


def load(options: VoiceOptions) -> SpeechEngine:
    """The engine that `options.kind` names; `pyttsx3` is espeak-ng on Linux.

    Raises:
        ConfigError: an unknown engine, voice or language.
        DependencyError: the engine's package is not installed.
    """
    match options.kind:
        case "pyttsx3" if sys.platform.startswith("linux"):
            # pyttsx3 only wraps espeak-ng there, whichever version the system has
            from models.tts import espeak_engine

            return espeak_engine.load(options)
        case "pyttsx3":
            from models.tts import pyttsx3

            return pyttsx3.load(options)
        case "hibari":
            from models.tts import hibari

            return hibari.load(options)
    raise ConfigError(f"there is no voice engine called {options.kind}")


def main() -> None:
    """Read the options and then requests from the connection named in the arguments; answer each."""
    # Ctrl-C reaches the whole process group; the program ends this process when it leaves
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = inherited(int(sys.argv[1]))
    requests: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(connection, requests), daemon=True).start()
    try:
        engine = load(VoiceOptions(**requests.get()))  # type: ignore[arg-type]
    except (ConfigError, DependencyError) as error:
        return send_refusal(connection, error)
    send_speech(connection, Speech(np.zeros(0, np.float32), engine.sample_rate_hz))
    while True:
        _answer(engine, requests.get(), connection)


def _answer(engine: SpeechEngine, request: dict[str, object], connection: Connection) -> None:
    match request:
        case {"text": str(text)}:
            try:
                send_speech(connection, engine.render(text))
            except AssistantError as error:
                send(connection, {"error": error.what})
        case {"list": "voices"}:
            rows = [[voice.name, voice.language, voice.description] for voice in engine.voices()]
            send(connection, {"voices": rows})


def _read(connection: Connection, requests: queue.SimpleQueue[dict[str, object]]) -> None:
    try:
        while True:
            requests.put(receive_request(connection))
    except (EOFError, OSError):
        # the program is gone; the engine may be stuck in a call that never returns
        os._exit(0)


if __name__ == "__main__":
    main()
