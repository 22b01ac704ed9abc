"""What passes between the program and a voice's process: JSON lines and counted bytes. No pickle."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import IO

import numpy as np

from models.errors import AssistantError, ConfigError, DependencyError, SynthesisError
from models.types import Speech

MAX_LINE_BYTES = 1 << 20
MAX_SAMPLES = 10 * 60 * 48_000
"""Ten minutes; a longer answer to one sentence is no speech."""
REFUSALS = {kind.__name__: kind for kind in (ConfigError, DependencyError)}
RATES_HZ = range(8_000, 192_001)


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that an engine has."""

    name: str
    """What the configuration's voice name may be."""
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
    """The engine cannot be set up as asked; trying again does not help."""


def write_request(stream: IO[bytes], request: dict[str, object]) -> None:
    """One request as one line."""
    stream.write(json.dumps(request).encode() + b"\n")
    stream.flush()


def write_speech(stream: IO[bytes], speech: Speech) -> None:
    """A header line and little-endian float32 samples."""
    samples = np.ascontiguousarray(speech.samples, dtype="<f4")
    write_request(stream, {"samples": int(samples.size), "sample_rate_hz": speech.sample_rate_hz})
    stream.write(samples.tobytes())
    stream.flush()


def write_refusal(stream: IO[bytes], error: AssistantError) -> None:
    """Why the engine cannot be set up."""
    write_request(stream, {"refused": [type(error).__name__, error.what, error.do]})


def read_answer(stream: IO[bytes]) -> Answer | None:
    """The next message of the voice's process; None where it has ended.

    Raises:
        SynthesisError: the bytes are no message.
    """
    line = stream.readline(MAX_LINE_BYTES)
    if not line.endswith(b"\n"):
        return None
    try:
        header = json.loads(line)
    except ValueError as error:
        raise SynthesisError("the voice's process wrote something that is no answer") from error
    match header:
        case {"samples": int(count), "sample_rate_hz": int(rate)} if (
            0 <= count <= MAX_SAMPLES and rate in RATES_HZ
        ):
            data = stream.read(4 * count)
            if len(data) < 4 * count:
                return None
            samples = np.frombuffer(data, dtype="<f4").astype(np.float32)
            return Answer(speech=Speech(np.clip(np.nan_to_num(samples), -1.0, 1.0), rate))
        case {"voices": list(rows)}:
            return Answer(voices=tuple(Voice(*(str(field) for field in row)) for row in rows))
        case {"error": str(message)}:
            return Answer(error=message)
        case {"refused": [str(kind), str(what), str(do)]} if kind in REFUSALS:
            return Answer(refused=REFUSALS[kind](what, do=do))
    raise SynthesisError("the voice's process wrote an answer that makes no sense")
