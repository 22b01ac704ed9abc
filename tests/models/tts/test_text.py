"""What a voice is given for what was written."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.tts.text import pieces, spoken


@pytest.mark.parametrize("nothing", ["", " ", "...", "?!", "🎉", "\x00\x1b", "—", "\ufeff"])
def test_nothing_to_say_is_empty(nothing: str) -> None:
    assert spoken(nothing) == ""


def test_other_languages_keep_their_numbers_and_lose_their_tags() -> None:
    assert spoken("Es ist 7:30 Uhr, 20 °C <break/>", "de") == "Es ist 7:30 Uhr, 20 °C break/"
    assert spoken("नमस्ते", "hi") == unicodedata.normalize("NFC", "नमस्ते")


@given(st.text())
def test_any_text_becomes_one_printable_line(text: str) -> None:
    said = spoken(text)
    assert said.isprintable()
    assert said == " ".join(said.split())
    assert not set("[]{}<>*_`") & set(said)
    assert not any(character in "0123456789" for character in said)


@given(st.text(alphabet="0123456789:.,-/$€% kmAP", max_size=40))
def test_every_digit_is_put_in_words(text: str) -> None:
    assert not any(character.isdigit() for character in spoken(text))


@given(st.text(), st.integers(1, 60))
def test_pieces_are_short_and_lose_nothing(text: str, longest: int) -> None:
    parts = pieces(text, longest)
    assert all(part and len(part) <= longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_pieces_end_where_a_speaker_breathes() -> None:
    assert pieces("First this, then that and that", 20) == ["First this,", "then that and that"]
    assert pieces("one two three", 9) == ["one two", "three"]
    assert pieces("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


@pytest.mark.parametrize("unit", ["[", "a.", "1-", "a", "1,", "9:"])
def test_a_long_run_of_anything_takes_no_time(unit: str) -> None:
    began = time.perf_counter()
    spoken(unit * 5_000)
    assert time.perf_counter() - began < 5
