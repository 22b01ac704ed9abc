"""Base weights, engines, and the bundle in use."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands.checks.check import Check
from models import files, paths
from models.bundles import bundle, promotion
from models.errors import CheckpointError
from models.weights import stamp, store

if TYPE_CHECKING:
    from assistant.config import Config


def weights() -> Iterator[Check]:
    """The base weights, verified against their digests."""
    for base in store.catalogue():
        if not store.present(base.name):
            if not base.optional:
                yield _base(base.name, "warning", "not downloaded yet")
        elif store.verify(base.name):
            yield Check(base.name, "ok", "downloaded, digests verified")
        else:
            yield _base(base.name, "missing", "downloaded, but files were altered")


def engines() -> Iterator[Check]:
    """The int8 engines, verified against the digests of when they were made."""
    damaged = [
        folder
        for folder in sorted(paths.engines().glob("*-*"))
        if folder.is_dir() and not stamp.intact(folder)
    ]
    if damaged:
        found = f"{', '.join(folder.name for folder in damaged)}: files were altered"
        do = "delete them; they are made again at the next start"
        yield Check("engines", "missing", found, do, lambda: _delete(damaged))


def bundle_in_use(config: Config) -> Iterator[Check]:
    """The bundle in use; a broken one is rolled back."""
    try:
        found = bundle.resolve(config.bundle)
        yield Check("bundle", "ok", f"{found.name}@{found.version}")
    except CheckpointError as error:
        # one that the configuration names is the owner's choice
        fix = None if config.bundle else _roll_back
        yield Check("bundle", "missing", f"{error.where}: {error.what}", error.do, fix)


def classifier(config: Config) -> Check:
    """The classifier in use; a warning for one of before commands had dialogue acts."""
    from assistant import factory
    from models.nlu import labels

    folder = Path(factory.models(config).classifier)
    if not labels.read(folder).labels.acts:
        found = f"{folder} takes every sentence for a request, also “don't …”: an older version trained it"
        return Check("classifier", "warning", found, "assistant-train personal, or assistant models use home")
    return Check("classifier", "ok", str(folder))


def _base(name: str, status: str, found: str) -> Check:
    def fetch() -> str:
        store.ensure(name, thorough=True)
        return "downloaded and verified"

    return Check(name, "warning" if status == "warning" else "missing", found, "assistant models pull", fetch)


def _delete(folders: list[Path]) -> str:
    for folder in folders:
        with files.disk_errors(folder):
            shutil.rmtree(folder)
    return "deleted; they are made again at the next start"


def _roll_back() -> str:
    back = promotion.rollback()
    return f"the bundle in use is {back.name}@{back.version} again"
