"""Manifests written and read again."""

from pathlib import Path

import pytest

from models import manifest
from models.errors import DataError
from models.manifest import CommandLabel, Example, SlotLabel
from models.types import Modifiers


def test_commands_are_read_as_they_were_written(tmp_path: Path) -> None:
    commands = (
        CommandLabel(
            0, 10, "request", "follow_up", "iot_hue_lightoff", slots=(SlotLabel("room", "hall", 6, 10),),
            modifiers=Modifiers(all=True, excluded=("loft",), at="at five", repeat="daily", lasting="a day"),
        ),
        CommandLabel(15, 20, "statement", out_of_scope=True, modifiers=Modifiers()),
        CommandLabel(21, 22),
    )  # fmt: skip
    before = Example(
        text="light hall and hello x", dialogue_act="request", relation="follow_up", danger=False,
        commands=commands,
    )  # fmt: skip
    manifest.write(tmp_path / "m.jsonl", [before])
    (after,) = manifest.read(tmp_path / "m.jsonl")
    assert after.commands == commands
    assert (after.dialogue_act, after.relation, after.danger) == ("request", "follow_up", False)


def test_modifiers_have_the_names_of_the_interface() -> None:
    said = Modifiers(all=True, excluded=("hall",), at="at five", lasting="for an hour")
    assert manifest.modifiers_to_json(said) == {
        "all": True, "except": ["hall"], "at": "at five", "for": "for an hour",
    }  # fmt: skip
    assert manifest.modifiers_to_json(Modifiers()) == {}


def test_a_language_is_named_unless_it_is_english(tmp_path: Path) -> None:
    lines = [
        Example(text="你好", language=manifest.named("zh")),
        Example(text="hello", language=manifest.named("en")),
    ]
    manifest.write(tmp_path / "m.jsonl", lines)
    assert "language" not in (tmp_path / "m.jsonl").read_text("utf-8").splitlines()[1]
    assert [e.language for e in manifest.read(tmp_path / "m.jsonl")] == ["zh", None]
    (tmp_path / "m.jsonl").write_text('{"text": "a", "language": "Mandarin"}\n')
    with pytest.raises(DataError, match="language"):
        manifest.read(tmp_path / "m.jsonl")
