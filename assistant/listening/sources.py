"""Sources of recognitions other than the microphone: sound files and typed lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter

from assistant.audio import sound_file
from assistant.listening import listener
from assistant.listening.endpointer import EndpointerConfig
from assistant.stages import Recognizer
from assistant.turn import Recognition
from models.errors import SoundFileError
from models.types import Transcript, Utterance
from models.vad.webrtc import WebRtcVadConfig

TYPED = "stdin"


def sound_files(
    files: Iterable[str], vad: WebRtcVadConfig, endpointer: EndpointerConfig, recognizer: Recognizer
) -> Iterator[Recognition]:
    """The recognitions of every file; a file without speech or that cannot be read yields one as well."""
    for file in files:
        spoken = False
        try:
            for utterance in listener.utterances(
                sound_file.frames(file), vad, endpointer.for_files(), source=file
            ):
                if (recognition := recognize(utterance, recognizer)) is not None:
                    spoken = True
                    yield recognition
        except SoundFileError as error:
            yield Recognition(source=file, error=str(error))
            continue
        if not spoken:
            yield Recognition(source=file)


def recognize(utterance: Utterance, recognizer: Recognizer) -> Recognition | None:
    """The transcript of an utterance and the time that it took; None where the recognizer finds no speech."""
    started = perf_counter()
    transcript = recognizer.transcribe(utterance.samples)
    spent_ms = (perf_counter() - started) * 1000
    if transcript is None:
        return None
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
