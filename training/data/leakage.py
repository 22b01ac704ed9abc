"""Leakage between the splits of a manifest, which would flatter a score. Knows no network."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from models.manifest import Example
from models.text.normalise import normalise
from training.data.findings import Finding, Level
from training.data.splits import key


def find(examples: Sequence[Example]) -> Iterator[Finding]:
    """Findings of speakers, sentences and sounds in more than one split."""
    placed = [example for example in examples if example.split]
    yield from _speakers(placed)
    yield from _sentences([e for e in placed if e.text and e.audio is None])
    yield from _spoken([e for e in placed if e.text and e.audio])
    yield from _sounds([e for e in placed if e.audio])


def without_copies(examples: Iterable[Example]) -> Iterator[Example]:
    """The text examples without those near-identical to one of a later split; no split counts as train.

    For a corpus with its own splits: test examples stay, training examples that leak them go.
    """
    rows = [(example, key(example.text or "")) for example in examples]
    rank = {None: 0, "train": 0, "valid": 1, "test": 2}
    latest: dict[str, int] = {}
    for example, text_key in rows:
        latest[text_key] = max(latest.get(text_key, 0), rank[example.split])
    yield from (example for example, text_key in rows if rank[example.split] == latest[text_key])


def _speakers(examples: Sequence[Example]) -> Iterator[Finding]:
    by_name: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        if example.audio and example.speaker:
            by_name[example.speaker].append(example)
    # an owner's recordings have one speaker, so that they cannot be split by speaker
    level: Level = "warning" if len(by_name) == 1 else "error"
    for name, spoken in by_name.items():
        if other := _crossing(spoken):
            counts = ", ".join(f"{n} {split}" for split, n in Counter(e.split for e in spoken).items())
            yield Finding(level, "speaker-crosses", f"speaker: {name} is in {counts}", other.origin)


def _sentences(examples: Sequence[Example]) -> Iterator[Finding]:
    """Near-identical text in two splits. With replies, both must be near: a short "yes" is common."""
    by_key: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for example in examples:
        by_key[key(example.text or ""), normalise(example.reply or "")].append(example)
    for group in by_key.values():
        first = group[0]
        for other in group[1:]:
            if other.split != first.split:
                what = f"text: is in {other.split}, near-identical to {first.origin} in {first.split}"
                yield Finding("warning", "sentence-crosses", what, other.origin)


def _spoken(examples: Sequence[Example]) -> Iterator[Finding]:
    """Sentences read by several speakers: sound is split by speaker, so that one finding counts them."""
    training = {normalise(e.text or "") for e in examples if e.split == "train"}
    for split in ("valid", "test"):
        scored = [e for e in examples if e.split == split]
        known = [e for e in scored if normalise(e.text or "") in training]
        if known:
            what = f"text: {len(known)} of {len(scored)} {split} recordings say what others say in train"
            yield Finding("warning", "spoken-sentence-crosses", what, known[0].origin)


def _sounds(examples: Sequence[Example]) -> Iterator[Finding]:
    """Files with equal bytes. Only files of equal size are opened."""
    by_size: dict[int, list[tuple[Example, Path]]] = defaultdict(list)
    for example in examples:
        if example.audio and example.audio.is_file():
            by_size[example.audio.stat().st_size].append((example, example.audio))
    for same_size in by_size.values():
        if len({example.split for example, _ in same_size}) < 2:
            continue
        first: dict[bytes, Example] = {}
        for example, path in same_size:
            one = first.setdefault(hashlib.sha256(path.read_bytes()).digest(), example)
            if one.split != example.split:
                what = f"audio: is in {example.split}, equal to {one.origin} in {one.split}"
                yield Finding("error", "sound-crosses", what, example.origin)


def _crossing(examples: Sequence[Example]) -> Example | None:
    """The first example in another split than the first one's."""
    return next((e for e in examples if e.split != examples[0].split), None)
