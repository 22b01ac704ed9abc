"""A voice in a process of its own: it may hang or crash, the program does not. Knows no engine."""

from __future__ import annotations

import logging
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from time import monotonic
from typing import IO

import numpy as np

from models.errors import SynthesisError
from models.tts.text import pieces, spoken
from models.tts.wire import Answer, Voice, read_answer, write_request
from models.types import Speech

log = logging.getLogger(__name__)

# -P: a folder called `models` where the user happens to stand must not become the program
WORKER = (sys.executable, "-P", "-m", "models.tts.worker")
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """Which voice, and how it speaks."""

    kind: str
    voice: str | None = None
    """None for the engine's best voice of the language."""
    rate_wpm: int = 165
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the voice's process may take before it counts as hung."""

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
        command: the program to run; it reads the options, then one request a line, and answers as in `wire`.
    """

    def __init__(
        self, options: VoiceOptions, *, command: Sequence[str] = WORKER, limits: Limits | None = None
    ) -> None:
        self._options, self._command, self._limits = options, tuple(command), limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._ready_by: float | None = None
        self._rate_hz = 0
        self._closed = False
        self._turn = threading.Lock()

    def start(self) -> None:
        """Starts the process and returns at once.

        Raises:
            SynthesisError: it cannot be started.
        """
        with self._turn:
            self._start()

    def synthesize(self, sentence: str) -> Speech:
        """One sentence as samples at the engine's rate; no samples where nothing in it can be said.

        Raises:
            SynthesisError: the voice hung, crashed or failed twice.
            ConfigError: the engine lacks the voice or language asked for.
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
            SynthesisError: it cannot be started.
        """
        with self._turn:
            self._started()
            answer = self._ask({"list": "voices"}, self._limits.sentence_s)
            return answer.voices or ()

    def close(self) -> None:
        """Ends the process, also from another thread while a sentence is being made."""
        self._closed = True
        self._stop()

    def _twice(self, text: str) -> Speech:
        try:
            return self._once(text)
        except SynthesisError as error:
            if self._closed:
                raise
            log.warning("the voice is started again: %s", error)
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
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                creationflags=NO_WINDOW,
            )
        except OSError as error:
            raise SynthesisError(
                f"the voice's process cannot be started ({error})", do="see assistant doctor"
            ) from error
        self._answers = queue.SimpleQueue()
        self._ready_by = monotonic() + self._limits.start_s
        assert self._process.stdout and self._process.stderr
        for target, arguments in (
            (_collect, (self._process.stdout, self._answers)),
            (_log_lines, (self._process.stderr,)),
        ):
            threading.Thread(target=target, args=arguments, daemon=True, name="voice").start()
        self._send(asdict(self._options))

    def _started(self) -> None:
        """Waits until the engine is ready; it says so with an empty sound at its own rate."""
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
        process = self._process
        if process is None or process.stdin is None:
            raise SynthesisError("the voice was closed")
        try:
            write_request(process.stdin, request)
        except (OSError, ValueError) as error:
            raise SynthesisError("the voice's process ended", do="see the log") from error

    def _receive(self, limit_s: float) -> Answer:
        try:
            answer = self._answers.get(timeout=limit_s)
        except queue.Empty:
            raise SynthesisError(f"the voice did not answer within {limit_s:.0f} seconds") from None
        if answer is None:
            raise SynthesisError(
                "the voice was closed" if self._closed else "the voice's process ended unexpectedly"
            )
        if answer.refused is not None:
            self._stop()
            raise answer.refused
        if answer.error is not None:
            raise SynthesisError(answer.error)
        return answer

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        # its reader threads end at the end of their streams and close them
        if process.stdin:
            try:
                process.stdin.close()
            except OSError:
                log.debug("the voice's process left a request unread")


def _collect(stream: IO[bytes], answers: queue.SimpleQueue[Answer | None]) -> None:
    """Reads answers until the process ends; None marks the end."""
    with stream:
        try:
            while (answer := read_answer(stream)) is not None:
                answers.put(answer)
        except SynthesisError as error:
            answers.put(Answer(error=error.what))
    answers.put(None)


def _log_lines(stream: IO[bytes]) -> None:
    with stream:
        for line in stream:
            log.info("voice: %s", line.decode("utf-8", "replace").rstrip())
