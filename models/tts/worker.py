"""The voice's process: loads one engine and turns each line of text into samples until its input ends."""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from typing import IO, Protocol

from models.errors import AssistantError, ConfigError, DependencyError
from models.tts.process import VoiceOptions
from models.tts.wire import Voice, write_refusal, write_request, write_speech
from models.types import Speech


class SpeechEngine(Protocol):
    """What an engine's file offers to the worker."""

    sample_rate_hz: int

    def render(self, text: str) -> Speech:
        """One piece of text as samples."""
        ...

    def voices(self) -> tuple[Voice, ...]:
        """The voices that it has."""
        ...


def load(options: VoiceOptions) -> SpeechEngine:
    """The engine that `options.kind` names.

    Raises:
        ConfigError: no such engine, voice or language.
        DependencyError: its package is not installed.
    """
    match options.kind:
        case "pyttsx3":
            from models.tts import pyttsx3

            return pyttsx3.load(options)
        case "hibari":
            from models.tts import hibari

            return hibari.load(options)
    raise ConfigError(f"there is no voice engine called {options.kind}")


def main() -> None:
    """Reads the options, then one request a line, and answers each on standard output."""
    # Ctrl-C reaches the whole process group; the program ends this process when it leaves
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = _private_stdout()
    requests: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, requests), daemon=True).start()
    try:
        engine = load(VoiceOptions(**requests.get()))  # type: ignore[arg-type]
    except (ConfigError, DependencyError) as error:
        return write_refusal(answers, error)
    import numpy as np

    write_speech(answers, Speech(np.zeros(0, np.float32), engine.sample_rate_hz))
    while True:
        _answer(engine, requests.get(), answers)


def _answer(engine: SpeechEngine, request: dict[str, object], answers: IO[bytes]) -> None:
    match request:
        case {"text": str(text)}:
            try:
                write_speech(answers, engine.render(text))
            except AssistantError as error:
                write_request(answers, {"error": error.what})
        case {"list": "voices"}:
            rows = [[voice.name, voice.language, voice.description] for voice in engine.voices()]
            write_request(answers, {"voices": rows})


def _private_stdout() -> IO[bytes]:
    """The real standard output, for answers alone: what pyttsx3 prints goes to stderr instead."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _read(stream: IO[bytes], requests: queue.SimpleQueue[dict[str, object]]) -> None:
    for line in stream:
        requests.put(json.loads(line))
    # the program is gone; nobody waits for an engine that may be stuck
    os._exit(0)


if __name__ == "__main__":
    main()
