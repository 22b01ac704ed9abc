"""Values near a closed slot's words: by sound, by spelling, with a word more or less."""

import pytest

from models.nlu.labels import ClosedVocabulary
from models.nlu.resolving import likeness, nearby, resolve, resolve_span
from models.nlu.words import words

LENGTHS = ClosedVocabulary(
    values=("six inch", "eleven inch", "one yard"), synonyms={"one yard": ("three feet", "36 inches")}
)
CAKES = ClosedVocabulary(values=("carrot cake", "cheesecake", "eclair", "flapjack", "scone"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Six inch", "six inch"),
        ("6 inch", "six inch"),
        ("36 inches", "one yard"),
        ("three feet", "one yard"),
        ("won yard", "one yard"),
        ("sick cinch", "six inch"),
        ("a leaven inch", "eleven inch"),
    ],
)
def test_a_length_is_the_one_that_sounds_like_it(said: str, meant: str) -> None:
    assert resolve(said, LENGTHS) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("carat cake", "carrot cake"),
        ("cheese cake", "cheesecake"),
        ("a clare", "eclair"),
        ("flab jack", "flapjack"),
        ("scones", "scone"),
        ("skon", "scone"),
    ],
)
def test_a_cake_is_the_one_that_sounds_like_it(said: str, meant: str) -> None:
    assert resolve(said, CAKES) == meant


@pytest.mark.parametrize("said", ["purple", "ham sandwich", "tomorrow", "birthday cake", "?!", ""])
def test_what_is_near_nothing_is_no_cake(said: str) -> None:
    assert resolve(said, CAKES) is None


def test_a_shared_word_tells_nothing() -> None:
    assert resolve("nine inch", LENGTHS) is None
    assert resolve("sixth inch", LENGTHS) == "six inch"


def test_an_r_that_some_speakers_leave_out() -> None:
    assert likeness("marker", "mocha") > likeness("marker", "latte") + 0.05


def test_a_vocabulary_without_values_has_none() -> None:
    assert resolve("six inch", ClosedVocabulary(values=())) is None


@pytest.mark.parametrize(
    ("text", "marked", "found"),
    [
        ("cut it six inch long", (2, 3), ("six inch", 2, 4)),
        ("cut it 6 inch long", (1, 4), ("six inch", 2, 4)),
        ("cut it six inch long", (2, 4), ("six inch", 2, 4)),
        ("cut it purple long", (2, 3), None),
    ],
)
def test_a_word_more_or_less(text: str, marked: tuple[int, int], found: tuple[str, int, int] | None) -> None:
    spoken = words(text)
    assert resolve_span(*marked, range(len(spoken)), spoken, LENGTHS) == found


TEAS = ClosedVocabulary(values=("tea", "iced tea", "mint tea"))


@pytest.mark.parametrize(
    ("text", "value"),
    [("an ice tea", "iced tea"), ("a meant tea", "mint tea"), ("the tea", "tea"), ("some tea", "tea")],
)
def test_a_value_may_hide_a_longer_one(text: str, value: str) -> None:
    spoken = words(text)
    found = resolve_span(1 if text.count(" ") == 1 else 2, len(spoken), range(len(spoken)), spoken, TEAS)
    assert found is not None and found[0] == value


def test_a_value_with_a_word_too_many_is_still_the_value() -> None:
    assert resolve("a cheesecake", CAKES) == "cheesecake"
    assert resolve("carrot", CAKES) == "carrot cake"


def test_a_value_that_was_said_exactly_loses_no_word() -> None:
    sugar = ClosedVocabulary(values=("sugar", "a bit of sugar", "a lot of sugar"))
    spoken = words("tea with a bit of sugar please")
    assert resolve_span(2, 6, range(len(spoken)), spoken, sugar) == ("a bit of sugar", 2, 6)


def test_no_word_is_taken_from_another_slot() -> None:
    assert resolve_span(0, 1, range(1), words("six inch"), LENGTHS) is None


def test_the_nearest_values_are_named_however_far_they_are() -> None:
    assert nearby("flap check", CAKES, 2)[0] == "flapjack"
    assert nearby("36 inches", LENGTHS, 1) == ("one yard",)
    assert len(nearby("?", CAKES, 3)) == 3 and nearby("cake", ClosedVocabulary(values=()), 3) == ()
