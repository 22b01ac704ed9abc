"""AN4: held-back speakers, upstream's form, wrong lines, the real files."""

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import DataError
from models.manifest import Example
from tests.fixtures.corpora import lines, sounds_exist, speakers_cross
from training.corpora import an4

Shared = Callable[[str], Path]


def test_held_back_speakers_are_test_and_the_others_are_not(tmp_path: Path) -> None:
    names = [*sorted(an4.HELD_BACK)[:2], *(f"talker{n}" for n in range(10))]
    lines(
        tmp_path / "train.jsonl",
        *({"file": f"train/{n}/a.flac", "speaker": n, "text": "N O"} for n in names),
    )
    examples = list(an4.convert(tmp_path))
    assert [e.split for e in examples[:2]] == ["test", "test"]
    assert Counter(e.split for e in examples[2:]) == {"train": 9, "valid": 1}
    assert examples[0] == Example(
        text="n o", audio=tmp_path / f"train/{names[0]}/a.flac", speaker=names[0],
        gender=names[0][0], split="test"
    )  # fmt: skip


def test_upstreams_own_form_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/an4_train.fileids").write_text("an4_clstk/ann/an1-ann-b\nan4_clstk/bob/cen2-bob-b\n")
    transcription = tmp_path / "etc/an4_train.transcription"
    transcription.write_text("<s> GO </s> (an1-ann-b)\n <s> T E A  </s> (cen2-bob-b)\n")
    first, second = an4.convert(tmp_path)
    assert (first.text, first.speaker, first.audio) == (
        "go",
        "ann",
        tmp_path / "wav/an4_clstk/ann/an1-ann-b.sph",
    )
    assert (second.text, second.speaker) == ("t e a", "bob")
    transcription.write_text("<s> GO </s> (an1-ann-b)\n<s> NO </s> (an9-eve-b)\n")
    with pytest.raises(DataError, match=r"an4_train\.transcription:2"):
        list(an4.convert(tmp_path))


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    lines(
        tmp_path / "train.jsonl",
        {"file": "a.flac", "speaker": "ann", "text": "GO"},
        {"file": "b.flac", "text": "GO"},
    )
    with pytest.raises(DataError, match=r"train\.jsonl:2: speaker: "):
        list(an4.convert(tmp_path))
    with pytest.raises(DataError, match="cannot be read"):
        list(an4.convert(tmp_path / "nowhere"))


def test_real(shared_data: Shared) -> None:
    examples = list(an4.convert(shared_data("an4")))
    assert Counter(e.split for e in examples) == {"train": 640, "valid": 52, "test": 256}
    assert not speakers_cross(examples) and sounds_exist(examples)
    speakers = {e.speaker or "" for e in examples}
    assert len(speakers) == 74
    genders = {e.speaker: e.gender for e in examples}
    assert Counter(genders.values()) == {"m": 53, "f": 21}
    first = sorted(speakers, key=lambda name: hashlib.sha256(name.encode()).digest())[:20]
    assert set(first) == an4.HELD_BACK == {e.speaker for e in examples if e.split == "test"}
