"""Personal training of a Whisper: its adapter is trained further, so that a bundle stays small.

The encoder of an adapter is not trained, so its outputs are computed once, for several augmented copies of
each recording; the decoder's part of the adapter is trained. A step takes a batch of recordings and half as
much general speech for rehearsal, whose encoder outputs serve all owners, trained one after the other.

A language that has no adapter yet gets one over the untouched base, of the encoder too, which learns short
context on the way. It lies beside the others (`models.asr.languages`), and costs them nothing.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from models import device, files
from models.asr import languages
from models.asr.biasing.rescoring import ContextualBiasing
from models.asr.loading import model_type
from models.asr.whisper import confidence, short_context
from models.asr.whisper.confidence import Calibration
from models.asr.whisper.features import FULL_FRAMES, Features
from models.asr.whisper.recognizer import WhisperRecognizer
from models.asr.whisper.short_context import ShortContext
from models.asr.whisper.torch_engine import WhisperTorchEngine
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.checkpoint import adapter_base, base_or_itself
from models.manifest import Example
from models.nlu.domain import DomainDescription
from models.weights import store
from training.personal.config import PersonalRecognizerConfig
from training.personal.data import spoken_in
from training.recognizer import clips
from training.recognizer.augment import Augmenter
from training.recognizer.whisper import network
from training.recognizer.whisper.config import LoraConfig, RecognizerConfig
from training.recognizer.whisper.dataset import RecognizerDataset
from training.recognizer.whisper.network import RecognizerNetwork
from training.recognizer.whisper.recipe import save
from training.recognizer.whisper.task import CachedEncoderBatches, EpochBatches, RecognizerTask
from training.trainer.loop import Trainer
from training.trainer.sharding import Batch

_NEW_ADAPTER = LoraConfig(rank=16, alpha=32, dropout=0.0)
"""The adapter of a recognizer that has none; an existing adapter keeps its form."""
_LEARNED = ShortContext(padding_frames=30, silent_states=0, resting_states=0, trained=True)
"""The context that a further language learns."""


@dataclass(frozen=True, slots=True)
class Start:
    """The recognizer to start from, in one language."""

    base: Path
    adapter: Path | None
    """None for a language without an adapter."""
    context: ShortContext
    calibration: Calibration | None = None
    """Kept: an owner's recordings are too few for another one."""
    language: str = "en"
    """ISO 639-1."""
    beside: Path | None = None
    """The recognizer whose first language is another one; None where this is its first."""

    @property
    def learns_encoder(self) -> bool:
        """Whether encoder and short context are learned too: they were trained for no language or another."""
        return self.adapter is None and self.beside is not None

    @property
    def learned_context(self) -> ShortContext:
        """What the trained checkpoint asks for."""
        if not self.learns_encoder:
            return self.context
        return _LEARNED.model_copy(update={"language": self.language})

    @property
    def padding_frames(self) -> int:
        """Silence after a training clip, as at run time; 30 s where the recognizer needs full context."""
        return self.learned_context.padding_frames if self.learned_context.trained else FULL_FRAMES


def is_whisper(name_or_dir: str) -> bool:
    """Whether the recognizer, or the base of its adapter, is a Whisper.

    Raises:
        StoreError: a base could not be fetched.
        CheckpointError: there is no such recognizer.
    """
    return model_type(store.ensure(base_or_itself(name_or_dir))) == "whisper"


def read_start(name_or_dir: str, language: str = "en") -> Start:
    """The recognizer with a name or in a folder, as it hears a language.

    Arguments:
        language: ISO 639-1.

    Raises:
        StoreError: a base could not be fetched.
        CheckpointError: there is no such recognizer.
    """
    folder, base = Path(name_or_dir), store.ensure(base_or_itself(name_or_dir))
    chosen = Path(hears := languages.checkpoint(name_or_dir, language))
    adapted = chosen if chosen.is_dir() and adapter_base(chosen) else None
    kept = adapted or base
    return Start(
        base, adapted, short_context.read(kept), confidence.read(kept), language,
        beside=None if hears == name_or_dir else folder,
    )  # fmt: skip


