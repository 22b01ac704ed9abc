"""A package index on the loopback, and a store that uses it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models import catalogue
from tests.models import package_index
from tests.models.package_index import PackageIndex, TinyStore


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[PackageIndex]:
    """A running index that pip's own setting points to."""
    with package_index.running() as index:
        monkeypatch.setenv("PIP_INDEX_URL", f"{index.url}/simple/")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield index


@pytest.fixture
def tiny_store(index: PackageIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TinyStore]:
    """The store knows the base `tiny` alone, and the index serves it."""
    made = package_index.tiny_store(index, tmp_path / "store.toml")
    monkeypatch.setattr(catalogue, "STORE_FILE", made.file)
    catalogue.catalogue.cache_clear()
    yield made
    catalogue.catalogue.cache_clear()
