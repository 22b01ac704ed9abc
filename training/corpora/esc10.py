"""ESC-10: five-second sounds of ten kinds, from rain to a crying baby: noise, nobody speaks.

Download: https://github.com/karolpiczak/ESC-50 (the rows marked `esc10`) or
https://github.com/karoldvl/ESC-10, a folder a kind; files are `{fold}-{clip}-{take}.ogg`.
Licence: CC BY 3.0, by clip.
Paper: Piczak, "ESC: Dataset for Environmental Sound Classification", 2015.

A manifest's line of sound alone: it has no text to learn or to score, so that it serves as noise to mix in
and as what must not be heard as speech. Folds 1 to 3 are train; the others, 4 and where it is there 5, are
test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from models.errors import DataError
from models.manifest import Example

_TRAIN_FOLDS = range(1, 4)
_NAME = re.compile(r"(\d)-\d+-\w\.ogg", re.IGNORECASE)


def convert(source: Path) -> Iterator[Example]:
    """The folder of folders → sounds without text, with a split by fold.

    Raises:
        DataError: no sound, or a name of another form.
    """
    files = sorted(source.rglob("*.ogg"))
    if not files:
        raise DataError("holds no .ogg file of ESC-10", where=str(source))
    for path in files:
        name = _NAME.fullmatch(path.name)
        if name is None:
            raise DataError("is not named {fold}-{clip}-{take}.ogg", where=str(path))
        yield Example(audio=path, split="train" if int(name[1]) in _TRAIN_FOLDS else "test")
