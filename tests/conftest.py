"""Fixtures for every test: a home of its own, the corpora, the base weights, the sound devices."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models import paths
from tests.fixtures.package_index import index, tiny_store  # noqa: F401 - fixtures
from tests.fixtures.sound_devices import SoundDevices, missing, virtual_sound_devices

DATA = Path(os.environ.get("ASSISTANT_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
REAL_BASES, REAL_ENGINES = paths.bases(), paths.engines()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ASSISTANT_HOME, so that no test reads or writes the user's."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("ASSISTANT_HOME", str(folder))
    return folder


@pytest.fixture
def weights(home: Path) -> Path:
    """ASSISTANT_HOME with the user's base weights and engines in it, fetched once for all tests."""
    for real, link in ((REAL_BASES, home / "bases"), (REAL_ENGINES, home / "engines")):
        real.mkdir(parents=True, exist_ok=True)
        link.symlink_to(real, target_is_directory=True)
    return home


@pytest.fixture
def shared_data() -> Callable[[str], Path]:
    """The folder of a corpus by name; skips the test where it is missing."""

    def find(name: str) -> Path:
        folder = DATA / name
        if not folder.exists():
            pytest.skip(f"the corpus {name} is not in {DATA} (set ASSISTANT_TEST_DATA)")
        return folder

    return find


@pytest.fixture(scope="session")
def sound_devices() -> Iterator[SoundDevices]:
    """A virtual microphone and loudspeaker for all tests; skips where pulseaudio is missing."""
    if reason := missing():
        pytest.skip(reason)
    with virtual_sound_devices() as devices:
        yield devices


@pytest.fixture
def own_sound_devices() -> Iterator[SoundDevices]:
    """The same for one test alone, which may break them."""
    if reason := missing():
        pytest.skip(reason)
    with virtual_sound_devices() as devices:
        yield devices
