"""The recordings' folder: private, consistent at any moment, with every file found and deleted."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models import paths, recordings
from models.errors import DataError
from models.manifest import Example, SlotLabel

EVENING = datetime(2026, 11, 22, 19, 30, 5, 41_200)
SOUND = np.sin(np.arange(16_000) / 10).astype(np.float32) / 2


def recorded(text: str, when: datetime = EVENING) -> Example:
    sound = recordings.keep_sound(SOUND, when)
    example = Example(text=text, audio=sound, speaker=recordings.OWNER, intent="cat_feed", slots=())
    recordings.append([example])
    return example


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_recording_is_kept_privately_as_16_khz_flac() -> None:
    before = os.umask(0o000)
    try:
        example = recorded("feed the cat")
    finally:
        os.umask(before)
    assert example.audio is not None
    assert recordings.identity(example) == "2026-11-22/193005-041200.flac"
    info = soundfile.info(example.audio)
    assert (info.samplerate, info.channels, info.subtype) == (16_000, 1, "PCM_16")
    assert mode(paths.recordings()) == mode(example.audio.parent) == 0o700
    assert mode(example.audio) == mode(recordings.manifest_file()) == 0o600
    line = json.loads(recordings.manifest_file().read_text())
    assert line["audio"] == "2026-11-22/193005-041200.flac"
    (read,) = recordings.read()
    assert (read.text, read.intent, read.slots, read.speaker) == ("feed the cat", "cat_feed", (), "owner")


def test_times_come_from_the_sound_or_from_when_it_was_corrected() -> None:
    spoken = recorded("feed the cat")
    typed = Example(text="order a mocha", intent="order", slots=(SlotLabel("drink", "mocha", 8, 13),))
    recordings.append([typed], EVENING)
    when = recordings.times()
    assert when(spoken) == when(typed) == EVENING
    assert when(Example(text="never said")) is None


def test_the_same_text_corrected_twice_is_one_example() -> None:
    recordings.append([Example(text="order a mocha", intent="order")])
    recordings.append([Example(text="order a mocha", intent="brew")])
    (only,) = recordings.read()
    assert only.intent == "brew"


def test_removing_takes_line_sound_and_time() -> None:
    gone, stays = recorded("feed the cat"), recorded("feed the dog", EVENING.replace(hour=20))
    typed = Example(text="order a mocha")
    recordings.append([typed], EVENING)
    recordings.remove({recordings.identity(gone), recordings.identity(typed), "never there"})
    assert [example.text for example in recordings.read()] == ["feed the dog"]
    assert gone.audio is not None and not gone.audio.exists()
    assert stays.audio is not None and stays.audio.exists()
    left = b"".join(file.read_bytes() for file in paths.recordings().rglob("*") if file.is_file())
    assert b"mocha" not in left and recordings.identity(typed).encode() not in left


def test_the_day_goes_with_its_last_sound() -> None:
    gone = recorded("feed the cat")
    recordings.remove({recordings.identity(gone)})
    assert gone.audio is not None and not gone.audio.parent.exists()


def test_a_sound_outside_the_folder_is_never_deleted(tmp_path: Path) -> None:
    music = tmp_path / "music.flac"
    soundfile.write(music, SOUND, 16_000)
    example = Example(text="la la", audio=music)
    recordings.append([example])
    recordings.remove({recordings.identity(example)})
    assert recordings.read() == [] and music.exists()


def test_several_programs_append_without_losing_a_line() -> None:
    program = """
import sys
from models import recordings
from models.manifest import Example
for i in range(20):
    recordings.append([Example(text=f"{sys.argv[1]} {i}")])
"""
    running = [subprocess.Popen([sys.executable, "-c", program, name]) for name in ("one", "two")]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    assert len(recordings.read()) == 40


def test_a_wrong_line_is_named_and_nothing_is_overwritten() -> None:
    recorded("feed the cat")
    with recordings.manifest_file().open("a") as file:
        file.write("oops\n")
    before = recordings.manifest_file().read_text()
    with pytest.raises(DataError, match=r"manifest\.jsonl:2"):
        recordings.append([Example(text="feed the dog")])
    assert recordings.manifest_file().read_text() == before
