"""One pinned file from a server on the loopback that cuts, alters, refuses and disappears."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from models.errors import StoreError
from models.weights import transfer
from models.weights.catalogue import Pin
from models.weights.transfer import Refused, Unreachable
from tests.fixtures.package_index import PackageIndex

CONTENT = bytes(range(256)) * 100
PIN = Pin(bytes=len(CONTENT), sha256=hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture
def target(index: PackageIndex, tmp_path: Path) -> Path:
    index.files["a"] = {"a.bin": CONTENT}
    return tmp_path / "downloads" / "a.bin"


def fetch(index: PackageIndex, target: Path, *, stalls_allowed: int = 1) -> list[int]:
    done: list[int] = []
    with transfer.client() as http:
        url = f"{index.url}/files/a/a.bin"
        transfer.fetch(url, PIN, target, http, done.append, stalls_allowed=stalls_allowed)
    return done


def part(target: Path) -> Path:
    return target.with_name("a.bin.part")


def test_the_file_arrives_with_its_progress(index: PackageIndex, target: Path) -> None:
    done = fetch(index, target)
    assert target.read_bytes() == CONTENT and not part(target).exists()
    assert done == sorted(done) and done[-1] == len(CONTENT)
    assert transfer.whole(target, PIN)
    assert not transfer.whole(part(target), PIN)


def test_an_interrupted_download_continues(index: PackageIndex, target: Path) -> None:
    index.cuts = [1000, 2000]
    fetch(index, target, stalls_allowed=0)
    assert target.read_bytes() == CONTENT
    assert [asked for _, asked in index.requests] == [None, "bytes=1000-", "bytes=3000-"]


def test_a_later_run_continues_the_download(index: PackageIndex, target: Path) -> None:
    target.parent.mkdir()
    part(target).write_bytes(CONTENT[:5000])
    fetch(index, target)
    assert target.read_bytes() == CONTENT
    assert index.requests == [("a.bin", "bytes=5000-")]


def test_a_broken_part_of_an_earlier_run_is_discarded(index: PackageIndex, target: Path) -> None:
    target.parent.mkdir()
    part(target).write_bytes(b"?" * 5000)
    fetch(index, target)
    assert target.read_bytes() == CONTENT
    assert [asked for _, asked in index.requests] == ["bytes=5000-", None]


def test_a_server_without_ranges_starts_again(index: PackageIndex, target: Path) -> None:
    index.ranges, index.cuts = False, [1000]
    fetch(index, target)
    assert target.read_bytes() == CONTENT


def test_a_busy_server_is_asked_again(index: PackageIndex, target: Path) -> None:
    index.statuses = [503]
    fetch(index, target)
    assert len(index.requests) == 2


def test_a_server_that_stays_busy_is_given_up(index: PackageIndex, target: Path) -> None:
    index.statuses = [503, 502]
    with pytest.raises(Unreachable, match=r"127.0.0.1: answered 502"):
        fetch(index, target)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (CONTENT[:2000] + b"X" + CONTENT[2001:], "does not have the expected sha256"),
        (CONTENT[:-1], "has another size"),
        (CONTENT + b"X", "has another size"),
    ],
)
def test_other_bytes_are_refused(index: PackageIndex, target: Path, content: bytes, problem: str) -> None:
    index.files["a"]["a.bin"] = content
    with pytest.raises(Refused, match=f"a.bin: the file of 127.0.0.1 {problem}"):
        fetch(index, target)
    assert not target.exists() and not part(target).exists()


def test_a_missing_file_is_not_asked_for_again(index: PackageIndex, target: Path) -> None:
    del index.files["a"]
    with pytest.raises(Unreachable, match=r"answered 404 for a\.bin"):
        fetch(index, target)


def test_shares_add_the_bytes_of_the_files_before() -> None:
    done: list[int] = []
    for pin, progress in transfer.shares([PIN, PIN], done.append):
        progress(pin.bytes)
    assert done == [len(CONTENT), 2 * len(CONTENT)]


def test_a_password_in_an_address_is_not_shown() -> None:
    assert transfer.host("https://user:secret@index.example:81/simple") == "index.example"


def test_a_certificate_setting_without_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CERT", "/no/such/file.pem")
    with pytest.raises(StoreError, match="correct PIP_CERT"):
        transfer.client()
