"""`assistant doctor`: checks the installation, suggests a fix for each problem, and mends what it can."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.commands.checks import home, installation, memory, settings, sound, weights
from assistant.commands.checks.check import Check, guarded, mended
from models import paths
from models.errors import AssistantError

if TYPE_CHECKING:
    from assistant.config import Config
    from assistant.skills.loading import Loaded

MARKS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "missing": ("✗", "red")}
FIX = "`assistant doctor --fix` mends what is marked with (fix)."


def run_checks(
    file: Path | None, given: Mapping[str, str], console: Console, *, json_lines: bool, fix: bool = False
) -> bool:
    """Run and print every check; True where nothing is missing.

    Arguments:
        file: the configuration file; None for the owner's.
        given: the command line's options over the file.
        fix: mend each problem that can be mended, before the checks that need it.
    """
    checks = []
    for found in examine(file, given):
        check = mended(found) if fix else found
        checks.append(check)
        if json_lines:
            print(json.dumps(as_json(check), ensure_ascii=False), flush=True)
    if not json_lines:
        console.print(table(checks))
        if any(check.fix for check in checks):
            console.print(FIX, style="dim", markup=False)
    return all(check.status != "missing" for check in checks)


def as_json(check: Check) -> dict[str, str | bool]:
    """A check's line of `doctor --json`."""
    line: dict[str, str | bool] = {"name": check.name, "status": check.status, "found": check.found}
    return line | {"do": check.do, "fix": check.fix is not None}


def table(checks: list[Check]) -> Table:
    """The checks for a person."""
    grid = Table(box=None, pad_edge=False, show_header=False)
    grid.add_column()
    grid.add_column(no_wrap=True)
    grid.add_column()
    for check in checks:
        mark, style = MARKS[check.status]
        do = f"\n{check.do}{' (fix)' if check.fix else ''}" if check.do else ""
        grid.add_row(Text(mark, style=style), check.name, Text(check.found).append(do, style=style))
    return grid


def examine(file: Path | None, given: Mapping[str, str]) -> Iterator[Check]:
    """Every check in turn, fast ones first; what mends one may be called before the next is asked for."""
    yield installation.python()
    yield from installation.packages()
    yield installation.memory()
    yield from guarded("memory file", memory.state)
    yield settings.configuration(file)
    from assistant import config

    try:
        chosen = config.load(file).with_options(given)
    except AssistantError:
        # told already; the checks that need no configuration
        yield installation.disk()
        yield installation.accelerator()
        yield from guarded("weights", weights.weights)
        yield from guarded("sound", sound.sound)
        return
    yield from _configured(chosen, file)


def _configured(chosen: Config, file: Path | None) -> Iterator[Check]:
    from assistant import factory

    yield from guarded("bundle", lambda: weights.bundle_in_use(chosen))
    try:
        yield installation.disk(factory.models(chosen))
    except AssistantError:
        yield installation.disk()
    yield from installation.extras(chosen)
    yield installation.accelerator(chosen.device)
    yield from guarded("weights", weights.weights)
    yield from guarded("engines", weights.engines)
    yield from guarded("sound", sound.sound)
    yield from guarded("recordings", lambda: memory.recorded(chosen))
    yield from guarded("microphone", lambda: sound.microphone(chosen, file))
    yield from guarded("loudspeaker", lambda: sound.loudspeaker(chosen, file))
    yield from guarded("voice", lambda: sound.voice(chosen, file))
    yield notifications(chosen)
    yield from guarded("owner", lambda: owner(chosen))
    yield from guarded("owner's voice", lambda: owners_voice(chosen))
    yield from guarded("home assistant", lambda: home.home_assistant(chosen))
    if chosen.serving.token_file is not None:
        yield from home.private(Path(chosen.serving.token_file).expanduser(), "token of `serve`")
    yield from guarded("classifier", lambda: [weights.classifier(chosen)])
    yield from guarded("skills", lambda: skills(chosen))
    yield Check("log", "ok", f"{paths.home() / 'logs'}: {'holds words' if chosen.log_words else 'no words'}")


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
