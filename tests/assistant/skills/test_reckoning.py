"""Arithmetic, units and volume."""

from __future__ import annotations

from contextlib import suppress
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from assistant.skills.numbers.arithmetic import compute, read
from models.text import say
from tests.fixtures.skills import Loudspeaker


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what is two plus two", "4"),
        ("What's 12 × 12?", "144"),
        ("what is one hundred and ninety six minus ten", "186"),
        ("sum of five and six", "11"),
        ("divide seventy six by two", "38"),
        ("how much is left after subtracting four from eight", "4"),
        ("what is the square root of forty nine", "7"),
        ("three squared plus four squared", "25"),
        ("what is 15% of 80", "12"),
        ("ten percent off forty", "36"),
        ("what percentage is thirty of one hundred and twenty", "25"),
        ("how many times does fifty go into one million", "20,000"),
        ("what is two to the power of ten", "1024"),
        ("what is 0.1 plus 0.2", "0.3"),
        ("what is seven times eight plus two", "58"),
        ("half of ninety", "45"),
        ("sine of thirty degrees", "0.5"),
        ("is five plus two seven", "7"),
        ("four minus nine", "minus 5"),
        ("five factorial", "120"),
    ],
)
def test_sums(chat, text, answer) -> None:
    assert chat.say(text, "qa_maths") == f"It's {answer}."
    assert chat.facts == {"answer": answer}


def test_inexact_answers_say_so(chat) -> None:
    assert chat.say("what is the square root of ten", "qa_maths") == "It's about 3.1623."


@pytest.mark.parametrize(
    "text",
    ["9**9**9", "what is nine to the power of nine to the power of nine", "9**999999999",
    "999999999 factorial",
     "0 to the power of minus 1", "square root of minus four", "2**0.5**-99999"],
)  # fmt: skip
def test_nothing_hangs_or_crashes(chat, text) -> None:
    started = perf_counter()
    chat.say(text, "qa_maths")
    assert perf_counter() - started < 1.0
    assert chat.status == "failed"


def test_division_by_zero_and_no_sum(chat) -> None:
    assert chat.say("zero divided by zero", "qa_maths") == "Nothing can be divided by 0."
    assert "no sum" in chat.say("what is the linear equation", "qa_maths")


@pytest.mark.parametrize(
    "text", ["__import__('os').system('x')", "sqrt(open('f'))", "abs", "1 if 2 else 3", "x plus 2"]
)
def test_only_numbers_and_signs_are_ever_computed(text) -> None:
    expression = read(text)
    assert expression is None or set(expression) <= set("0123456789.+-*/() sqrtabcfniolg")


@given(
    st.integers(0, 9999),
    st.integers(0, 9999),
    st.sampled_from([("plus", "+"), ("minus", "-"), ("times", "*")]),
)
def test_spelled_numbers_add_up(first: int, second: int, sign: tuple[str, str]) -> None:
    words, operator = sign
    expression = read(f"what is {num2words(first)} {words} {num2words(second)}")
    assert expression is not None
    assert compute(expression) == {"+": first + second, "-": first - second, "*": first * second}[operator]


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    expression = read(text)
    if expression is not None:
        with suppress(ValueError, ZeroDivisionError, OverflowError):
            compute(expression)


@pytest.mark.parametrize(
    ("value", "words"),
    [(3.0, "3"), (-2, "minus 2"), (0.1 + 0.2, "0.3"), (12345, "12,345"), (9999, "9999"), (2.50, "2.5")],
)
def test_numbers_as_they_are_said(value, words) -> None:
    assert say.number(value) == words


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("convert twenty miles to kilometers", "20 miles are 32.19 kilometers."),
        ("how many feet in a mile", "1 mile is 5280 feet."),
        ("how many ounces are in a cup", "1 cup is 8 fluid ounces."),
        ("what is 100 degrees fahrenheit in celsius", "100 degrees Fahrenheit is 37.78 degrees Celsius."),
        ("minus forty celsius in fahrenheit", "minus 40 degrees Celsius is minus 40 degrees Fahrenheit."),
        ("6 feet 2 inches in centimeters", "74 inches are 187.96 centimeters."),
        ("how many teaspoons in three tablespoons", "3 tablespoons are 9 teaspoons."),
        ("60 miles per hour in kilometers per hour", "60 miles per hour are 96.56 kilometers per hour."),
        ("how heavy is ten stone", "10 stone are 63.5 kilograms."),
        ("convert three bananas to meters", "I don't know the unit bananas."),
        ("convert three liters to meters", "Liters can't be converted into meters."),
        ("convert something", "I found no units to convert there."),
    ],
)
def test_units(chat, text, reply) -> None:
    assert chat.say(text, "unit_conversion") == reply


def test_units_from_slots(chat) -> None:
    reply = chat.say("x", "unit_conversion", amount="two and a half", from_unit="hours", to_unit="minutes")
    assert reply.endswith("minutes.")
    wrong = chat.say("what is 72 degrees fahrenheit in celsius", "unit_conversion", from_unit="degrees")
    assert wrong == "72 degrees Fahrenheit is 22.22 degrees Celsius."
    assert chat.say("x", "unit_conversion", amount="ten", from_unit="pounds", to_unit="kilos") == (
        "10 pounds are 4.54 kilograms."
    )


def test_volume(start) -> None:
    speaker = Loudspeaker()
    chat = start(speaker=speaker)
    assert chat.say("louder", "audio_volume_up") == "The volume is at 60 percent."
    assert chat.say("a little quieter", "audio_volume_down") == "The volume is at 55 percent."
    assert chat.say(
        "set it to thirty percent", "audio_volume_up", change_amount="to thirty percent"
    ).endswith("30 percent.")
    assert chat.say("turn it up by fifteen", "audio_volume_up", change_amount="by fifteen").endswith(
        "45 percent."
    )
    chat.say("volume to the max", "audio_volume_up")
    chat.say("louder", "audio_volume_up")
    assert speaker.volume == 100
    chat.say("put the sound on mute", "audio_volume_mute")
    assert speaker.muted
    chat.say("unmute please", "audio_volume_mute")
    assert not speaker.muted


def test_volume_without_a_loudspeaker(chat) -> None:
    chat.say("louder", "audio_volume_up")
    assert chat.status == "unavailable"
