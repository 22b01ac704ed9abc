from pathlib import Path

import pytest

from models import manifest, paths, recordings
from models.bundles import provenance
from models.manifest import Example
from training.trainer import runs


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "home"))


def test_a_run_on_the_owners_recordings_is_found_by_who_forgets_them(tmp_path: Path) -> None:
    paths.recordings().mkdir(parents=True)
    mine, other = paths.recordings() / "manifest.jsonl", tmp_path / "other.jsonl"
    manifest.write(mine, [Example(text="feed the cat", intent="cat_feed")])
    manifest.write(other, [Example(text="stop", intent="stop")])
    run = runs.folder("classifier", tmp_path / "checkpoint")
    runs.remember(run, [other, mine])
    (learned,) = manifest.read(mine)
    assert provenance.learned_from(run) == {recordings.identity(learned)}
    assert provenance.learners([recordings.identity(learned)]) == (run,)


def test_a_run_on_other_data_says_nothing(tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    manifest.write(other, [Example(text="stop", intent="stop")])
    run = runs.folder("classifier", tmp_path / "checkpoint")
    runs.remember(run, [other])
    assert not run.exists()
