"""The wake phrase is found by its sound at the start of a transcript, and nowhere else."""

import pytest

from models.text.wake_phrase import WakePhrase
from models.types import Hypothesis, Transcript


@pytest.mark.parametrize(
    ("phrase", "said", "rest"),
    [
        ("computer", "computer turn on the lights", "turn on the lights"),
        ("computer", "Hey computer, turn on the lights", "turn on the lights"),
        ("computer", "Computer!", ""),
        ("smart mirror", "smart mirrow what time is it", "what time is it"),
        ("jarvis", "java's what's the weather", "what's the weather"),
        ("view glass", "few glass set a timer for 7:30", "set a timer for 7:30"),
        ("alexa", "I like, sir.", ""),
    ],
)
def test_the_words_behind_the_phrase_are_left(phrase: str, said: str, rest: str) -> None:
    found = WakePhrase(phrase).strip(Transcript(said))
    assert found is not None and found.text == rest


@pytest.mark.parametrize(
    "said",
    ["turn on the lights", "i bought a new computer", "the new computer is broken", "", "..."],
)
def test_a_text_without_the_phrase_at_its_start_is_not_for_it(said: str) -> None:
    assert WakePhrase("computer").strip(Transcript(said)) is None


def test_before_other_words_more_likeness_is_needed_than_alone() -> None:
    assert WakePhrase("alexa").strip(Transcript("i like sir thomas")) is None


def test_another_hypothesis_may_hold_the_phrase() -> None:
    heard = Transcript(
        "i like sir play some jazz", 0.8,
        alternatives=(Hypothesis("i like sir play some jazz", 0.8), Hypothesis("alexa play some jazz", 0.7)),
    )  # fmt: skip
    found = WakePhrase("alexa").strip(heard)
    assert found is not None and found.text == "play some jazz"
    assert found.confidence == 0.7 and [h.text for h in found.alternatives] == ["play some jazz"]
