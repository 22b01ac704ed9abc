"""BIO tags to and from spans."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.nlu.bio import bio_decode, bio_encode


def test_bio_by_hand() -> None:
    tags = bio_encode(6, [("time", 1, 3), ("date", 3, 4)])
    assert tags == ["O", "B-time", "I-time", "B-date", "O", "O"]
    assert bio_decode(tags) == [("time", 1, 3), ("date", 3, 4)]
    # a recognizer of tags may begin with I, or go on with another slot's
    assert bio_decode(["I-time", "I-date", "O", "B-date", "B-date"]) == [
        ("time", 0, 1), ("date", 1, 2), ("date", 3, 4), ("date", 4, 5),
    ]  # fmt: skip


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, list[tuple[str, int, int]]]:
    cuts = sorted(draw(st.sets(st.integers(0, 20), max_size=8)))
    pieces = list(pairwise(cuts))
    kept = [piece for piece in pieces if draw(st.booleans())]
    return (cuts[-1] if cuts else 0), [(draw(st.sampled_from(["time", "place-name"])), a, b) for a, b in kept]


@given(spans())
def test_decoding_gives_back_what_was_encoded(case: tuple[int, list[tuple[str, int, int]]]) -> None:
    n_words, marked = case
    assert bio_decode(bio_encode(n_words, marked)) == marked
