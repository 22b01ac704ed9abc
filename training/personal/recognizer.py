"""Personal training of a Whisper: its adapter is trained further, so that a bundle stays small.

The encoder is not trained, so its outputs are computed once, for several augmented copies of each recording;
the decoder's part of the adapter is trained. A step takes a batch of recordings and half as much general
speech for rehearsal, whose encoder outputs serve all owners that are trained one after the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from models import device, files
from models.asr.biasing.rescoring import ContextualBiasing
from models.asr.loading import model_type
from models.asr.whisper import confidence, short_context
from models.asr.whisper.confidence import Calibration
from models.asr.whisper.features import FULL_FRAMES, Features
from models.asr.whisper.recognizer import WhisperRecognizer
from models.asr.whisper.short_context import ShortContext
from models.asr.whisper.torch_engine import WhisperTorchEngine
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.checkpoint import base_or_itself
from models.manifest import Example
from models.nlu.domain import DomainDescription
from models.weights import store
from training.personal.config import PersonalRecognizerConfig
from training.recognizer import clips
from training.recognizer.augment import Augmenter
from training.recognizer.whisper import network
from training.recognizer.whisper.config import LoraConfig, RecognizerConfig
from training.recognizer.whisper.dataset import RecognizerDataset
from training.recognizer.whisper.network import RecognizerNetwork
from training.recognizer.whisper.recipe import save
from training.recognizer.whisper.task import CachedEncoderBatches, RecognizerTask
from training.trainer.loop import Trainer
from training.trainer.sharding import Batch

_NEW_ADAPTER = LoraConfig(rank=16, alpha=32, dropout=0.0)
"""The adapter of a recognizer that has none; an existing adapter keeps its form."""


@dataclass(frozen=True, slots=True)
class Start:
    """The recognizer to start from."""

    base: Path
    adapter: Path | None
    """None for a base without an adapter."""
    context: ShortContext
    calibration: Calibration | None = None
    """Kept: an owner's recordings are too few for another one."""

    @property
    def padding_frames(self) -> int:
        """Silence after a training clip, as at run time; 30 s where the recognizer needs full context."""
        return self.context.padding_frames if self.context.trained else FULL_FRAMES


def is_whisper(name_or_dir: str) -> bool:
    """Whether the recognizer, or the base of its adapter, is a Whisper.

    Raises:
        StoreError: a base could not be fetched.
        CheckpointError: there is no such recognizer.
    """
    return model_type(store.ensure(base_or_itself(name_or_dir))) == "whisper"


def read_start(name_or_dir: str) -> Start:
    """The recognizer with a name or in a folder.

    Raises:
        StoreError: a base could not be fetched.
        CheckpointError: there is no such recognizer.
    """
    folder, base = Path(name_or_dir), store.ensure(base_or_itself(name_or_dir))
    adapted = folder if folder.is_dir() and folder != base else None
    kept = adapted or base
    return Start(base, adapted, short_context.read(kept), confidence.read(kept))


