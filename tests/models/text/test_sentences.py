"""The sentence splitter: loses nothing, however the text is cut, and knows what only looks like an end."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.text.sentences import sentences

TEXT = st.text(alphabet=st.sampled_from("abI .,!?;:\n0123456789\"'’-DrpmJé…"), max_size=80)


def cut(text: str, ends: list[int]) -> list[str]:
    places = sorted({min(end, len(text)) for end in ends} | {0, len(text)})
    return [text[a:b] for a, b in itertools.pairwise(places)]


@settings(deadline=None)
@given(TEXT, st.lists(st.integers(0, 80)))
def test_nothing_is_lost_and_the_cuts_do_not_matter(text: str, ends: list[int]) -> None:
    whole = list(sentences([text]))
    assert "".join(whole) == text
    assert list(sentences(cut(text, ends))) == whole


@pytest.mark.parametrize(
    "text",
    [
        "It's 7.30 now.",
        "Dr. Patel called.",
        "That's 3.5 kg of apples.",
        "Your alarm at 7 a.m. is set.",
        "J. R. R. Tolkien wrote it.",
        "Use e.g. a towel, i.e. a cloth.",
        "Wait... what",
        "1. Milk and eggs",
    ],
)
def test_one_sentence(text: str) -> None:
    assert list(sentences([text])) == [text]


def test_sentences_end_where_people_pause() -> None:
    text = 'It\'s 7 p.m. Dinner is ready! "Really?" Yes.\nGood. No. Wake at 7 a.m. Then run.'
    assert [part.strip() for part in sentences([text])] == [
        "It's 7 p.m.",
        "Dinner is ready!",
        '"Really?"',
        "Yes.",
        "Good.",
        "No.",
        "Wake at 7 a.m.",
        "Then run.",
    ]


def test_a_sentence_comes_as_soon_as_the_next_begins() -> None:
    written = []

    def pieces():  # type: ignore[no-untyped-def]
        for piece in ("Hello", ".", " ", "H", "ow are you?"):
            written.append(piece)
            yield piece

    assert next(sentences(pieces())) == "Hello. "
    assert written == ["Hello", ".", " ", "H"]
