"""The checks of `assistant doctor` and their output."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from assistant.commands import doctor
from assistant.commands.checks import weights
from assistant.commands.checks.check import Check
from assistant.config import Config
from assistant.desktop.notifications import DesktopConfig
from assistant.listening.modes import AttentionConfig
from assistant.memory.owner import OwnerConfig
from assistant.skills.config import SkillsConfig
from assistant.skills.loading import Loaded, SkillProblem


def test_a_broken_configuration_is_one_finding_and_ends_the_checks_that_need_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text('colour = "red"')
    complete = doctor.run_checks(tmp_path / "config.toml", {}, Console(), json_lines=True)
    checks = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert not complete
    assert checks["configuration"]["status"] == "missing" and "colour" in checks["configuration"]["found"]
    assert "voice" not in checks and checks["python"]["status"] == "ok"
    assert checks["configuration"]["fix"] and not checks["python"]["fix"]


def test_the_table_shows_what_to_do() -> None:
    console = Console(file=(printed := io.StringIO()), width=100)
    console.print(doctor.table([Check("voice", "missing", "not installed", "install one")]))
    for words in ("✗", "voice", "not installed", "install one"):
        assert words in printed.getvalue()


def test_skills_that_are_left_out_are_named() -> None:
    reason = "It was written for version 1 of the skill interface; this assistant has version 2."
    config = Config(skills=SkillsConfig(off=frozenset({"coffee", "jokes"})))
    checks = list(doctor.skill_checks(Loaded((), (SkillProblem("tides", reason),)), config))
    assert checks[1:] == [
        Check("skills off", "ok", "coffee, jokes; by the configuration"),
        Check("skill tides", "warning", reason),
    ]


def test_a_home_that_is_unknown_is_a_warning() -> None:
    assert list(doctor.owner(Config(owner=OwnerConfig(home="Leeds")))) == []
    (found,) = doctor.owner(Config(owner=OwnerConfig(home="Nowhereville")))
    assert (found.status, found.found) == ("warning", "no place called Nowhereville is known")


def test_notifications_are_told_with_the_reason() -> None:
    (without, off) = (doctor.notifications(Config(desktop=DesktopConfig(notify=on))) for on in (True, False))
    assert without.status == off.status == "ok"
    assert without.found.startswith("off: ") and off.found == "off: switched off by the configuration"


def test_an_owner_whose_voice_is_not_known_is_told() -> None:
    assert list(doctor.owners_voice(Config())) == []
    (check,) = doctor.owners_voice(Config(attention=AttentionConfig(owner_only=True)))
    assert (check.status, check.found) == ("warning", "everybody is answered")
    assert "assistant record" in check.do


def test_what_is_mended_helps_the_checks_after_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(config: Config) -> Iterator[Check]:
        yield Check("skills", "ok", config.language)

    # the models are not there
    monkeypatch.setattr(doctor, "skills", nothing)
    monkeypatch.setattr(weights, "weights", lambda: iter(()))
    file = tmp_path / "config.toml"
    file.write_text('colour = "red"\nlanguage = "en"\n')
    doctor.run_checks(file, {}, Console(), json_lines=True, fix=True)
    checks = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert checks["configuration"]["status"] == "ok"
    assert checks["configuration"]["found"].startswith("mended: colour was removed")
    assert checks["skills"]["found"] == "en" and "voice" in checks
    assert "colour" not in file.read_text()


def test_what_can_be_mended_is_marked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('colour = "red"')
    console = Console(file=(printed := io.StringIO()), width=200)
    doctor.run_checks(tmp_path / "config.toml", {}, console, json_lines=False)
    assert "remove or rename these settings (fix)" in printed.getvalue()
    assert "assistant doctor --fix" in printed.getvalue()
