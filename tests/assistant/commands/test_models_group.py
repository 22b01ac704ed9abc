"""The command line of `assistant models`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.assistant.test_cli import assistant, one_sentence


def test_models_alone_gets_one_sentence() -> None:
    done = assistant("models")
    assert done.returncode == 2
    assert "Missing command" in one_sentence(done)


def test_each_of_its_commands_is_reached(home: Path) -> None:
    listed = [json.loads(line) for line in assistant("models", "list", "--json").stdout.splitlines()]
    assert "whisper-base" in {line.get("base") for line in listed}
    for arguments in (("show", "nothing"), ("use", "nothing"), ("pull", "nothing"), ("rollback",)):
        done = assistant("models", *arguments)
        assert done.returncode and not done.stdout and one_sentence(done)
