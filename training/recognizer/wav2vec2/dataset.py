"""Clips → batches of sounds and letters, drawn, augmented and masked anew each epoch."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from models.asr.wav2vec2.recognizer import Alphabet
from models.audio import SAMPLE_RATE_HZ
from models.types import Samples
from training.recognizer.augment import Augmenter, random_span
from training.recognizer.clips import Clip, by_manifest
from training.recognizer.wav2vec2.config import CtcConfig
from training.trainer.length_batches import length_batches

_POOL = 12
"""Batches within which clips are sorted by length."""
_TIME_MASK_SHARE = 0.12
"""Longest stretch of frames hidden from the network, as a share of the clip."""


class CtcDataset(Dataset[dict[str, Tensor]]):
    """The batches of an epoch, which depend on seed and epoch alone.

    Arguments:
        clips: to learn from; clips without text have no letters.
        frames: the number of frames of a number of samples, see `CtcNetwork.frames`.
    """

    def __init__(
        self, clips: Sequence[Clip], alphabet: Alphabet, config: CtcConfig, augmenter: Augmenter,
        frames: Callable[[Tensor], Tensor],
    ) -> None:  # fmt: skip
        self._clips, self._config, self._augmenter, self._frames = clips, config, augmenter, frames
        self._letters = [torch.tensor(alphabet.spell(clip.text)) for clip in clips]
        self._epoch = 0
        self._batches: list[list[int]] = []
        self.set_epoch(0)

    def set_epoch(self, epoch: int) -> None:
        """Put the clips into the epoch's batches of similar length."""
        self._epoch = epoch
        draw, size = random.Random(f"{self._config.trainer.seed} {epoch}"), self._config.trainer.batch_size
        # a second shuffle changes nothing but the order that the published figures were trained in
        clips = [
            i for numbers in by_manifest(self._clips).values() for i in draw.sample(numbers, len(numbers))
        ]
        self._batches = length_batches(clips, lambda i: self._clips[i].samples.size, size, draw, pool=_POOL)

    def __len__(self) -> int:
        return len(self._batches)

    def __getitem__(self, number: int) -> dict[str, Tensor]:
        chosen = self._batches[number]
        draws = [np.random.default_rng((self._config.trainer.seed, self._epoch, i)) for i in chosen]
        sounds = [self._sound(self._clips[i].samples, draw) for i, draw in zip(chosen, draws, strict=True)]
        lengths = torch.tensor([sound.size for sound in sounds])
        samples = torch.zeros(len(sounds), int(lengths.max()))
        for row, sound in enumerate(sounds):
            samples[row, : sound.size] = torch.from_numpy(sound)
        letters = [self._letters[i] for i in chosen]
        return {
            "samples": samples,
            "lengths": lengths,
            "hidden": self._hidden(self._frames(lengths), int(self._frames(lengths.max())), draws),
            "letters": torch.cat(letters),
            "letter_lengths": torch.tensor([len(row) for row in letters]),
        }

    def __iter__(self) -> Iterator[Mapping[str, Tensor]]:
        return (self[number] for number in range(len(self)))

    def _sound(self, samples: Samples, draw: np.random.Generator) -> Samples:
        before, after = (int(s * SAMPLE_RATE_HZ) for s in draw.uniform(*self._config.margins_s, size=2))
        # background noise covers the margins too
        return normal(self._augmenter.sound(np.pad(samples, (before, after)), draw))

    def _hidden(self, frames: Tensor, most: int, draws: Sequence[np.random.Generator]) -> Tensor:
        """(batch, frames), true in the stretches that are hidden from the network."""
        hidden = torch.zeros(len(draws), most, dtype=torch.bool)
        for row, draw in enumerate(draws):
            n = int(frames[row])
            for _ in range(self._config.time_masks):
                hidden[row, random_span(n, int(n * _TIME_MASK_SHARE), draw)] = True
        return hidden


def normal(samples: Samples) -> Samples:
    """The samples with zero mean and unit variance, as the recognizer normalises them."""
    scaled: Samples = ((samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)).astype(np.float32)
    return scaled
