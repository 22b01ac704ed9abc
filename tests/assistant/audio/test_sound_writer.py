"""Replies as a sound file."""

import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.audio.sound_writer import GAP_MS, SoundFileWriter
from models.errors import SoundFileError
from models.types import Speech

GO = threading.Event()


def tone(seconds: float, rate_hz: int) -> Speech:
    time = np.arange(int(seconds * rate_hz)) / rate_hz
    return Speech((0.5 * np.sin(2 * np.pi * 200 * time)).astype(np.float32), rate_hz)


@pytest.mark.parametrize("name", ["out.wav", "out.flac", "out.ogg", "OUT.WAV"])
def test_sentences_follow_one_another_at_the_first_ones_rate(tmp_path: Path, name: str) -> None:
    with SoundFileWriter(tmp_path / name) as writer:
        assert writer.play(tone(0.5, 16_000), GO) == pytest.approx(0.5)
        assert writer.play(tone(0.25, 24_000), GO) == pytest.approx(0.25)
        assert not (tmp_path / name).exists()
    samples, rate = soundfile.read(tmp_path / name)
    assert rate == 16_000
    assert len(samples) / rate == pytest.approx(0.75 + GAP_MS / 1000, abs=0.01)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [name]


def test_a_reply_without_a_word_leaves_an_empty_sound_file(tmp_path: Path) -> None:
    with SoundFileWriter(tmp_path / "out.wav"):
        pass
    assert soundfile.info(tmp_path / "out.wav").frames == 0


def test_what_was_said_before_an_error_is_kept(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        with SoundFileWriter(tmp_path / "out.wav") as writer:
            writer.play(tone(0.5, 16_000), GO)
            raise KeyboardInterrupt
    assert soundfile.info(tmp_path / "out.wav").frames == 8_000


def test_a_cancelled_sentence_is_left_out(tmp_path: Path) -> None:
    cancelled = threading.Event()
    cancelled.set()
    with SoundFileWriter(tmp_path / "out.wav") as writer:
        assert writer.play(tone(0.5, 16_000), cancelled) == 0
    assert soundfile.info(tmp_path / "out.wav").frames == 0


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "out.wav").write_text("old")
    with SoundFileWriter(tmp_path / "out.wav") as writer:
        writer.play(tone(0.1, 16_000), GO)
    assert soundfile.info(tmp_path / "out.wav").frames == 1_600


@pytest.mark.parametrize(
    "name", ["out.txt", "out", "out.raw", "folder.wav", "missing/out.wav", "file/out.wav"]
)
def test_a_place_that_takes_no_sound_is_named_at_once(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.wav").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(SoundFileError) as caught:
        SoundFileWriter(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    writer = SoundFileWriter(tmp_path / "out.wav")
    writer.play(tone(0.1, 16_000), GO)
    writer.close()
    writer.close()
    assert soundfile.info(tmp_path / "out.wav").frames == 1_600


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_an_error(tmp_path: Path) -> None:
    writer = SoundFileWriter(tmp_path / "out.wav")
    (tmp_path / ".out.wav.partial").unlink()
    (tmp_path / ".out.wav.partial").symlink_to("/dev/full")
    with pytest.raises(SoundFileError, match="could not be written"):
        for _ in range(20):
            writer.play(tone(1, 16_000), GO)
        writer.close()


def test_an_error_before_the_first_word_leaves_an_older_file_alone(tmp_path: Path) -> None:
    (tmp_path / "out.wav").write_bytes(b"old")
    with pytest.raises(ValueError, match="first"), SoundFileWriter(tmp_path / "out.wav"):
        raise ValueError("first")
    assert (tmp_path / "out.wav").read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["out.wav"]
