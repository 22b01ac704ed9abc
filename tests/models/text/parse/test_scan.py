"""Values inside sentences, and the words of slots. The stretch that is to be found stands in brackets."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text.parse import Context, scan, value
from models.text.parse.reader import Kind
from tests.models.text.value_rows import NOW

CONTEXT = Context(NOW)

INSIDE = [
    ("duration", "count down from [an hour and ten minutes] for the roast"),
    ("duration", "[ninety seconds] on the clock"),
    ("duration", "start a [25-minute] rice timer"),
    ("duration", "give the dough [two and a half hours], then tell me"),
    ("duration", "tack [five more minutes] on"),
    ("duration", "knock [30 secs] off the egg timer"),
    ("duration", "[3 minutes] for tea and [45 minutes] for the stew"),
    ("duration", "is half past nine too late for the bus"),
    ("duration", "[a quarter of an hour] should do for the potatoes"),
    ("duration", "let it run for exactly [1h20m] please"),
    ("duration", "ring at ten to eight"),
    ("clock", "get me up at [quarter past six]"),
    ("clock", "is [7:45] too early to vacuum"),
    ("clock", "put one alarm on for [eight] and another for [nine]"),
    ("clock", "rouse me by [5 a.m. sharp]"),
    ("clock", "pick up three parcels"),
    ("clock", "lights on at [half past seven in the evening]"),
    ("clock", "reserve a table for 4 people at [noon]"),
    ("clock", "set the radiator to 19 degrees"),
    ("clock", "the train goes at [0615]"),
    ("clock", "shift my [6 o'clock] alarm to [7 o'clock]"),
    ("clock", "turn it up by ten"),
    ("date", "what day of the week is [the 3rd of july]"),
    ("date", "how long until [christmas eve]"),
    ("date", "remind me [the day after tomorrow] about the bins"),
    ("date", "skip the alarm on [next tuesday]"),
    ("date", "drop the third reminder"),
    ("date", "the rent is due on [the first]"),
    ("date", "how hot is the sun"),
    ("date", "book it for [March 14th, 2027] if you can"),
    ("date", "may i change the lights"),
    ("moment", "tell me [tomorrow at 9 am] to ring Ola"),
    ("moment", "switch the fan off [in twenty minutes]"),
    ("moment", "the kettle should be on at [7:15 am on monday]"),
    ("moment", "[two hours from now] open the blinds"),
    ("moment", "six onions and a leek"),
    ("moment", "meet her on [friday at half past one], not later"),
    ("span", "what have i got [from 2 to 4 pm]"),
    ("span", "anything planned [this weekend]"),
    ("span", "keep the hall lit [between 8 and 11 pm]"),
    ("span", "is there rain [next week] in Oslo"),
    ("repeat", "give me a call [every weekday]"),
    ("repeat", "water the ferns [every three days] from now on"),
    ("repeat", "an alarm [every day except sunday], and quietly"),
    ("repeat", "i swim on friday"),
    ("repeat", "delete every reminder"),
    ("repeat", "pay the rent on [the first of every month]"),
    ("repeat", "yoga [every other thursday] with Jo"),
    ("percent", "dim the hall to [35 percent]"),
    ("percent", "so what's [18% of 64]"),
    ("percent", "tell me [a 15 percent tip on 40 dollars]"),
    ("percent", "work out [a third of 120]"),
    ("money", "how many yen is [twenty-five pounds]"),
    ("money", "split [$84.50] three ways"),
    ("money", "that's three fifty then"),
    ("unit", "make [6 feet] centimeters"),
    ("unit", "we need [a pint] of cream and two cats"),
    ("unit", "warm it up a bit"),
    ("unit", "weigh out [two hundred and twenty grams] of sugar"),
    ("unit", "wake her at seven in her room"),
    ("number", "switch to channel [twelve]"),
    ("number", "the blue one, please"),
    ("number", "get [one] cauliflower and [3] limes"),
    ("number", "what is [forty-two] times [seven]"),
    ("number", "roll [two] dice and wait 10 minutes"),
    ("number", "bring down the 7up"),
    ("part", "will it snow [this evening]"),
    ("part", "good night then"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "marked"), INSIDE, ids=[f"{kind}: {text}" for kind, text in INSIDE])
def test_the_marked_stretches_are_found(kind: Kind, marked: str) -> None:
    text = re.sub(r"[\[\]]", "", marked)
    found = scan.find(kind, text, CONTEXT)
    shown = text
    for each in reversed(found):
        shown = f"{shown[: each.start]}[{shown[each.start : each.end]}]{shown[each.end :]}"
        assert each.value == value(kind, text[each.start : each.end], CONTEXT)
    assert shown == marked


@pytest.mark.parametrize(
    "marked",
    [
        "boil the eggs for [six minutes] and add [two] lemons",
        "which one was it, the last one",
        "wake me [tomorrow at 7] but on [saturday at 9]",
        "remind me on [february 30th] and at [25:00]",
        "put [half a dozen] rolls and [5-10] apples on it",
        "convert [20 miles] to kilometers",
        "no lights [this evening] please",
        "the [second] alarm of [the 4th of may]",
        "good morning, stop the music",
        "say that one more time and make a cup of tea",
        "she is in [the eighth] grade",
        "buy [a dozen] eggs, chill for [an hour]",
        "[every weekday] at [6:30]",
        "spend [£20] on [ten percent of 50] cakes",
        "",
    ],
)
def test_every_stretch_with_a_value_is_covered(marked: str) -> None:
    text = re.sub(r"[\[\]]", "", marked)
    shown = text
    for start, end in reversed(scan.covers(text)):
        shown = f"{shown[:start]}[{shown[start:end]}]{shown[end:]}"
    # a range is two numbers, an article is part of an ordinal
    assert shown.replace("]-[", "-").replace("[the second]", "the [second]") == marked


@pytest.mark.parametrize(
    ("kind", "words", "read_as"),
    [
        ("clock", "at seven", "seven"),
        ("clock", "to half past 8 please", "half past 8"),
        ("percent", "to 50 percent", "50 percent"),
        ("duration", "for about ten minutes", "ten minutes"),
        ("duration", "by five minutes", "five minutes"),
        ("duration", "another five minutes", "five minutes"),
        ("duration", "an extra two hours or so", "two hours"),
        ("number", "by 3", "3"),
        ("number", "up to 15", "15"),
        ("part", "in the morning", "in the morning"),
        ("part", "for tonight", "tonight"),
        ("date", "on the 5th of may", "the 5th of may"),
        ("date", "by thursday", "thursday"),
        ("unit", "to 21 degrees", "21 degrees"),
    ],
)
def test_joining_words_around_a_value_are_dropped(kind: Kind, words: str, read_as: str) -> None:
    expected = value(kind, read_as, CONTEXT)
    assert expected is not None
    assert scan.read(kind, words, CONTEXT) == expected


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("duration", "ten"),
        ("duration", "two ten minutes"),
        ("duration", "five minutes of seventy"),
        ("clock", "seven eggs"),
        ("number", "two three"),
        ("date", "3/4/2026"),
        ("part", "in the kitchen"),
        ("duration", ""),
        ("duration", "for about"),
        ("percent", "50 degrees"),
    ],
)
def test_no_number_or_unit_is_dropped(kind: Kind, words: str) -> None:
    assert scan.read(kind, words, CONTEXT) is None
    assert not scan.impossible(kind, words, CONTEXT)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("date", "on february 30th"),
        ("date", "by the 31st of june"),
        ("date", "friday the 5th of december 2026"),
        ("clock", "at 25:00"),
        ("clock", "half past 13"),
        ("duration", "for minus ten minutes"),
        ("repeat", "every weekend except weekends"),
    ],
)
def test_impossible_values_are_told_apart(kind: Kind, words: str) -> None:
    assert scan.impossible(kind, words, CONTEXT)
    assert scan.read(kind, words, CONTEXT) is None


def test_impossible_stretches_are_found() -> None:
    text = "remind me on the 31st of september at 7 pm"
    ((start, end),) = scan.find_impossible("date", text, CONTEXT)
    assert text[start:end] == "the 31st of september"
    assert scan.find("date", text, CONTEXT) == []


@given(st.text(alphabet="aeio 0123456789:.,-%$'", max_size=30), st.sampled_from(get_args(Kind)))
def test_stretches_are_in_order_and_inside(text: str, kind: Any) -> None:
    found = scan.find(kind, text, CONTEXT)
    ends = [place for each in found for place in (each.start, each.end)]
    assert ends == sorted(ends)
    assert all(0 <= place <= len(text) for place in ends)
