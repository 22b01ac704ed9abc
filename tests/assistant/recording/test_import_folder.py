"""Sounds with texts from a folder: every layout that people have, and what is wrong with one is named."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from rich.console import Console

from assistant.recording import import_folder
from assistant.recording.import_folder import ImportResult
from models import recordings
from models.audio import load
from models.errors import InputError
from models.manifest import SlotLabel
from tests.assistant.test_cli import assistant
from tests.fixtures.recording_session import KITCHEN, MILK


def take(folder: Path) -> ImportResult:
    return import_folder.import_folder(folder, "anna", Console(file=io.StringIO(), width=200))


def test_a_text_beside_each_sound_in_any_format(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "one.ogg", KITCHEN, 16_000)
    (tmp_path / "one.txt").write_text(" turn on the\nkitchen lights \n")
    (tmp_path / "deep").mkdir()
    stereo = np.repeat(np.stack([MILK, MILK], axis=1), 3, axis=0)
    soundfile.write(tmp_path / "deep" / "two.wav", stereo, 48_000, subtype="PCM_24")
    (tmp_path / "deep" / "two.txt").write_text("add milk")
    (tmp_path / "notes.txt").write_text("no sound beside this")
    done = take(tmp_path)
    assert (done.imported, done.problems) == (2, [])
    two, one = sorted(recordings.read(), key=lambda example: example.text or "")
    assert (one.text, one.speaker) == ("turn on the kitchen lights", "anna")
    for example, seconds in ((one, len(KITCHEN) / 16_000), (two, len(MILK) / 16_000)):
        info = soundfile.info(str(example.audio))
        assert (info.samplerate, info.channels, info.format, info.subtype) == (16_000, 1, "FLAC", "PCM_16")
        assert info.duration == pytest.approx(seconds, abs=0.01)


def test_a_manifest_brings_its_labels(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "1.wav", KITCHEN, 16_000)
    slots = [{"name": "house_place", "value": "kitchen", "start": 12, "end": 19}]
    spoken = {"audio": "1.wav", "text": "turn on the kitchen lights", "speaker": "ben", "split": "train"}
    spoken |= {"intent": "iot_hue_lighton", "slots": slots, "reply": "Done."}
    typed = {"text": "brew a mocha", "intent": "iot_coffee", "slots": []}
    (tmp_path / "manifest.jsonl").write_text(f"{json.dumps(spoken)}\n{json.dumps(typed)}\n")
    assert take(tmp_path).imported == 2
    one, two = recordings.read()
    assert (one.speaker, one.intent, one.reply) == ("ben", "iot_hue_lighton", "Done.")
    assert one.slots == (SlotLabel("house_place", "kitchen", 12, 19),)
    # how another corpus was split says nothing about the owner's recordings
    assert one.split is None
    assert (two.text, two.audio, two.intent) == ("brew a mocha", None, "iot_coffee")


@pytest.mark.parametrize(
    "table",
    [
        'file_name,text,intent\na.wav,"turn on, the lights",iot_hue_lighton\n',
        "text;path;intent\nturn on, the lights;a.wav;iot_hue_lighton\n",
        "audio\tsentence\tintent\na\tturn on, the lights\tiot_hue_lighton\n",
    ],
)
def test_tables(tmp_path: Path, table: str) -> None:
    soundfile.write(tmp_path / "a.wav", KITCHEN, 16_000)
    (tmp_path / "metadata.csv").write_text(table)
    assert take(tmp_path).imported == 1
    (one,) = recordings.read()
    assert (one.text, one.intent) == ("turn on, the lights", "iot_hue_lighton")


def test_ljspeech_has_no_head(tmp_path: Path) -> None:
    (tmp_path / "wavs").mkdir()
    soundfile.write(tmp_path / "wavs" / "LJ1.wav", KITCHEN, 16_000)
    (tmp_path / "metadata.csv").write_text('LJ1|the "kitchen" lights|the kitchen lights\n')
    assert take(tmp_path).imported == 1
    assert recordings.read()[0].text == 'the "kitchen" lights'


def test_what_cannot_be_taken_is_named_and_the_rest_is_taken(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "fine.wav", KITCHEN, 16_000)
    soundfile.write(tmp_path / "long.wav", np.zeros(16_000 * 31, np.float32), 16_000)
    (tmp_path / "broken.wav").write_text("no sound")
    names = ("fine", "long", "broken", "missing")
    rows = "".join(f"{name}.wav,turn on the lights\n" for name in names)
    (tmp_path / "metadata.csv").write_text(f"file_name,text\n{rows}")
    done = assistant("record", "--import", tmp_path)
    assert done.returncode == 2
    assert "1 imported from" in done.stdout
    said = done.stderr.strip().splitlines()
    assert len(said) == 3
    for name, line in zip(names[1:], said, strict=True):
        assert name in line and line.endswith(".")
    assert len(recordings.read()) == 1


def test_importing_twice_takes_only_what_is_new(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", KITCHEN, 16_000, subtype="PCM_16")
    (tmp_path / "a.txt").write_text("turn on the lights")
    assert take(tmp_path).imported == 1
    soundfile.write(tmp_path / "b.wav", MILK, 16_000, subtype="PCM_16")
    (tmp_path / "b.txt").write_text("turn on the lights")
    again = take(tmp_path)
    assert (again.imported, again.known) == (1, 1)
    first = recordings.read()[0].audio
    assert first is not None
    # sixteen bits stay as they are, bit for bit
    assert np.array_equal(load(first), load(tmp_path / "a.wav"))


def test_a_folder_without_sounds(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no sounds with texts"):
        take(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        take(tmp_path / "nowhere")
    (tmp_path / "metadata.csv").write_text("name,words\na,b\n")
    with pytest.raises(InputError, match="file_name"):
        take(tmp_path)


def test_the_folder_or_the_configuration_names_the_language(tmp_path: Path) -> None:
    for name in ("1", "2"):
        soundfile.write(tmp_path / f"{name}.wav", KITCHEN if name == "1" else MILK, 16_000)
    lines = [
        {"audio": "1.wav", "text": "设定三十度", "language": "zh"},
        {"audio": "2.wav", "text": "guten Tag"},
    ]
    (tmp_path / "manifest.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    import_folder.import_folder(tmp_path, "anna", Console(file=io.StringIO()), "de")
    assert [example.language for example in recordings.read()] == ["zh", "de"]
