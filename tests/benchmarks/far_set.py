"""Test clips across rooms that no training has heard: other rooms, other noises, other speakers.

Half of the clips are convolved with measured responses, where there are any, and half with simulated ones:
L-shaped rooms with published materials, where training has boxes with drawn ones. Every draw follows from
the clip's own name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.progress import track

from models import audio, manifest
from models.audio import SAMPLE_RATE_HZ
from models.command_line import err
from models.manifest import Example
from models.types import Samples
from training.recognizer.mixing import convolve, mix
from training.recognizer.rooms import response_from

SNR_DB = (5.0, 15.0)
_ROOMS = 10
_LEVEL_DBFS = (-40.0, -20.0)
_TAIL_S = 0.3
"""Sound of the room after the speech."""
_BEFORE_SAMPLES = 40
"""Part of a measured response kept before its direct sound."""
_WALLS = ("plasterboard", "wooden_lining", "double_glazing_inside", "smooth_brickwork_10mm_pointing")
_FLOORS = ("carpet_thin", "carpet_hairy", "linoleum_on_concrete", "wood_1.6cm", "carpet_tufted_9m")
_CEILINGS = ("plasterboard", "wooden_lining", "hard_surface")


@dataclass(frozen=True, slots=True)
class FarClip:
    """A clip as a microphone across a room hears it."""

    example: Example
    corpus: str
    samples: Samples
    measured: bool
    """Whether the room's response was measured; simulated otherwise."""


def clips(
    manifests: Sequence[Path], noise: Path, responses: Path | None, *, split: str = "test", most: int = 10_000
) -> Iterator[FarClip]:
    """The clips of a split across rooms, over the test split's noises.

    Arguments:
        noise: manifest of sounds without text.
        responses: folder of measured impulse responses; simulated ones alone without it.
    """
    noises = [audio.load(e.audio) for e in manifest.read(noise) if e.audio and e.split == "test"]
    rooms = [room(number) for number in track(range(_ROOMS), "rooms", transient=True, console=err)]
    measured = [_measured(path) for path in sorted(responses.glob("*.wav"))] if responses else []
    for path in manifests:
        examples = [e for e in manifest.read(path) if e.audio and e.text and e.split == split]
        for example in sorted(examples, key=_digest)[:most]:
            draw = np.random.default_rng(int.from_bytes(_digest(example)[:8], "big"))
            is_measured = bool(measured) and draw.random() < 0.5
            heard_in = measured if is_measured else rooms
            response = heard_in[int(draw.integers(len(heard_in)))]
            under = noises[int(draw.integers(len(noises)))]
            samples = audio.load(example.audio)
            yield FarClip(example, path.stem, across(samples, response, under, draw), is_measured)


def across(samples: Samples, response: Samples, noise: Samples, draw: np.random.Generator) -> Samples:
    """Speech with a room's response over noise, at the level of a distant voice, in 16 bits."""
    tail = np.zeros(int(_TAIL_S * SAMPLE_RATE_HZ), np.float32)
    heard = mix(convolve(np.concatenate([samples, tail]), response), noise, draw.uniform(*SNR_DB), draw)
    heard *= 10 ** (draw.uniform(*_LEVEL_DBFS) / 20) / np.sqrt(np.square(heard).mean() + 1e-12)
    return (np.round(np.clip(heard, -1.0, 1.0) * 32767) / 32767).astype(np.float32)


def room(number: int) -> Samples:
    """The response of one simulated room, an L with furniture's materials."""
    import pyroomacoustics

    draw = np.random.default_rng((7, number))
    width, depth = draw.uniform(4.0, 8.0), draw.uniform(4.0, 7.0)
    x, y = width * draw.uniform(0.45, 0.7), depth * draw.uniform(0.45, 0.7)
    corners = np.array([[0, 0], [width, 0], [width, y], [x, y], [x, depth], [0, depth]]).T
    walls = [pyroomacoustics.Material(str(draw.choice(_WALLS)), 0.3) for _ in corners.T]
    height = draw.uniform(2.3, 2.9)
    built = pyroomacoustics.Room.from_corners(
        corners, fs=SAMPLE_RATE_HZ, materials=walls, max_order=2, ray_tracing=True, air_absorption=True
    )
    built.extrude(
        height,
        materials=pyroomacoustics.make_materials(
            floor=str(draw.choice(_FLOORS)), ceiling=str(draw.choice(_CEILINGS))
        ),
    )
    built.set_ray_tracing(n_rays=6000)
    # voice in one arm of the L, or its foot, and microphone in the other
    voice = np.array([draw.uniform(0.4, x - 0.4), draw.uniform(0.4, y - 0.4), draw.uniform(1.0, 1.8)])
    microphone = np.array([draw.uniform(x, width) - 0.3, draw.uniform(0.3, y - 0.3), draw.uniform(0.5, 1.4)])
    built.add_source(voice)
    built.add_microphone(microphone)
    pyroomacoustics.random.seed(number)
    built.compute_rir()
    metres = float(np.linalg.norm(voice - microphone))
    return response_from(built.rir[0][0], metres, 2 * SAMPLE_RATE_HZ)


def _measured(path: Path) -> Samples:
    response = audio.load(path)
    first = max(0, int(np.abs(response).argmax()) - _BEFORE_SAMPLES)
    return response_from(response[first:], 0.0, 2 * SAMPLE_RATE_HZ)


def _digest(example: Example) -> bytes:
    return hashlib.sha256(Path(str(example.audio)).name.encode()).digest()
