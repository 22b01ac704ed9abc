"""Train, valid and test by a hash, so that no speaker and no sentence is in two splits. Knows no corpus."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from models.manifest import Example, Split
from models.text.normalise import normalise

VALID_PERCENT = 8
TEST_PERCENT = 10

# words that a sentence may gain or lose without a change of meaning
_FILLERS = frozenset(
    """a an the please olly hey hi ok okay can could would will you i to me my for of is it that this do just
    now so very much""".split()  # noqa: SIM905
)
_VARIANTS = re.compile(r"(?<=\w)('s|s|'re|'ve|'d|'ll)$")


def key(text: str) -> str:
    """The key of near-identical sentences: sorted content words, without politeness and endings."""
    spoken = normalise(text).split()
    content = [_VARIANTS.sub("", word) for word in spoken if word not in _FILLERS]
    return " ".join(sorted(set(content or spoken)))


def split_of(text_key: str) -> Split:
    """The split of a key: a function of the key alone, so equal in all corpora and runs."""
    number = int.from_bytes(hashlib.sha256(text_key.encode()).digest()[:8], "big") % 100
    if number < TEST_PERCENT:
        return "test"
    return "valid" if number < TEST_PERCENT + VALID_PERCENT else "train"


def by_speaker(
    speakers: Iterable[str], *, valid_percent: int = VALID_PERCENT, test_percent: int = TEST_PERCENT
) -> dict[str, Split]:
    """Each speaker's split: the first by hash are test, the next valid.

    Shares of the number of speakers, so that a few speakers too fill every requested split.
    """
    ordered = sorted(set(speakers), key=lambda name: (hashlib.sha256(name.encode()).digest(), name))
    n_test = _share(len(ordered), test_percent, least=2)
    n_valid = _share(len(ordered), valid_percent, least=3 if n_test else 2)
    n_held = n_test + n_valid
    return {
        name: "test" if i < n_test else "valid" if i < n_held else "train" for i, name in enumerate(ordered)
    }


def _share(n: int, percent: int, least: int) -> int:
    return max(1, round(n * percent / 100)) if percent and n >= least else 0


def hold_out(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Training sentences, and a few validation sentences by hash; near-identical ones stay together."""
    keys = {key(example.text or "") for example in examples}
    ordered = sorted(keys, key=lambda text_key: hashlib.sha256(text_key.encode()).digest())
    held = set(ordered[: _share(len(ordered), VALID_PERCENT, least=2)])
    chosen = [key(example.text or "") in held for example in examples]
    return (
        [e for e, out in zip(examples, chosen, strict=True) if not out],
        [replace(e, split="valid") for e, out in zip(examples, chosen, strict=True) if out],
    )


def assign(examples: Iterable[Example]) -> Iterator[Example]:
    """The examples with a split each; given splits are kept.

    Sound is split by speaker, or by recording if only one speaker is named; text by near-identical sentence.
    """
    rows = list(examples)
    placed = {row.speaker: row.split for row in rows if row.audio and row.speaker and row.split}
    free = {row.speaker for row in rows if row.audio and row.speaker and not row.split} - placed.keys()
    named = {**by_speaker(speaker for speaker in free if speaker), **placed}
    for row in rows:
        if row.split:
            yield row
        elif row.audio is None:
            yield replace(row, split=split_of(key(row.text or "")))
        elif row.speaker is None or len(named) == 1:
            yield replace(row, split=split_of(row.audio.name))
        else:
            yield replace(row, split=named[row.speaker])
