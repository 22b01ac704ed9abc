"""A voice in a process of its own, whose hang or crash leaves the program running. Knows no engine."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from time import monotonic
from typing import IO

import numpy as np

from models.command_line import words
from models.errors import SynthesisError
from models.tts.messages import Answer, Voice, VoiceOptions, receive_answer, send, spawn
from models.tts.text import pieces, spoken
from models.types import Speech

log = logging.getLogger(__name__)

# -P: a folder called `models` in the user's working directory must not become the program
WORKER = (sys.executable, "-P", "-m", "models.tts.worker")
TRANSFER_S = 5.0
"""Time limit for the rest of an answer that has begun."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits after which the voice's process counts as hung."""

    start_s: float = 30.0
    """From its start until it is ready: a cold disk, a model to load."""
    sentence_s: float = 5.0
    character_s: float = 0.05
    """Added for each character of the sentence."""

    def of(self, text: str) -> float:
        """Seconds for one piece of text."""
        return self.sentence_s + self.character_s * len(text)


class VoiceProcess:
    """A synthesizer whose engine lives in another process.

    The process starts in `start` (or with the first sentence) and loads while the program does other things.
    After a hang or a crash it is started anew and the sentence tried once more.

    Arguments:
        command: the worker program; the handle of its connection is added as the last argument. The first
            message on the connection holds the options; a sound of no samples tells that the engine is ready.
    """

    def __init__(
        self, options: VoiceOptions, *, command: Sequence[str] = WORKER, limits: Limits | None = None
    ) -> None:
        self._options, self._command, self._limits = options, tuple(command), limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._ready_by: float | None = None
        self._rate_hz = 0
        self._closed = False
        self._turn = threading.Lock()

    def start(self) -> None:
        """Start the process and return at once.

        Raises:
            SynthesisError: it cannot be started.
        """
        with self._turn:
            self._start()

    def synthesize(self, sentence: str) -> Speech:
        """One sentence as samples at the engine's rate; no samples for a sentence without anything to say.

        Raises:
            SynthesisError: the voice hung, crashed or failed twice.
            ConfigError: the engine lacks the configured voice or language.
        """
        with self._turn:
            texts = pieces(spoken(sentence, self._options.language))
            parts = [self._twice(text).samples for text in texts]
            if not parts:
                self._started()
            samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
            return Speech(samples, self._rate_hz)

    def voices(self) -> tuple[Voice, ...]:
        """The engine's voices.

        Raises:
            SynthesisError: the process cannot be started.
        """
        with self._turn:
            self._started()
            answer = self._ask({"list": "voices"}, self._limits.sentence_s)
            return answer.voices or ()

    def close(self) -> None:
        """End the process, also from another thread during a synthesis."""
        self._closed = True
        self._stop()

    def _twice(self, text: str) -> Speech:
        try:
            return self._once(text)
        except SynthesisError as error:
            if self._closed:
                raise
            log.warning("the voice is started again", exc_info=error)
            self._stop()
        try:
            return self._once(text)
        except SynthesisError:
            self._stop()
            raise

    def _once(self, text: str) -> Speech:
        self._started()
        speech = self._ask({"text": text}, self._limits.of(text)).speech
        if speech is None:
            raise SynthesisError("the voice's process gave no speech")
        self._rate_hz = speech.sample_rate_hz
        return speech

    def _start(self) -> None:
        if self._closed:
            raise SynthesisError("the voice was closed")
        if self._process is not None and self._process.poll() is None:
            return
        self._stop()
        self._connection, worker_end = Pipe()
        # the worker alone holds that end, so that its death ends the connection
        with worker_end:
            try:
                self._process = spawn(self._command, worker_end)
            except OSError as error:
                raise SynthesisError(
                    f"the voice's process cannot be started ({error})", do="see assistant doctor"
                ) from error
        assert self._process.stdout
        threading.Thread(target=_log_lines, args=(self._process.stdout,), daemon=True, name="voice").start()
        self._ready_by = monotonic() + self._limits.start_s
        self._send(asdict(self._options))
        if self._closed:
            self._stop()

    def _started(self) -> None:
        """Wait until the engine is ready, which it tells by a sound of no samples at its own rate."""
        self._start()
        if self._ready_by is not None:
            ready = self._receive(max(0.0, self._ready_by - monotonic())).speech
            if ready is None:
                raise SynthesisError("the voice's process did not get ready")
            self._rate_hz, self._ready_by = ready.sample_rate_hz, None

    def _ask(self, request: dict[str, object], limit_s: float) -> Answer:
        self._send(request)
        return self._receive(limit_s)

    def _send(self, request: dict[str, object]) -> None:
        if self._connection is None:
            raise SynthesisError("the voice was closed")
        try:
            send(self._connection, request)
        except OSError as error:
            raise self._ended() from error

    def _receive(self, limit_s: float) -> Answer:
        process, connection = self._process, self._connection
        if process is None or connection is None:
            raise SynthesisError("the voice was closed")
        # a process that hangs in the middle of an answer is ended, which ends the reading here
        watchdog = threading.Timer(TRANSFER_S, process.kill)
        try:
            if not connection.poll(limit_s):
                raise SynthesisError(f"the voice did not answer within {limit_s:.0f} seconds")
            watchdog.start()
            answer = receive_answer(connection)
        except (EOFError, OSError) as error:
            raise self._ended() from error
        finally:
            watchdog.cancel()
        if answer.refused is not None:
            self._stop()
            raise answer.refused
        if answer.error is not None:
            raise SynthesisError(answer.error)
        return answer

    def _ended(self) -> SynthesisError:
        if self._closed:
            return SynthesisError("the voice was closed")
        return SynthesisError("the voice's process ended unexpectedly", do="see the log")

    def _stop(self) -> None:
        process, self._process = self._process, None
        # not closed here: another thread may read from it, and the end of the process ends that
        self._connection = None
        if process is not None:
            process.kill()
            process.wait()


def _log_lines(stream: IO[bytes]) -> None:
    with stream:
        for line in stream:
            log.info("the voice wrote a line", extra=words(line=line.decode("utf-8", "replace").rstrip()))
