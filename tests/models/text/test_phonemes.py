import pytest

from models.text.phonemes import FEATURES, distance, likeness, phones, speaks


def test_a_number_sounds_like_its_words() -> None:
    assert phones("12 ounce") == phones("twelve ounce")


def test_every_phone_has_its_three_features() -> None:
    assert phones("the quick brown fox jumps over the lazy dog").isascii()
    assert len(phones("cat")) == 3 * FEATURES
    assert len(phones("card")) == 4 * FEATURES - 2  # the r colours the vowel


@pytest.mark.parametrize(
    ("recognized", "meant", "other"),
    [
        ("A-Town's", "eight ounce", "twelve ounce"),
        ("light rose", "light roast", "dark roast"),
        ("mocker", "mocha", "latte"),
        ("expresso", "espresso", "americano"),
    ],
)
def test_a_misrecognized_word_is_nearer_to_the_meant_one(recognized: str, meant: str, other: str) -> None:
    assert likeness(recognized, meant) > likeness(recognized, other) + 0.1


def test_a_voice_less_costs_a_third_of_a_phone() -> None:
    assert distance(phones("bat"), phones("pat")) == pytest.approx(1 / 3)
    assert distance(phones("bat"), phones("at")) == 1.0


def test_nothing_sounds_like_nothing() -> None:
    assert phones("") == "" and likeness("", "") == 1.0


def test_other_languages_have_phones_of_their_own() -> None:
    assert phones("设定三十度", "zh") == phones("设定30度", "zh") != ""
    assert likeness("设定三十度", "射定三十度", "zh") > likeness("设定三十度", "打开客厅的灯", "zh") + 0.1
    assert all(map(speaks, (None, "en", "zh", "de", "fr"))) and not speaks("br")
