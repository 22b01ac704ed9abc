"""Phonetic noise: replacements sound alike, and keep their place and their slot."""

import random

import pytest

from models.manifest import SlotLabel
from models.nlu.words import words
from models.text.phonemes import likeness
from training.classifier.phonetic_noise import PhoneticNoise

VOCABULARY = "the a to of pine pie pies nine clock table by apple able chair green knee"


@pytest.fixture(scope="module")
def noise() -> PhoneticNoise:
    return PhoneticNoise(VOCABULARY.split())


def test_a_replacement_sounds_like_the_original(noise: PhoneticNoise) -> None:
    draw, noisy = random.Random(0), set()
    for _ in range(300):
        noisy |= {w.text for w in noise(words("apple"), (SlotLabel("cake", "apple", 0, 5),), draw)}
    assert "able" in noisy and not noisy & {"clock", "green", "chair"}
    assert all(likeness(text, "apple") >= 0.3 for text in noisy - {"a", "the", "of", "to", "by", "pie"})


def test_every_word_keeps_the_place_of_its_original(noise: PhoneticNoise) -> None:
    text = "a pine table by nine!"
    slots = (SlotLabel("thing", "pine table", 2, 12),)
    draw = random.Random(1)
    changed = 0
    for _ in range(200):
        noisy = noise(words(text), slots, draw)
        assert [w.start for w in noisy] == sorted(w.start for w in noisy)
        inside = [w for w in noisy if w.start < 12 and w.end > 2]
        # neither a word outside is taken into the slot, nor one inside out of it
        assert inside and all(w.start >= 2 and w.end <= 12 for w in inside)
        assert noisy[-1].text == "!"
        changed += [w.text for w in noisy] != [*text[:-1].split(), "!"]
    assert 20 < changed < 190


def test_two_words_may_replace_one_and_one_two(noise: PhoneticNoise) -> None:
    draw = random.Random(2)
    slot = (SlotLabel("cake", "apple pie", 0, 9),)
    lengths = {len(noise(words("apple pie"), slot, draw)) for _ in range(300)}
    assert lengths >= {1, 2, 3}


def test_equal_draws_give_equal_noise(noise: PhoneticNoise) -> None:
    one, two = (noise(words("green apple pie"), (), random.Random(3)) for _ in range(2))
    assert one == two
