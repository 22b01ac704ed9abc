"""Train, valid and test, drawn by a hash so that near-identical sentences never part. Knows no corpus."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.manifest import Example, Split
from models.text import normalise

VALID_PERCENT = 8
TEST_PERCENT = 10

# words that a sentence can gain or lose and stay the same sentence
_FILLERS = frozenset(
    """a an the please olly hey hi ok okay can could would will you i to me my for of is it that this do just now
    so very much""".split()  # noqa: SIM905
)
_VARIANTS = re.compile(r"(?<=\w)('s|s|'re|'ve|'d|'ll)$")


def key(text: str) -> str:
    """What near-identical sentences share: their content words, sorted, without politeness and endings."""
    spoken = normalise(text).split()
    content = [_VARIANTS.sub("", word) for word in spoken if word not in _FILLERS]
    return " ".join(sorted(set(content or spoken)))


def split_of(text_key: str) -> Split:
    """Where a key falls; a matter of the key alone, so it is the same in every corpus and every run."""
    number = int.from_bytes(hashlib.sha256(text_key.encode()).digest()[:8], "big") % 100
    if number < TEST_PERCENT:
        return "test"
    return "valid" if number < TEST_PERCENT + VALID_PERCENT else "train"


def assign(examples: Iterable[Example]) -> Iterator[Example]:
    """Write a split where there is none; one that is there is respected."""
    for example in examples:
        yield example if example.split else replace(example, split=split_of(key(example.text or "")))
