"""The owner's recordings: sounds and a manifest of everything that may be learned from. Knows no microphone.

    recordings/                     0700, files 0600
      manifest.jsonl                recordings, and corrections that were looked through
      times.json                    when a correction without sound was made
      2026-11-22/193005-041200.flac 16 kHz, 16 bit
      conversations.jsonl           the conversation log of the assistant: no training data
      conversations/                its sounds

An example's id is its sound's place in this folder, or a digest of its text; `bundles.provenance` finds the
models that learnt from it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from models import files, manifest, paths
from models.audio import SAMPLE_RATE_HZ
from models.errors import DataError
from models.manifest import Example, Split
from models.types import Samples

MANIFEST = "manifest.jsonl"
TIMES = "times.json"
OWNER = "owner"
"""The speaker where the owner told no name."""
_TIME_FORMAT = "%Y-%m-%d/%H%M%S-%f"
_TIMES: TypeAdapter[dict[str, datetime]] = TypeAdapter(dict[str, datetime])


def folder() -> Path:
    """`paths.recordings()`, made where it is missing, readable by its owner alone.

    Raises:
        StoreError: it cannot be made.
    """
    made = paths.recordings()
    with files.disk_errors(made):
        made.mkdir(parents=True, exist_ok=True, mode=0o700)
        # a folder that somebody made by hand, or unpacked from a backup
        made.chmod(0o700)
    return made


def manifest_file() -> Path:
    """Where the manifest is, or will be."""
    return paths.recordings() / MANIFEST


def read() -> list[Example]:
    """Everything that may be learned from, in the order in which it was recorded or corrected.

    Raises:
        DataError: the manifest has wrong lines.
    """
    return manifest.read(manifest_file()) if manifest_file().exists() else []


def identity(example: Example) -> str:
    """The example's id: where its sound lies in the recordings' folder, or a digest of its text."""
    if example.audio is not None:
        return Path(os.path.relpath(example.audio, paths.recordings())).as_posix()
    return f"text-{hashlib.sha256((example.text or '').encode()).hexdigest()[:20]}"


def times() -> Callable[[Example], datetime | None]:
    """When an example was recorded or corrected, local time; None where nobody knows.

    Raises:
        DataError: the file of times is damaged.
    """
    written = _times()
    return lambda example: time_of(identity(example)) or written.get(identity(example))


def time_of(name: str) -> datetime | None:
    """When a sound was recorded, by its place in the folder; None where that is no place of a recording."""
    try:
        return datetime.strptime(name.removeprefix("conversations/").removesuffix(".flac"), _TIME_FORMAT)
    except ValueError:
        return None


def keep_sound(samples: Samples, when: datetime, *, under: str = "") -> Path:
    """Writes (n,) samples at 16 kHz as a FLAC file of the day `when`; returns its place.

    Arguments:
        under: a folder inside the recordings' one.

    Raises:
        StoreError: it cannot be written.
    """
    import soundfile

    target = folder() / under / f"{when.replace(tzinfo=None):{_TIME_FORMAT}}.flac"
    with files.disk_errors(target):
        private_folder(target.parent)
        with files.replacing(target, private=True) as draft, draft.open("wb") as file:
            soundfile.write(file, as_int16(samples), SAMPLE_RATE_HZ, format="FLAC", subtype="PCM_16")
    return target


def as_int16(samples: Samples) -> NDArray[np.int16]:
    """(n,) in [-1, 1] → (n,) as they are kept; what comes from a file of 16 bits keeps every bit."""
    return np.clip(np.round(samples * np.float32(32_768)), -32_768, 32_767).astype(np.int16)


def keep(example: Example, samples: Samples, when: datetime) -> Example:
    """Adds a recording, (n,) samples at 16 kHz, to the manifest; returns its line.

    Raises:
        DataError, StoreError: as `keep_sound` and `append`.
    """
    sound = keep_sound(samples, when)
    made = replace(example, audio=sound)
    try:
        append([made])
    except BaseException:
        # Ctrl-C between the two: no sound without its line
        delete_sound(sound)
        raise
    return made


def append(examples: Iterable[Example], when: datetime | None = None) -> None:
    """Adds examples to the manifest: all of them, or none where the program is stopped amid it.

    An example whose id is there already takes the place of the older one.

    Arguments:
        when: the time of those without sound; now where None.

    Raises:
        DataError: the manifest or the file of times is damaged.
        StoreError: it cannot be written.
    """
    new = list(examples)
    ids = {identity(example) for example in new}
    moment = (when or datetime.now()).replace(tzinfo=None)
    with one_at_a_time():
        dated = {identity(example): moment for example in new if example.audio is None}
        if dated:
            _write_times(_times() | dated)
        _write([example for example in read() if identity(example) not in ids] + new)


def keep_splits(splits: Mapping[str, Split]) -> None:
    """Writes by id which examples are learnt from and which are held back; a split that is there stays.

    Raises:
        DataError: the manifest is damaged.
        StoreError: it cannot be written.
    """
    with one_at_a_time():
        _write(replace(e, split=e.split or splits.get(identity(e))) for e in read())


def remove(ids: Collection[str]) -> None:
    """Takes examples out of the manifest and their sounds off the disk; ids that are not there are none.

    Raises:
        DataError: the manifest or the file of times is damaged.
        StoreError: something cannot be deleted.
    """
    with one_at_a_time():
        examples = read()
        kept = [example for example in examples if identity(example) not in ids]
        if len(kept) < len(examples):
            _write(kept)
        written = _times()
        if written.keys() & set(ids):
            _write_times({name: time for name, time in written.items() if name not in ids})
        for example in examples:
            if identity(example) in ids and example.audio is not None:
                delete_sound(example.audio)


def delete_sound(sound: Path) -> None:
    """Deletes a sound, and the day's folder with the last one; only inside the recordings' folder.

    Raises:
        StoreError: it cannot be deleted.
    """
    if not sound.resolve().is_relative_to(paths.recordings().resolve()):
        return  # a manifest that somebody wrote by hand may name the family's music
    with files.disk_errors(sound):
        sound.unlink(missing_ok=True)
        if sound.parent != paths.recordings() and sound.parent.exists() and not any(sound.parent.iterdir()):
            sound.parent.rmdir()


# ── writing ──────────────────────────────────────────────────────────────────


def private_folder(made: Path) -> None:
    """Makes a folder inside the recordings' one, each level with mode 0700.

    Raises:
        OSError: it cannot be made.
    """
    for each in [
        *reversed(made.relative_to(paths.recordings()).parents),
        made.relative_to(paths.recordings()),
    ]:
        (paths.recordings() / each).mkdir(exist_ok=True, mode=0o700)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Only one program changes the folder's lists at a time: talking goes on while corrections are made."""
    with FileLock(folder() / ".lock", mode=0o600):
        yield


def _write(examples: Iterable[Example]) -> None:
    lines = [
        json.dumps(manifest.to_json(example, paths.recordings()), ensure_ascii=False) for example in examples
    ]
    files.write_text(manifest_file(), "".join(f"{line}\n" for line in lines), private=True)


def _times() -> dict[str, datetime]:
    file = paths.recordings() / TIMES
    try:
        return _TIMES.validate_json(file.read_bytes())
    except FileNotFoundError:
        return {}
    except ValidationError as error:
        raise DataError("this is not a list of times", where=str(file), do="delete it") from error


def _write_times(written: dict[str, datetime]) -> None:
    files.write_text(
        paths.recordings() / TIMES, _TIMES.dump_json(written, indent=1).decode() + "\n", private=True
    )
