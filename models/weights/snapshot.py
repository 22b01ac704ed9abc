"""Models that a user names by their Hugging Face id: safetensors only, never pickles."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models import paths
from models.errors import CheckpointError, StoreError
from models.weights.catalogue import HUB_ID
from models.weights.hub import endpoint

PATTERNS = ("*.safetensors", "*.safetensors.index.json", "*.json", "*.txt", "*.model", "*.jinja")
SUBFOLDERS = "*/*"
"""Left out: other formats of the same weights, ONNX for instance."""


def fetch(name: str, report: Callable[[str, int, int], None]) -> Path:
    """The files of the hub model that a user named, cached under `bases/hub`; the user's hub login applies.

    Raises:
        CheckpointError: not a hub id, no such model, or one without safetensors.
        StoreError: the hub cannot be reached and the model is not cached.
    """
    if not re.fullmatch(HUB_ID, name):
        raise CheckpointError(
            "no base of the store, no folder and no Hugging Face id has this name",
            where=name,
            do="`assistant models list` shows the bases",
        )
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, RepositoryNotFoundError

    # the hub library changed its HTTP library over time; its own error derives from the current one's
    network_errors: tuple[type[Exception], ...] = (OSError, HfHubHTTPError, *HfHubHTTPError.__bases__)
    cache = paths.bases() / "hub"
    what = f"fetching {name} from the Hugging Face hub"
    report(what, 0, 0)
    try:
        folder = Path(
            snapshot_download(
                name,
                cache_dir=cache,
                allow_patterns=list(PATTERNS),
                ignore_patterns=SUBFOLDERS,
                endpoint=endpoint(),
                tqdm_class=_progress_bar(lambda done, total: report(what, done, total)),
            )
        )
    except GatedRepoError as error:
        raise CheckpointError(
            "this model's owner asks for a login and consent",
            where=name,
            do=f"accept its terms at https://huggingface.co/{name} and run `hf auth login`",
        ) from error
    except RepositoryNotFoundError as error:
        raise CheckpointError("the Hugging Face hub has no such model", where=name) from error
    except network_errors as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's, not the network's
        raise StoreError(
            "not on this machine, and the Hugging Face hub could not be reached",
            where=name,
            do=f"run `assistant models pull {name}` on a machine with network and copy its bases/hub folder "
            f"to {cache}",
        ) from error
    if not any(folder.glob("*.safetensors")):
        raise CheckpointError(
            "this hub model has no *.safetensors; pickled weights are never loaded", where=name
        )
    return folder


def _progress_bar(told: Callable[[int, int], None]) -> type[Any]:
    """A tqdm class for the hub library that reports byte counts instead of drawing."""
    from tqdm.std import tqdm

    class HubProgress(tqdm):  # type: ignore[misc]
        def __init__(self, *arguments: Any, **options: Any) -> None:
            self.counts_bytes = str(options.pop("name", "")).endswith("snapshot_download")
            super().__init__(*arguments, **{**options, "disable": True})

        def update(self, n: float | None = 1) -> bool | None:
            self.n += n or 0
            if self.counts_bytes and self.total:
                told(int(self.n), int(self.total))
            return None

    return HubProgress
