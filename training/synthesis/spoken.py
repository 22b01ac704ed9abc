"""A manifest of texts → a manifest of their synthetic speech. Existing sounds are reused."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import soundfile
from rich.progress import track

from models import manifest
from models.audio import SAMPLE_RATE_HZ
from models.command_line import err
from models.errors import DataError, SynthesisError
from models.files import replacing
from models.manifest import Example
from training.synthesis.casting import Cast, VoiceSettings

Splits = Literal["train", "keep"]
LONGEST_CHARACTERS = 240
"""The most characters of a text; a longer one would exceed the recognizer's 30 s."""


def speak(
    examples: Sequence[Example], output: Path, cast: Cast, *, seed: int = 0, split: Splits = "train"
) -> Iterator[Example | None]:
    """Each example with the sound of its text, as they come; None for a text that the voice cannot say.

    Synthetic speech is for training: every example's split becomes "train" unless `split` is "keep". Labels
    stay; `speaker` becomes the voice's name.

    Raises:
        DataError: no example has a text.
    """
    takes: Counter[str] = Counter()
    output.mkdir(parents=True, exist_ok=True)
    if not any(e.text for e in examples):
        raise DataError("there is no text to speak", where=examples[0].origin if examples else "")
    for example in examples:
        if not example.text or len(example.text) > LONGEST_CHARACTERS:
            yield None
            continue
        takes[example.text] += 1
        manner = cast.draw(f"{seed}:{takes[example.text]}:{example.text}")
        path = _file(output, example.text, manner)
        if not path.is_file():
            try:
                samples = cast.say(example.text, manner)
            except SynthesisError:
                yield None
                continue
            with replacing(path) as draft:
                soundfile.write(draft, samples, SAMPLE_RATE_HZ, subtype="PCM_16", format="FLAC")
        yield replace(
            example, audio=path, speaker=manner.voice, split="train" if split == "train" else example.split
        )


def write(
    examples: Sequence[Example], output: Path, sounds: Path, cast: Cast, *, seed: int = 0,
    split: Splits = "train",
) -> list[Example]:  # fmt: skip
    """`speak` the examples with a progress bar, and write the manifest of the spoken ones.

    Arguments:
        output: the manifest.
        sounds: folder of the sounds.

    Raises:
        DataError: no example has a text.
    """
    if cast.missing:
        err.print(f"Speech engines that are not installed: {', '.join(cast.missing)}.")
    made = speak(examples, sounds, cast, seed=seed, split=split)
    shown = track(made, f"speaking {output.stem}", len(examples), console=err)
    spoken = [example for example in shown if example]
    manifest.write(output, spoken)
    return spoken


def texts(manifests: Sequence[Path], most: int | None, seed: int, split: Splits = "train") -> list[Example]:
    """The manifests' examples with a text; at most `most` of them, drawn by `seed`.

    Arguments:
        split: "train" leaves out validation and test examples.

    Raises:
        DataError: a manifest cannot be read.
    """
    training = ("train", None)
    found = [e for e in manifest.read(*manifests) if e.text and (split == "keep" or e.split in training)]
    if most is None or most >= len(found):
        return found
    return sorted(found, key=lambda e: _digest(f"{seed}:{e.text}"))[:most]


def _file(folder: Path, text: str, manner: VoiceSettings) -> Path:
    return folder / f"{_digest(f'{text}:{manner}')[:16]}.flac"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
