"""Replies as a sound file, renamed into place when complete."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from models import files
from models.audio import resample
from models.errors import SoundFileError
from models.types import Samples, Speech

GAP_MS = 250
"""Silence between two sentences."""


class SoundFileWriter:
    """A sound file in place of a loudspeaker; a context manager, or `close` it.

    The first sentence determines the sample rate, the extension the format. Sentences before an interruption
    or an error are kept.

    Arguments:
        path: a name with an extension of libsndfile's: .wav, .flac, .ogg, .mp3.

    Raises:
        SoundFileError: the folder is missing or not writable, or the extension is unknown.
    """

    def __init__(self, path: Path) -> None:
        import soundfile

        self._path = path
        self._format = path.suffix.lstrip(".").upper()
        if self._format not in soundfile.available_formats() or not soundfile.check_format(self._format):
            raise SoundFileError(
                "this is not a sound file's extension", where=str(path), do="use .wav, .flac or .ogg"
            )
        if path.is_dir():
            raise SoundFileError("this is a folder", where=str(path), do="name a file")
        self._part = files.partial(path)
        try:
            self._part.touch()
        except OSError as error:
            raise SoundFileError(
                "the replies cannot be written here",
                where=str(path),
                do="name a folder that exists and may be written",
            ) from error
        self._file: Any = None
        self._rate_hz = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self._file is None:
            # failed before the first sentence: an existing file stays
            self._part.unlink(missing_ok=True)
        else:
            self.close()

    def play(
        self, speech: Speech, cancelled: threading.Event, *, from_s: float = 0.0, over: bool = False
    ) -> float:
        """Append a sentence; return its duration in seconds. A file is never paused and has one voice.

        Raises:
            SoundFileError: the disk is full or gone.
        """
        if cancelled.is_set():
            return 0.0
        if self._file is None:
            self._open(speech.sample_rate_hz)
        elif speech.samples.size:
            self._write(np.zeros(self._rate_hz * GAP_MS // 1000, np.float32))
        self._write(resample(speech.samples, speech.sample_rate_hz, self._rate_hz))
        return len(speech.samples) / speech.sample_rate_hz

    def close(self) -> None:
        """Finish the file and rename it into place; it is empty without any speech.

        Raises:
            SoundFileError: the disk is full or gone.
        """
        if not self._part.exists():
            return
        if self._file is None:
            self._open(22_050)
        try:
            self._file.close()
            files.put(self._part, self._path)
        except (OSError, RuntimeError) as error:
            raise self._failed(error) from error
        finally:
            self._part.unlink(missing_ok=True)

    def _open(self, rate_hz: int) -> None:
        import soundfile

        try:
            self._file = soundfile.SoundFile(self._part, "w", rate_hz, 1, format=self._format)
        except (OSError, RuntimeError) as error:
            raise self._failed(error) from error
        self._rate_hz = rate_hz

    def _write(self, samples: Samples) -> None:
        try:
            self._file.write(samples)
        except (OSError, RuntimeError) as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> SoundFileError:
        return SoundFileError(f"the replies could not be written ({error})", where=str(self._path))
