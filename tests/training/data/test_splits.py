from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.manifest import Example
from training.data import splits


def test_near_identical_sentences_share_a_split() -> None:
    same = [
        "turn on the kitchen lights", "Please turn on the kitchen light.",
        "could you turn the kitchen lights on",
        "kitchen lights: turn on!", "hey, turn on my kitchen light please",
    ]  # fmt: skip
    assert len({splits.key(text) for text in same}) == 1
    assert splits.key("turn off the kitchen lights") != splits.key(same[0])


@given(
    st.lists(st.sampled_from(["play", "jazz", "music", "rain", "tomorrow"]), min_size=1).flatmap(
        st.permutations
    )
)
def test_word_order_and_fillers_do_not_move_a_sentence(words: list[str]) -> None:
    text = " ".join(words)
    assert splits.split_of(splits.key(text)) == splits.split_of(
        splits.key(f"Could you please {' the '.join(sorted(words))}?")
    )


def test_a_sentence_of_fillers_alone_still_has_a_key() -> None:
    assert splits.key("can you") != splits.key("okay")


def test_shares_are_about_what_they_should_be() -> None:
    drawn = Counter(splits.split_of(f"sentence {n}") for n in range(4000))
    assert abs(drawn["test"] / 4000 - 0.10) < 0.02
    assert abs(drawn["valid"] / 4000 - 0.08) < 0.02


def test_a_split_that_is_there_is_respected() -> None:
    examples = [Example(text=f"sentence {n}", split="valid") for n in range(20)]
    assert list(splits.assign(examples)) == examples
    free = [replace(e, split=None) for e in examples]
    assert list(splits.assign(free)) == list(splits.assign(free))
    assert all(e.split for e in splits.assign(free))


def spoken(speaker: str | None, number: int) -> Example:
    return Example(text=f"sentence {number}", audio=Path(f"clips/{speaker}-{number}.wav"), speaker=speaker)


def test_a_speaker_stays_in_one_split() -> None:
    examples = [spoken(f"speaker {n % 40}", n) for n in range(200)]
    placed = list(splits.assign(examples))
    assert len({(e.speaker, e.split) for e in placed}) == 40
    assert Counter(e.split for e in placed) == {"train": 165, "valid": 15, "test": 20}
    assert [replace(e, split=None) for e in placed] == examples


@pytest.mark.parametrize(
    ("n", "counts"),
    [
        (1, {"train": 1}),
        (2, {"train": 1, "test": 1}),
        (3, {"train": 1, "valid": 1, "test": 1}),
        (5, {"train": 3, "valid": 1, "test": 1}),
    ],
)
def test_few_speakers_give_every_split_there_is_one_for(n: int, counts: dict[str, int]) -> None:
    assert Counter(splits.by_speaker(f"s{i}" for i in range(n)).values()) == counts


def test_no_test_split_where_none_is_asked_for() -> None:
    drawn = splits.by_speaker((f"s{i}" for i in range(25)), test_percent=0)
    assert Counter(drawn.values()) == {"train": 23, "valid": 2}


def test_one_owner_is_split_by_recording() -> None:
    placed = list(splits.assign(spoken("anna", n) for n in range(400)))
    assert set(Counter(e.split for e in placed)) == {"train", "valid", "test"}


def test_a_speaker_who_is_placed_stays_there() -> None:
    examples = [
        replace(spoken("anna", 1), split="test"),
        *(spoken(f"other {n}", n) for n in range(30)),
        spoken("anna", 2),
    ]
    placed = list(splits.assign(examples))
    assert placed[0].split == placed[-1].split == "test"


def test_unknown_speakers_are_split_by_recording_among_known_ones() -> None:
    placed = list(
        splits.assign([*(spoken(None, n) for n in range(300)), *(spoken(f"s{n}", n) for n in range(10))])
    )
    assert {e.split for e in placed if e.speaker is None} == {"train", "valid", "test"}
