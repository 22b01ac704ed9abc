"""A text without what it takes back, and where its characters were said."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Mended:
    """A text without what it corrects itself."""

    text: str
    origins: tuple[int, ...]
    """The place in the text as said of each character."""
    said: str
    beside: tuple[int, int] = (0, 0)
    """Characters as said before and behind all that is to be understood."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text as said that holds all the characters of a stretch of the mended text."""
        if start >= end:
            place = self.origins[start] if start < len(self.origins) else len(self.said)
            return place, place
        held = self.origins[start:end]
        return min(held), max(held) + 1

    def whole_span(self, start: int, end: int) -> tuple[int, int]:
        """The same of a command: what was dropped at the ends belongs to the first and the last."""
        first, last = self.span(start, end)
        before, behind = self.beside
        return before if start == 0 else first, len(self.said) - behind if end == len(self.text) else last

    def rearranged(self, *stretches: tuple[int, int]) -> Mended:
        """The text of these stretches of it, one after the other."""
        text = "".join(self.text[start:end] for start, end in stretches)
        origins = tuple(place for start, end in stretches for place in self.origins[start:end])
        return replace(self, text=text, origins=origins)
