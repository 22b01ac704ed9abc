"""One pinned file over HTTP: resumed after interruptions, never longer than pinned, checked by sha256."""

from __future__ import annotations

import os
import re
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from models import files
from models.errors import StoreError
from models.weights.catalogue import Pin
from models.weights.stamp import sha256

PATIENT = httpx.Timeout(30.0, connect=10.0)
SERVER_ERROR = 500
"""First HTTP status of servers that may recover."""

BytesDone = Callable[[int], None]
"""Called with the number of bytes that are on the disk."""
AnyPin = TypeVar("AnyPin", bound=Pin)


class Unreachable(StoreError):
    """The server cannot be reached, or lacks the file."""


class Refused(StoreError):
    """The received bytes are not the pinned ones."""


class _Interrupted(Exception):
    """The connection ended early; a further request can continue the download."""


def client(timeout: httpx.Timeout = PATIENT) -> httpx.Client:
    """An HTTP client with the environment's proxies and certificates, pip's certificate setting included.

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
    return httpx.Client(timeout=timeout, follow_redirects=True, verify=verify)


def shares(pins: Sequence[AnyPin], done: BytesDone) -> Iterator[tuple[AnyPin, BytesDone]]:
    """Each pin with its own progress callback, which adds the bytes of the pins before it."""

    def add(before: int, bytes_done: int) -> None:
        done(before + bytes_done)

    before = 0
    for pin in pins:
        yield pin, partial(add, before)
        before += pin.bytes


def whole(file: Path, pin: Pin) -> bool:
    """Whether `file` is there with the pinned content; reads all of it."""
    return file.is_file() and sha256(file) == pin.sha256


def fetch(
    url: str, pin: Pin, target: Path, http: httpx.Client, progress: BytesDone, *, stalls_allowed: int
) -> None:
    """Write the pinned file to `target`; continues an interrupted download, of an earlier run too.

    Arguments:
        stalls_allowed: consecutive interruptions without a new byte before the download gives up.

    Raises:
        Unreachable: the server cannot be reached, stops answering or lacks the file.
        Refused: the server's file is not the pinned one.
    """
    part = target.with_name(f"{target.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    download = partial(_download, url, pin, part, http, progress, stalls_allowed)
    resumed = part.exists()
    download()
    if resumed and sha256(part) != pin.sha256:
        # the part that an earlier run left may itself be broken: once more from the beginning
        part.unlink()
        download()
    if sha256(part) != pin.sha256:
        part.unlink()
        raise Refused(f"the file of {host(url)} does not have the expected sha256", where=target.name)
    files.put(part, target)


def host(url: str) -> str:
    """The server's name alone: an address may hold a password."""
    return urlsplit(url).hostname or "the server"


def reason(error: Exception) -> str:
    """An HTTP library's error without the system's error number."""
    words = re.sub(r"^\[Errno -?\d+\] ", "", str(error)).rstrip(".")
    return words or type(error).__name__


def _download(
    url: str, pin: Pin, part: Path, http: httpx.Client, progress: BytesDone, stalls_allowed: int
) -> None:
    """Append to `part` until it has the pinned number of bytes."""
    stalls, furthest, name = 0, _size(part), part.stem
    while (have := _size(part)) < pin.bytes:
        try:
            _continue(url, pin, part, have, http, progress)
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                part.unlink()
                raise Refused(f"the file of {host(url)} is shorter than expected", where=name) from error
            if status < SERVER_ERROR:
                raise Unreachable(f"answered {status} for {name}", where=host(url)) from error
            problem = f"answered {status}"
        except (httpx.HTTPError, httpx.InvalidURL, _Interrupted) as error:
            problem = f"could not be reached: {reason(error)}"
        else:
            return
        stalls = 0 if _size(part) > furthest else stalls + 1
        furthest = max(furthest, _size(part))
        if stalls > stalls_allowed:
            raise Unreachable(problem, where=host(url))
        time.sleep(0.1 * 2**stalls)


def _continue(url: str, pin: Pin, part: Path, have: int, http: httpx.Client, progress: BytesDone) -> None:
    """One request: the bytes from `have` on, or the whole file where the server ignores ranges."""
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with http.stream("GET", url, headers=headers) as answer:
        answer.raise_for_status()
        if answer.status_code == httpx.codes.PARTIAL_CONTENT:
            offered = answer.headers.get("Content-Range", "")
            right = offered == f"bytes {have}-{pin.bytes - 1}/{pin.bytes}"
        else:
            have, offered = 0, answer.headers.get("Content-Length", str(pin.bytes))
            right = offered == str(pin.bytes)
        if not right:
            part.unlink(missing_ok=True)
            raise Refused(
                f"the file of {host(url)} has another size ({offered or 'unknown'})", where=part.stem
            )
        with part.open("ab" if have else "wb") as file:
            # unbuffered: chunks of a fixed size would lose their beginning when the connection breaks
            for chunk in answer.iter_bytes():
                # never more than was pinned, whatever the server sends
                file.write(chunk[: pin.bytes - have])
                have = min(have + len(chunk), pin.bytes)
                progress(have)
                if have == pin.bytes:
                    return
    raise _Interrupted("the connection ended early")


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
