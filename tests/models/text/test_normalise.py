import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text.normalise import normalise, spaced, whisper_normalise


def test_normalise_folds_what_does_not_change_the_words() -> None:
    assert normalise("Turn ON the “kitchen” lights!") == "turn on the kitchen lights"
    assert normalise("Don’t wake-up Zoë") == "don't wake up zoe"
    assert normalise("20 of 25") == "twenty of twenty five"
    assert normalise("call 911 or 007, room 05") == "call nine one one or zero zero seven room zero five"
    assert normalise("  at 7:30 a.m. ") == "at seven thirty am"
    assert normalise("…") == ""


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turn ON the “kitchen” lights!", "turn on the kitchen lights"),
        ("Mr. Brown won't go, um, away.", "mister brown will not go away"),
        ("twenty-five dollars and 7:30 p.m.", "$25 and 7 30 p m"),
        ("call 911", "call 911"),
        ("I'm gonna go [door slams] (loudly)", "i am going to go"),
        # without OpenAI's spelling map
        ("The colour of the café", "the colour of the cafe"),
    ],
)
def test_whispers_normaliser_by_hand(text: str, expected: str) -> None:
    assert whisper_normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("设定 29 度。", "zh", "设定二十九度"),
        ("２０１５年，GDP 增长", "zh", "二零一五年gdp增长"),
        ("想听歌曲Let It Go", "zh", "想听歌曲let it go"),
        ("はい、10です", "ja", "はい十です"),
        ("Grün-weiße Äpfel, 25", "de", "grün weiße äpfel fünfundzwanzig"),
        # a language whose numbers are unknown
        ("hau 25", "mi", "hau 25"),
        ("Grün 25", "en", "grun twenty five"),
    ],
)
def test_every_language_is_written_its_own_way(text: str, language: str, expected: str) -> None:
    assert normalise(text, language) == normalise(expected, language) == expected


def test_languages_without_spaces() -> None:
    assert not spaced("zh") and not spaced("th")
    assert spaced("de") and spaced(None)
