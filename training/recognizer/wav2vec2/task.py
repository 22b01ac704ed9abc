"""What a CTC network learns, its validation score, and the language model that goes with it."""

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
from training.recognizer.wav2vec2.dataset import CtcDataset, normal
from training.recognizer.wav2vec2.network import CtcNetwork
from training.recognizer.whisper.dataset import Clip
from training.trainer.loop import TrainerConfig
from training.trainer.sharding import Batches


class CtcTask:
    """Trains a network on a dataset and transcribes validation clips with it.

    Arguments:
        pretrained: all but the head came from a base, and learn at the slow rate.
    """

    def __init__(
        self, network: CtcNetwork, train: CtcDataset, valid: Sequence[Clip], alphabet: Alphabet, *,
        pretrained: bool,
    ) -> None:  # fmt: skip
        self.model: CtcNetwork = network
        self._train, self._valid, self._alphabet, self._pretrained = train, valid, alphabet, pretrained

    def parameter_groups(self, config: TrainerConfig) -> list[dict[str, Any]]:
        """The base's weights at the slow rate, new ones at the fast one; frozen ones in neither."""
        new = [
            p for n, p in self.model.named_parameters()
            if p.requires_grad and (".lm_head." in n or not self._pretrained)
        ]  # fmt: skip
        fresh = {id(p) for p in new}
        old = [p for p in self.model.parameters() if p.requires_grad and id(p) not in fresh]
        groups = [{"params": new, "lr": config.head_learning_rate}]
        return [*groups, {"params": old, "lr": config.learning_rate}] if old else groups

    def batches(self, epoch: int) -> Batches:
        """The epoch's own draw."""
        self._train.set_epoch(epoch)
        return self._train

    def loss(self, model: nn.Module, batch: Mapping[str, Tensor]) -> Tensor:
        """CTC's, a mean over the letters; a clip too short for its letters adds none."""
        log_probs = model(batch["samples"], batch["lengths"], batch["hidden"])
        return functional.ctc_loss(
            log_probs, batch["letters"], self.model.frames(batch["lengths"]), batch["letter_lengths"],
            blank=self._alphabet.blank, reduction="sum", zero_infinity=True,
        ) / batch["letter_lengths"].sum().clamp(min=1)  # fmt: skip

    def validate(self) -> dict[str, float]:
        """Error rates of the best path, without the language model."""
        pairs = [(clip.text, self._text(ctc.greedy(found, blank=self._alphabet.blank)))
                 for clip, found in zip(self._valid, self.log_probs(), strict=True)]  # fmt: skip
        said, found = [t for t, _ in pairs], [f for _, f in pairs]
        letters = float(jiwer.cer(said, found))
        # letters move before words do
        return {"score": -letters, "cer": letters, "wer": float(jiwer.wer(said, found))}

    def log_probs(self) -> list[LogProbs]:
        """(frames, tokens) of each validation clip, one by one as the recognizer hears them."""
        self.model.eval()
        device = next(self.model.parameters()).device
        found = []
        for clip in track(self._valid, description="validation", transient=True, console=err):
            samples = torch.from_numpy(normal(clip.samples))[None].to(device)
            with torch.inference_mode():
                found.append(self.model(samples, torch.tensor([samples.shape[1]], device=device))[:, 0])
        return [one.cpu().numpy() for one in found]

    def errors(self, model: NGram, heard: Sequence[LogProbs]) -> float:
        """Word error rate on validation data of a search with a language model.

        Arguments:
            heard: what `log_probs` gave.
        """
        score = prefix_score(self._alphabet, model)
        found = [
            ctc.beam_search(
                one, blank=self._alphabet.blank, beam_size=model.beam_size, language_model=score,
                least_log_probability=LEAST_LOG_PROBABILITY,
            )[0] for one in heard
        ]  # fmt: skip
        return float(jiwer.wer([clip.text for clip in self._valid], [self._text(path) for path in found]))

    def _text(self, path: ctc.Path) -> str:
        return self._alphabet.text(path.tokens)
