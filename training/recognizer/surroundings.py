"""What surrounds a run's clips: noise, babble of the training voices, simulated rooms. Knows no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from training.recognizer import rooms
from training.recognizer.augment import AugmentConfig, Augmenter, FarConfig
from training.recognizer.clips import Clip
from training.recognizer.mixing import babble

FILE = "rooms.safetensors"
_BABBLES = 60
_VALID_ROOMS = 24
_TRAIN, _VALID = 0, 1
"""Seeds of the rooms."""


def augmenter(
    config: AugmentConfig, far: FarConfig, spoken: Sequence[Clip], noises: Sequence[Clip], kept: Path
) -> Augmenter:
    """The augmenter of the training clips.

    Arguments:
        far: no room and no babble where its share is 0.
        spoken: clips with text, whose voices babble in the rooms.
        noises: clips without text.
        kept: file of the rooms' responses, see `rooms.simulated`.
    """
    sounds = [clip.samples for clip in noises]
    if not far.share:
        return Augmenter(config, sounds)
    draw, voices = np.random.default_rng(_TRAIN), [clip.samples for clip in spoken]
    sounds += [babble(voices, draw) for _ in range(_BABBLES)]
    return Augmenter(config, sounds, far=far, rooms=rooms.simulated(far.rooms, _TRAIN, kept))


def with_far(far: FarConfig, clips: Sequence[Clip], noises: Sequence[Clip], kept: Path) -> list[Clip]:
    """The validation clips, and a copy of each across a room that no training clip is in, as manifests of
    their own; the clips alone where training has no rooms."""
    if not far.share:
        return list(clips)
    simulated = rooms.simulated(_VALID_ROOMS, _VALID, kept)
    copies = []
    for number, clip in enumerate(clips):
        draw = np.random.default_rng((_VALID, number))
        noise = noises[int(draw.integers(len(noises)))].samples if noises else None
        room, snr_db = simulated[number % len(simulated)], draw.uniform(*far.snr_db)
        samples = rooms.across(clip.samples, room, noise, snr_db, draw)
        copies.append(replace(clip, samples=samples, manifest=f"{clip.manifest}_far"))
    return [*clips, *copies]
