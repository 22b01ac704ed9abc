"""The training task of wav2vec2: CTC, and validation with and without a language model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import jiwer
import torch
from rich.progress import track
from torch import Tensor, nn
from torch.nn import functional

from models.asr.wav2vec2 import ctc
from models.asr.wav2vec2.ctc import LogProbs
from models.asr.wav2vec2.ngram import NGram
from models.asr.wav2vec2.recognizer import LEAST_LOG_PROBABILITY, Alphabet, prefix_score
from models.command_line import err
from training.recognizer.clips import Clip
from training.recognizer.wav2vec2.dataset import CtcDataset, normal
from training.recognizer.wav2vec2.network import CtcNetwork
from training.trainer.sharding import Batches
from training.trainer.task import TrainerConfig


class CtcTask:
    """Trains a network on a dataset and transcribes validation clips with it.

    Arguments:
        pretrained: all weights but the head's come from a base and learn at the lower rate.
    """

    def __init__(
        self, network: CtcNetwork, train: CtcDataset, valid: Sequence[Clip], alphabet: Alphabet, *,
        pretrained: bool,
    ) -> None:  # fmt: skip
        self.model: CtcNetwork = network
        self._train, self._valid, self._alphabet, self._pretrained = train, valid, alphabet, pretrained

    def parameter_groups(self, config: TrainerConfig) -> list[dict[str, Any]]:
        """New weights at the higher rate, trainable weights of the base at the lower one."""
        new = [
            p for n, p in self.model.named_parameters()
            if p.requires_grad and (".lm_head." in n or not self._pretrained)
        ]  # fmt: skip
        fresh = {id(p) for p in new}
        old = [p for p in self.model.parameters() if p.requires_grad and id(p) not in fresh]
        groups = [{"params": new, "lr": config.head_learning_rate}]
        return [*groups, {"params": old, "lr": config.learning_rate}] if old else groups

    def batches(self, epoch: int) -> Batches:
        """The batches of the epoch."""
        self._train.set_epoch(epoch)
        return self._train

    def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
        """CTC loss per letter; a clip too short for its letters adds none."""
        log_probs = model(batch["samples"], batch["lengths"], batch["hidden"])
        return functional.ctc_loss(
            log_probs, batch["letters"], self.model.frames(batch["lengths"]), batch["letter_lengths"],
            blank=self._alphabet.blank, reduction="sum", zero_infinity=True,
        ) / batch["letter_lengths"].sum().clamp(min=1)  # fmt: skip

    def validate(self) -> dict[str, float]:
        """Error rates of the best path, without the language model."""
        texts = [clip.text for clip in self._valid]
        found = [self._text(ctc.greedy(one, blank=self._alphabet.blank)) for one in self.log_probs()]
        cer = float(jiwer.cer(texts, found))
        # letters improve before words do
        return {"score": -cer, "cer": cer, "wer": float(jiwer.wer(texts, found))}

    def log_probs(self) -> list[LogProbs]:
        """(frames, tokens) of each validation clip, one by one as in the recognizer."""
        self.model.eval()
        device = next(self.model.parameters()).device
        found = []
        for clip in track(self._valid, description="validation", transient=True, console=err):
            samples = torch.from_numpy(normal(clip.samples))[None].to(device)
            with torch.inference_mode():
                found.append(self.model(samples, torch.tensor([samples.shape[1]], device=device))[:, 0])
        return [one.cpu().numpy() for one in found]

    def errors(self, model: NGram, log_probs: Sequence[LogProbs]) -> float:
        """Word error rate on the validation clips of a beam search with a language model.

        Arguments:
            log_probs: of each clip, from `log_probs()`.
        """
        score = prefix_score(self._alphabet, model)
        found = [
            ctc.beam_search(
                one, blank=self._alphabet.blank, beam_size=model.beam_size, language_model=score,
                least_log_probability=LEAST_LOG_PROBABILITY,
            )[0] for one in log_probs
        ]  # fmt: skip
        return float(jiwer.wer([clip.text for clip in self._valid], [self._text(path) for path in found]))

    def _text(self, path: ctc.Path) -> str:
        return self._alphabet.text(path.tokens)
