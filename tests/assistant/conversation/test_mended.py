"""Places of a mended text in what was said."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation.mended import Mended

SAID = "at six, no, at seven"


def test_stretches_have_their_places_as_said() -> None:
    mended = Mended(SAID, tuple(range(len(SAID))), SAID).rearranged((12, 20))
    assert (mended.text, mended.span(0, 2), mended.whole_span(0, 8)) == ("at seven", (12, 14), (0, 20))


def test_what_is_beside_belongs_to_no_command() -> None:
    mended = replace(Mended(SAID, tuple(range(len(SAID))), SAID).rearranged((0, 6)), beside=(0, 14))
    assert mended.whole_span(0, 6) == (0, 6)
