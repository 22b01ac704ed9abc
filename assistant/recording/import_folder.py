"""Sounds that exist already, with their texts: a manifest, a table, or a text beside each sound.

| in the folder | read as |
|---|---|
| `manifest.jsonl` | the project's own manifest, with intent, slots and reply where given |
| `metadata.csv` | a table whose head names `file_name` and `text`; or LJSpeech's `name|text` without a head |
| `a.txt` beside `a.wav` | the words said in `a.wav` |

Every sound is converted to 16 kHz FLAC and copied; the folder itself is only read.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import track

from assistant.recording import quality
from models import manifest, recordings
from models.audio import SAMPLE_RATE_HZ, load
from models.command_line import err
from models.errors import AssistantError, InputError, SoundFileError
from models.manifest import Example
from models.types import Samples

LONGEST_S = 30.0
"""What the recognizer hears at a time."""
SHORTEST_S = 0.1
SOUND_NAMES = ("file_name", "file", "audio", "path", "filename", "wav")
TEXT_NAMES = ("text", "transcription", "transcript", "sentence")
SOUNDS = (".wav", ".flac", ".ogg", ".mp3", ".opus", ".aiff", ".aif", ".au", ".caf", ".w64")
"""Where a name without its ending is looked up."""


@dataclass(slots=True)
class Imported:
    """What became of a folder."""

    taken: int = 0
    seconds: float = 0.0
    known: int = 0
    """Were there already."""
    doubtful: int = 0
    """Taken, though they are quiet, noisy or clipped."""
    problems: list[str] = field(default_factory=list)
    """One plain sentence for each that could not be taken."""


def import_folder(folder: Path, speaker: str, console: Console) -> Imported:
    """Takes every sound of the folder that can be taken.

    Arguments:
        speaker: who speaks where the folder does not say.

    Raises:
        InputError: the folder holds no sounds with texts.
        DataError: its manifest has wrong lines.
    """
    found = list(discover(folder))
    if not found:
        raise InputError(
            "no sounds with texts in this folder",
            where=str(folder),
            do="put a text beside each sound (a.wav, a.txt), or a metadata.csv or manifest.jsonl",
        )
    result = Imported()
    known = _known(found)
    began = datetime.now()
    progress = track(found, "taking sounds", console=err, transient=True, disable=not err.is_terminal)
    for number, example in enumerate(progress):
        try:
            _take(example, speaker, began + timedelta(milliseconds=number), known, result)
        except AssistantError as error:
            result.problems.append(str(error))
    _conclude(folder, result, console)
    return result


def discover(folder: Path) -> Iterator[Example]:
    """Every example that the folder describes; its sounds are not opened.

    Raises:
        InputError: it is no folder, or its table has no column of sounds or texts.
        DataError: its manifest has wrong lines.
    """
    if not folder.is_dir():
        raise InputError("there is no such folder", where=str(folder))
    if (folder / recordings.MANIFEST).is_file():
        yield from manifest.read(folder / recordings.MANIFEST)
    elif (folder / "metadata.csv").is_file():
        yield from _table(folder / "metadata.csv")
    else:
        for text in sorted(folder.rglob("*.txt")):
            if (sound := _sound(text.parent, text.stem)).exists():
                yield Example(text=_text(text), audio=sound, origin=str(text))


def _table(file: Path) -> Iterator[Example]:
    lines = _text(file, strip=False).splitlines()
    delimiter = max("|;\t,", key=lines[0].count) if lines else ","
    # in LJSpeech a quotation mark is a character of the text
    plain = delimiter == "|"
    rows = list(
        csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL)
    )
    head = [name.strip().lower() for name in rows[0]] if rows else []
    sound_at, text_at = _column(head, SOUND_NAMES), _column(head, TEXT_NAMES)
    if sound_at is None and text_at is None and plain:
        sound_at, text_at = 0, 1  # LJSpeech has no head
    elif sound_at is None or text_at is None:
        missing = "sounds (file_name)" if sound_at is None else "texts (text)"
        raise InputError(f"the table has no column of {missing}", where=f"{file}:1")
    else:
        rows = rows[1:]
    optional = {name: _column(head, (name,)) for name in ("speaker", "intent")}
    first = 2 if len(rows) < len(lines) else 1
    for number, row in enumerate(rows, start=first):
        if len(row) <= max(sound_at, text_at) or not row[text_at].strip():
            continue
        given = {
            name: row[at].strip() or None for name, at in optional.items() if at is not None and at < len(row)
        }
        yield Example(
            text=row[text_at].strip(),
            audio=_sound(file.parent, row[sound_at].strip()),
            speaker=given.get("speaker"),
            intent=given.get("intent"),
            origin=f"{file}:{number}",
        )


def _column(head: Sequence[str], names: Sequence[str]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)


def _sound(folder: Path, name: str) -> Path:
    """The sound of that name; its ending may be left out, and LJSpeech keeps its sounds in `wavs`."""
    for parent in (folder, folder / "wavs"):
        for candidate in (name, *(f"{name}{ending}" for ending in SOUNDS)):
            if (parent / candidate).is_file() and Path(candidate).suffix.lower() != ".txt":
                return parent / candidate
    return folder / name


def _take(
    example: Example, speaker: str, when: datetime, known: set[tuple[str, str]], result: Imported
) -> None:
    if example.text is None:
        raise InputError("a recording without its text", where=example.origin)
    text, example = example.text, replace(example, speaker=example.speaker or speaker, split=None)
    if example.audio is None:
        recordings.append([example], when)
        result.taken += 1
        return
    samples = load(example.audio)
    seconds = len(samples) / SAMPLE_RATE_HZ
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise SoundFileError(
            f"it lasts {seconds:.1f} s, and {SHORTEST_S} to {LONGEST_S:.0f} can be learned from",
            where=str(example.audio),
        )
    mark = (text, _digest(samples))
    if mark in known:
        result.known += 1
        return
    known.add(mark)
    recordings.keep(example, samples, when)
    result.taken += 1
    result.seconds += seconds
    result.doubtful += quality.measure(samples).problem is not None


def _known(found: Iterable[Example]) -> set[tuple[str, str]]:
    """Text and sound of what is there already, so that a folder can be imported again when it has grown."""
    texts = {example.text for example in found}
    return {
        (example.text, _digest(load(example.audio)))
        for example in recordings.read()
        if example.text in texts and example.text and example.audio is not None and example.audio.exists()
    }


def _digest(samples: Samples) -> str:
    return hashlib.sha256(recordings.as_int16(samples).tobytes()).hexdigest()


def _text(file: Path, *, strip: bool = True) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the text cannot be read ({error})", where=str(file)) from error
    return " ".join(text.split()) if strip else text


def _conclude(folder: Path, result: Imported, console: Console) -> None:
    console.print(
        f"{result.taken} of {folder} taken, {result.seconds / 60:.1f} minutes of speech"
        + (f"; {result.known} were there already" if result.known else "")
        + (f"; {result.doubtful} are quiet, noisy or clipped" if result.doubtful else "")
        + ".",
        style="bold green" if result.taken else None,
        markup=False,
        soft_wrap=True,
    )
    for problem in result.problems:
        err.print(problem, style="red", markup=False, soft_wrap=True)
