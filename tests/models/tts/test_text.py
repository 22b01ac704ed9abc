"""What a voice is given for what was written."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.tts.text import pieces, spoken

SAID = {
    "It is 7:30 AM in Tokyo.": "It is seven thirty A.M. in Tokyo.",
    "7:05 p.m. today": "seven oh five P.M. today",
    "At 5 p.m.": "At five P.M.",
    "It's 5pm, not 6 AM.": "It's five P.M., not six A.M.",
    "I am here, I AM": "I am here, I AM",
    "It's 12:00.": "It's twelve o'clock.",
    "20:15": "twenty fifteen",
    "I am 5 and he is 7": "I am five and he is seven",
    "1:02:03 left": "one hour two minutes three seconds left",
    "3.5 km": "three point five kilometers",
    "1 km and 1.0 km": "one kilometer and one point zero kilometers",
    "30 m², 5 m/s": "thirty square meters, five meters per second",
    "20%": "twenty percent",
    "-3°C, 20 °F": "minus three degrees Celsius, twenty degrees Fahrenheit",
    "5 in the morning": "five in the morning",
    "€5": "five euros",
    "$1": "one dollar",
    "$3.50": "three dollars and fifty cents",
    "£0.99": "ninety-nine pence",
    "$2.5 million": "two point five million dollars",
    "5 €": "five euros",
    "on 2026-11-22": "on November twenty-second, twenty twenty-six",
    "November 22, 2026": "November twenty-second, twenty twenty-six",
    "22 November": "twenty-second of November",
    "in 1984": "in nineteen eighty-four",
    "the 3rd time": "the third time",
    "12 × 14 = 168": "twelve times fourteen equals one hundred sixty-eight",
    "10 - 4": "ten minus four",
    "3-5 km": "three to five kilometers",
    "½ cup, 3/4 full": "one half cup, three quarters full",
    "1,234.50": "one thousand two hundred thirty-four point five zero",
    "007": "zero zero seven",
    "555-0199": "five five five, zero one nine nine",
    "MP3": "MP three",
    "#5": "number five",
    "UTC+9": "UTC plus nine",
    "e.g. milk": "for example milk",
    "https://example.com/a?b=1 now": "example dot com now",
    "and/or": "and or",
    "<break/>": "less than break slash greater than",
    "**bold** [link](http://x.y)": "bold link",
    "🎉 done! 👍🏽": "done!",
    "don’t “go”": "don't go",
    "cafe\u0301": "café",
    "bell\x07 and\ttab\nline": "bell and tab line",
    "mother-in-law": "mother-in-law",
}


@pytest.mark.parametrize("written", SAID)
def test_english(written: str) -> None:
    assert spoken(written) == SAID[written]


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
