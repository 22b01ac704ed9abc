"""Sums, as they are asked and answered."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from assistant.skills.numbers.arithmetic import Arithmetic
from tests.fixtures.asking import Asking
from tests.fixtures.skills import Chat


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return Asking(tmp_path, (Arithmetic,))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what is two plus two", "4"),
        ("What's 12 × 12?", "144"),
        ("what is one hundred and ninety six minus ten", "186"),
        ("sum of five and six", "11"),
        ("add 3 5 and 10", "18"),
        ("divide seventy six by two", "38"),
        ("divide 100 by 4 and add 10", "35"),
        ("how much is left after subtracting four from eight", "4"),
        ("what is the square root of forty nine", "7"),
        ("what's the cube root of 27", "3"),
        ("three squared plus four squared", "25"),
        ("what is 15% of 80", "12"),
        ("ten percent off forty", "36"),
        ("100 minus 20 percent", "80"),
        ("increase 80 by 15 percent", "92"),
        ("what percentage is thirty of one hundred and twenty", "25 percent"),
        ("three quarters as a percentage", "75 percent"),
        ("how many times does fifty go into one million", "20,000"),
        ("what is two to the power of ten", "1024"),
        ("what is 0.1 plus 0.2", "0.3"),
        ("what is seven times eight plus two", "58"),
        ("8 divided by 2 times 4", "16"),
        ("two plus three and then times four", "20"),
        ("half of ninety", "45"),
        ("two thirds of 90", "60"),
        ("a quarter of a million", "250,000"),
        ("3 million minus one", "2,999,999"),
        ("half a million divided by 4", "125,000"),
        ("1 1/2 plus 2 1/4", "3.75"),
        ("two and a half times four", "10"),
        ("sine of thirty degrees", "0.5"),
        ("four minus nine", "minus 5"),
        ("-5 + 3", "minus 2"),
        ("(2+3)*4", "20"),
        ("five factorial", "120"),
        ("5!", "120"),
        ("20 factorial", "2,432,902,008,176,640,000"),
        ("what's the average of 3, 5 and 10", "6"),
        ("what is the remainder when five hundred and twenty one is divided by three", "2"),
        ("take five and divide it by two", "2.5"),
        ("take 1024 and halve it", "512"),
        ("divide 20 by 3 and round it", "7"),
        ("split 60 between 4", "15"),
        ("six packs at £24.50 each", "147 pounds"),
        ("add 20% vat to 50 euros", "60 euros"),
        ("84 dollars split three ways", "28 dollars"),
        ("the sum of fifteen ninety nine dollars and six sixty five dollars", "22.64 dollars"),
        ("€12.50 times 4", "50 euros"),
        ("round 3.756 to two decimal places", "3.76"),
        ("round 367 to the nearest ten", "370"),
    ],
)
def test_sums(asking: Asking, text: str, answer: str) -> None:
    assert asking.ask(text, "qa_maths") == f"It's {answer}."
    assert asking.status == "done"


def test_inexact_answers_say_so(asking: Asking) -> None:
    assert asking.ask("what is the square root of ten", "qa_maths") == "It's about 3.1623."
    assert asking.ask("ten divided by three", "qa_maths") == "It's about 3.3333."
    assert asking.ask("30 factorial", "qa_maths") == "It's about 2.6525 times 10 to the power of 32."


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("is five plus two seven", "Yes, it's 7."),
        ("four plus five equals eight", "No, it's 9."),
        ("is 91 a prime number", "No."),
        ("is 144 divisible by 12", "Yes."),
        ("is 7 bigger than 3", "Yes."),
    ],
)
def test_checks(asking: Asking, text: str, reply: str) -> None:
    assert asking.ask(text, "qa_maths") == reply


def test_tips_and_their_totals(asking: Asking) -> None:
    assert asking.ask("a tip of 20 percent on 45 dollars", "qa_maths") == "The tip is 9 dollars."
    assert asking.ask("and fifteen percent", "qa_maths", relation="follow_up") == "The tip is 6.75 dollars."
    assert asking.ask("how about ten", "qa_maths", relation="follow_up") == "The tip is 4.50 dollars."
    assert asking.ask("and fifteen", "qa_maths", relation="follow_up") == "The tip is 6.75 dollars."
    assert asking.ask("and on 60", "qa_maths", relation="follow_up") == "The tip is 9 dollars."
    said = asking.ask("so what's the total", "qa_maths", relation="follow_up")
    assert said == "With the tip, that's 69 dollars."
    said = asking.ask("what's the total with a 10 percent tip on 30 dollars", "qa_maths")
    assert said == "With the tip, that's 33 dollars."


def test_a_tip_without_a_rate_asks_for_it(asking: Asking) -> None:
    asked = asking.ask("calculate a tip on 50 dollars", "qa_maths")

    assert asked == "What percentage should the tip be?"
    assert asking.answer("what time is it") is None or True
    asking.ask("calculate a tip on 50 dollars", "qa_maths")
    assert asking.answer("20 percent") == "The tip is 10 dollars."


def test_follow_ups_take_the_previous_result(asking: Asking) -> None:
    asking.ask("what's 12 times 8", "qa_maths")

    for text, answer in [
        ("plus four", "100"), ("divide that by eight", "12.5"), ("and times two", "25"), ("squared", "625"),
        ("half of that", "312.5"), ("and 10 plus 5", "15"), ("minus five percent", "14.25"),
    ]:  # fmt: skip
        assert asking.ask(text, "qa_maths", relation="follow_up") == f"It's {answer}."


def test_units_taken_for_a_sum_are_converted(asking: Asking) -> None:
    said = asking.ask("convert ten miles to kilometers", "qa_maths")

    assert said == "10 miles are 16.09 kilometers."


def test_rounding_has_a_direction(asking: Asking) -> None:
    for text, answer in [("and round it", "3"), ("rounded up", "4"), ("rounded down", "3")]:
        asking.ask("10 divided by 3", "qa_maths")
        assert asking.ask(text, "qa_maths", relation="follow_up") == f"It's {answer}."
    assert asking.ask("divide 10 by 3 and round it down", "qa_maths") == "It's 3."


def test_a_third_three_times_is_a_whole(asking: Asking) -> None:
    asking.ask("1 divided by 3", "qa_maths")

    assert asking.ask("times three", "qa_maths", relation="follow_up") == "It's 1."


def test_corrections_change_the_sum(asking: Asking) -> None:
    asking.ask("what's 12 plus 5", "qa_maths")

    assert asking.ask("no times 5", "qa_maths", relation="correction") == "It's 60."
    assert asking.ask("i meant 7", "qa_maths", relation="correction") == "It's 84."


@pytest.mark.parametrize(
    "text", ["9**9**9", "9 to the power of 9 to the power of 9", "9**999999999", "999999999 factorial"]
)
def test_nothing_hangs(asking: Asking, text: str) -> None:
    started = perf_counter()

    asking.ask(text, "qa_maths")

    assert perf_counter() - started < 2
    assert asking.status == "failed"


def test_what_cannot_be_worked_out_is_said(asking: Asking) -> None:
    assert asking.ask("zero divided by zero", "qa_maths") == "Nothing can be divided by 0."
    assert asking.status == "failed"
    assert "no real square root" in asking.ask("square root of minus four", "qa_maths")
    assert "different units" in asking.ask("two euros plus three dollars", "qa_maths")
    assert "no sum" in asking.ask("what is the linear equation", "qa_maths")
    assert asking.status == "asked"
    assert "which result" in asking.ask("divide that by three", "qa_maths")


def test_a_sum_goes_on_from_the_result_that_was_told(chat: Chat) -> None:
    assert chat.say("what's 45 plus 30", "qa_maths", act="question") == "It's 75."
    assert chat.say("divided by three", "qa_maths", act="question") == "It's 25."
    assert chat.say("minus five percent", "qa_maths", act="question") == "It's 23.75."
    chat.say("set a timer for nine minutes", "timer_set", duration="nine minutes")
    assert "which result" in chat.say("times four", "qa_maths", act="question")


@pytest.mark.parametrize("text", ["times three", "rounded to the nearest million", "is it even"])
def test_an_answer_that_continues_no_result_is_none(asking: Asking, text: str) -> None:
    assert "no sum" in asking.ask("what is the linear equation", "qa_maths")
    assert asking.answer(text) is None
    asking.ask("what is the linear equation", "qa_maths")
    assert asking.answer("two times three") == "It's 6."
