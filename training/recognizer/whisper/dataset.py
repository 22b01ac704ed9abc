"""Clips → batches of features and tokens, drawn and augmented anew each epoch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from models.asr.whisper.features import FULL_FRAMES, HOP_SAMPLES, log_mel, own_frames
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.audio import SAMPLE_RATE_HZ
from models.text.normalise import spaced
from models.types import Samples
from training.recognizer.augment import Augmenter, mask
from training.recognizer.clips import Clip, by_manifest
from training.trainer.length_batches import length_batches

IGNORED = -100
_PAUSE_S = (0.1, 0.6)
"""Range of the pause between joined clips."""
_NOISE_S = (0.4, 5.0)
"""Range of the length of a clip without speech."""
_MOST_SAMPLES = 25 * SAMPLE_RATE_HZ
"""Maximum length of joined clips; leaves room for the padding."""
_MORE_PADDING = 40
"""Maximum of random frames after the padding that the checkpoint will ask for: endpoints differ."""
_POOL = 30
"""Batches within which clips are sorted by length."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A clip after cutting, joining and augmentation."""

    samples: Samples
    tokens: tuple[int, ...]
    """Tokens of the text, without prompt and end."""
    index: int
    """Number of the clip; -1 for two joined clips."""
    seed: tuple[int, int, int]
    prompt: tuple[int, ...]
    """Tokens before the text."""


class RecognizerDataset(Dataset[dict[str, Tensor]]):
    """The batches of an epoch, which depend on seed and epoch alone.

    Arguments:
        clips: to learn from.
        prompt: tokens before a text whose language is not named.
        bands: mel bands of the features.
        padding_frames: minimum of silence after the longest clip of a batch.
        per_epoch: manifest → the maximum of its clips in an epoch; all clips of any other manifest.
        augmenter: changes the sounds; None leaves sounds and features as they are.
        joined: chance that a second clip of the same manifest and language follows.
    """

    def __init__(
        self, clips: Sequence[Clip], vocabulary: WhisperVocabulary, prompt: Sequence[int], bands: int, *,
        batch_size: int, padding_frames: int, per_epoch: Mapping[str, int] | None = None,
        augmenter: Augmenter | None = None, joined: float = 0.0, seed: int = 0,
    ) -> None:  # fmt: skip
        self.clips = clips
        self._vocabulary, self._bands = vocabulary, bands
        self._prompts = [vocabulary.prompt(c.language) if c.language else tuple(prompt) for c in clips]
        self._batch_size, self._padding, self._seed = batch_size, padding_frames, seed
        self._per_epoch, self._augmenter, self._joined = dict(per_epoch or {}), augmenter, joined
        self._tokens = [vocabulary.tokens(clip.text, clip.language) for clip in clips]
        self._by_manifest = by_manifest(clips)
        self._partners: dict[tuple[str, str | None], list[int]] = {}
        for i, clip in enumerate(clips):
            self._partners.setdefault((clip.manifest, clip.language), []).append(i)
        self._epoch = 0
        self._batches: list[list[int]] = []
        self.set_epoch(0)

    def set_epoch(self, epoch: int) -> None:
        """Draw the epoch's clips and put them into batches of similar length."""
        draw = random.Random(f"{self._seed} {epoch}")
        self._epoch = epoch
        chosen: list[int] = []
        for name, indices in self._by_manifest.items():
            most = self._per_epoch.get(name, len(indices))
            chosen += indices if most >= len(indices) else draw.sample(indices, most)
        self._batches = length_batches(
            chosen, lambda i: self.clips[i].samples.size, self._batch_size, draw, pool=_POOL
        )

    def __len__(self) -> int:
        return len(self._batches)

    def __getitem__(self, number: int) -> dict[str, Tensor]:
        return self.collate([self._draw(i) for i in self._batches[number]])

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        return (self[number] for number in range(len(self)))

    def _draw(self, index: int) -> Drawn:
        clip, seed = self.clips[index], (self._seed, self._epoch, index)
        draw = np.random.default_rng(seed)
        samples, tokens, prompt = clip.samples, self._tokens[index], self._prompts[index]
        if not clip.text:
            # noise may have any length
            size = int(draw.uniform(*_NOISE_S) * SAMPLE_RATE_HZ)
            first = int(draw.integers(max(1, samples.size - size)))
            samples = samples[first : first + size]
        elif draw.random() < self._joined:
            others = self._partners[clip.manifest, clip.language]
            other = others[int(draw.integers(len(others)))]
            pause = np.zeros(int(draw.uniform(*_PAUSE_S) * SAMPLE_RATE_HZ), dtype=np.float32)
            longer = np.concatenate([samples, pause, self.clips[other].samples])
            if longer.size <= _MOST_SAMPLES:
                samples, index = longer, -1
                between = " " if spaced(clip.language) else ""
                both = f"{clip.text}{between}{self.clips[other].text}"
                tokens = self._vocabulary.tokens(both, clip.language)
        if self._augmenter is not None:
            samples = self._augmenter.sound(samples, draw)
        return Drawn(samples, tokens, index, seed, prompt)

    def collate(self, drawn: Sequence[Drawn]) -> dict[str, Tensor]:
        """features (batch, bands, frames), tokens and labels (batch, tokens), clip (batch,)."""
        more = self._padding
        if self._augmenter is not None:
            more += int(np.random.default_rng((*drawn[0].seed, 1)).integers(_MORE_PADDING + 1))
        frames = min(FULL_FRAMES, max(own_frames(d.samples) for d in drawn) + more)
        frames += frames % 2
        features = [self._features(d, frames) for d in drawn]
        length = max(len(d.prompt) + len(d.tokens) for d in drawn)
        end = self._vocabulary.end
        tokens = torch.full((len(drawn), length), end)
        labels = torch.full((len(drawn), length), IGNORED)
        for row, d in enumerate(drawn):
            first = len(d.prompt) - 1
            written = torch.tensor([*d.prompt, *d.tokens, end])
            tokens[row, : len(written) - 1] = written[:-1]
            # after the start token Whisper writes the language, or that there is no speech
            labels[row, 0] = d.prompt[1] if d.tokens else self._vocabulary.no_speech
            if d.tokens:
                labels[row, first : len(written) - 1] = written[first + 1 :]
        return {
            "features": torch.from_numpy(np.stack(features)),
            "tokens": tokens,
            "labels": labels,
            "clip": torch.tensor([d.index for d in drawn]),
        }

    def _features(self, drawn: Drawn, frames: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        features = log_mel(drawn.samples[: FULL_FRAMES * HOP_SAMPLES], frames, bands=self._bands)
        if self._augmenter is None:
            return features
        own = min(frames, own_frames(drawn.samples))
        return mask(features, own, np.random.default_rng((*drawn.seed, 2)))
