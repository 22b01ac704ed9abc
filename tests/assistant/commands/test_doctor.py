"""The checks of `assistant doctor` and their output."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from rich.console import Console

from assistant.commands import doctor
from assistant.commands.doctor import Check
from assistant.config import Config
from assistant.desktop.notifications import DesktopConfig
from assistant.listening.modes import AttentionConfig
from assistant.memory.owner import OwnerConfig
from assistant.skills.config import SkillsConfig
from assistant.skills.loading import Loaded, SkillProblem
from models.errors import DeviceError
from tests.fixtures.fake_portaudio import FakePortAudio


def test_an_error_is_a_finding() -> None:
    def fail() -> list[Check]:
        raise DeviceError("the microphone is gone", do="plug it in")

    assert doctor._guarded("microphone", fail) == [
        Check("microphone", "missing", "the microphone is gone", "plug it in")
    ]


def test_the_installation_is_complete() -> None:
    assert doctor.python().status == "ok"
    assert {check.status for check in doctor.packages()} == {"ok"}
    assert doctor.disk().name == "disk"


def test_nothing_is_downloaded_or_recorded_yet() -> None:
    checks = list(doctor.weights())
    assert checks and all(
        (check.status, check.do) == ("warning", "assistant models pull") for check in checks
    )
    assert "0 to learn from, 0 utterances" in doctor.recordings(Config()).found


@pytest.mark.parametrize(("channels", "status"), [(1, "ok"), (0, "missing")])
def test_sound_devices_are_counted(channels: int, status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", FakePortAudio(channels=channels))
    assert [check.status for check in doctor.sound()] == [status, status]


def test_a_broken_configuration_is_one_finding_and_ends_the_checks_that_need_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text('colour = "red"')
    complete = doctor.run_checks(tmp_path / "config.toml", {}, Console(), json_lines=True)
    checks = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert not complete
    assert checks["configuration"]["status"] == "missing" and "colour" in checks["configuration"]["found"]
    assert "voice" not in checks and checks["python"]["status"] == "ok"


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
