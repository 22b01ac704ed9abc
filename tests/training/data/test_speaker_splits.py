from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from models.manifest import Example
from training.data import splits


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
