"""Sound files of every kind, and the errors that each broken one gives."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models.audio import SAMPLE_RATE_HZ, decode, level_dbfs, load, mono, read, resample, resample_stream
from models.errors import SoundFileError
from models.types import Samples


def tone(rate: int, seconds: float = 1.0, hz: float = 440.0) -> Samples:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(round(rate * seconds)) / rate)).astype(np.float32)


@pytest.mark.parametrize(
    ("name", "rate", "channels", "subtype"),
    [
        ("cd.wav", 44_100, 2, "PCM_16"),
        ("telephone.wav", 8_000, 2, "PCM_U8"),
        ("ulaw.wav", 8_000, 1, "ULAW"),
        ("studio.flac", 96_000, 1, "PCM_24"),
        ("surround.wav", 48_000, 6, "FLOAT"),
        ("podcast.ogg", 22_050, 1, "VORBIS"),
        ("music.mp3", 44_100, 2, "MPEG_LAYER_III"),
        ("plain.aiff", 16_000, 1, "PCM_16"),
    ],
)
def test_any_format_rate_and_channels(
    tmp_path: Path, name: str, rate: int, channels: int, subtype: str
) -> None:
    sound = np.repeat(tone(rate)[:, np.newaxis], channels, axis=1)
    soundfile.write(tmp_path / name, sound, rate, subtype=subtype)
    samples = load(tmp_path / name)
    assert samples.dtype == np.float32
    assert len(samples) == pytest.approx(SAMPLE_RATE_HZ, rel=0.06)  # MP3 pads
    middle = samples[4_000:12_000]
    assert np.argmax(np.abs(np.fft.rfft(middle * np.hanning(8_000)))) == 220  # 440 Hz in bins of 2 Hz
    assert level_dbfs(middle) == pytest.approx(20 * np.log10(0.5 / np.sqrt(2)), abs=0.3)


def test_a_name_that_ends_in_raw_is_read_by_its_content(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "sound.wav", tone(16_000), 16_000)
    (tmp_path / "sound.wav").rename(tmp_path / "sound.raw")
    assert len(load(tmp_path / "sound.raw")) == 16_000


def test_streaming_and_whole_resampling_agree() -> None:
    sound = tone(44_100, 2.0)
    streamed = np.concatenate(list(resample_stream(np.array_split(sound, 37), 44_100)))
    whole = resample(sound, 44_100)
    assert len(streamed) == len(whole) == 32_000
    assert np.abs(streamed - whole).max() < 1e-3


def broken(folder: Path, kind: str) -> Path:
    file = folder / "broken.wav"
    if kind == "empty":
        file.touch()
    elif kind == "text":
        file.write_text("this is no sound\n" * 100, "utf-8")
    elif kind == "folder":
        file.mkdir()
    elif kind == "not a number":
        sound = tone(8_000)
        sound[4_000] = np.nan
        soundfile.write(file, sound, 8_000, subtype="FLOAT")
    elif kind == "infinite":
        sound = tone(8_000)
        sound[2_000] = np.inf
        soundfile.write(file, sound, 8_000, subtype="FLOAT")
    elif kind == "huge":
        soundfile.write(file, np.full(8_000, 1e30, np.float32), 8_000, subtype="FLOAT")
    elif kind == "damaged":
        soundfile.write(folder / "whole.flac", np.random.default_rng(0).uniform(-0.5, 0.5, 80_000), 16_000)
        whole = (folder / "whole.flac").read_bytes()
        file.write_bytes(whole[: len(whole) // 2] + bytes(200))
    return file


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("missing", "there is no such file"),
        ("empty", "the file is empty"),
        ("text", "not a sound file that can be read"),
        ("folder", "is a folder"),
        ("not a number", "its sample at 0.50 s is nan, no sound"),
        ("infinite", "its sample at 0.25 s is inf, no sound"),
        ("huge", r"its sample at 0.00 s is 1e\+30, no sound"),
        ("damaged", "it is damaged at"),
    ],
)
def test_each_broken_file_gets_its_sentence(tmp_path: Path, kind: str, said: str) -> None:
    file = broken(tmp_path, kind)
    with pytest.raises(SoundFileError, match=said) as caught:
        load(file)
    assert str(file) in str(caught.value)
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", tone(16_000), 16_000)
    (tmp_path / "a.wav").chmod(0)
    with pytest.raises(SoundFileError, match="may not be read"):
        load(tmp_path / "a.wav")


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(SoundFileError, match="cannot be read"):
        load("a\0b.wav")


def test_a_header_without_samples_is_silence(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(0), 16_000)
    assert len(load(tmp_path / "a.wav")) == 0


def test_three_hours_are_read_in_bounded_memory(tmp_path: Path) -> None:
    file, minute = tmp_path / "long.flac", (tone(8_000, 60.0) * 32_767).astype(np.int16)
    with soundfile.SoundFile(file, "w", 8_000, 1, "PCM_16") as sound:
        for _ in range(180):
            sound.write(minute)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read_samples = sum(len(block) for block in read(file))
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert read_samples == 3 * 3_600 * SAMPLE_RATE_HZ
    assert grown_mb < 50


def test_channels_without_a_mean_are_mixed_in_silence() -> None:
    mixed = mono(np.array([[np.inf, -np.inf], [3e38, 3e38], [0.5, 0.25]], np.float32))
    assert np.isnan(mixed[0])
    assert mixed[2] == pytest.approx(0.375)


def test_channels_that_cancel_out_are_heard() -> None:
    sound = tone(16_000)

    assert np.array_equal(mono(np.stack([sound, -sound], axis=1)), sound)
    assert np.array_equal(mono(np.stack([0.5 * sound, -sound], axis=1)), -sound)
    assert level_dbfs(mono(np.stack([sound, np.zeros_like(sound)], axis=1))) < level_dbfs(sound)


def _wav(folder: Path) -> bytes:
    soundfile.write(folder / "whole.wav", tone(16_000, 2.0), 16_000, subtype="PCM_16")
    return (folder / "whole.wav").read_bytes()


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_a_wav_file_that_was_written_into_a_pipe(tmp_path: Path, size: int) -> None:
    content = bytearray(_wav(tmp_path))
    for at in (4, content.index(b"data") + 4):
        content[at : at + 4] = size.to_bytes(4, "little")
    (tmp_path / "piped.wav").write_bytes(content)

    assert np.array_equal(load(tmp_path / "piped.wav"), load(tmp_path / "whole.wav"))


def test_floats_scaled_like_integers(tmp_path: Path) -> None:
    sound = tone(16_000, 2.0)
    soundfile.write(tmp_path / "large.wav", 32_768 * sound, 16_000, subtype="FLOAT")
    soundfile.write(tmp_path / "loud.wav", 4 * sound, 16_000, subtype="FLOAT")

    assert np.allclose(load(tmp_path / "large.wav"), sound, atol=1e-6)
    assert np.allclose(load(tmp_path / "loud.wav"), 4 * sound)


def test_a_damaged_file_is_read_up_to_the_damage(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.flac", np.random.default_rng(0).uniform(-0.5, 0.5, 48_000), 16_000)
    content = (tmp_path / "a.flac").read_bytes()
    (tmp_path / "a.flac").write_bytes(content[: len(content) // 2])

    blocks = read(tmp_path / "a.flac")
    heard = 0
    with pytest.raises(SoundFileError, match=r"it is damaged at 1\.\d\d s; export the file again"):
        for block in blocks:
            heard += len(block)
    assert 16_000 < heard < 24_000


def test_the_length_is_what_the_file_holds(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    soundfile.write(tmp_path / "a.mp3", tone(16_000, 2.0), 16_000, format="MP3")
    content = bytearray((tmp_path / "a.mp3").read_bytes())
    header = content.index(b"Xing") if b"Xing" in content else content.index(b"Info")
    # frames in all: 21,475 hours
    content[header + 8 : header + 12] = (0x7FFFFFFF).to_bytes(4, "big")
    (tmp_path / "claims.mp3").write_bytes(content[:2_000])

    assert len(load(tmp_path / "claims.mp3")) < 1.5 * SAMPLE_RATE_HZ
    assert capfd.readouterr().err == ""


def test_a_file_is_not_read_beyond_the_longest(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "long.flac", np.zeros(16_000 * 120, dtype=np.int16), 16_000)

    with pytest.raises(SoundFileError, match="it lasts longer than 30 s; cut it"):
        load(tmp_path / "long.flac", 30.0)


def test_a_rate_without_speech_is_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "slow.wav", tone(16_000), 1)

    with pytest.raises(SoundFileError, match="its sample rate of 1 Hz holds no speech"):
        load(tmp_path / "slow.wav")


def test_a_sound_in_memory_is_read_as_its_file(tmp_path: Path) -> None:
    for name in ("a.wav", "a.flac", "a.mp3"):
        soundfile.write(tmp_path / name, np.sin(np.arange(44_100) / 10), 44_100)
        content = (tmp_path / name).read_bytes()
        whole = np.concatenate(list(decode(content, "the sound")))
        assert np.array_equal(whole, load(tmp_path / name))
    with pytest.raises(SoundFileError, match="the sound: this is not a sound file"):
        list(decode(b"", "the sound"))
