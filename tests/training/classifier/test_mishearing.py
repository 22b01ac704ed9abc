"""What may be heard for a word: it sounds alike, and keeps its place and its slot."""

import random

import pytest

from models.manifest import SlotLabel
from models.nlu.words import words
from models.text.phonemes import likeness
from training.classifier.mishearing import Mishearer

VOCABULARY = "the a to of pine pie pies nine clock table by apple able chair green knee"


@pytest.fixture(scope="module")
def mishear() -> Mishearer:
    return Mishearer(VOCABULARY.split())


def test_what_is_heard_sounds_like_what_was_said(mishear: Mishearer) -> None:
    draw, heard = random.Random(0), set()
    for _ in range(300):
        heard |= {w.text for w in mishear(words("apple"), (SlotLabel("cake", "apple", 0, 5),), draw)}
    assert "able" in heard and not heard & {"clock", "green", "chair"}
    assert all(likeness(text, "apple") >= 0.3 for text in heard - {"a", "the", "of", "to", "by", "pie"})


def test_every_word_keeps_the_place_of_what_was_said(mishear: Mishearer) -> None:
    text = "a pine table by nine!"
    slots = (SlotLabel("thing", "pine table", 2, 12),)
    draw = random.Random(1)
    changed = 0
    for _ in range(200):
        heard = mishear(words(text), slots, draw)
        assert [w.start for w in heard] == sorted(w.start for w in heard)
        inside = [w for w in heard if w.start < 12 and w.end > 2]
        # neither a word outside is taken into the slot, nor one inside out of it
        assert inside and all(w.start >= 2 and w.end <= 12 for w in inside)
        assert heard[-1].text == "!"
        changed += [w.text for w in heard] != [*text[:-1].split(), "!"]
    assert 20 < changed < 190


def test_two_words_may_be_heard_for_one_and_one_for_two(mishear: Mishearer) -> None:
    draw = random.Random(2)
    slot = (SlotLabel("cake", "apple pie", 0, 9),)
    lengths = {len(mishear(words("apple pie"), slot, draw)) for _ in range(300)}
    assert lengths >= {1, 2, 3}


def test_the_same_draw_mishears_the_same(mishear: Mishearer) -> None:
    one, two = (mishear(words("green apple pie"), (), random.Random(3)) for _ in range(2))
    assert one == two
