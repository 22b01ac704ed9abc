"""Whisper as it is trained: sound and tokens → decoder states and logits where they count.

One forward pass holds encoder, decoder and output layer, so that gradients of several processes meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.asr.whisper.torch_engine import encoder_states
from training.recognizer.whisper.config import LoraConfig, Mode

_EVERYWHERE = r".*\.(q_proj|k_proj|v_proj|out_proj|fc1|fc2)"
_DECODER = r".*\.decoder" + _EVERYWHERE


@dataclass(frozen=True, slots=True)
class DecoderOutputs:
    """At each place that has a label, in the batch's order."""

    hidden: Tensor
    """The decoder's last states, (places, width)."""
    logits: Tensor
    """(places, vocabulary), float32."""


class RecognizerNetwork(nn.Module):
    """Arguments:
    whisper: a `WhisperForConditionalGeneration`, or PEFT's wrapping of one.
    """

    def __init__(self, whisper: Any) -> None:
        super().__init__()
        self.whisper = whisper

    @property
    def model(self) -> Any:
        """The `WhisperForConditionalGeneration` itself, adapters inside."""
        return getattr(self.whisper, "base_model", self.whisper).model if self.adapted else self.whisper

    @property
    def adapted(self) -> bool:
        """Whether it is an adapter that learns."""
        return hasattr(self.whisper, "peft_config")

    def encode(self, features: Tensor) -> Tensor:
        """(batch, bands, frames) → (batch, frames / 2, width)."""
        return encoder_states(self.model, features)

    def forward(self, sound: Tensor, tokens: Tensor, labelled: Tensor) -> DecoderOutputs:
        """Arguments:
        sound: features (batch, bands, frames), or encoder states (batch, positions, width).
        tokens: (batch, tokens), the prompt first.
        labelled: (batch, tokens), true where the next token is scored.
        """
        model = self.model
        states = self.encode(sound) if sound.shape[1] == model.config.num_mel_bins else sound
        decoded = model.model.decoder(input_ids=tokens, encoder_hidden_states=states, use_cache=False)
        hidden = decoded.last_hidden_state[labelled]
        return DecoderOutputs(hidden, model.proj_out(hidden).float())


def load(folder: Path, mode: Mode, lora: LoraConfig) -> RecognizerNetwork:
    """The base with the weights of `mode` open to training, all others shut."""
    import peft
    import transformers

    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    whisper = transformers.WhisperForConditionalGeneration.from_pretrained(
        str(folder), dtype=torch.float32, local_files_only=True, use_safetensors=True
    )
    whisper.config.use_cache = False
    if mode == "full":
        # fixed sinusoids
        whisper.model.encoder.embed_positions.requires_grad_(False)
        return RecognizerNetwork(whisper)
    settings = peft.LoraConfig(
        r=lora.rank, lora_alpha=lora.alpha, lora_dropout=lora.dropout,
        target_modules=_DECODER if mode == "frozen_encoder" else _EVERYWHERE,
    )  # fmt: skip
    return RecognizerNetwork(peft.get_peft_model(whisper, settings))


def average(
    runs: Sequence[RecognizerNetwork], folder: Path, mode: Mode, lora: LoraConfig
) -> RecognizerNetwork:
    """The network with the mean of their weights (Wortsman et al. 2022, "Model soups", arXiv 2203.05482).

    The mean of n low-rank changes of rank r is one of rank n * r: they are put side by side.

    Arguments:
        runs: networks as `load` makes them of the same folder, mode and rank.
    """
    n = len(runs)
    mean = load(folder, mode, lora.model_copy(update={"rank": n * lora.rank, "alpha": n * lora.alpha}))
    learnt: list[dict[str, Tensor]] = [dict(run.named_parameters()) for run in runs]
    with torch.no_grad():
        for name, parameter in mean.named_parameters():
            each: list[Tensor] = [weights[name] for weights in learnt]
            if ".lora_A." in name:
                parameter.copy_(torch.cat(each, dim=0))
            elif ".lora_B." in name:
                parameter.copy_(torch.cat(each, dim=1) / n)
            elif parameter.requires_grad:
                parameter.copy_(torch.stack(each).mean(dim=0))
    return mean
