"""What the recognizer learns: the text, and to stay near its untouched self; and its validation score."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

import jiwer
import torch
from rich.progress import track
from torch import Tensor, nn
from torch.nn import functional

from models import device as devices
from models.asr.whisper.engine import Search
from models.asr.whisper.features import FULL_FRAMES, log_mel, own_frames
from models.asr.whisper.recognizer import token_budget
from models.asr.whisper.torch_engine import WhisperTorchEngine
from models.asr.whisper.vocabulary import WhisperVocabulary
from models.audio import SAMPLE_RATE_HZ
from models.command_line import err
from models.device import Precision
from models.text.normalise import normalise
from training.recognizer.whisper.dataset import IGNORED, Clip, RecognizerDataset
from training.recognizer.whisper.network import DecoderOutputs, RecognizerNetwork
from training.trainer.loop import TrainerConfig
from training.trainer.sharding import Batches


class RecognizerTask:
    """Trains a network on a dataset and transcribes validation clips with it.

    Arguments:
        prompt: tokens before the text.
        smoothing: label smoothing.
        teacher: decoder states of the untouched network by clip, see `teacher.states`.
        tie: weight of the distance to them.
    """

    def __init__(
        self, network: RecognizerNetwork, train: Batched, valid: Sequence[Clip],
        vocabulary: WhisperVocabulary,
        prompt: Sequence[int], *, padding_frames: int, smoothing: float,
        teacher: Mapping[int, Tensor] | None = None, tie: float = 0.0,
    ) -> None:  # fmt: skip
        self.model: RecognizerNetwork = network
        self._train, self._valid, self._vocabulary, self._prompt = train, valid, vocabulary, prompt
        self._padding, self._smoothing = padding_frames, smoothing
        self._teacher, self._tie = teacher or {}, tie

    def parameter_groups(self, config: TrainerConfig) -> list[dict[str, Any]]:
        """Everything that is open to training, at one rate."""
        learning = [p for p in self.model.parameters() if p.requires_grad]
        return [{"params": learning, "lr": config.learning_rate}]

    def batches(self, epoch: int) -> Batches:
        """The epoch's own draw."""
        self._train.set_epoch(epoch)
        return self._train

    def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
        """Cross-entropy of the next token, and the squared distance to the teacher as a share of its size."""
        labels = batch["labels"]
        labelled = labels != IGNORED
        sound = batch["states"] if "states" in batch else batch["features"]
        outputs = cast(DecoderOutputs, model(sound, batch["tokens"], labelled))
        loss = functional.cross_entropy(outputs.logits, labels[labelled], label_smoothing=self._smoothing)
        apart = self._apart(outputs.hidden, labelled, batch["clip"].tolist())
        return loss if apart is None else loss + self._tie * apart

    def _apart(self, hidden: Tensor, labelled: Tensor, clips: Sequence[int]) -> Tensor | None:
        """How far the tied clips' states are from the teacher's; None where none is tied."""
        rows = torch.split(hidden.float(), labelled.sum(dim=1).tolist())
        pairs = [
            (row[2:], self._teacher[clip])
            for row, clip in zip(rows, clips, strict=True)
            if clip in self._teacher
        ]
        if not pairs:
            return None
        student = torch.cat([row for row, _ in pairs])
        # autocast joins no halves on the CPU
        teacher = torch.cat([state.to(student.device, student.dtype) for _, state in pairs])
        return (student - teacher).square().sum() / teacher.square().sum()

    def validate(self) -> dict[str, float]:
        """Word error rate of each manifest, greedy, on short context and without a second try."""
        engine = WhisperTorchEngine(self.model.model, self._vocabulary)
        said: dict[str, list[tuple[str, str]]] = {}
        for clip in track(self._valid, description="validation", transient=True, console=err):
            said.setdefault(clip.manifest, []).append((clip.text, self._transcribe(engine, clip)))
        rates = {
            name: float(jiwer.wer([t for t, _ in pairs], [h for _, h in pairs]))
            for name, pairs in said.items()
        }
        mean = sum(rates.values()) / len(rates) if rates else 0.0
        return {"score": -mean, **{f"wer_{name}": rate for name, rate in rates.items()}}

    def _transcribe(self, engine: WhisperTorchEngine, clip: Clip) -> str:
        frames = min(FULL_FRAMES, own_frames(clip.samples) + self._padding)
        states = engine.encode(log_mel(clip.samples, frames + frames % 2, bands=engine.bands))
        search = Search(token_budget(clip.samples.size / SAMPLE_RATE_HZ))
        best = engine.decode(states, self._prompt, search).sequences[0]
        return normalise(self._vocabulary.text(best.tokens))


class CachedEncoderBatches:
    """An epoch's batches with the encoder's outputs computed once, for an encoder that stays as it is.

    Arguments:
        dataset: what to take them from; epoch after epoch gives the differently augmented copies.
        copies: how many; later epochs take them in turn, in another order.
    """

    def __init__(
        self, dataset: RecognizerDataset, network: RecognizerNetwork, copies: int, seed: int,
        precision: Precision = "auto",
    ) -> None:  # fmt: skip
        self._seed, self._epoch = seed, 0
        self._precision = precision
        self._copies = [self._encode(dataset, network, copy) for copy in range(copies)]

    def _encode(
        self, dataset: RecognizerDataset, network: RecognizerNetwork, copy: int
    ) -> list[dict[str, Tensor]]:
        dataset.set_epoch(copy)
        device = next(network.parameters()).device
        network.eval()
        kept = []
        what = f"encoding, copy {copy + 1} of each clip"
        for batch in track(dataset, what, len(dataset), transient=True, console=err):
            with torch.no_grad(), devices.autocast(device, self._precision):
                states = network.encode(batch.pop("features").to(device))
            kept.append({**batch, "states": states.cpu()})
        return kept

    def set_epoch(self, epoch: int) -> None:
        """Which copy is next, and in which order."""
        self._epoch = epoch

    def __len__(self) -> int:
        return len(self._copies[self._epoch % len(self._copies)])

    def __iter__(self) -> Iterator[Mapping[str, Tensor]]:
        batches = self._copies[self._epoch % len(self._copies)]
        order = list(range(len(batches)))
        random.Random(f"{self._seed} {self._epoch}").shuffle(order)
        return (batches[i] for i in order)


class Batched(Protocol):
    """An epoch's batches, drawn anew or kept."""

    def set_epoch(self, epoch: int) -> None:
        """Which epoch's."""
        ...

    def __len__(self) -> int:
        """How many."""
        ...

    def __iter__(self) -> Iterator[Mapping[str, Tensor]]:
        """They, in the epoch's order."""
        ...
