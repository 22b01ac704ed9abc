"""A corpus in its original format → a manifest with its splits, and what it says of speakers or a domain."""

from __future__ import annotations

from pathlib import Path

from models import manifest
from models.manifest import Example
from training import domain
from training.corpora import CORPORA, DOMAINS, speakers
from training.data import splits


def corpus(name: str, source: Path, output: Path) -> list[Example]:
    """Convert the corpus `name` in the folder `source` and write it to `output`; what was written.

    A corpus with a grammar gives a domain too, beside the manifest: `output` with the ending `.toml`.

    Raises:
        DataError: the folder does not hold the corpus.
    """
    convert, _ = CORPORA[name]
    examples = list(splits.assign(convert(source)))
    manifest.write(output, examples)
    if name in speakers.OF_CORPUS:
        speakers.write(output, speakers.OF_CORPUS[name](source))
    if name in DOMAINS:
        domain.write(output.with_suffix(".toml"), DOMAINS[name](source))
    return examples
