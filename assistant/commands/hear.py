"""`assistant hear`: sound files in, replies out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from rich.console import Console

from assistant.commands.headless import HeadlessSession, report_to
from assistant.config import Config
from assistant.listening import sources
from assistant.turn import Turn
from models.command_line import err
from models.errors import SoundFileError


def answer_files(
    config: Config,
    files: Sequence[str],
    console: Console,
    *,
    json_lines: bool,
    speak: Path | None = None,
    until: Literal["transcript", "understanding", "reply"] = "reply",
) -> bool:
    """Answer every utterance of every file; False where a file could not be read.

    Arguments:
        speak: sound file for the replies; ignored, with a notice, where `until` precedes the reply.

    Raises:
        SoundFileError: `speak` is one of `files` or cannot be written.
    """
    if speak is not None and any(same_file(speak, file) for file in files):
        raise SoundFileError("this file is an input", where=str(speak), do="name another one for the replies")
    if speak is not None and until != "reply":
        err.print(f"{speak} is not written: --until {until} gives no replies.", markup=False, soft_wrap=True)
        speak = None
    all_read = True
    report = report_to(console, until, json_lines=json_lines)

    def watch(turn: Turn) -> None:
        nonlocal all_read
        all_read = all_read and turn.recognition.error is None
        report(turn)

    with HeadlessSession(config, until=until, console=err, hears=True, speak=speak) as session:
        heard = sources.sound_files(
            files, config.vad, config.endpointer, session.recognizer, session.is_speech
        )
        session.run(heard, watch)
    return all_read


def same_file(one: Path, other: str) -> bool:
    """Whether two names denote one existing file."""
    return one.exists() and Path(other).exists() and one.samefile(other)
