"""Import of existing sounds and their texts: from a manifest, a table, or text files beside the sounds.

| in the folder | meaning |
|---|---|
| `manifest.jsonl` | a manifest of this project, optionally with intent, slots and reply |
| `metadata.csv` | a table with columns `file_name` and `text`; or LJSpeech's `name|text` without a header |
| `a.txt` beside `a.wav` | the transcript of `a.wav` |

Sounds are converted to 16 kHz FLAC and copied; the folder itself is not modified.
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
"""Length of the recognizer's window."""
SHORTEST_S = 0.1
SOUND_NAMES = ("file_name", "file", "audio", "path", "filename", "wav")
TEXT_NAMES = ("text", "transcription", "transcript", "sentence")
SOUNDS = (".wav", ".flac", ".ogg", ".mp3", ".opus", ".aiff", ".aif", ".au", ".caf", ".w64")
"""Extensions tried for a name without one."""


@dataclass(slots=True)
class ImportResult:
    """Result of an import."""

    imported: int = 0
    seconds: float = 0.0
    known: int = 0
    """Imported before."""
    poor: int = 0
    """Imported, but quiet, noisy or clipped."""
    problems: list[str] = field(default_factory=list)
    """One sentence for each sound that could not be imported."""


def import_folder(folder: Path, speaker: str, console: Console, language: str | None = None) -> ImportResult:
    """Import the sounds of a folder.

    Arguments:
        speaker: name of the speaker where the folder does not name one.
        language: of the texts, where the folder does not name it; ISO 639-1, English for None.

    Raises:
        InputError: the folder has no sounds with texts.
        DataError: its manifest has invalid lines.
    """
    found = [replace(e, language=e.language or language) for e in discover(folder)]
    if not found:
        raise InputError(
            "no sounds with texts in this folder",
            where=str(folder),
            do="put a text beside each sound (a.wav, a.txt), or a metadata.csv or manifest.jsonl",
        )
    result = ImportResult()
    known = _known(found)
    started = datetime.now()
    progress = track(found, "importing sounds", console=err, transient=True, disable=not err.is_terminal)
    for number, example in enumerate(progress):
        try:
            _take(example, speaker, started + timedelta(milliseconds=number), known, result)
        except AssistantError as error:
            result.problems.append(str(error))
    _conclude(folder, result, console)
    return result


def discover(folder: Path) -> Iterator[Example]:
    """The examples that the folder describes; the sounds are not opened.

    Raises:
        InputError: it is not a folder, or its table lacks a column of sounds or texts.
        DataError: its manifest has invalid lines.
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
    # quotation marks are literal in LJSpeech
    plain = delimiter == "|"
    rows = list(
        csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL)
    )
    header = [name.strip().lower() for name in rows[0]] if rows else []
    sound_at, text_at = _column(header, SOUND_NAMES), _column(header, TEXT_NAMES)
    if sound_at is None and text_at is None and plain:
        sound_at, text_at = 0, 1  # LJSpeech has no header
    elif sound_at is None or text_at is None:
        missing = "sounds (file_name)" if sound_at is None else "texts (text)"
        raise InputError(f"the table has no column of {missing}", where=f"{file}:1")
    else:
        rows = rows[1:]
    optional = {name: _column(header, (name,)) for name in ("speaker", "intent")}
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


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _sound(folder: Path, name: str) -> Path:
    """The sound of that name, with or without its extension; LJSpeech keeps sounds in `wavs`."""
    for parent in (folder, folder / "wavs"):
        for candidate in (name, *(f"{name}{ending}" for ending in SOUNDS)):
            if (parent / candidate).is_file() and Path(candidate).suffix.lower() != ".txt":
                return parent / candidate
    return folder / name


def _take(
    example: Example, speaker: str, when: datetime, known: set[tuple[str, str]], result: ImportResult
) -> None:
    if example.text is None:
        raise InputError("a recording without its text", where=example.origin)
    text, example = example.text, replace(example, speaker=example.speaker or speaker, split=None)
    if example.audio is None:
        recordings.append([example], when)
        result.imported += 1
        return
    samples = load(example.audio, LONGEST_S)
    seconds = len(samples) / SAMPLE_RATE_HZ
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise SoundFileError(
            f"it lasts {seconds:.1f} s, and only {SHORTEST_S} to {LONGEST_S:.0f} s can be learned from",
            where=str(example.audio),
        )
    mark = (text, _digest(samples))
    if mark in known:
        result.known += 1
        return
    known.add(mark)
    recordings.keep(example, samples, when)
    result.imported += 1
    result.seconds += seconds
    result.poor += quality.measure(samples).problem is not None


def _known(found: Iterable[Example]) -> set[tuple[str, str]]:
    """Text and digest of existing recordings, so that a growing folder can be imported repeatedly."""
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


def _conclude(folder: Path, result: ImportResult, console: Console) -> None:
    console.print(
        f"{result.imported} imported from {folder}, {result.seconds / 60:.1f} minutes of speech"
        + (f"; {result.known} were imported before" if result.known else "")
        + (f"; {result.poor} are quiet, noisy or clipped" if result.poor else "")
        + ".",
        style="bold green" if result.imported else None,
        markup=False,
        soft_wrap=True,
    )
    for problem in result.problems:
        err.print(problem, style="red", markup=False, soft_wrap=True)
