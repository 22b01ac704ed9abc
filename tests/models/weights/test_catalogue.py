"""The shipped store file, and entries that it must not have."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from models.weights import catalogue
from models.weights.catalogue import Base


def test_the_shipped_bases() -> None:
    bases = catalogue.catalogue()
    assert [base.name for base in bases if not base.optional] == [
        "whisper-base",
        "minilm-l6-v2",
        "smollm2-135m-instruct",
        "silero-vad",
    ]
    for base in bases:
        assert any(file.name.startswith("model.") for file in base.files)
        if base.repository:
            assert base.mirror_bytes < base.download_bytes < 1.5 * base.mirror_bytes
        else:
            assert base.download_bytes == base.mirror_bytes
        assert catalogue.find(base.name) is base
    assert catalogue.find("whisper-bass") is None


def test_the_digest_follows_files_and_conversion() -> None:
    base = catalogue.catalogue()[0]
    first = base.files[0].model_copy(update={"sha256": "0" * 64})
    changed = base.model_copy(update={"files": (first, *base.files[1:])})
    assert len({base.digest, changed.digest, base.model_copy(update={"convert": "copy"}).digest}) == 3
    assert base.model_copy(update={"title": "other"}).digest == base.digest


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("files", 0, "name"), "../model.bin"),
        (("wheels", 0, "file"), "/tmp/a.whl"),
        (("files", 0, "sha256"), "D01C" * 16),
        (("repository", "revision"), "main"),
        (("repository", "id"), "a/b/c"),
        (("name",), "a/b"),
    ],
)
def test_paths_short_digests_and_branches_are_refused(place: tuple[str | int, ...], value: str) -> None:
    entry = catalogue.catalogue()[0].model_dump(mode="json")
    at = entry
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    with pytest.raises(ValidationError):
        Base.model_validate(entry)
