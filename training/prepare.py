"""A corpus in its original format → a manifest with its splits, and what is known of its speakers."""

from __future__ import annotations

from pathlib import Path

from models import manifest
from models.manifest import Example
from training import speakers, splits
from training.corpora import CORPORA


def corpus(name: str, source: Path, output: Path) -> list[Example]:
    """Convert the corpus `name` in the folder `source` and write it to `output`; what was written.

    Raises:
        DataError: the folder does not hold the corpus.
    """
    convert, _ = CORPORA[name]
    examples = list(splits.assign(convert(source)))
    manifest.write(output, examples)
    if name in speakers.OF_CORPUS:
        speakers.write(output, speakers.OF_CORPUS[name](source))
    return examples