class PersonalTrainer:
    """Trains a recognizer for one owner after the other, each from the same start.

    Arguments:
        start: the recognizer to start from.
        general: speech with texts for rehearsal; what is in another language is left out.
    """

    def __init__(
        self, config: PersonalRecognizerConfig, start: Start,
        general: Sequence[Example], *, on: device.DeviceName = "auto",
    ) -> None:  # fmt: skip
        self._config, self._start, self._on = config, start, on
        self._vocabulary, seed = WhisperVocabulary(start.base), config.trainer.seed
        self._prompt = self._vocabulary.prompt(start.language)
        torch.manual_seed(seed)
        self.model = _open(start, config.language.lora).to(device.resolve(on))
        self._untrained = self._trained = self._learning()
        same = spoken_in(start.language, general)
        # general clips are about twice as long
        self._general = self._batches(same, 1, max(1, config.trainer.batch_size // 2)) if same else None
        engine = WhisperTorchEngine if start.learns_encoder else CachedEncoder
        self._engine: WhisperTorchEngine = engine(self.model.model, self._vocabulary)
        self._context = start.context

    def fit(self, own: Sequence[Example], run: Path, *, resume: bool = False) -> RecognizerNetwork:
        """Train on an owner's recordings; the network belongs to this object and changes with the next call.

        Arguments:
            own: recordings with sound and text.
            run: folder of the state, to resume from.
        """
        self.reset()
        config, passes, rate = self._config, self._config.passes, self._config.trainer.learning_rate
        if self._start.learns_encoder:
            passes, rate = config.language.passes, config.language.learning_rate
        kept = self._batches(own, config.copies, config.trainer.batch_size)
        train = RehearsalBatches(kept, self._general, passes, config.least_steps)
        task = RecognizerTask(
            self.model, train, (), self._vocabulary, self._prompt,
            padding_frames=self._start.padding_frames, smoothing=config.smoothing,
        )  # fmt: skip
        # all batches form one epoch, and a step takes one of each kind
        schedule = config.trainer.model_copy(
            update={"epochs": 1, "accumulate": train.kinds, "learning_rate": rate}
        )
        trainer = Trainer(schedule, run, cpu=device.resolve(self._on).type == "cpu")
        trainer.fit(task, resume=resume, keep="last")
        self._trained = self._learning()
        self.blend(1.0)
        return self.model

    def reset(self) -> None:
        """Restore the weights of the start."""
        self._trained = self._untrained
        self.blend(0.0)

    def blend(self, share: float) -> None:
        """Set the weights between those of the start (0) and those of the last training (1)."""
        self._context = self._start.learned_context if share else self._start.context
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                if name in self._untrained:
                    parameter.copy_(torch.lerp(self._untrained[name], self._trained[name], share))

    def listener(
        self, language: str = "en", biased_to: DomainDescription | None = None
    ) -> WhisperRecognizer[Tensor]:
        """The current network as a recognizer in torch, biased to a domain; a sound is encoded once for all
        listeners where the encoder is not trained."""
        biasing = biased_to and biased_to.sentences and ContextualBiasing(biased_to, self._vocabulary)
        return WhisperRecognizer(
            self._engine, self._vocabulary, language=language, context=self._context,
            biasing=biasing or None, calibration=self._start.calibration,
        )  # fmt: skip

    def _learning(self) -> dict[str, Tensor]:
        """A copy of the weights that learn."""
        return {n: p.detach().clone() for n, p in self.model.named_parameters() if p.requires_grad}

    def _batches(self, examples: Sequence[Example], copies: int, batch_size: int) -> EpochBatches:
        config = self._config
        drawn = RecognizerDataset(
            clips.load({"": examples}), self._vocabulary, self._prompt, self.model.model.config.num_mel_bins,
            batch_size=batch_size, padding_frames=self._start.padding_frames,
            augmenter=Augmenter(config.augment), joined=config.augment.joined, seed=config.trainer.seed,
        )  # fmt: skip
        if self._start.learns_encoder:
            return drawn
        return CachedEncoderBatches(drawn, self.model, copies, config.trainer.seed, config.trainer.precision)


class RehearsalBatches:
    """Batches of recordings and of general speech in turn, all in one epoch.

    Arguments:
        own, general: each pass over them has an order of its own; general may be None.
        passes: passes over the recordings.
        least: minimum of pairs.
    """

    def __init__(self, own: EpochBatches, general: EpochBatches | None, passes: int, least: int) -> None:
        self._sources = [own, general] if general is not None else [own]
        self._pairs = max(passes * len(own), least)

    def set_epoch(self, epoch: int) -> None:
        """Do nothing: there is one epoch."""

    def __len__(self) -> int:
        return self.kinds * self._pairs

    @property
    def kinds(self) -> int:
        """Number of batches, each of another kind, that belong together."""
        return len(self._sources)

    def __getitem__(self, number: int) -> Batch:
        pair, which = divmod(number, self.kinds)
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
    """Write the checkpoint to `output`: an adapter over the start's base, with its short context and the
    start's calibration; that of a further language within a copy of the recognizer that it lies beside."""
    if start.beside is not None:
        whole = files.draft_folder(output)
        shutil.copytree(start.beside, whole, dirs_exist_ok=True)
        save_recognizer(
            replace(start, beside=None, context=start.learned_context), model,
            languages.own_folder(whole, start.language),
        )  # fmt: skip
        return files.put(whole, output)
    settings = RecognizerConfig(base=store.portable_name(start.base), padding_frames=0)
    made = save(settings, model, output)
    (made / short_context.FILE).unlink()
    if start.context != ShortContext():
        files.write_text(made / short_context.FILE, start.context.model_dump_json(indent=1) + "\n")
    if start.calibration is not None:
        files.write_text(made / confidence.FILE, start.calibration.model_dump_json(indent=1) + "\n")
    if start.adapter is not None and (further := start.adapter / languages.FOLDER).is_dir():
        shutil.copytree(further, made / languages.FOLDER)
    return files.put(made, output)


def _open(start: Start, first: LoraConfig) -> RecognizerNetwork:
    """The network with the decoder's part of the adapter trainable, or all of a language's first adapter."""
    if start.learns_encoder:
        return network.load(start.base, "lora", first)
    return network.load(start.base, "frozen_encoder", _NEW_ADAPTER, start.adapter)
