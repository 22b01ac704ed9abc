"""The owner's recordings and corrections, split into training data and held-back proof."""

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
    """The owner's examples."""

    learned: tuple[Example, ...]
    """Recordings with text to learn from."""
    held: tuple[Example, ...]
    """Recordings with text that are never learned from."""
    texts: tuple[Example, ...]
    """Corrections without sound, to learn from."""

    @property
    def labelled(self) -> tuple[Example, ...]:
        """Training examples of the classifier."""
        return tuple(e for e in (*self.learned, *self.texts) if e.intent or e.out_of_scope)

    @property
    def replies(self) -> tuple[Example, ...]:
        """Training examples of the generator."""
        return tuple(e for e in (*self.learned, *self.texts) if e.reply)

    @property
    def language(self) -> str:
        """The language of most recordings to learn from, ISO 639-1."""
        return Counter(map(language_of, self.learned)).most_common(1)[0][0]

    @property
    def ids(self) -> list[str]:
        """Identities of all examples, learned from or scored on."""
        return [recordings.identity(e) for e in (*self.learned, *self.held, *self.texts)]


def read_recordings(least: int, held_back: float) -> PersonalData:
    """The owner's recordings, split. A split that is there is respected; a new one is written into the
    manifest, so that a recording once held back is never learned from later.

    Arguments:
        least: minimum of recordings.
        held_back: share of the recordings to hold back.

    Raises:
        DataError: there are too few recordings, or the data are wrong.
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


def language_of(example: Example) -> str:
    """The language of an example's text, ISO 639-1."""
    return example.language or "en"


def spoken_in(language: str, examples: Sequence[Example]) -> list[Example]:
    """The examples in a language."""
    return [e for e in examples if language_of(e) == language]


def draw(spoken: Sequence[Example], held_back: float) -> dict[str, Split]:
    """Identity → split of each recording without one, such that `held_back` of all recordings are held back.

    A hash of the file names decides which, so that the draw can be repeated.
    """
    free = sorted((e for e in spoken if e.split is None), key=_order)
    wanted = round(held_back * len(spoken)) - sum(e.split in ("valid", "test") for e in spoken)
    return {recordings.identity(e): "test" if i < wanted else "train" for i, e in enumerate(free)}


def halves(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Two halves of a speaker's recordings by a hash of their file names, the first to learn from."""
    ordered = sorted(examples, key=_order)
    middle = -(-len(ordered) // 2)
    return ordered[:middle], ordered[middle:]


def growing(examples: Sequence[Example], numbers: Sequence[int]) -> Iterator[list[Example]]:
    """Nested subsets of the recordings with these numbers; a number that would take all of them is left
    out."""
    ordered = spread(examples)
    for number in sorted(set(numbers)):
        if 0 < number < len(ordered):
            yield ordered[:number]


def spread(examples: Sequence[Example]) -> list[Example]:
    """The recordings in an order that repeats no text before every text came once."""
    repetitions: Counter[str] = Counter()
    ranked: list[tuple[int, Example]] = []
    for example in sorted(examples, key=_order):
        text = normalise(example.text or "", example.language)
        ranked.append((repetitions[text], example))
        repetitions[text] += 1
    return [example for _, example in sorted(ranked, key=lambda pair: pair[0])]


def _order(example: Example) -> bytes:
    name = example.audio.name if example.audio else example.text or ""
    return hashlib.sha256(name.encode()).digest()


def _many(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
