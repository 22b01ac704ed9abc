"""The network that is trained: sound and tokens → decoder states and logits at the labelled places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.asr.whisper.torch_engine import encoder_states
from models.checkpoint import load_adapter
from training.recognizer.whisper.config import LoraConfig, Mode

_EVERYWHERE = r".*\.(q_proj|k_proj|v_proj|out_proj|fc1|fc2)"
_DECODER = r".*\.decoder" + _EVERYWHERE


@dataclass(frozen=True, slots=True)
class DecoderOutputs:
    """Outputs at the labelled places, in the batch's order."""

    hidden: Tensor
    """Last decoder states, (places, width)."""
    logits: Tensor
    """(places, vocabulary), float32."""


class RecognizerNetwork(nn.Module):
    """Whisper with or without an adapter.

    Arguments:
        whisper: a `WhisperForConditionalGeneration`, or a PEFT model of one.
    """

    def __init__(self, whisper: Any) -> None:
        super().__init__()
        self.whisper = whisper

    @property
    def model(self) -> Any:
        """The `WhisperForConditionalGeneration` without PEFT's wrapper, adapters included."""
        return getattr(self.whisper, "base_model", self.whisper).model if self.adapted else self.whisper

    @property
    def adapted(self) -> bool:
        """Whether an adapter is trained."""
        return hasattr(self.whisper, "peft_config")

    def encode(self, features: Tensor) -> Tensor:
        """(batch, bands, frames) → (batch, frames / 2, width)."""
        return encoder_states(self.model, features)

    def forward(self, sound: Tensor, tokens: Tensor, labelled: Tensor) -> DecoderOutputs:
        """Decode with teacher forcing.

        Arguments:
            sound: features (batch, bands, frames), or encoder states (batch, positions, width).
            tokens: (batch, tokens), the prompt first.
            labelled: (batch, tokens), true where the next token is scored.
        """
        model = self.model
        states = self.encode(sound) if sound.shape[1] == model.config.num_mel_bins else sound
        decoded = model.model.decoder(input_ids=tokens, encoder_hidden_states=states, use_cache=False)
        hidden = decoded.last_hidden_state[labelled]
        return DecoderOutputs(hidden, model.proj_out(hidden).float())


def load(folder: Path, mode: Mode, lora: LoraConfig, start: Path | None = None) -> RecognizerNetwork:
    """The base with the weights of `mode` trainable and all others frozen.

    Arguments:
        start: an adapter to train further, in its own form; `lora` is not used then.

    Raises:
        CheckpointError: the adapter is missing, damaged, or made for another base.
    """
    import peft
    import transformers

    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    whisper = transformers.WhisperForConditionalGeneration.from_pretrained(
        str(folder), dtype=torch.float32, local_files_only=True, use_safetensors=True
    )
    whisper.config.use_cache = False
    if start is not None:
        adapted = load_adapter(whisper, start, trainable=True)
        if mode == "frozen_encoder":
            adapted.base_model.model.model.encoder.requires_grad_(False)
        return RecognizerNetwork(adapted)
    if mode == "full":
        # fixed sinusoids
        whisper.model.encoder.embed_positions.requires_grad_(False)
        return RecognizerNetwork(whisper)
    settings = peft.LoraConfig(
        r=lora.rank, lora_alpha=lora.alpha, lora_dropout=lora.dropout,
        target_modules=_DECODER if mode == "frozen_encoder" else _EVERYWHERE,
    )  # fmt: skip
    return RecognizerNetwork(peft.get_peft_model(whisper, settings))
