"""The command for a card leaves out what only continues or rescores a run."""

from __future__ import annotations

import pytest

from training import options


def test_the_command_makes_the_model_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = ["assistant-train", "generator", "--data", "my data.jsonl", "--resume", "--rescore"]
    monkeypatch.setattr("sys.argv", typed)
    assert options.command() == "assistant-train generator --data 'my data.jsonl'"
