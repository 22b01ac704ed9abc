"""Messages between the program and a voice's process, over a `multiprocessing` connection.

A message is JSON; that of a sound is followed by one of its raw samples. Nothing is pickled.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from models.errors import AssistantError, ConfigError, DependencyError, SynthesisError
from models.types import Speech

MAX_MESSAGE_BYTES = 1 << 20
MAX_SAMPLES = 10 * 60 * 48_000
"""Ten minutes; a longer answer to one sentence is no speech."""
REFUSALS = {kind.__name__: kind for kind in (ConfigError, DependencyError)}
RATES_HZ = range(8_000, 192_001)


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """The voice to load and its pace."""

    kind: str
    voice: str | None = None
    """None for the engine's best voice of the language."""
    rate_wpm: int = 165
    language: str = "en"
    """ISO 639-1."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of an engine."""

    name: str
    """Value for the configuration's voice name."""
    language: str
    """As in en-us; empty where the engine does not say."""
    description: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """One message of the voice's process; exactly one of the fields is set."""

    speech: Speech | None = None
    voices: tuple[Voice, ...] | None = None
    error: str | None = None
    refused: AssistantError | None = None
    """The engine cannot be set up with these options; another try does not help."""


def spawn(command: Sequence[str], worker_end: Connection) -> subprocess.Popen[bytes]:
    """Start a process that inherits `worker_end`, whose handle is its last argument (see `inherited`).

    Its output, stdout and stderr, is readable at `.stdout`; it has no input.

    Raises:
        OSError: the program cannot be run.
    """
    handle = worker_end.fileno()
    options: dict[str, Any]
    if sys.platform == "win32":
        os.set_handle_inheritable(handle, True)
        startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]})
        options = {"startupinfo": startup, "creationflags": subprocess.CREATE_NO_WINDOW}
    else:
        options = {"pass_fds": (handle,)}
    return subprocess.Popen(
        (*command, str(handle)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **options,
    )


def inherited(handle: int) -> Connection:
    """The worker's end of the connection, closed to programs that the engine starts."""
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection

        os.set_handle_inheritable(handle, False)
        return PipeConnection(handle)
    os.set_inheritable(handle, False)
    return Connection(handle)


def send(connection: Connection, message: dict[str, object]) -> None:
    """One JSON message.

    Raises:
        OSError: the other end is gone.
    """
    connection.send_bytes(json.dumps(message).encode())


def send_speech(connection: Connection, speech: Speech) -> None:
    """A header and little-endian float32 samples.

    Raises:
        OSError: the other end is gone.
    """
    samples = np.ascontiguousarray(speech.samples, dtype="<f4")
    send(connection, {"samples": int(samples.size), "sample_rate_hz": speech.sample_rate_hz})
    connection.send_bytes(samples.tobytes())


def send_refusal(connection: Connection, error: AssistantError) -> None:
    """The reason why the engine cannot be set up.

    Raises:
        OSError: the other end is gone.
    """
    send(connection, {"refused": [type(error).__name__, error.what, error.do]})


def receive_request(connection: Connection) -> dict[str, object]:
    """The program's next message.

    Raises:
        EOFError: the program is gone.
    """
    request: dict[str, object] = json.loads(connection.recv_bytes(MAX_MESSAGE_BYTES))
    return request


def receive_answer(connection: Connection) -> Answer:
    """The next message of the voice's process.

    Raises:
        EOFError: the process is gone.
        OSError: it is gone, or the message is longer than any answer.
        SynthesisError: the bytes are no answer.
    """
    try:
        message = json.loads(connection.recv_bytes(MAX_MESSAGE_BYTES))
    except ValueError as error:
        raise SynthesisError("the voice's process wrote something that is no answer") from error
    match message:
        case {"samples": int(count), "sample_rate_hz": int(rate)} if (
            0 <= count <= MAX_SAMPLES and rate in RATES_HZ
        ):
            samples = np.frombuffer(_samples(connection, count), dtype="<f4").astype(np.float32)
            return Answer(speech=Speech(np.clip(np.nan_to_num(samples), -1.0, 1.0), rate))
        case {"voices": list(rows)}:
            return Answer(voices=tuple(Voice(*(str(field) for field in row)) for row in rows))
        case {"error": str(text)}:
            return Answer(error=text)
        case {"refused": [str(kind), str(what), str(do)]} if kind in REFUSALS:
            return Answer(refused=REFUSALS[kind](what, do=do))
    raise SynthesisError("the voice's process wrote an answer that makes no sense")


def _samples(connection: Connection, count: int) -> bytes:
    data = connection.recv_bytes(4 * count)
    if len(data) != 4 * count:
        raise SynthesisError("the voice's process wrote an answer that makes no sense")
    return data
