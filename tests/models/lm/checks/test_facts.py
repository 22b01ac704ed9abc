"""Missing facts and invented values of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from models.lm.checks.facts import invented, missing_facts
from models.lm.checks.spoken_values import read
from models.types import Fact


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("You have eight eggs.", 8),
        ("That's one thousand.", 1000),
        ("That's 1,000.", 1000),
        ("That's a thousand two hundred and five.", 1205),
        ("It costs 3.50.", 3.5),
        ("It is three point five.", 3.5),
        ("About 1.414.", 1.41421356),
        ("It is -3 degrees.", -3),
        ("It's 7:30 PM.", "19:30"),
        ("It's 19:30.", "7:30 PM"),
        ("It's half past seven in the evening.", "7:30 PM"),
        ("It's quarter to six tomorrow morning.", "5:45 AM"),
        ("It's seven thirty p.m. now.", "7:30 PM"),
        ("Wake up at 7 am.", "7:00 AM"),
        ("It's noon.", "12:00 PM"),
        ("It's ten past midnight, or 12:10 AM.", "00:10"),
        ("It's the 22nd of November.", "November 22"),
        ("It's November twenty-second.", "2026-11-22"),
        ("It's Sunday, the 22nd of November.", "Sunday, November 22"),
        ("Your timer for an hour is running.", "1 hour"),
        ("Ten minutes are left.", "10 minutes"),
        ("The living-room light is on.", "living room"),
        ("The café is near.", "cafe"),
        ("Bread, milk and eggs are on it.", "milk, eggs and bread"),
        ("Milk, eggs, and bread.", "milk, eggs and bread"),
        ("You should call a dentist.", "call the dentist"),
        ("Anna's lamp is on.", "Anna"),
        ("Whatever is said.", True),
        ("Whatever is said.", ""),
    ],
)
def test_said(sentence: str, fact: Fact) -> None:
    assert missing_facts(sentence, {"fact": fact}) == []


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("You have 28 eggs.", 8),
        ("You have eighty eggs.", 8),
        ("You have twenty eight eggs.", 8),
        ("That's 1.", 1.41421356),
        ("That's 21.", 21.14),
        ("That's 12.", 12.5),
        ("It's 7:30 AM.", "7:30 PM"),
        ("It's 7:30.", "7:30 PM"),
        ("It's half past six in the evening.", "7:30 PM"),
        ("It's November 23.", "November 22"),
        ("It's December 22.", "November 22"),
        ("The light is off.", "on"),
        ("The room is living.", "living room"),
        ("Milk and eggs are on it.", "milk, eggs and bread"),
        ("Ten hours are left.", "10 minutes"),
        ("", "kitchen"),
        ("Hello Annabel.", "Anna"),
        ("It is 3 degrees.", -3),
    ],
)
def test_not_said(sentence: str, fact: Fact) -> None:
    assert missing_facts(sentence, {"fact": fact}) == ["fact"]


@settings(deadline=None)
@given(st.integers(0, 999_999))
def test_a_number_in_words_is_the_number(value: int) -> None:
    words = str(num2words(value))
    assert [v.number for v in read(f"exactly {words} things") if v.kind == "number"] == [value]
    assert missing_facts(f"There are {words}.", {"n": value}) == []
    assert missing_facts(f"There are {value:,}.", {"n": value}) == []


@settings(deadline=None)
@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_another_number_is_another_number(value: int, other: int) -> None:
    said = missing_facts(f"There are {num2words(other)}.", {"n": value}) == []
    assert said == (value == other)


@settings(deadline=None)
@given(st.integers(0, 1439), st.integers(0, 1439))
def test_a_time_is_said_by_its_minute_alone(minutes: int, other: int) -> None:
    def clock(m: int) -> str:
        return f"{(m // 60 - 1) % 12 + 1}:{m % 60:02} {'AM' if m < 720 else 'PM'}"

    fact = f"{minutes // 60:02}:{minutes % 60:02}"
    assert (missing_facts(f"It's {clock(other)}.", {"time": fact}) == []) == (minutes == other)


@pytest.mark.parametrize(
    ("sentence", "facts", "sources", "found"),
    [
        ("It's 8 o'clock.", {"time": "7:00 AM"}, [], ["8 o'clock"]),
        ("It's seven in the morning.", {}, ["wake me at seven"], []),
        ("You have 3 eggs.", {"count": 2}, ["how many eggs"], ["3"]),
        ("Hello Anna.", {}, ["hello"], ["Anna"]),
        ("Hello Anna.", {"name": "Anna"}, [], []),
        ("I like Paris.", {}, ["do you like paris"], []),
        ("It's in May 5.", {}, [], ["May 5"]),
        ("See www.example.com today.", {}, [], ["www.example.com"]),
        ("OK, I'm on it.", {}, [], []),
        ("Great. The lamp is on! Good.", {}, [], []),
        ("That's the one.", {}, [], []),
    ],
)
def test_invented(sentence: str, facts: dict[str, Fact], sources: list[str], found: list[str]) -> None:
    assert invented(sentence, facts, sources) == found
