"""Words with the slots marked in them, cut and joined. Knows no grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.manifest import Example, SlotLabel

_ARTICLE = re.compile(r"\b(an?) (\w+)", re.I)
_VOWEL = re.compile(r"(?!one\b|once\b|eu|ewe)[aeio]|u(?:[bdglmprz]|n(?!i)|t(?!i))|hour|honest|heir", re.I)
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of words with its slots."""

    text: str
    slots: tuple[SlotLabel, ...] | None = ()
    """Offsets into `text`; None for unknown slots."""

    @property
    def words(self) -> list[str]:
        """The words, in lower case."""
        return self.text.lower().split()

    def cut(self, start: int, end: int | None = None) -> Stretch | None:
        """The stretch from `start` to `end` without outer spaces; None where it breaks a slot or is
        empty."""
        end = len(self.text) if end is None else end
        stretch = self.text[start:end]
        start += len(stretch) - len(stretch.lstrip())
        end = start + len(stretch.strip())
        if start >= end:
            return None
        if self.slots is None:
            return Stretch(self.text[start:end], None)
        if any(s.start < edge < s.end for s in self.slots for edge in (start, end)):
            return None
        inside = (s for s in self.slots if start <= s.start and s.end <= end)
        return Stretch(self.text[start:end], tuple(shifted(s, -start) for s in inside))

    def holds_slot(self, start: int, end: int) -> bool:
        """Whether a slot overlaps the stretch."""
        return any(s.start < end and start < s.end for s in self.slots or ())


def of(example: Example) -> Stretch:
    """The example's text and slots."""
    return Stretch(example.text or "", example.slots)


def shifted(slot: SlotLabel, by: int) -> SlotLabel:
    """The slot, moved by characters."""
    return replace(slot, start=slot.start + by, end=slot.end + by)


def join(parts: Sequence[Stretch | str], between: str = " ") -> Stretch:
    """The parts one after the other; unknown slots of one part make all unknown."""
    text, slots, known = "", [], True
    for part in parts:
        phrase = Stretch(part) if isinstance(part, str) else part
        if not phrase.text:
            continue
        text += between if text else ""
        known = known and phrase.slots is not None
        slots += [shifted(s, len(text)) for s in phrase.slots or ()]
        text += phrase.text
    return Stretch(text, tuple(slots) if known else None)


def fill(template: str, **phrases: Stretch | str) -> Stretch:
    """The template with phrases in place of `{name}`."""
    parts: list[Stretch | str] = []
    last = 0
    for match in _PLACE.finditer(template):
        parts += [template[last : match.start()], phrases[match[1]]]
        last = match.end()
    return join([*parts, template[last:]], between="")


def articled(phrase: Stretch) -> Stretch:
    """The phrase with "a" and "an" before the right words; templates such as "(a|an) {drink}" leave it
    open."""
    for match in reversed(list(_ARTICLE.finditer(phrase.text))):
        right = article(match[2])
        if match[1].lower() == right or phrase.holds_slot(match.start(1), match.end(1)):
            continue
        by = len(right) - len(match[1])
        text = phrase.text[: match.start(1)] + right + phrase.text[match.end(1) :]
        slots = phrase.slots
        if slots is not None:
            slots = tuple(shifted(s, by) if s.start >= match.end(1) else s for s in slots)
        phrase = Stretch(text, slots)
    return phrase


def article(word: str) -> str:
    """ "a" or "an", as the word sounds."""
    return "an" if _VOWEL.match(word) else "a"


def placeholders(template: str) -> set[str]:
    """Names of the template's `{name}`."""
    return set(_PLACE.findall(template))


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and lower-case letters of each word."""
    for match in re.finditer(r"\S+", text):
        yield match.start(), match.end(), match[0].lower().strip(",.?!;")
