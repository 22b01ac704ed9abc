"""GoEmotions, grouped: comments that people marked positive, negative, ambiguous or neutral.

Download: https://github.com/google-research/google-research/tree/master/goemotions, `data/train.tsv` and
`data/dev.tsv`, and `data/sentiment_dict.json` for the grouping; this reads the grouped form: text, label ids
and id between tabs, and `labels.txt`.
Licence: CC BY 4.0.
Paper: Demszky et al., "GoEmotions: A Dataset of Fine-Grained Emotions", 2020.

Only comments with a single label are kept. Training comments near-identical to one of dev are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

from models.errors import DataError
from models.manifest import Example, Split
from models.types import Sentiment
from training.corpora import rows
from training.data import leakage
from training.data.splits import key, split_of

# dev is the test split, so that train becomes train and valid
_FILES: dict[str, Split | None] = {"train.tsv": None, "dev.tsv": "test"}


def convert(source: Path) -> Iterator[Example]:
    """The folder with `train.tsv`, `dev.tsv` and `labels.txt` → examples with a sentiment.

    Raises:
        DataError: a missing file, or a line other than text, label ids and id.
    """
    yield from leakage.without_copies(_grouped(source))


def _grouped(source: Path) -> Iterator[Example]:
    labels = [label.strip() for _, label in rows.lines(source / "labels.txt")]
    known = get_args(Sentiment)
    if not set(labels) <= set(known):
        raise DataError(f"labels other than {', '.join(known)}", where=str(source / "labels.txt"))
    for name, split in _FILES.items():
        for where, line in rows.lines(source / name):
            yield from _example(line, labels, split, where)


def _example(line: str, labels: list[str], split: Split | None, where: str) -> Iterator[Example]:
    try:
        text, ids, _ = line.split("\t")
        chosen = [labels[int(i)] for i in ids.split(",")]
    except (ValueError, IndexError) as error:
        raise DataError("not a line of text, label ids and id", where=where) from error
    if len(chosen) == 1 and text.strip():
        drawn: Split = "valid" if split_of(key(text)) == "valid" else "train"
        yield Example(text=text.strip(), sentiment=cast(Sentiment, chosen[0]), split=split or drawn)
