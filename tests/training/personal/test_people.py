from pathlib import Path

import pytest

from models import manifest
from models.errors import ConfigError
from models.manifest import Example
from training.personal import people


def _example(sound: Path, speaker: str, split: str | None) -> Example:
    return Example(text="stop", audio=sound, speaker=speaker, split=split)  # type: ignore[arg-type]


def test_speakers_that_a_recognizer_may_have_learned_from_are_left_out(tmp_path: Path) -> None:
    sounds = [tmp_path / f"{n}.wav" for n in range(8)]
    lines = [_example(s, "anna", "train") for s in sounds[:4]]
    lines += [_example(s, "ben", "test") for s in sounds[4:]]
    manifest.write(tmp_path / "all.jsonl", lines)
    (ben,) = people.speakers([tmp_path / "all.jsonl"])
    assert ben.name == "ben" and len(ben.learned) + len(ben.scored) == 4


def test_a_split_within_each_speaker_is_kept(tmp_path: Path) -> None:
    lines = [
        _example(tmp_path / f"{speaker}{split}.wav", speaker, split)
        for speaker in ("anna", "ben")
        for split in ("train", "test")
    ]
    manifest.write(tmp_path / "all.jsonl", lines)
    anna, ben = people.speakers([tmp_path / "all.jsonl"])
    assert [e.split for e in (*anna.learned, *anna.scored)] == ["train", "test"]
    assert (anna.name, ben.name) == ("anna", "ben")


@pytest.mark.parametrize("wrong", ["ten", "10,no", "0"])
def test_numbers_of_recordings_are_numbers(wrong: str) -> None:
    assert people.numbers("10, 20") == [10, 20]
    with pytest.raises(ConfigError):
        people.numbers(wrong)
