from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.text.normalise import bio_decode, bio_encode, normalise


def test_normalise_folds_what_does_not_change_the_words() -> None:
    assert normalise("Turn ON the “kitchen” lights!") == "turn on the kitchen lights"
    assert normalise("Don’t wake-up Zoë") == "don't wake up zoe"
    assert normalise("20 of 25") == "twenty of twenty five"
    assert normalise("call 911 or 007, room 05") == "call nine one one or zero zero seven room zero five"
    assert normalise("  at 7:30 a.m. ") == "at seven thirty am"
    assert normalise("…") == ""


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


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
