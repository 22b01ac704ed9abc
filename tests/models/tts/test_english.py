"""English numbers, times, money and units in words."""

import pytest

from models.tts.english import in_words
from models.tts.text import spoken

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


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-13-45", False),
        ("2026-11-22", True),
        ("no numbers here", False),
    ],
)
def test_only_real_dates_become_words(written: str, expected: bool) -> None:
    assert ("November" in in_words(written)) is expected


def test_words_without_numbers_stay() -> None:
    assert in_words("the kitchen lights are on") == "the kitchen lights are on"
