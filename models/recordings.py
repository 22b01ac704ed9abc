"""The owner's recordings: sounds and the manifest of training examples. Knows no microphone.

    recordings/                     0700, files 0600
      manifest.jsonl                recordings and reviewed corrections
      times.json                    times of corrections without sound
      2026-11-22/193005-041200.flac 16 kHz, 16 bit
      conversations.jsonl           the assistant's conversation log: no training data
      conversations/                its sounds

An example's id is the path of its sound in this folder, or a digest of its text; `bundles.provenance` finds
the models trained on it.
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
"""Default speaker name."""
_TIME_FORMAT = "%Y-%m-%d/%H%M%S-%f"
_TIMES: TypeAdapter[dict[str, datetime]] = TypeAdapter(dict[str, datetime])


def folder() -> Path:
    """`paths.recordings()`, created if missing, with mode 0700.

    Raises:
        StoreError: the folder cannot be created.
    """
    made = paths.recordings()
    with files.disk_errors(made):
        made.mkdir(parents=True, exist_ok=True, mode=0o700)
        # the folder may have been created by hand or unpacked from a backup
        made.chmod(0o700)
    return made


def manifest_file() -> Path:
    """The path of the manifest; the file may be missing."""
    return paths.recordings() / MANIFEST


def read() -> list[Example]:
    """The training examples, in order of recording or correction.

    Raises:
        DataError: the manifest has invalid lines.
    """
    return manifest.read(manifest_file()) if manifest_file().exists() else []


def identity(example: Example) -> str:
    """The example's id: the path of its sound in the recordings' folder, or a digest of its text."""
    if example.audio is not None:
        return Path(os.path.relpath(example.audio, paths.recordings())).as_posix()
    return f"text-{hashlib.sha256((example.text or '').encode()).hexdigest()[:20]}"


def times() -> Callable[[Example], datetime | None]:
    """A function from an example to its local time of recording or correction; None for an unknown time.

    Raises:
        DataError: the file of times is damaged.
    """
    written = _times()
    return lambda example: time_of(identity(example)) or written.get(identity(example))


def time_of(name: str) -> datetime | None:
    """The time of recording in a sound's path in the folder; None for the path of no recording."""
    try:
        return datetime.strptime(name.removeprefix("conversations/").removesuffix(".flac"), _TIME_FORMAT)
    except ValueError:
        return None


def keep_sound(samples: Samples, when: datetime, *, under: str = "") -> Path:
    """Write (n,) samples at 16 kHz as a FLAC file of the day `when`; return its path.

    Arguments:
        under: a folder inside the recordings' folder.

    Raises:
        StoreError: the file cannot be written.
    """
    import soundfile

    target = folder() / under / f"{when.replace(tzinfo=None):{_TIME_FORMAT}}.flac"
    with files.disk_errors(target):
        private_folder(target.parent)
        with files.replacing(target, private=True) as draft, draft.open("wb") as file:
            soundfile.write(file, as_int16(samples), SAMPLE_RATE_HZ, format="FLAC", subtype="PCM_16")
    return target


def as_int16(samples: Samples) -> NDArray[np.int16]:
    """(n,) in [-1, 1] → (n,) 16-bit samples; lossless for samples from a 16-bit file."""
    return np.clip(np.round(samples * np.float32(32_768)), -32_768, 32_767).astype(np.int16)


def keep(example: Example, samples: Samples, when: datetime) -> Example:
    """Add a recording, (n,) samples at 16 kHz, to the manifest; return its example.

    Raises:
        DataError, StoreError: as for `keep_sound` and `append`.
    """
    sound = keep_sound(samples, when)
    made = replace(example, audio=sound)
    try:
        append([made])
    except BaseException:
        # no sound without its line, even after Ctrl-C between the two
        delete_sound(sound)
        raise
    return made


def append(examples: Iterable[Example], when: datetime | None = None) -> None:
    """Add examples to the manifest, all or none.

    An example replaces an older one with its id.

    Arguments:
        when: the time of examples without sound; now for None.

    Raises:
        DataError: the manifest or the file of times is damaged.
        StoreError: one of the files cannot be written.
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
    """Write the splits of examples, by id; an example that has one keeps it.

    Raises:
        DataError: the manifest is damaged.
        StoreError: the manifest cannot be written.
    """
    with one_at_a_time():
        _write(replace(e, split=e.split or splits.get(identity(e))) for e in read())


def remove(ids: Collection[str]) -> None:
    """Remove examples from the manifest and their sounds from the disk; unknown ids are ignored.

    Raises:
        DataError: the manifest or the file of times is damaged.
        StoreError: a file cannot be written or deleted.
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
    """Delete a sound inside the recordings' folder, and the folder of its day if empty.

    Raises:
        StoreError: the sound cannot be deleted.
    """
    if not sound.resolve().is_relative_to(paths.recordings().resolve()):
        return  # a manifest written by hand may name the family's music
    with files.disk_errors(sound):
        sound.unlink(missing_ok=True)
        if sound.parent != paths.recordings() and sound.parent.exists() and not any(sound.parent.iterdir()):
            sound.parent.rmdir()


# ── writing ──────────────────────────────────────────────────────────────────


def private_folder(made: Path) -> None:
    """Create a folder inside the recordings' folder, each level with mode 0700.

    Raises:
        OSError: the folder cannot be created.
    """
    for each in [
        *reversed(made.relative_to(paths.recordings()).parents),
        made.relative_to(paths.recordings()),
    ]:
        (paths.recordings() / each).mkdir(exist_ok=True, mode=0o700)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Lock the folder's lists: a conversation may run in another process during a review of corrections."""
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
