import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.nlu import decoding
from models.nlu.labels import ClosedVocabulary, Temperatures
from models.nlu.words import words
from models.types import Modifiers

TAGS = ("O", "B-date", "I-date", "B-time", "I-time")


def test_probabilities_by_hand() -> None:
    logits = np.log(np.array([1.0, 3.0], dtype=np.float32))
    assert decoding.softmax(logits) == pytest.approx([0.25, 0.75])
    assert decoding.softmax(logits * 2, 2.0) == pytest.approx([0.25, 0.75])
    assert decoding.intent_confidences(logits, 0.0, Temperatures()) == pytest.approx([0.125, 0.375])
    assert decoding.intent_confidences(logits, None, Temperatures()) == pytest.approx([0.25, 0.75])
    assert decoding.sigmoid(np.log(3.0)) == pytest.approx(0.75)
    assert decoding.sigmoid(np.log(3.0) * 2, 2.0) == pytest.approx(0.75)


def allowed(path: tuple[int, ...]) -> bool:
    names = [TAGS[t] for t in path]
    return all(
        not tag.startswith("I") or before[1:] == tag[1:] for before, tag in itertools.pairwise(["O", *names])
    )


@given(st.lists(st.lists(st.floats(-4, 4, width=32), min_size=5, max_size=5), min_size=1, max_size=4))
def test_viterbi_finds_the_best_allowed_path(rows: list[list[float]]) -> None:
    logits = np.array(rows, dtype=np.float32)
    scores = np.log(decoding.softmax(logits))
    paths = [p for p in itertools.product(range(5), repeat=len(rows)) if allowed(p)]
    best = max(scores[range(len(rows)), p].sum() for p in paths)
    found = tuple(TAGS.index(tag) for tag in decoding.best_tags(logits, TAGS))
    assert allowed(found)
    assert scores[range(len(rows)), found].sum() == pytest.approx(best, abs=1e-4)


def test_no_words_have_no_tags() -> None:
    assert decoding.best_tags(np.zeros((0, 5), dtype=np.float32), TAGS) == []


def test_slots_are_places_in_the_text_as_given() -> None:
    text = "Alarm at 7:30 AM today."
    (time, date) = decoding.slots(["O", "O", "B-time", "I-time", "I-time", "B-date"], words(text), text, {})
    assert (time.name, time.text, time.start, time.end) == ("time", "7:30 AM", 9, 16)
    assert (date.name, date.value, text[date.start : date.end]) == ("date", "today", "today")


def test_two_slots_in_one_written_word_do_not_overlap() -> None:
    text = "$5"
    found = decoding.slots(["B-amount", "B-unit"], words(text), text, {})
    assert [(s.name, s.text) for s in found] == [("amount", "$5")]


def test_a_closed_slot_holds_one_of_its_values_or_nothing() -> None:
    units = ClosedVocabulary(values=("metric", "imperial"), synonyms={"imperial": ("Fahrenheit",)})
    text = "Use the metrics"
    (found,) = decoding.slots(["O", "O", "B-u"], words(text), text, {"u": units})
    assert (found.value, found.text) == ("metric", "metrics")
    text = "use purple"
    assert decoding.slots(["O", "B-u"], words(text), text, {"u": units}) == ()


def test_a_closed_slot_takes_the_words_that_say_its_value() -> None:
    roasts = {"roast": ClosedVocabulary(values=("light roast", "dark roast"))}
    text = "a Light Rose small latte"
    tags = ["O", "B-roast", "O", "B-size", "O"]
    roast, size = decoding.slots(tags, words(text), text, roasts)
    assert (roast.value, roast.text, roast.start, roast.end) == ("light roast", "Light Rose", 2, 12)
    assert (size.value, size.text) == ("small", "small")


def test_a_sentence_without_a_slot_has_none() -> None:
    assert decoding.slots(["O", "O"], words("hello you"), "hello you", {}) == ()
    assert decoding.slots([], [], "", {"size": ClosedVocabulary(values=("small",))}) == ()


def test_what_is_none_of_a_closed_slots_values_is_kept_apart() -> None:
    sizes = {
        "size": ClosedVocabulary(values=("small", "large")),
        "milk": ClosedVocabulary(values=("milk", "soy milk")),
    }
    text = "a purple tea, large, with oat milk"
    tags = ["O", "B-size", "B-tea", "B-size", "O", "B-milk", "I-milk"]
    found = decoding.slots(tags, words(text), text, sizes)
    assert [(s.name, s.value, s.text) for s in found] == [
        ("tea", "tea", "tea"), ("size", "large", "large"), ("milk", "milk", "milk"),
    ]  # fmt: skip
    purple, oat = decoding.unresolved(tags, words(text), text, sizes, found)
    assert (purple.name, purple.text, purple.start, purple.end) == ("size", "purple", 2, 8)
    assert set(purple.near) == {"small", "large"}
    assert (oat.name, oat.text, oat.near) == ("milk", "oat milk", ("milk", "soy milk"))
    assert decoding.unresolved(["O"] * 7, words(text), text, sizes, ()) == ()


def test_modifiers_are_the_words_said() -> None:
    text = "turn off All lights at five except Hall and loft tomorrow for an hour every day"
    tags = ["O"] * 2 + ["B-all", "O", "B-at", "I-at", "O", "B-except", "O", "B-except", "B-at"]
    tags += ["B-for", "I-for", "I-for", "B-repeat", "I-repeat"]
    found = decoding.modifiers(tags, words(text), text)
    assert found == Modifiers(
        all=True, excluded=("Hall", "loft"), at="at five tomorrow", repeat="every day", lasting="for an hour"
    )
    assert decoding.modifiers(["O"], words("hello"), "hello") == Modifiers()


@pytest.mark.parametrize(
    ("text", "tags", "excluded"),
    [
        ("all but the one at nine", "B-all O B-except I-except O B-except", ("the one at nine",)),
        ("all except those in the Hall", "B-all O B-except O O B-except", ("those in the Hall",)),
        ("all but the one at nine in May", "B-all O B-except I-except O B-except O B-except",
         ("the one at nine in May",)),
        ("all except nine and ten", "B-all O B-except O B-except", ("nine", "ten")),
        ("all except nine, ten", "B-all O B-except B-except", ("nine", "ten")),
        ("all except nine eleven", "B-all O B-except B-except", ("nine", "eleven")),
    ],
)  # fmt: skip
def test_what_a_preposition_alone_parts_is_one_exception(
    text: str, tags: str, excluded: tuple[str, ...]
) -> None:
    assert decoding.modifiers(tags.split(), words(text), text).excluded == excluded
