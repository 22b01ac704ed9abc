"""AN4: names spelled letter by letter, numbers and a few commands, read by 74 people (train).

Download: https://www.speech.cs.cmu.edu/databases/an4/, `an4_sphere.tar.gz`: `etc/an4_train.transcription`
beside `etc/an4_train.fileids`, and `wav/`. This reads that form, or `train.jsonl` (file, speaker, text) and
its sounds.
Licence: AN4's own, any use, with its notice.
Paper: Acero, "Acoustical and Environmental Robustness in Automatic Speech Recognition", 1990.

Twenty speakers, `HELD_BACK`, are in no released training set: personalization is evaluated on them. They are
the test split; the others are train and valid. Text is in lower case, as spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, Field

from models.errors import DataError
from models.manifest import Example
from training.corpora import rows
from training.data import splits

HELD_BACK = frozenset(
    """
    fbbh fejs fjam fkai fkdo flmm2 fmjc fmjd fnsv fsrb mcel mcfl mcrt mdxs mgah mjdr mmaf mnjl mrjc2
    mtje
    """.split()  # noqa: SIM905
)
"""The first twenty of the 74 speakers by the SHA-256 of their names, listed so that the set never changes."""

_TRANSCRIPT = re.compile(r"\s*(?:<s>)?\s*(.*?)\s*(?:</s>)?\s*\(([^()]+)\)\s*")


class _Row(BaseModel):
    file: str
    speaker: str = Field(min_length=1)
    text: str


def convert(source: Path) -> Iterator[Example]:
    """The folder → examples with speaker, gender, text and split.

    Raises:
        DataError: a missing file or an invalid line.
    """
    found = list(_read(source))
    drawn = splits.by_speaker({row.speaker for row in found} - HELD_BACK, test_percent=0)
    for row in found:
        yield Example(
            text=row.text.lower(),
            audio=source / row.file,
            speaker=row.speaker,
            # the first letter of a name
            gender=row.speaker[0],
            split="test" if row.speaker in HELD_BACK else drawn[row.speaker],
        )


def _read(source: Path) -> Iterator[_Row]:
    if (source / "etc").is_dir():
        return _transcribed(source)
    return (row for _, row in rows.read(source / "train.jsonl", _Row))


def _transcribed(source: Path) -> Iterator[_Row]:
    names = rows.lines(source / "etc" / "an4_train.fileids")
    files = {Path(line.strip()).name: line.strip() for _, line in names}
    for where, line in rows.lines(source / "etc" / "an4_train.transcription"):
        match = _TRANSCRIPT.fullmatch(line)
        if match is None or match[2] not in files:
            raise DataError("not a transcript and the name of a file in an4_train.fileids", where=where)
        file = files[match[2]]
        yield _Row(file=f"wav/{file}.sph", speaker=Path(file).parent.name, text=match[1])
