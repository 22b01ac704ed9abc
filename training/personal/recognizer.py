"""The recognizer in use learns on: its own adapter goes on from where it is, so that a bundle stays small.

The encoder stays as it is, so its outputs are computed once, for some differently augmented copies of each
recording; the decoder's share of the adapter learns. A step takes a batch of recordings and half as much
general speech, of which the outputs are kept for all owners that are trained one after the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from models import device, files
from models.asr.whisper import short_context
from models.asr.whisper.engine import DEFAULT_BEAM_SIZE
from models.asr.whisper.features import FULL_FRAMES, Features
from models.asr.whisper.recognizer import WhisperRecognizer
from models.asr.whisper.short_context import ShortContext
from models.asr.whisper.torch_engine import WhisperTorchEngine
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.manifest import Example
from models.weights import store
from models.weights.convert.int8 import base_or_itself
from training.personal.config import PersonalRecognizerConfig
from training.personal.task import LastIsBest
from training.recognizer.augment import Augmenter
from training.recognizer.whisper import network, recipe
from training.recognizer.whisper.config import RecognizerConfig
from training.recognizer.whisper.dataset import RecognizerDataset, load
from training.recognizer.whisper.network import RecognizerNetwork
from training.recognizer.whisper.task import CachedEncoderBatches, RecognizerTask
from training.trainer.loop import Trainer

Batch = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True)
class Start:
    """The recognizer in use."""

    base: Path
    adapter: Path | None
    """None where the base itself is in use."""
    context: ShortContext

    @property
    def padding_frames(self) -> int:
        """Silence after a training clip: what it will be given, or 30 s where it never learnt less."""
        return self.context.padding_frames if self.context.trained else FULL_FRAMES


def described(name_or_dir: str) -> Path:
    """The folder with the network's configuration: of the base, where it is an adapter.

    Raises:
        StoreError: a base could not be fetched.
        CheckpointError: there is no such recognizer.
    """
    return store.ensure(base_or_itself(name_or_dir))


def start(name_or_dir: str) -> Start:
    """The recognizer of that name or folder.

    Raises:
        StoreError: a base could not be fetched.
        CheckpointError: there is no such recognizer.
    """
    folder, base = Path(name_or_dir), described(name_or_dir)
    adapted = folder if folder.is_dir() and folder != base else None
    return Start(base, adapted, short_context.read(adapted or base))


class PersonalTrainer:
    """Trains the recognizer in use for one owner after the other, each from the same beginning.

    Arguments:
        begin: what they all begin from.
        general: speech that is replayed, with texts.
    """

    def __init__(
        self, config: PersonalRecognizerConfig, begin: Start,
        general: Sequence[Example], *, language: str = "en",
        on: device.DeviceName = "auto",
    ) -> None:  # fmt: skip
        self._config = config.model_copy(update={"trainer": config.trainer.quickly(on)})
        self._begin, self._on = begin, on
        self._vocabulary, seed = WhisperVocabulary(begin.base), config.trainer.seed
        self._prompt, self._language = self._vocabulary.prompt(language), language
        torch.manual_seed(seed)
        self.model = _open(begin, config).to(device.resolve(on))
        self._untrained = {n: p.detach().clone() for n, p in self.model.named_parameters() if p.requires_grad}
        # of longer clips half as many take as long
        self._general = self._encode(general, 1, max(1, config.trainer.batch_size // 2))
        self._engine = CachedEncoder(self.model.model, self._vocabulary)

    def fit(self, own: Sequence[Example], run: Path, *, resume: bool = False) -> RecognizerNetwork:
        """Train on an owner's recordings; the network is this object's, until the next call.

        Arguments:
            own: with sound and text.
            run: where the state is kept, to resume from.
        """
        self.forget()
        config = self._config
        kept = self._encode(own, config.copies, config.trainer.batch_size)
        train = RehearsalBatches(kept, self._general, config.passes, config.least_steps, config.trainer.seed)
        task = RecognizerTask(
            self.model, train, (), self._vocabulary, self._prompt,
            padding_frames=self._begin.padding_frames, smoothing=config.smoothing,
        )  # fmt: skip
        # the batches are all of one epoch, and two make a step
        schedule = config.trainer.model_copy(update={"epochs": 1, "accumulate": 2})
        Trainer(schedule, run, cpu=device.resolve(self._on).type == "cpu").fit(
            LastIsBest(task), resume=resume
        )
        return self.model

    def forget(self) -> None:
        """Back to the beginning."""
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                if name in self._untrained:
                    parameter.copy_(self._untrained[name])

    def listener(self, beam_size: int = DEFAULT_BEAM_SIZE) -> WhisperRecognizer[Tensor]:
        """The network as it is now, as the assistant runs it in torch; sounds that it has heard before are
        not encoded again."""
        return WhisperRecognizer(
            self._engine, self._vocabulary, language=self._language, beam_size=beam_size,
            context=self._begin.context,
        )  # fmt: skip

    def _encode(self, examples: Sequence[Example], copies: int, batch_size: int) -> CachedEncoderBatches:
        config = self._config
        drawn = RecognizerDataset(
            load({"": examples}), self._vocabulary, self._prompt, self.model.model.config.num_mel_bins,
            batch_size=batch_size, padding_frames=self._begin.padding_frames,
            augmenter=Augmenter(config.augment), joined=config.augment.joined, seed=config.trainer.seed,
        )  # fmt: skip
        return CachedEncoderBatches(drawn, self.model, copies, config.trainer.seed, config.trainer.precision)


class RehearsalBatches:
    """A batch of recordings, one of general speech, and so on, as one epoch.

    Arguments:
        own, general: their kept batches.
        passes: how often all recordings come.
        least: pairs at least.
    """

    def __init__(
        self, own: CachedEncoderBatches, general: CachedEncoderBatches, passes: int, least: int, seed: int
    ) -> None:
        self._own, self._general, self._seed = own, general, seed
        self._pairs = max(passes * len(own), least)

    def set_epoch(self, epoch: int) -> None:
        """There is one."""

    def __len__(self) -> int:
        return 2 * self._pairs

    def __iter__(self) -> Iterator[Batch]:
        own, general = _again(self._own), _again(self._general)
        for _ in range(self._pairs):
            yield next(own)
            yield next(general)


def _again(kept: CachedEncoderBatches) -> Iterator[Batch]:
    """Pass after pass, each in another order."""
    number = 0
    while True:
        kept.set_epoch(number)
        yield from kept
        number += 1


class CachedEncoder(WhisperTorchEngine):
    """Encodes a sound once, for an encoder that stays as it is while its decoder learns."""

    def __init__(self, model: object, vocabulary: WhisperVocabulary) -> None:
        super().__init__(model, vocabulary)
        self._kept: dict[bytes, Tensor] = {}

    def encode(self, features: Features) -> Tensor:
        """(bands, frames) → (1, frames / 2, width)."""
        key = hashlib.sha256(features.tobytes()).digest()
        if key not in self._kept:
            self._kept[key] = super().encode(features)
        return self._kept[key]


def save(begin: Start, model: RecognizerNetwork, output: Path) -> Path:
    """Write the checkpoint to `output`: an adapter over the same base, asking for as much sound as before."""
    settings = RecognizerConfig(base=store.portable_name(begin.base), padding_frames=0)
    made = recipe.save(settings, model, output)
    (made / short_context.FILE).unlink()
    if begin.context != ShortContext():
        files.write_text(made / short_context.FILE, begin.context.model_dump_json(indent=1) + "\n")
    return files.put(made, output)


def _open(begin: Start, config: PersonalRecognizerConfig) -> RecognizerNetwork:
    """The network with the decoder's share of the adapter open to training."""
    if begin.adapter is None:
        return network.load(begin.base, "frozen_encoder", config.lora)
    import peft

    whole = network.load(begin.base, "full", config.lora)
    adapted = peft.PeftModel.from_pretrained(whole.whisper, str(begin.adapter), is_trainable=True)
    for name, parameter in adapted.named_parameters():
        if ".encoder." in name:
            parameter.requires_grad_(False)
    return RecognizerNetwork(adapted)
