"""Free Spoken Digit Dataset: repeated recordings of the ten digits by a few speakers, at 8 kHz.

Download: https://github.com/Jakobovski/free-spoken-digit-dataset, `recordings/`; files are
`{digit}_{speaker}_{index}.wav`.
Licence: CC BY-SA 4.0.

`fsdd` keeps upstream's split: each speaker's indices 0 to 4 are test; 5 to 8 are valid here.
`fsdd-speakers` splits by speaker instead. No released model is trained on either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from models.errors import DataError
from models.manifest import Example, Split

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEST, _VALID = range(0, 5), range(5, 9)
_NAME = re.compile(r"(\d)_([^_]+)_(\d+)\.wav")


def convert(source: Path) -> Iterator[Example]:
    """The folder of recordings → examples with text, speaker and upstream's split.

    Raises:
        DataError: no recording, or a wrong file name.
    """
    folder = source / "recordings" if (source / "recordings").is_dir() else source
    files = sorted(folder.glob("*.wav"))
    if not files:
        raise DataError("holds no .wav file of the spoken digits", where=str(folder))
    for path in files:
        name = _NAME.fullmatch(path.name)
        if name is None:
            raise DataError("is not named {digit}_{speaker}_{index}.wav", where=str(path))
        index = int(name[3])
        split: Split = "test" if index in _TEST else "valid" if index in _VALID else "train"
        yield Example(text=DIGITS[int(name[1])], audio=path, speaker=name[2], split=split)


def convert_speakers(source: Path) -> Iterator[Example]:
    """The folder of recordings → examples without a split, which `splits.assign` then splits by speaker."""
    return (replace(example, split=None) for example in convert(source))
