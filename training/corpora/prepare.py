"""A corpus in its original format → a manifest with splits, and its domain."""

from __future__ import annotations

from pathlib import Path

from models import manifest
from models.manifest import Example
from training import domain
from training.corpora.catalogue import CORPORA, DOMAINS
from training.data import splits


def prepare_corpus(name: str, source: Path, output: Path) -> list[Example]:
    """Convert the corpus `name` in the folder `source`, write it to `output`, and return it.

    A corpus with a grammar also gives a domain: `output` with the suffix `.toml`.

    Raises:
        DataError: the folder does not hold the corpus.
    """
    convert, _ = CORPORA[name]
    examples = list(splits.assign(convert(source)))
    manifest.write(output, examples)
    if name in DOMAINS:
        domain.write(output.with_suffix(".toml"), DOMAINS[name](source))
    return examples
