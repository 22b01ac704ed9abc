"""The training task of Whisper: cross-entropy with distillation, and validation by word error rate."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast

import jiwer
import torch
from rich.progress import track
from torch import Tensor, nn
from torch.nn import functional

from models.asr.whisper.engine import Search
from models.asr.whisper.features import FULL_FRAMES, log_mel, own_frames
from models.asr.whisper.recognizer import token_budget
from models.asr.whisper.torch_engine import WhisperTorchEngine
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.audio import SAMPLE_RATE_HZ
from models.command_line import err
from models.device import Precision, autocast
from models.text.normalise import normalise, spaced
from training.recognizer.clips import Clip
from training.recognizer.whisper.dataset import IGNORED, RecognizerDataset
from training.recognizer.whisper.network import DecoderOutputs, RecognizerNetwork
from training.trainer.sharding import Batch, Batches
from training.trainer.task import TrainerConfig


class RecognizerTask:
    """Trains a network on a dataset and transcribes validation clips with it.

    Arguments:
        prompt: tokens before a text whose language is not named.
        padding_frames: silence after a validation clip.
        smoothing: label smoothing.
        teacher: decoder states of the untouched network by clip, see `teacher.states`.
        tie: weight of the distance to the teacher's states.
    """

    def __init__(
        self, network: RecognizerNetwork, train: EpochBatches, valid: Sequence[Clip],
        vocabulary: WhisperVocabulary,
        prompt: Sequence[int], *, padding_frames: int, smoothing: float,
        teacher: Mapping[int, Tensor] | None = None, tie: float = 0.0,
    ) -> None:  # fmt: skip
        self.model: RecognizerNetwork = network
        self._train, self._valid, self._vocabulary, self._prompt = train, valid, vocabulary, prompt
        self._padding, self._smoothing = padding_frames, smoothing
        self._teacher, self._tie = teacher or {}, tie

    def parameter_groups(self, config: TrainerConfig) -> list[dict[str, Any]]:
        """All trainable weights at one rate."""
        learning = [p for p in self.model.parameters() if p.requires_grad]
        return [{"params": learning, "lr": config.learning_rate}]

    def batches(self, epoch: int) -> Batches:
        """The batches of the epoch."""
        self._train.set_epoch(epoch)
        return self._train

    def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
        """Cross-entropy of the next token, and the relative squared distance to the teacher's states."""
        labels = batch["labels"]
        labelled = labels != IGNORED
        sound = batch["states"] if "states" in batch else batch["features"]
        outputs = cast(DecoderOutputs, model(sound, batch["tokens"], labelled))
        loss = functional.cross_entropy(outputs.logits, labels[labelled], label_smoothing=self._smoothing)
        distance = self._distance(outputs.hidden, labelled, batch["clip"].tolist())
        return loss if distance is None else loss + self._tie * distance

    def _distance(self, hidden: Tensor, labelled: Tensor, clips: Sequence[int]) -> Tensor | None:
        """Relative squared distance of the tied clips' states to the teacher's; None if no clip is tied."""
        rows = torch.split(hidden.float(), labelled.sum(dim=1).tolist())
        pairs = [
            (row[2:], self._teacher[clip])
            for row, clip in zip(rows, clips, strict=True)
            if clip in self._teacher
        ]
        if not pairs:
            return None
        student = torch.cat([row for row, _ in pairs])
        # autocast cannot concatenate half precision on the CPU
        teacher = torch.cat([state.to(student.device, student.dtype) for _, state in pairs])
        return (student - teacher).square().sum() / teacher.square().sum()

    def validate(self) -> dict[str, float]:
        """Word error rate of each manifest, greedy, on short context and without a second try; of a
        language without spaces the character error rate."""
        engine = WhisperTorchEngine(self.model.model, self._vocabulary)
        texts: dict[str, list[tuple[str, str]]] = {}
        for clip in track(self._valid, description="validation", transient=True, console=err):
            pair = clip.text, self._transcribe(engine, clip)
            if not spaced(clip.language):
                pair = " ".join(pair[0]), " ".join(pair[1])
            texts.setdefault(clip.manifest, []).append(pair)
        rates = {
            name: float(jiwer.wer([text for text, _ in pairs], [hypothesis for _, hypothesis in pairs]))
            for name, pairs in texts.items()
        }
        mean = sum(rates.values()) / len(rates) if rates else 0.0
        return {"score": -mean, **{f"wer_{name}": rate for name, rate in rates.items()}}

    def _transcribe(self, engine: WhisperTorchEngine, clip: Clip) -> str:
        frames = min(FULL_FRAMES, own_frames(clip.samples) + self._padding)
        states = engine.encode(log_mel(clip.samples, frames + frames % 2, bands=engine.bands))
        search = Search(token_budget(clip.samples.size / SAMPLE_RATE_HZ))
        prompt = self._vocabulary.prompt(clip.language) if clip.language else self._prompt
        best = engine.decode(states, prompt, search).sequences[0]
        return normalise(self._vocabulary.text(best.tokens), clip.language)


class EpochBatches(Batches, Protocol):
    """Batches that are drawn anew or reordered for each epoch."""

    def set_epoch(self, epoch: int) -> None:
        """Become the batches of an epoch."""
        ...


class CachedEncoderBatches:
    """Batches with the encoder's outputs computed once, for an encoder that is not trained.

    Arguments:
        dataset: the batches to encode; its first epochs give the differently augmented copies.
        copies: number of copies; the epochs take them in turn, each in an order of its own.
    """

    def __init__(
        self, dataset: RecognizerDataset, network: RecognizerNetwork, copies: int, seed: int,
        precision: Precision = "auto",
    ) -> None:  # fmt: skip
        self._seed, self._precision = seed, precision
        self._copies = [self._encode(dataset, network, copy) for copy in range(copies)]
        self._batches: list[Batch] = []
        self.set_epoch(0)

    def _encode(self, dataset: RecognizerDataset, network: RecognizerNetwork, copy: int) -> list[Batch]:
        dataset.set_epoch(copy)
        device = next(network.parameters()).device
        network.eval()
        kept: list[Batch] = []
        shown = f"encoding, copy {copy + 1} of each clip"
        for batch in track(dataset, shown, len(dataset), transient=True, console=err):
            with torch.no_grad(), autocast(device, self._precision):
                states = network.encode(batch.pop("features").to(device))
            kept.append({**batch, "states": states.cpu()})
        return kept

    def set_epoch(self, epoch: int) -> None:
        """Choose the copy of the epoch and the order of its batches."""
        self._batches = list(self._copies[epoch % len(self._copies)])
        random.Random(f"{self._seed} {epoch}").shuffle(self._batches)

    def __len__(self) -> int:
        return len(self._batches)

    def __getitem__(self, number: int) -> Batch:
        return self._batches[number]
