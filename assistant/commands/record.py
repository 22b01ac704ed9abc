"""`assistant record`: a recording session at the microphone, or the import of a folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from rich.console import Console

from assistant import factory
from assistant.audio.microphone import Microphone
from assistant.config import Config
from assistant.console import progress_bars
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.recording import prompts
from assistant.recording.import_folder import import_folder
from assistant.recording.keyboard import Keyboard
from assistant.recording.prompts import Prompt
from assistant.recording.session import RecordingSession, RecordingTally
from assistant.recording.view import RecordingView
from models import recordings
from models.command_line import err
from models.manifest import named
from models.types import Samples

GOAL = 50
"""Recordings per session; enough for a personal training."""


def record_or_import(
    config: Config,
    console: Console,
    *,
    speaker: str | None,
    sentences: Path | None,
    count: int | None,
    folder: Path | None,
) -> bool:
    """Import `folder` where given, otherwise record; False where an import had problems.

    Arguments:
        speaker: name in the manifest; None for the owner.
        sentences: see `record`.
        count: see `record`.

    Raises:
        DeviceError: see `record`.
        InputError: there are no sentences, or no sounds with texts in the folder.
        DataError: the folder's manifest has invalid lines.
    """
    speaker = speaker or owner()
    if folder is not None:
        return not import_folder(folder, speaker, console, named(config.language)).problems
    record(config, console, speaker=speaker, sentences=sentences, count=count)
    return True


def record(
    config: Config, console: Console, *, speaker: str, sentences: Path | None, count: int | None
) -> None:
    """Record until `count` sentences are done, all have been read, or the owner stops.

    Arguments:
        speaker: name in the manifest.
        sentences: file with the sentences; None for the classifier's domain or the built-in sentences.
        count: number of sentences; None for up to the next multiple of `GOAL`.

    Raises:
        DeviceError: the microphone is missing or has stopped; finished recordings are kept.
        InputError: there are no sentences.
    """
    available = prompts.gather(sentences, factory.models(config).classifier, config.language)
    keys = {prompt.key for prompt in available}
    recorded = [
        Prompt(one.text, language=one.language).key for one in recordings.read() if one.audio and one.text
    ]
    before = sum(key in keys for key in recorded)
    chosen = prompts.choose(available, recorded, count if count is not None else GOAL - before % GOAL)
    tally = RecordingTally()
    try:
        with ExitStack() as stack:
            microphone = Microphone(config.microphone)
            frames = stack.enter_context(microphone)
            with progress_bars(err):
                recognizer = factory.recognizer(config)
            _introduce(console, len(chosen), before)
            view = stack.enter_context(RecordingView(console, total=before + len(chosen), before=before))
            keyboard = stack.enter_context(Keyboard())
            microphone.discard()
            keep = keeper(speaker)
            RecordingSession(frames, recognizer, config, keep, view, keyboard, tally).run(chosen)
    except KeyboardInterrupt:
        pass
    finally:
        # also after the microphone was unplugged
        _conclude(console, tally, before + tally.recorded)


def keeper(name: str) -> Callable[[Prompt, Samples], Callable[[], None]]:
    """A function that stores a recording of the speaker `name` and returns one that removes it again."""

    def keep(prompt: Prompt, samples: Samples) -> Callable[[], None]:
        kept = recordings.keep(prompts.example(prompt, name), samples, datetime.now())
        return lambda: recordings.remove({recordings.identity(kept)})

    return keep


def owner() -> str:
    """The owner's name in the manifest."""
    return Profile(Database()).name or recordings.OWNER


def _introduce(console: Console, count: int, before: int) -> None:
    some = f"{count} sentence{'s' if count != 1 else ''}"
    console.print(
        f"Read {some} aloud, as you would say them to the assistant; each is taken when you stop speaking.",
        style="bold",
        soft_wrap=True,
    )
    again = f"{before} are recorded already. " if before else ""
    console.print(
        f"{again}Stop whenever you like: the next time it goes on where you left off. Everything stays on "
        f"this computer, in {recordings.folder()}.",
        style="dim",
        soft_wrap=True,
    )


def _conclude(console: Console, tally: RecordingTally, in_all: int) -> None:
    if not tally.recorded:
        console.print("Nothing was recorded this time.", style="dim")
        return
    spoken = f"{tally.seconds:.0f} s" if tally.seconds < 90 else f"{tally.seconds / 60:.1f} minutes"
    console.print(
        f"\n{tally.recorded} sentence{'s' if tally.recorded != 1 else ''} recorded, {spoken} of speech; "
        f"{in_all} in all.",
        style="bold green",
    )
    next_step = (
        "`assistant-train personal` learns from them."
        if in_all >= GOAL
        else f"`assistant record` goes on; from about {GOAL} on it is worth training."
    )
    console.print(f"{next_step} `assistant forget` deletes them.", style="dim", soft_wrap=True)
