"""`assistant doctor`: checks the installation and suggests a fix for each problem."""

from __future__ import annotations

import json
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
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
    from assistant.skills.loading import Loaded

OLDEST_PYTHON = (3, 11)
ROOM_FOR_WEIGHTS_MB = 1500
VOICES_SHOWN = 12
PACKAGES = (
    "torch",
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
    """The result of one check."""

    name: str
    status: Literal["ok", "warning", "missing"]
    """warning: a feature works less well; missing: a feature does not work."""
    found: str
    do: str = ""


def run_checks(file: Path | None, given: Mapping[str, str], console: Console, *, json_lines: bool) -> bool:
    """Run and print every check; True where nothing is missing.

    Arguments:
        file: the configuration file; None for the owner's.
        given: the command line's options over the file.
    """
    checks = []
    for check in examine(file, given):
        checks.append(check)
        if json_lines:
            print(json.dumps(asdict(check), ensure_ascii=False), flush=True)
    if not json_lines:
        console.print(table(checks))
    return all(check.status != "missing" for check in checks)


def table(checks: list[Check]) -> Table:
    """The checks for a person."""
    grid = Table(box=None, pad_edge=False, show_header=False)
    grid.add_column()
    grid.add_column(no_wrap=True)
    grid.add_column()
    for check in checks:
        mark, style = MARKS[check.status]
        found = Text(check.found).append(f"\n{check.do}" if check.do else "", style=style)
        grid.add_row(Text(mark, style=style), check.name, found)
    return grid


def examine(file: Path | None, given: Mapping[str, str]) -> Iterator[Check]:
    """Every check in turn, fast ones first."""
    yield python()
    yield from packages()
    yield disk()
    configured = _guarded("configuration", lambda: [_configuration(file)])
    yield from configured
    yield accelerator()
    yield from _guarded("weights", lambda: list(weights()))
    yield from _guarded("sound", lambda: list(sound()))
    if configured[0].status == "ok":
        from assistant import config

        settings = config.load(file).with_options(given)
        yield from _guarded("recordings", lambda: [recordings(settings)])
        yield from _guarded("microphone", lambda: [microphone(settings)])
        yield from _guarded("voice", lambda: [voice(settings)])
        yield notifications(settings)
        yield from _guarded("owner", lambda: list(owner(settings)))
        yield from _guarded("owner's voice", lambda: list(owners_voice(settings)))
        yield from _guarded("classifier", lambda: [classifier(settings)])
        yield from _guarded("skills", lambda: list(skills(settings)))


def _guarded(name: str, check: Callable[[], list[Check]]) -> list[Check]:
    """Run a check; its error is a finding as well."""
    try:
        return check()
    except AssistantError as error:
        return [Check(name, "missing", error.what, error.do)]


def python() -> Check:
    """The Python version."""
    version = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        return Check("python", "missing", version, "install Python 3.11 or newer")
    return Check("python", "ok", f"{version} on {platform.system()} {platform.machine()}")


def packages() -> Iterator[Check]:
    """The versions of the main dependencies."""
    for name in PACKAGES:
        try:
            yield Check(name, "ok", metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Check(name, "missing", "not installed", f"pip install {name}")


def disk() -> Check:
    """Free disk space for the base weights."""
    folder = paths.home()
    while not folder.exists():
        folder = folder.parent
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < ROOM_FOR_WEIGHTS_MB:
        return Check(
            "disk",
            "warning",
            f"{free_mb} MB free in {paths.home()}",
            f"free {ROOM_FOR_WEIGHTS_MB} MB for the base weights",
        )
    return Check("disk", "ok", f"{free_mb / 1000:.0f} GB free in {paths.home()}")


def _configuration(file: Path | None) -> Check:
    from assistant import config

    config.load(file)
    file = file or paths.config_file()
    return Check("configuration", "ok", str(file) if file.exists() else "defaults")


def accelerator() -> Check:
    """The device that runs the models."""
    from models import device

    return Check("accelerator", "ok", device.describe())


def weights() -> Iterator[Check]:
    """The base weights, verified against their digests."""
    from models.weights import store

    for base in store.catalogue():
        if not store.present(base.name):
            if base.optional:
                continue
            yield Check(base.name, "warning", "not downloaded yet", "assistant models pull")
        elif store.verify(base.name):
            yield Check(base.name, "ok", "downloaded, digests verified")
        else:
            yield Check(base.name, "missing", "downloaded, but files were altered", "assistant models pull")


def sound() -> Iterator[Check]:
    """The number of microphones and loudspeakers."""
    from assistant.audio.devices import devices

    found = devices()
    for name, count in (
        ("microphones", sum(device.inputs > 0 for device in found)),
        ("loudspeakers", sum(device.outputs > 0 for device in found)),
    ):
        if count:
            yield Check(name, "ok", str(count))
        else:
            yield Check(name, "missing", "none", "plug one in; sound files and typed text work without it")


def recordings(config: Config) -> Check:
    """The number of recordings and logged utterances, and whether conversations are logged."""
    from assistant.memory import conversation_log
    from models.recordings import read

    recorded, logged = len(read()), len(conversation_log.read())
    keeps = "conversations are kept" if config.keep_conversations else "conversations are not kept"
    return Check("recordings", "ok", f"{recorded} to learn from, {logged} utterances to correct; {keeps}")


def microphone(config: Config) -> Check:
    """One second of sound from the microphone; macOS delivers only zeros without permission."""
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
            "delivers only zeros",
            "allow this terminal to use the microphone, and unmute it",
        )
    return Check("microphone", "ok", f"hears {loudest:.0f} dBFS at its loudest in one second")


def voice(config: Config) -> Check:
    """The synthesis of one word, and the available voices."""
    from assistant import factory

    synthesizer = factory.synthesizer(config)
    try:
        synthesizer.synthesize("Hello.")
        names = [each.name for each in synthesizer.voices() if each.language.startswith(config.language)]
    finally:
        synthesizer.close()
    listed = ", ".join(names[:VOICES_SHOWN]) + (" …" if len(names) > VOICES_SHOWN else "")
    return Check("voice", "ok", f"{config.voice.kind}, {len(names)} voices for {config.language}: {listed}")


def notifications(config: Config) -> Check:
    """Whether what rings is shown on the desktop, and why not."""
    from assistant.desktop.notifications import reason_off

    reason = reason_off(config.desktop)
    return Check("notifications", "ok", f"off: {reason}" if reason else "on")


def owner(config: Config) -> Iterator[Check]:
    """What the configuration says of the owner; a warning for a home that is in no table of places."""
    from models.text import places

    home = config.owner.home
    if home and places.find(home) is None and not (config.owner.zone and config.owner.country):
        do = "name the next larger town, or set zone and country under [owner]"
        yield Check("owner", "warning", f"no place called {home} is known", do)


def owners_voice(config: Config) -> Iterator[Check]:
    """Whether the voice that alone is to be answered is known."""
    from assistant.commands.record import owner
    from assistant.listening import owner_voice

    if not config.attention.owner_only:
        return
    name = owner()
    if (sentence := owner_voice.unknown(name)) is not None:
        yield Check("owner's voice", "warning", "everybody is answered", sentence)
    else:
        yield Check("owner's voice", "ok", f"known from {len(owner_voice.enrolled(name))} recordings")


def classifier(config: Config) -> Check:
    """The classifier in use; a warning for one of before commands had dialogue acts."""
    from assistant import factory
    from models.nlu import labels

    folder = Path(factory.models(config).classifier)
    if not labels.read(folder).labels.acts:
        found = f"{folder} takes every sentence for a request, also “don't …”: an older version trained it"
        return Check("classifier", "warning", found, "assistant-train personal, or assistant models use home")
    return Check("classifier", "ok", str(folder))


def skills(config: Config) -> Iterator[Check]:
    """The loaded skills; warnings for skills the classifier cannot invoke and plug-ins that fail to load."""
    from assistant import factory

    yield from skill_checks(factory.assistant(config, factory.classifier(config), None).skills, config)


def skill_checks(loaded: Loaded, config: Config) -> Iterator[Check]:
    """The skills in use, those that are switched off, and the problems of the others."""
    yield Check("skills", "ok", ", ".join(skill.name for skill in loaded.skills))
    if config.skills.off:
        yield Check("skills off", "ok", f"{', '.join(sorted(config.skills.off))}; by the configuration")
    for problem in loaded.problems:
        yield Check(f"skill {problem.skill}", "warning", problem.reason)
