"""`assistant doctor`: everything that can be missing, each with what to do about it."""

from __future__ import annotations

import json
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from models import paths
from models.errors import AssistantError

if TYPE_CHECKING:
    from assistant.config import Config

OLDEST_PYTHON = (3, 11)
ROOM_FOR_WEIGHTS_MB = 1500
VOICES_SHOWN = 12
PACKAGES = (
    "torch",
    "torchaudio",
    "transformers",
    "ctranslate2",
    "sounddevice",
    "soundfile",
    "webrtcvad-wheels",
    "pyttsx3",
)
MARKS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "missing": ("✗", "red")}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    status: Literal["ok", "warning", "missing"]
    """warning: something works less well; missing: something does not work."""
    found: str
    do: str = ""


def show(options: tuple[Path | None, dict[str, str]], console: Console, json_lines: bool) -> bool:
    """Runs every check and prints it; True where nothing is missing."""
    checks = []
    for check in examine(options):
        checks.append(check)
        if json_lines:
            print(json.dumps(asdict(check), ensure_ascii=False), flush=True)
    if not json_lines:
        console.print(table(checks))
    return all(check.status != "missing" for check in checks)


def table(checks: list[Check]) -> Table:
    """The checks as a person reads them."""
    grid = Table(box=None, pad_edge=False, show_header=False)
    grid.add_column()
    grid.add_column(no_wrap=True)
    grid.add_column()
    for check in checks:
        mark, style = MARKS[check.status]
        told = Text(check.found).append(f"\n{check.do}" if check.do else "", style=style)
        grid.add_row(Text(mark, style=style), check.name, told)
    return grid


def examine(options: tuple[Path | None, dict[str, str]]) -> Iterator[Check]:
    """Every check in turn, the quick ones first."""
    yield python()
    yield from packages()
    yield disk()
    configured = _guarded("configuration", lambda: [_configuration(options)])
    yield from configured
    yield accelerator()
    yield from _guarded("weights", lambda: list(weights()))
    yield from _guarded("sound", lambda: list(sound()))
    if configured[0].status == "ok":
        from assistant import config

        settings = config.load(options[0]).with_options(options[1])
        yield from _guarded("recordings", lambda: [kept(settings)])
        yield from _guarded("microphone", lambda: [microphone(settings)])
        yield from _guarded("voice", lambda: [voice(settings)])
        yield from _guarded("skills", lambda: list(skills(settings)))


def _guarded(name: str, look: Callable[[], list[Check]]) -> list[Check]:
    """A check that failed is a finding like any other."""
    try:
        return look()
    except AssistantError as error:
        return [Check(name, "missing", error.what, error.do)]


def python() -> Check:
    """The interpreter."""
    version = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        return Check("python", "missing", version, "install Python 3.11 or newer")
    return Check("python", "ok", f"{version} on {platform.system()} {platform.machine()}")


def packages() -> Iterator[Check]:
    """What the program is built on."""
    for name in PACKAGES:
        try:
            yield Check(name, "ok", metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Check(name, "missing", "not installed", f"pip install {name}")


def disk() -> Check:
    """Room for the base weights."""
    folder = paths.home()
    while not folder.exists():
        folder = folder.parent
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < ROOM_FOR_WEIGHTS_MB:
        return Check(
            "disk",
            "warning",
            f"{free_mb} MB free in {paths.home()}",
            f"weights need {ROOM_FOR_WEIGHTS_MB} MB",
        )
    return Check("disk", "ok", f"{free_mb / 1000:.0f} GB free in {paths.home()}")


def _configuration(options: tuple[Path | None, dict[str, str]]) -> Check:
    from assistant import config

    config.load(options[0])
    file = options[0] or paths.config_file()
    return Check("configuration", "ok", str(file) if file.exists() else "defaults")


def accelerator() -> Check:
    """Where the models will run."""
    from models import device

    return Check("accelerator", "ok", device.describe())


def weights() -> Iterator[Check]:
    """The base models, checked against what was fetched."""
    from models.weights import store

    for base in store.catalogue():
        if not store.present(base.name):
            if base.optional:
                continue
            yield Check(base.name, "warning", "not fetched yet", "assistant models pull")
        elif store.verify(base.name):
            yield Check(base.name, "ok", "fetched, digests right")
        else:
            yield Check(base.name, "missing", "fetched, but its files were altered", "assistant models pull")


def sound() -> Iterator[Check]:
    """Sound devices of either direction."""
    from assistant.audio.devices import devices

    found = devices()
    for name, count in (
        ("microphones", sum(device.inputs > 0 for device in found)),
        ("loudspeakers", sum(device.outputs > 0 for device in found)),
    ):
        if count:
            yield Check(name, "ok", str(count))
        else:
            yield Check(name, "missing", "none", "plug one in; files and text work without")


def kept(config: Config) -> Check:
    """What there is of the owner's voice, and whether more of it is kept while talking."""
    from assistant.memory import conversation_log
    from models import recordings

    recorded, said = len(recordings.read()), len(conversation_log.read())
    keeps = "conversations are kept" if config.keep_conversations else "conversations are not kept"
    return Check("recordings", "ok", f"{recorded} to learn from, {said} utterances to correct; {keeps}")


def microphone(config: Config) -> Check:
    """One second of the microphone: macOS gives only zeros where it was not allowed."""
    from assistant.audio.microphone import Microphone
    from models.audio import FRAME_MS, level_dbfs

    with Microphone(config.microphone) as frames:
        levels = [
            level_dbfs(frame.samples) for frame, _ in zip(frames, range(1000 // FRAME_MS), strict=False)
        ]
    loudest = max(levels)
    if loudest <= -120.0:
        return Check(
            "microphone",
            "missing",
            "gives only zeros",
            "allow this terminal to use the microphone, and unmute it",
        )
    return Check("microphone", "ok", f"hears {loudest:.0f} dBFS at its loudest in one second")


def voice(config: Config) -> Check:
    """The voice says a word."""
    from assistant import factory

    synthesizer = factory.synthesizer(config)
    try:
        synthesizer.synthesize("Hello.")
        names = [each.name for each in synthesizer.voices() if each.language.startswith(config.language)]
    finally:
        synthesizer.close()
    some = ", ".join(names[:VOICES_SHOWN]) + (" …" if len(names) > VOICES_SHOWN else "")
    return Check("voice", "ok", f"{config.voice.kind}, {len(names)} voices for {config.language}: {some}")


def skills(config: Config) -> Iterator[Check]:
    """Skills that this classifier can never call, and plug-ins that do not load."""
    from assistant import factory

    loaded = factory.mind(config, factory.classifier(config), None).skills
    yield Check("skills", "ok", ", ".join(skill.name for skill in loaded.skills))
    for problem in loaded.problems:
        yield Check(f"skill {problem.skill}", "warning", problem.reason)
