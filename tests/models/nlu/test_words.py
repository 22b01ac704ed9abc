import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.nlu.words import words


def said(text: str) -> str:
    return " ".join(word.text for word in words(text))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Turn on the kitchen lights.", "turn on the kitchen lights"),
        ("Set an alarm for 7:30 AM.", "set an alarm for seven thirty am"),
        ("at 6:00 a.m., please", "at six am please"),
        ("7:05", "seven oh five"),
        ("8 oz for $5", "eight ounces for five dollars"),
        ("the 25th of March, 2017", "the twenty fifth of march twenty seventeen"),
        ("20% of 1,500", "twenty percent of one thousand five hundred"),
        ("what's 20-5", "what's twenty minus five"),
        ("wake-up call", "wake up call"),
        ("20°C", "twenty degrees celsius"),
        ("3.5", "three point five"),
        ("don’t e-mail", "don't email"),
        ("007", "zero zero seven"),
        ("Really?!", "really ? !"),
        ("", ""),
    ],
)
def test_what_is_written_becomes_what_is_said(written: str, spoken: str) -> None:
    assert said(written) == spoken


def test_offsets_point_at_what_was_written() -> None:
    text = "Wake me at 7:30 AM, OK?"
    places = [(w.text, text[w.start : w.end]) for w in words(text)]
    assert ("seven", "7:30") in places and ("thirty", "7:30") in places
    assert ("ok", "OK") in places and ("?", "?") in places


def test_an_abbreviation_keeps_its_last_stop() -> None:
    for text, last in (("one u. s. d. in euro", "d."), ("vitamin c.", "c"), ("the U.S.A.", "A.")):
        letters = [w for w in words(text) if len(w.text) == 1]
        assert text[letters[-1].start : letters[-1].end] == last


@given(st.text(max_size=80))
def test_any_text_has_words_in_order_within_it(text: str) -> None:
    found = words(text)
    assert all(0 <= w.start < w.end <= len(text) and w.text for w in found)
    assert [w.start for w in found] == sorted(w.start for w in found)


@given(st.text(alphabet="abcdefgh ',.!?", max_size=40))
def test_case_and_full_stops_do_not_change_the_words(text: str) -> None:
    assert said(text.upper()) == said(text)
    assert said(text.replace(".", " ")) == said(text)
