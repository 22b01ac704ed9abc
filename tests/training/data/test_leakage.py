"""Leakage between splits: speakers, sentences, sounds; and corpora without their leaking copies."""

from pathlib import Path

from models.manifest import Example, Split
from training.data import leakage


def text(said: str, split: Split | None, reply: str | None = None) -> Example:
    return Example(text=said, split=split, reply=reply, origin=f"m.jsonl:{split}")


def recording(folder: Path, speaker: str, split: Split, sound: bytes = b"") -> Example:
    path = folder / f"{speaker}-{split}.wav"
    path.write_bytes(sound or path.name.encode())
    return Example(text=f"{speaker} {split}", audio=path, speaker=speaker, split=split, origin="m.jsonl:1")


def checks(*examples: Example) -> list[tuple[str, str]]:
    return [(f.level, f.check) for f in leakage.find(examples)]


def test_near_identical_text_crosses() -> None:
    crossing = text("turn on the light", "train"), text("please turn on my light", "test")
    assert checks(*crossing) == [("warning", "sentence-crosses")]
    assert not checks(text("turn on the light", "train"), text("turn off the light", "test"))
    assert not checks(text("turn on the light", "train"), text("turn on the light", None))


def test_with_replies_both_must_be_near() -> None:
    assert not checks(text("yes", "train", "Gladly."), text("yes", "test", "Never."))
    assert checks(text("yes", "train", "Gladly."), text("yes", "test", "gladly"))


def test_one_speaker_alone_is_a_warning(tmp_path: Path) -> None:
    ann = recording(tmp_path, "ann", "train"), recording(tmp_path, "ann", "test")
    assert checks(*ann) == [("warning", "speaker-crosses")]
    assert checks(*ann, recording(tmp_path, "bob", "train")) == [("error", "speaker-crosses")]


def test_equal_bytes_cross(tmp_path: Path) -> None:
    one, two = recording(tmp_path, "ann", "train", b"sound"), recording(tmp_path, "bob", "test", b"sound")
    assert checks(one, two) == [("error", "sound-crosses")]


def test_a_corpus_loses_what_leaks_its_later_splits() -> None:
    examples = [
        text("set the timer", None), text("set a timer", "valid"), text("tell me a joke", "valid"),
        text("please tell a joke", "test"), text("sing", "train"),
    ]  # fmt: skip
    kept = [e.text for e in leakage.without_copies(examples)]
    assert kept == ["set a timer", "please tell a joke", "sing"]
