"""Decodings that are believed, repeated and dropped."""

from __future__ import annotations

import pytest

from models.asr.whisper.hallucination import (
    DecodingAttempt,
    HallucinationFilter,
    agreement,
    compression,
    repeats,
    without_loop,
    words,
)

FILTER = HallucinationFilter()


def attempt(
    text: str, *, log_probability: float = -0.2, no_speech: float = 0.05, finished: bool = True
) -> DecodingAttempt:
    return DecodingAttempt(text, log_probability, no_speech, finished)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("turn on the kitchen lights", 0),
        ("no no", 0),
        ("five five", 0),
        ("0 0 0 0", 0),
        ("A A A A", 0),
        ("stop stop stop", 1),
        ("Enter three. Enter three.", 1),
        ("turn it on turn it on turn it on", 2),
        ("that that is is", 0),
    ],
)
def test_repetitions_beyond_those_of_speech_are_counted(text: str, times: int) -> None:
    assert repeats(text) == times


def test_a_loop_compresses_and_speech_does_not() -> None:
    assert compression("ha" * 60) > 2.4
    assert compression("Can I have a large dark roast coffee with milk and a little brown sugar?") < 1.2
    assert compression("") == 0.0


def test_agreement_is_of_letters() -> None:
    assert agreement("Yes.", "yes") == 1.0
    assert agreement("you", "I'm going to put it on top.") < 0.4
    assert agreement("", "") == 1.0


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("turn on the light", "turn on the light"),
        ("I see. I see. I see. I see. I see.", "I see."),
        ("so then ah ah ah", "so then ah ah ah"),
        ("one 5 5 5 5 5", "one 5 5 5 5 5"),
    ],
)
def test_a_loop_is_cut_to_one(text: str, cut: str) -> None:
    assert without_loop(text) == cut


def test_a_sure_decoding_is_believed() -> None:
    assert FILTER.retry_reason(attempt("turn on the light")) is None


@pytest.mark.parametrize(
    ("tried", "why"),
    [
        (attempt("turn on the", finished=False), "cut off"),
        (attempt("turn on turn on turn on"), "repeats"),
        (attempt("ha" * 60), "repeats"),
        (attempt("torn on a tight", log_probability=-0.9), "unsure"),
        (attempt("Thank you.", log_probability=-0.58), "unsure"),
    ],
)
def test_an_uncertain_decoding_is_repeated(tried: DecodingAttempt, why: str) -> None:
    assert FILTER.retry_reason(tried) == why


def test_noise_is_a_hallucination() -> None:
    invented = attempt("Thank you.", log_probability=-0.9, no_speech=0.7)
    assert FILTER.is_hallucination(attempt("you", log_probability=-1.0), invented)
    assert FILTER.is_hallucination(attempt("you"), attempt("...", no_speech=0.0))
    # two inventions differ, two hearings do not
    unlike = attempt("I'm going to cut it.", log_probability=-0.7, no_speech=0.3)
    assert FILTER.is_hallucination(attempt("you", log_probability=-1.0), unlike)
    assert not FILTER.is_hallucination(attempt("I'm going to cut it.", log_probability=-0.7), unlike)


def test_a_sneeze_is_a_hallucination() -> None:
    thanks = attempt("Thank you!", log_probability=-0.56, no_speech=0.35)
    assert FILTER.is_hallucination(attempt("Thank you.", log_probability=-0.59), thanks)
    year = attempt("In this year! In this year!", log_probability=-0.64, no_speech=0.16)
    assert FILTER.is_hallucination(attempt("And this, and this, and this.", log_probability=-0.85), year)


def test_a_text_said_twice_is_speech() -> None:
    twice = attempt("Turn it on. Turn it on.", log_probability=-0.3, no_speech=0.1)
    assert not FILTER.is_hallucination(twice, twice)


def test_a_short_quiet_yes_is_speech() -> None:
    yes = attempt("Yes.", log_probability=-0.5, no_speech=0.2)
    assert not FILTER.is_hallucination(attempt("Yes.", log_probability=-0.6, no_speech=0.75), yes)


def test_characters_without_spaces_are_words() -> None:
    assert words("打开logo灯") == ["打", "开", "logo", "灯"]
    assert repeats("打开客厅的灯打开客厅的灯") == 1 and repeats("看看天气") == 0
    # a telephone number is spelled
    assert repeats("一三零零零零五") == 0
    assert without_loop("今天天气今天天气今天天气今天天气") == "今天天气."
