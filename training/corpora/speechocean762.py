"""speechocean762: English sentences read by Mandarin speakers, half of them children.

Download: https://www.openslr.org/101/: `train/` and `test/` in Kaldi's form (`wav.scp`, `text`, `utt2spk`,
`spk2age`, `spk2gender`) and `WAVE/`. This reads that form, or `train.jsonl` (file, speaker, text, age,
gender) and its sounds.
Licence: free, commercial use included.
Paper: Zhang et al., "speechocean762: An Open-Source Non-native English Speech Corpus For Pronunciation
Assessment", 2021.

No speaker is in two splits. Upstream's test set, if present, is test, and its train set is then train and
valid. Text is in lower case, as spoken.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from models.errors import DataError
from models.manifest import Example
from training.corpora import rows
from training.data import splits


class _Row(BaseModel):
    file: str
    speaker: str
    text: str
    age: int
    gender: Literal["f", "m"]


def convert(source: Path) -> Iterator[Example]:
    """The folder → examples with speaker, age, gender, native language, text and split.

    Raises:
        DataError: a missing file or an invalid line.
    """
    found, scored = _read(source)
    tested = {row.speaker for row in scored}
    drawn = splits.by_speaker(
        {row.speaker for row in found} - tested, test_percent=0 if tested else splits.TEST_PERCENT
    )
    for row in (*found, *scored):
        yield Example(
            text=row.text.lower(),
            audio=source / row.file,
            speaker=row.speaker,
            age=row.age,
            gender=row.gender,
            native_language="zh",
            split=drawn.get(row.speaker, "test"),
        )


def _read(source: Path) -> tuple[list[_Row], list[_Row]]:
    """The rows of upstream's train and test sets."""
    if not (source / "train" / "wav.scp").exists():
        return [row for _, row in rows.read(source / "train.jsonl", _Row)], []
    tested = (source / "test").is_dir()
    return list(_kaldi(source, "train")), list(_kaldi(source, "test")) if tested else []


def _kaldi(source: Path, part: str) -> Iterator[_Row]:
    files, speakers = _table(source / part / "wav.scp"), _table(source / part / "utt2spk")
    ages, genders = _table(source / part / "spk2age"), _table(source / part / "spk2gender")
    for where, line in rows.lines(source / part / "text"):
        name, _, text = line.strip().partition("\t" if "\t" in line else " ")
        speaker = speakers.get(name, "")
        if not text.strip() or name not in files or speaker not in ages or speaker not in genders:
            raise DataError("not a name of the other tables and its sentence", where=where)
        try:
            yield _Row.model_validate(
                {"file": files[name], "speaker": speaker, "text": text.strip(), "age": ages[speaker],
                 "gender": genders[speaker]}
            )  # fmt: skip
        except ValidationError as error:
            raise DataError(f"speaker {speaker}: age or gender is wrong", where=where) from error


def _table(path: Path) -> dict[str, str]:
    """Name → the rest of its line."""
    return {name: rest.strip() for name, rest in (line.split(maxsplit=1) for _, line in _pairs(path))}


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for where, line in rows.lines(path):
        if len(line.split()) < 2:
            raise DataError("not a name and its value", where=where)
        yield where, line
