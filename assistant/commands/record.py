"""`assistant record`: the microphone, the models and the folder around a recording session."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from rich.console import Console

from assistant import factory
from assistant.audio.microphone import Microphone
from assistant.commands.progress import bars
from assistant.config import Config
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.recording import prompts
from assistant.recording.keyboard import Keyboard
from assistant.recording.prompts import Prompt
from assistant.recording.session import RecordingSession, RecordingTally
from assistant.recording.view import RecordingView
from models import recordings
from models.command_line import err
from models.types import Samples

GOAL = 50
"""Sentences that are worth a training; then as many again."""


def record(
    config: Config, console: Console, *, speaker: str, sentences: Path | None, count: int | None
) -> None:
    """Records sentences until `count` are done, all are said, or the owner stops.

    Arguments:
        speaker: the name in the manifest.
        sentences: a file with what to say; None for the classifier's domain, or the built-in sentences.
        count: how many this time; None: up to the next fifty.

    Raises:
        DeviceError: there is no microphone, or it has stopped; what was recorded is kept.
        InputError: there is nothing to say.
    """
    offered = prompts.gather(sentences, factory.models(config).classifier, config.language)
    keys = {prompt.key for prompt in offered}
    said = [one.text for one in recordings.read() if one.audio is not None and one.text]
    before = sum(Prompt(text).key in keys for text in said)
    chosen = prompts.choose(offered, said, count if count is not None else GOAL - before % GOAL)
    tally = RecordingTally()
    try:
        with ExitStack() as stack:
            microphone = Microphone(config.microphone)
            frames = stack.enter_context(microphone)
            with bars(err):
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
        # also where the microphone was unplugged: what is done is done
        _conclude(console, tally, before + tally.recorded)


def keeper(name: str) -> Callable[[Prompt, Samples], Callable[[], None]]:
    """Puts recordings of the speaker `name` into the owner's folder; gives what takes one out again."""

    def keep(prompt: Prompt, samples: Samples) -> Callable[[], None]:
        made = recordings.keep(prompts.example(prompt, name), samples, datetime.now())
        return lambda: recordings.remove({recordings.identity(made)})

    return keep


def owner() -> str:
    """What the owner is called in the manifest."""
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
