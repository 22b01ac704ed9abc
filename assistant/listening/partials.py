"""Partial transcripts with a prefix that stays, while somebody speaks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartialText:
    """What has been heard so far."""

    stable: str = ""
    """Words that two drafts in a row had; later drafts add to them and change nothing."""
    rest: str = ""
    """Words of the last draft alone."""


class Agreement:
    """Local agreement of two drafts (Liu, Spanakis and Niehues, 2020); one utterance at a time."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin a new utterance."""
        self._stable: list[str] = []
        self._last: list[str] = []

    def push(self, draft: str) -> PartialText:
        """Take the transcript of the utterance so far."""
        words = draft.split()
        agreed = len(self._stable)
        while agreed < min(len(words), len(self._last)) and words[agreed] == self._last[agreed]:
            self._stable.append(words[agreed])
            agreed += 1
        self._last = words
        return PartialText(" ".join(self._stable), " ".join(words[agreed:]))
