"""Sources of recognitions other than the microphone: sound files and typed lines."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from time import perf_counter

from assistant.audio import sound_file
from assistant.listening import listener
from assistant.listening.endpointer import EndpointerConfig
from assistant.stages import Recognizer, within
from assistant.turn import Recognition
from models.command_line import one_line
from models.errors import SoundFileError
from models.types import Transcript, Utterance
from models.vad.webrtc import WebRtcVadConfig

log = logging.getLogger(__name__)

TYPED = "stdin"
PATIENCE_S = 300.0
"""A recognition that takes longer hangs; a file may be long, and a computer slow."""


def sound_files(
    files: Iterable[str],
    vad: WebRtcVadConfig,
    endpointer: EndpointerConfig,
    recognizer: Recognizer,
    is_speech: listener.IsSpeech | None = None,
) -> Iterator[Recognition]:
    """The recognitions of every file; a file without speech or that cannot be read yields one as well.

    Arguments:
        is_speech: as for `Listener`.
    """
    for file in files:
        spoken = False
        try:
            for utterance in listener.utterances(
                sound_file.frames(file), vad, endpointer.for_files(), source=file, is_speech=is_speech
            ):
                if (recognition := recognize(utterance, recognizer)) is not None:
                    spoken = True
                    yield recognition
        except SoundFileError as error:
            yield Recognition(source=file, error=str(error))
            continue
        if not spoken:
            yield Recognition(source=file)


def recognize(
    utterance: Utterance, recognizer: Recognizer, patience_s: float = PATIENCE_S
) -> Recognition | None:
    """The transcript of an utterance and the time that it took; None where the recognizer finds no speech.

    Where the recognizer fails or hangs, the recognition has an error and no transcript.
    """
    started = perf_counter()
    try:
        transcript = within(patience_s, lambda: recognizer.transcribe(utterance.samples))
        if transcript is None or not transcript.text.strip():
            return None
    except Exception as error:
        log.exception("an utterance was not recognized")
        what = f"this was not recognized ({type(error).__name__}: {one_line(error)})."
        return Recognition(utterance.source, start_s=utterance.start_s, end_s=utterance.end_s, error=what)
    spent_ms = (perf_counter() - started) * 1000
    return Recognition(
        source=utterance.source,
        transcript=transcript,
        start_s=utterance.start_s,
        end_s=utterance.end_s,
        recognize_ms=spent_ms,
        samples=utterance.samples,
    )


def typed(lines: Iterable[str], language: str, source: str = TYPED) -> Iterator[Recognition]:
    """One recognition per line, verbatim; an empty line yields one without a transcript."""
    for line in lines:
        text = line.rstrip("\r\n")
        transcript = Transcript(text=text, language=language) if text.strip() else None
        yield Recognition(source=source, transcript=transcript)
