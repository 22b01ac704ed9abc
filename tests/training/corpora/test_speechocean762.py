"""speechocean762: splits by speaker, Kaldi's form, the real files."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import DataError
from tests.fixtures.corpora import lines, sounds_exist, speakers_cross
from training.corpora import speechocean762

Shared = Callable[[str], Path]


def test_speakers_stay_together(tmp_path: Path) -> None:
    rows = [
        {"file": f"train/{n}/{k}.flac", "speaker": n, "age": 9, "gender": "f", "text": "I SEE A BIRD"}
        for n in range(20)
        for k in "ab"
    ]
    lines(tmp_path / "train.jsonl", *({**row, "speaker": str(row["speaker"])} for row in rows))
    examples = list(speechocean762.convert(tmp_path))
    assert not speakers_cross(examples)
    assert Counter(e.split for e in examples) == {"train": 32, "valid": 4, "test": 4}
    assert {e.text for e in examples} == {"i see a bird"}


def test_kaldis_form_keeps_upstreams_test(tmp_path: Path) -> None:
    tables = {
        "wav.scp": "{0}9\tWAVE/SPEAKER{0}/{0}9.WAV",
        "text": "{0}9\tMY CAT SLEEPS",
        "utt2spk": "{0}9 {0}",
        "spk2age": "{0} 31",
        "spk2gender": "{0} f",
    }
    for part, speakers in (("train", ["0001", "0002"]), ("test", ["0003"])):
        (tmp_path / part).mkdir()
        for name, form in tables.items():
            (tmp_path / part / name).write_text("".join(form.format(s) + "\n" for s in speakers))
    examples = list(speechocean762.convert(tmp_path))
    assert [e.speaker for e in examples] == ["0001", "0002", "0003"]
    assert (examples[2].gender, examples[2].age, examples[2].native_language) == ("f", 31, "zh")
    assert {e.split for e in examples[:2]} == {"train", "valid"} and examples[2].split == "test"
    assert (
        examples[2].audio == tmp_path / "WAVE/SPEAKER0003/00039.WAV" and examples[2].text == "my cat sleeps"
    )
    (tmp_path / "train/text").write_text("00019\tMY CAT\n77779\tMY DOG\n")
    with pytest.raises(DataError, match="text:2"):
        list(speechocean762.convert(tmp_path))


def test_real(shared_data: Shared) -> None:
    examples = list(speechocean762.convert(shared_data("speechocean762")))
    assert Counter(e.split for e in examples) == {"train": 515, "valid": 50, "test": 60}
    assert not speakers_cross(examples) and sounds_exist(examples)
    ages = {e.speaker: e.age or 0 for e in examples}
    assert len(ages) == 125 and sum(age < 18 for age in ages.values()) == 58
