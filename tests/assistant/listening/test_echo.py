"""The echo canceller on rooms made of software: what is played comes back late, reverberated and drifting."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from assistant.audio.played_sound import PlayedSound
from assistant.audio.sound_file import in_frames
from assistant.listening.echo import Cleaned, EchoCanceller
from models.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ, level_dbfs, resample
from models.types import Samples

SECONDS = 8
RNG = np.random.default_rng(0)


def voice(seconds: int) -> Samples:
    """Noise with the rhythm of syllables."""
    times = np.arange(seconds * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    noise = np.convolve(RNG.standard_normal(len(times)), np.ones(4) / 4, "same")
    return (0.1 * noise * np.clip(np.sin(2 * np.pi * 3 * times), 0, 1)).astype(np.float32)


def in_a_room(played: Samples, delay_ms: int, ppm: float = 0.0) -> Samples:
    """What a microphone hears of it, whose clock is slower by `ppm`."""
    times = np.arange(SAMPLE_RATE_HZ // 5) / SAMPLE_RATE_HZ
    response = RNG.standard_normal(len(times)) * np.exp(-times / 0.05) * 0.05
    response[0] = 1
    echo = np.convolve(played, response)[: len(played)].astype(np.float32)
    echo = resample(echo, SAMPLE_RATE_HZ * (1 + ppm / 1e6), SAMPLE_RATE_HZ)
    delayed = np.pad(echo, (delay_ms * SAMPLE_RATE_HZ // 1000, 0))[: len(played)]
    return delayed + (RNG.standard_normal(len(delayed)) * 1e-4).astype(np.float32)


def clean(played: Samples, recorded: Samples, ppm: float = 0.0) -> Iterator[Cleaned]:
    """The microphone's frames without echo; the loudspeaker is given its sound as the frames are recorded."""
    sound = PlayedSound()
    given = 0.0
    canceller = EchoCanceller(sound, lambda: given)
    for number, frame in enumerate(in_frames([recorded], fill=False), start=1):
        given = number * FRAME_SAMPLES * (1 + ppm / 1e6)
        while sound.given < given:
            block = int(sound.given)
            sound.add(played[block : block + 160], SAMPLE_RATE_HZ)
        yield canceller.clean(frame)


def samples_of(cleaned: list[Cleaned]) -> Samples:
    return np.concatenate([each.frame.samples for each in cleaned])


def removed_db(recorded: Samples, found: list[Cleaned], seconds: int) -> float:
    """By how much the last seconds are fainter."""
    late = slice((len(found) - seconds * 33) * FRAME_SAMPLES, len(found) * FRAME_SAMPLES)
    return level_dbfs(recorded[late]) - level_dbfs(samples_of(found)[late])


@pytest.mark.parametrize("delay_ms", [70, 150, 300])
def test_the_assistants_own_voice_is_taken_out(delay_ms: int) -> None:
    played = voice(SECONDS)
    recorded = in_a_room(played, delay_ms)
    found = list(clean(played, recorded))
    assert removed_db(recorded, found, 4) > 15
    assert np.mean([each.is_echo for each in found[len(found) // 2 :]]) > 0.98


def test_clocks_that_drift_apart_are_followed() -> None:
    played = voice(40)
    recorded = in_a_room(played, 100, ppm=100)
    found = list(clean(np.pad(played, (0, SAMPLE_RATE_HZ)), recorded, ppm=100))
    assert removed_db(recorded, found, 10) > 10
    assert np.mean([each.is_echo for each in found[-330:]]) > 0.98


def test_a_voice_near_the_microphone_stays() -> None:
    played, near = voice(SECONDS), voice(SECONDS)
    near[: SECONDS * SAMPLE_RATE_HZ // 2] = 0
    recorded = in_a_room(played, 100) * 0.3 + near
    found = list(clean(played, recorded))
    late = slice(len(recorded) // 2 + SAMPLE_RATE_HZ, None)
    assert level_dbfs(near[late]) - level_dbfs(samples_of(found)[late]) < 3
    speaking = [level_dbfs(block) > -35 for block in np.split(near[: len(found) * FRAME_SAMPLES], len(found))]
    taken = [not each.is_echo for each, now in zip(found, speaking, strict=False) if now]
    assert np.mean(taken) > 0.9


def test_without_an_echo_speech_stays_nearly_as_it_is() -> None:
    played, near = voice(SECONDS), voice(SECONDS)
    near[: 3 * SAMPLE_RATE_HZ] = 0
    recorded = 0.3 * near + (RNG.standard_normal(len(near)) * 1e-4).astype(np.float32)
    found = list(clean(played, recorded))
    late = slice(3 * SAMPLE_RATE_HZ, len(found) * FRAME_SAMPLES)
    assert level_dbfs(samples_of(found)[late] - recorded[late]) < level_dbfs(recorded[late]) - 15
    loud = [level_dbfs(each.frame.samples) > -40 for each in found]
    assert not any(each.is_echo for each, now in zip(found[100:], loud[100:], strict=True) if now)


def test_streams_that_slip_are_learnt_anew() -> None:
    played = voice(12)
    recorded = in_a_room(played, 100)
    slip = 5 * SAMPLE_RATE_HZ
    recorded = np.concatenate([recorded[:slip], recorded[slip - 160 : -160]])
    found = list(clean(played, recorded))
    assert removed_db(recorded, found, 4) > 15


def test_nothing_played_changes_nothing() -> None:
    recorded = voice(2)
    found = list(clean(np.zeros_like(recorded), recorded))
    assert np.array_equal(samples_of(found), recorded[: len(found) * FRAME_SAMPLES])
    assert not any(each.is_echo for each in found)


@pytest.mark.parametrize("gain", [0.1, 0.25])
def test_who_is_louder_than_the_loudspeaker_is_heard_before_the_room_is_known(gain: float) -> None:
    played, near = voice(4), 2 * voice(4)
    near[: 2 * SAMPLE_RATE_HZ] = 0
    alone = list(clean(played, in_a_room(played, 100) * gain))
    found = list(clean(played, in_a_room(played, 100) * gain + near))
    loud = [level_dbfs(block) > -28 for block in np.split(near[: len(found) * FRAME_SAMPLES], len(found))]

    assert not any(not each.is_echo and level_dbfs(each.frame.samples) > -45 for each in alone)
    assert np.mean([not each.is_echo for each, now in zip(found, loud, strict=True) if now]) > 0.9
