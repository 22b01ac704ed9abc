"""GoEmotions, grouped: comments that people marked positive, negative, ambiguous or neutral.

Download: https://github.com/google-research/google-research/tree/master/goemotions,
`data/train.tsv` and
`dev.tsv`, and `data/sentiment_dict.json` for the grouping; this reads the grouped form: text, label ids and
id between tabs, and `labels.txt`.
Licence: CC BY 4.0.
Paper: Demszky et al., "GoEmotions: A Dataset of Fine-Grained Emotions", 2020.

Only rows with a single label are kept: a comment that is both positive and neutral teaches neither.
What dev says too, but for an article or a "please", is dropped from train.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

from models.errors import DataError
from models.manifest import Example, Split
from models.types import Sentiment
from training.data import leakage
from training.data.splits import key, split_of

# dev is what is scored, so train gives train and valid only
_FILES: dict[str, Split | None] = {"train.tsv": None, "dev.tsv": "test"}


def convert(source: Path) -> Iterator[Example]:
    """The folder with `train.tsv`, `dev.tsv` and `labels.txt` → examples with a sentiment.

    Raises:
        DataError: a file is missing, or a line is not text, label ids and id.
    """
    yield from leakage.without_copies(_grouped(source))


def _grouped(source: Path) -> Iterator[Example]:
    try:
        labels = (source / "labels.txt").read_text(encoding="utf-8").split()
        if not set(labels) <= set(get_args(Sentiment)):
            raise DataError(
                f"labels other than {', '.join(get_args(Sentiment))}", where=str(source / "labels.txt")
            )
        for name, split in _FILES.items():
            lines = (source / name).read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines, start=1):
                yield from _example(line, labels, split, f"{source / name}:{number}")
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=str(error.filename)) from error


def _example(line: str, labels: list[str], split: Split | None, where: str) -> Iterator[Example]:
    try:
        text, ids, _ = line.split("\t")
        chosen = [labels[int(i)] for i in ids.split(",")]
    except (ValueError, IndexError) as error:
        raise DataError("not a line of text, label ids and id", where=where) from error
    if len(chosen) == 1 and text.strip():
        drawn: Split = "valid" if split_of(key(text)) == "valid" else "train"
        yield Example(text=text.strip(), sentiment=cast(Sentiment, chosen[0]), split=split or drawn)
