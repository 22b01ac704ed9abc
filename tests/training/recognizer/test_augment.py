"""What augmentation does to a sound, and that it does the same again for the same draw."""

import numpy as np
import pytest

from models.audio import SAMPLE_RATE_HZ, level_dbfs
from tests.fixtures.tones import tone
from training.recognizer.augment import (
    AugmentConfig,
    Augmenter,
    FarConfig,
    compress,
    mask,
    random_span,
    reverberate,
)
from training.recognizer.rooms import Room

STILL = AugmentConfig(speed=(1.0, 1.0), noise=0.0, room=0.0, band=0.0, codec=0.0)


def test_without_any_change_a_sound_differs_in_level_alone() -> None:
    samples = tone(440.0, 0.5, 0)
    changed = Augmenter(STILL).sound(samples, np.random.default_rng(0))
    gain = changed[1] / samples[1]
    assert np.allclose(changed, np.clip(gain * samples, -1, 1), atol=1e-5) and 10 ** (-12 / 20) < gain < 2.0


def test_the_same_draw_gives_the_same_sound_and_another_draw_another() -> None:
    augmenter = Augmenter(
        AugmentConfig(noise=1.0, room=1.0, band=1.0, codec=1.0), [tone(90.0, 0.2, 1), tone(50.0, 2.0, 2)]
    )
    samples = tone(440.0, 0.5, 0)
    one, two, other = (augmenter.sound(samples, np.random.default_rng(s)) for s in (3, 3, 4))
    assert np.array_equal(one, two)
    assert one.dtype == np.float32 and np.abs(one).max() <= 1.0
    assert one.shape != other.shape or not np.allclose(one, other)


def test_a_share_of_the_sounds_is_across_a_room() -> None:
    samples, click = tone(440.0, 0.5, 0), np.array([1.0], np.float32)
    far = {"far": FarConfig(share=1.0), "rooms": [Room(click, click)]}
    changed = Augmenter(STILL, [tone(90.0, 0.2, 1)], **far).sound(samples, np.random.default_rng(0))
    # the room is heard before and after
    assert changed.size > samples.size
    close = Augmenter(STILL, far=FarConfig(), rooms=far["rooms"]).sound(samples, np.random.default_rng(0))
    assert close.size == samples.size


@pytest.mark.parametrize("factor", [0.8, 1.25])
def test_speed_changes_length_and_pitch(factor: float) -> None:
    config = STILL.model_copy(update={"speed": (factor, factor)})
    faster = Augmenter(config).sound(tone(400.0, 1.0, 0), np.random.default_rng(0))
    assert faster.size == pytest.approx(SAMPLE_RATE_HZ / factor, rel=0.01)
    spectrum = np.abs(np.fft.rfft(faster))
    assert spectrum.argmax() * SAMPLE_RATE_HZ / faster.size == pytest.approx(400.0 * factor, rel=0.02)


def test_an_echo_goes_on_after_the_sound() -> None:
    click = np.zeros(SAMPLE_RATE_HZ, dtype=np.float32)
    click[100] = 0.5
    echo = reverberate(click, 0.3, np.random.default_rng(0))
    assert echo.size == click.size and echo[100] == pytest.approx(0.5, abs=1e-3)
    early, late = (float(np.square(echo[a:b]).sum()) for a, b in ((140, 1700), (6000, 12000)))
    assert early > 100 * late > 0


@pytest.mark.parametrize(("container", "codec"), [("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III")])
def test_a_codec_keeps_length_and_most_of_the_sound(container: str, codec: str) -> None:
    samples = tone(440.0, 0.5, 0)
    lossy = compress(samples, container, codec)
    assert lossy.shape == samples.shape and not np.array_equal(lossy, samples)
    assert level_dbfs(lossy) == pytest.approx(level_dbfs(samples), abs=2.0)


def test_masks_lie_in_the_clip_and_not_in_its_padding() -> None:
    features = np.random.default_rng(0).normal(size=(80, 100)).astype(np.float32)
    masked = mask(features, 60, np.random.default_rng(1))
    assert np.array_equal(masked[:, 60:], features[:, 60:])
    changed = masked != features
    assert 0 < changed[:, :60].mean() < 1
    assert np.allclose(masked[changed], features[:, :60].mean())


def test_spans_are_of_every_width_up_to_the_longest_and_fit() -> None:
    draw = np.random.default_rng(0)
    spans = [random_span(20, 5, draw) for _ in range(500)]
    assert {span.stop - span.start for span in spans} == {0, 1, 2, 3, 4, 5}
    assert all(span.start >= 0 and span.stop <= 20 for span in spans)
