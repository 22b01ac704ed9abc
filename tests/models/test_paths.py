"""The directories, all below the assistant's home."""

from pathlib import Path

import pytest

from models import paths


def test_everything_is_below_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    assert paths.home() == tmp_path
    folders = [
        paths.bases(), paths.engines(), paths.bundles(), paths.runs(), paths.recordings(), paths.state(),
        paths.caches(), paths.config_file(),
    ]  # fmt: skip
    assert {folder.parent for folder in folders} == {tmp_path} and len(set(folders)) == len(folders)


def test_a_tilde_is_the_users_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", "~/voice")
    assert paths.home() == Path.home() / "voice"


def test_without_a_setting_the_home_is_named_for_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSISTANT_HOME")
    assert paths.APP_NAME in paths.home().parts


def test_the_released_bundle_is_in_the_package() -> None:
    assert (paths.released() / "bundle.toml").is_file()
