"""Bases from the Hugging Face hub: safetensors only, never pickles."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from models import paths
from models.errors import CheckpointError, StoreError

PATTERNS = ["*.safetensors", "*.json", "*.txt", "*.model", "*.jinja"]
HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")


def snapshot(name: str, report: Callable[[str, int, int], None]) -> Path:
    """The files of a hub model, cached under `bases/hub`.

    Raises:
        CheckpointError: not a hub id, no such model, or one without safetensors.
        StoreError: the hub cannot be reached and the model is not cached.
    """
    if not HUB_ID.fullmatch(name):
        raise CheckpointError(
            "no base of the store, no folder and no Hugging Face id has this name",
            where=name,
            do="`assistant models list` shows the bases",
        )
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError

    report(f"fetching {name} from the Hugging Face hub", 0, 0)
    try:
        folder = Path(snapshot_download(name, cache_dir=paths.bases() / "hub", allow_patterns=PATTERNS))
    except RepositoryNotFoundError as error:
        raise CheckpointError(
            "the Hugging Face hub has no such model, or it needs a login", where=name
        ) from error
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise StoreError(
            "not on this machine, and the Hugging Face hub could not be reached",
            where=name,
            do="run the same command on a machine with network and copy the model's folder",
        ) from error
    if not any(folder.glob("*.safetensors")):
        raise CheckpointError(
            "this hub model has no *.safetensors; pickled weights are never loaded", where=name
        )
    return folder
