"""Pinned files of the store's bases on the Hugging Face hub; one attempt to reach it per run."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from queue import Empty, SimpleQueue

import httpx

from models.weights import transfer
from models.weights.catalogue import Base
from models.weights.transfer import BytesDone, Unreachable

DEFAULT_ENDPOINT = "https://huggingface.co"

FIRST_BYTE_SECONDS = 3.0
"""Limit of the one attempt to reach the hub: name lookup, connection, redirects and first byte together."""
TIMEOUT = httpx.Timeout(10.0, connect=FIRST_BYTE_SECONDS)
"""Of the downloads after the first byte; a stalled one gives way to the mirror."""
UNREACHABLE = "ASSISTANT_UNREACHABLE_HUB"
"""Environment variable with the endpoint that did not answer, so that child processes do not try again."""


def endpoint() -> str:
    """The hub's address; `HF_ENDPOINT` overrides it."""
    return (os.environ.get("HF_ENDPOINT") or DEFAULT_ENDPOINT).rstrip("/")


def fetch(base: Base, folder: Path, done: BytesDone) -> None:
    """Put the files of a base's source repository into `folder`, each checked by its sha256.

    One attempt to reach the hub, of at most `FIRST_BYTE_SECONDS`; its failure counts for the whole run.

    Raises:
        Unreachable: the hub does not answer, stops answering or lacks a file.
        Refused: the hub serves a file that is not the pinned one.
    """
    from huggingface_hub import hf_hub_url

    hub, repository = endpoint(), base.repository
    if repository is None:
        raise Unreachable(f"has no repository of {base.name}", where=transfer.host(hub))
    urls = {
        file.name: hf_hub_url(
            repository.id, file.path or file.name, revision=repository.revision, endpoint=hub
        )
        for file in base.files
    }
    _require_answer(hub, urls[base.files[0].name], FIRST_BYTE_SECONDS)
    with transfer.client(TIMEOUT) as http:
        for file, progress in transfer.shares(base.files, done):
            target = folder / file.name
            if not transfer.whole(target, file):
                transfer.fetch(urls[file.name], file, target, http, progress, stalls_allowed=0)
            progress(file.bytes)


def _require_answer(hub: str, url: str, limit_seconds: float) -> None:
    """Ask for the first byte of `url`, unless the hub failed to answer earlier in this run.

    In a thread, since neither name lookup nor the choice among a host's addresses obeys a timeout of its own.

    Raises:
        Unreachable: no answer within the limit, or a server error.
    """
    from huggingface_hub import constants

    where = transfer.host(hub)
    if constants.HF_HUB_OFFLINE:
        raise Unreachable("is switched off by HF_HUB_OFFLINE", where=where)
    if os.environ.get(UNREACHABLE) == hub:
        raise Unreachable("could not be reached earlier in this run", where=where)
    problems: SimpleQueue[str] = SimpleQueue()
    http = transfer.client(httpx.Timeout(limit_seconds))

    def ask() -> None:
        try:
            with http, http.stream("GET", url, headers={"Range": "bytes=0-0"}) as answer:
                next(answer.iter_raw(), b"")
            failed = answer.status_code >= transfer.SERVER_ERROR
            problems.put(f"answered {answer.status_code}" if failed else "")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            problems.put(f"could not be reached: {transfer.reason(error)}")

    threading.Thread(target=ask, name="hub", daemon=True).start()
    try:
        problem = problems.get(timeout=limit_seconds)
    except Empty:
        problem = f"did not answer within {limit_seconds:g} s"
    if problem:
        os.environ[UNREACHABLE] = hub
        raise Unreachable(problem, where=where)
