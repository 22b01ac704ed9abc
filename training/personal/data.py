"""The owner's recordings and corrections: what is learnt from, and what is held back as proof."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models import recordings
from models.errors import DataError
from models.manifest import Example, Split
from models.text.normalise import normalise
from training.data import validation


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Everything that the owner gave."""

    learned: tuple[Example, ...]
    """Recordings, with sound and text, to learn from."""
    held: tuple[Example, ...]
    """Recordings that nothing is learnt from."""
    texts: tuple[Example, ...]
    """Corrections without sound; all of them are learnt from."""

    @property
    def labelled(self) -> tuple[Example, ...]:
        """What the classifier can learn from."""
        return tuple(e for e in (*self.learned, *self.texts) if e.intent or e.out_of_scope)

    @property
    def replies(self) -> tuple[Example, ...]:
        """What the generator can learn from."""
        return tuple(e for e in (*self.learned, *self.texts) if e.reply)

    @property
    def ids(self) -> list[str]:
        """Of all that is learnt from or scored on."""
        return [recordings.identity(e) for e in (*self.learned, *self.held, *self.texts)]


def read(least: int, held_back: float) -> PersonalData:
    """The owner's recordings, split; a split that is there is respected, and one that is drawn is written
    into their manifest, so that what was held back once is never learnt from later.

    Arguments:
        least: recordings that there must be.
        held_back: share of them.

    Raises:
        DataError: there are too few, or something is wrong with them.
    """
    examples = recordings.read()
    spoken = [e for e in examples if e.audio and e.text]
    if len(spoken) < least:
        missing = least - len(spoken)
        raise DataError(
            f"{_many(len(spoken), 'recording')} with a text {'is' if len(spoken) == 1 else 'are'} too few to "
            f"learn from and to prove it: {least} are needed",
            where=str(recordings.manifest_file()),
            do=f"record {missing} more with `assistant record`, or correct what was heard with "
            "`assistant correct`",
        )
    validation.check(recordings.manifest_file(), accept=("speaker-crosses",)).refuse_errors()
    new = draw(spoken, held_back)
    if new:
        recordings.keep_splits(new)
    placed = [replace(e, split=new.get(recordings.identity(e), e.split)) for e in spoken]
    return PersonalData(
        learned=tuple(e for e in placed if e.split == "train"),
        held=tuple(e for e in placed if e.split != "train"),
        texts=tuple(e for e in examples if e.audio is None and e.split in ("train", None)),
    )


def draw(spoken: Sequence[Example], held_back: float) -> dict[str, Split]:
    """A split for each recording that has none, by its id: as many are held back as bring their share of all
    recordings to `held_back`, those first whose names' digests come first."""
    free = sorted((e for e in spoken if e.split is None), key=_order)
    wanted = round(held_back * len(spoken)) - sum(e.split in ("valid", "test") for e in spoken)
    return {recordings.identity(e): "test" if i < wanted else "train" for i, e in enumerate(free)}


def halves(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Two halves of somebody's recordings by their file names, the first to learn from."""
    ordered = sorted(examples, key=_order)
    middle = -(-len(ordered) // 2)
    return ordered[:middle], ordered[middle:]


def growing(examples: Sequence[Example], numbers: Sequence[int]) -> Iterator[list[Example]]:
    """So many of the recordings, each set in the next; none that would be all of them."""
    ordered = spread(examples)
    for number in sorted(set(numbers)):
        if 0 < number < len(ordered):
            yield ordered[:number]


def spread(examples: Sequence[Example]) -> list[Example]:
    """All of them in the order in which one would record them: none twice before each was said."""
    said: Counter[str] = Counter()
    ranked: list[tuple[int, Example]] = []
    for example in sorted(examples, key=_order):
        text = normalise(example.text or "")
        ranked.append((said[text], example))
        said[text] += 1
    return [example for _, example in sorted(ranked, key=lambda pair: pair[0])]


def _order(example: Example) -> bytes:
    name = example.audio.name if example.audio else example.text or ""
    return hashlib.sha256(name.encode()).digest()


def _many(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
