"""Clips → batches of sounds and letters, augmented and masked anew each epoch."""

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
from training.recognizer.augment import Augmenter
from training.recognizer.wav2vec2.config import CtcConfig
from training.recognizer.whisper.dataset import Clip

_POOL = 12
"""Batches among which clips of like length are looked for."""


class CtcDataset(Dataset[dict[str, Tensor]]):
    """Batches of an epoch; the same for the same seed and epoch, whatever came before.

    Arguments:
        frames: how many frames so many samples give, see `CtcNetwork.frames`.
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
        """Draw the epoch's clips and put them into batches of like length."""
        self._epoch = epoch
        draw, size = random.Random(f"{self._config.trainer.seed} {epoch}"), self._config.trainer.batch_size
        by_manifest: dict[str, list[int]] = {}
        for i, clip in enumerate(self._clips):
            by_manifest.setdefault(clip.manifest, []).append(i)
        chosen: list[int] = []
        for name, indices in by_manifest.items():
            most = self._config.per_epoch.get(name, len(indices))
            chosen += draw.sample(indices, min(most, len(indices)))
        draw.shuffle(chosen)
        pools = (chosen[p : p + size * _POOL] for p in range(0, len(chosen), size * _POOL))
        ordered = [i for pool in pools for i in sorted(pool, key=lambda i: self._clips[i].samples.size)]
        self._batches = [ordered[b : b + size] for b in range(0, len(ordered), size)]
        draw.shuffle(self._batches)

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
            "letter_lengths": torch.tensor([len(these) for these in letters]),
        }

    def __iter__(self) -> Iterator[Mapping[str, Tensor]]:
        return (self[number] for number in range(len(self)))

    def _sound(self, samples: Samples, draw: np.random.Generator) -> Samples:
        before, after = (int(s * SAMPLE_RATE_HZ) for s in draw.uniform(*self._config.margins_s, size=2))
        # noise goes into the margins too
        return normal(self._augmenter.sound(np.pad(samples, (before, after)), draw))

    def _hidden(self, frames: Tensor, most: int, draws: Sequence[np.random.Generator]) -> Tensor:
        """(batch, frames), true in the stretches that the network shall not see."""
        hidden = torch.zeros(len(draws), most, dtype=torch.bool)
        for row, draw in enumerate(draws):
            n = int(frames[row])
            for _ in range(self._config.time_masks):
                width = int(draw.integers(0, int(n * self._config.time_mask_share) + 1))
                first = int(draw.integers(0, max(1, n - width)))
                hidden[row, first : first + width] = True
        return hidden


def normal(samples: Samples) -> Samples:
    """Zero mean and unit variance, as the recognizer does before it listens."""
    scaled: Samples = ((samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)).astype(np.float32)
    return scaled