class PersonalTrainer:
    """Trains a recognizer for one owner after the other, each from the same start.

    Arguments:
        start: the recognizer to start from.
        general: speech with texts for rehearsal.
    """

    def __init__(
        self, config: PersonalRecognizerConfig, start: Start,
        general: Sequence[Example], *, on: device.DeviceName = "auto",
    ) -> None:  # fmt: skip
        self._config, self._start, self._on = config, start, on
        self._vocabulary, seed = WhisperVocabulary(start.base), config.trainer.seed
        self._prompt = self._vocabulary.prompt("en")
        torch.manual_seed(seed)
        self.model = _open(start).to(device.resolve(on))
        self._untrained = self._trained = self._learning()
        # general clips are about twice as long
        self._general = self._encode(general, 1, max(1, config.trainer.batch_size // 2))
        self._engine = CachedEncoder(self.model.model, self._vocabulary)

    def fit(self, own: Sequence[Example], run: Path, *, resume: bool = False) -> RecognizerNetwork:
        """Train on an owner's recordings; the network belongs to this object and changes with the next call.

        Arguments:
            own: recordings with sound and text.
            run: folder of the state, to resume from.
        """
        self.reset()
        config = self._config
        kept = self._encode(own, config.copies, config.trainer.batch_size)
        train = RehearsalBatches(kept, self._general, config.passes, config.least_steps)
        task = RecognizerTask(
            self.model, train, (), self._vocabulary, self._prompt,
            padding_frames=self._start.padding_frames, smoothing=config.smoothing,
        )  # fmt: skip
        # all batches form one epoch, and a step takes two: own and general
        schedule = config.trainer.model_copy(update={"epochs": 1, "accumulate": 2})
        trainer = Trainer(schedule, run, cpu=device.resolve(self._on).type == "cpu")
        trainer.fit(task, resume=resume, keep="last")
        self._trained = self._learning()
        return self.model

    def reset(self) -> None:
        """Restore the weights of the start."""
        self._trained = self._untrained
        self.blend(0.0)

    def blend(self, share: float) -> None:
        """Set the weights between those of the start (0) and those of the last training (1)."""
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                if name in self._untrained:
                    parameter.copy_(torch.lerp(self._untrained[name], self._trained[name], share))

    def listener(
        self, language: str = "en", biased_to: DomainDescription | None = None
    ) -> WhisperRecognizer[Tensor]:
        """The current network as a recognizer in torch, biased to a domain; a sound is encoded once for all
        listeners."""
        biasing = biased_to and biased_to.sentences and ContextualBiasing(biased_to, self._vocabulary)
        return WhisperRecognizer(
            self._engine, self._vocabulary, language=language, context=self._start.context,
            biasing=biasing or None, calibration=self._start.calibration,
        )  # fmt: skip

    def _learning(self) -> dict[str, Tensor]:
        """A copy of the weights that learn."""
        return {n: p.detach().clone() for n, p in self.model.named_parameters() if p.requires_grad}

    def _encode(self, examples: Sequence[Example], copies: int, batch_size: int) -> CachedEncoderBatches:
        config = self._config
        drawn = RecognizerDataset(
            clips.load({"": examples}), self._vocabulary, self._prompt, self.model.model.config.num_mel_bins,
            batch_size=batch_size, padding_frames=self._start.padding_frames,
            augmenter=Augmenter(config.augment), joined=config.augment.joined, seed=config.trainer.seed,
        )  # fmt: skip
        return CachedEncoderBatches(drawn, self.model, copies, config.trainer.seed, config.trainer.precision)


class RehearsalBatches:
    """Batches of recordings and of general speech in turn, all in one epoch.

    Arguments:
        own, general: encoded batches; each pass over them has an order of its own.
        passes: passes over the recordings.
        least: minimum of pairs.
    """

    def __init__(
        self, own: CachedEncoderBatches, general: CachedEncoderBatches, passes: int, least: int
    ) -> None:
        self._sources = own, general
        self._pairs = max(passes * len(own), least)

    def set_epoch(self, epoch: int) -> None:
        """Do nothing: there is one epoch."""

    def __len__(self) -> int:
        return 2 * self._pairs

    def __getitem__(self, number: int) -> Batch:
        pair, which = divmod(number, 2)
        source = self._sources[which]
        source.set_epoch(pair // len(source))
        return source[pair % len(source)]


class CachedEncoder(WhisperTorchEngine):
    """Encodes each sound once, for an encoder that is not trained."""

    def __init__(self, model: object, vocabulary: WhisperVocabulary) -> None:
        super().__init__(model, vocabulary)
        self._kept: dict[bytes, Tensor] = {}

    def encode(self, features: Features) -> Tensor:
        """(bands, frames) → (1, frames / 2, width)."""
        key = hashlib.sha256(features.tobytes()).digest()
        if key not in self._kept:
            self._kept[key] = super().encode(features)
        return self._kept[key]


def save_recognizer(start: Start, model: RecognizerNetwork, output: Path) -> Path:
    """Write the checkpoint to `output`: an adapter over the start's base, with the start's short context
    and calibration."""
    settings = RecognizerConfig(base=store.portable_name(start.base), padding_frames=0)
    made = save(settings, model, output)
    (made / short_context.FILE).unlink()
    if start.context != ShortContext():
        files.write_text(made / short_context.FILE, start.context.model_dump_json(indent=1) + "\n")
    if start.calibration is not None:
        files.write_text(made / confidence.FILE, start.calibration.model_dump_json(indent=1) + "\n")
    return files.put(made, output)


def _open(start: Start) -> RecognizerNetwork:
    """The network with the decoder's part of the adapter trainable."""
    return network.load(start.base, "frozen_encoder", _NEW_ADAPTER, start.adapter)
