"""One BERT forward pass with a head for each kind of label: intent, out of scope, slots, sentiment.

Knows tensors only: no text, no label names, no file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.nlu.slot_head import SlotHead


@dataclass(frozen=True, slots=True)
class HeadSizes:
    """How many labels each head has; 0 where the head is absent."""

    intents: int
    tags: int
    """BIO tags, O included."""
    sentiments: int
    out_of_scope: bool
    auxiliary: int = 0
    """Intents of the auxiliary head, which exists in training alone: no checkpoint has it."""


@dataclass(frozen=True, slots=True)
class Logits:
    """What the heads say; None where a head is absent."""

    intents: Tensor | None
    """(batch, intents)"""
    out_of_scope: Tensor | None
    """(batch,) above zero: out of scope."""
    tags: Tensor | None
    """(batch, words, tags)"""
    transitions: Tensor | None
    """(tags, tags), the same for every sentence: what it adds when the second follows the first."""
    sentiments: Tensor | None
    """(batch, sentiments)"""
    auxiliary: Tensor | None = None
    """(batch, auxiliary intents)"""


class JointBert(nn.Module):
    """An encoder and its heads.

    Arguments:
        encoder: a BERT-like transformers model without its pooler.
        sizes: the heads that it has.
        dropout: on the pooled and on the words' states, in training.
    """

    def __init__(self, encoder: nn.Module, sizes: HeadSizes, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        width = int(encoder.config.hidden_size)  # type: ignore[union-attr,arg-type]
        self.dropout = nn.Dropout(dropout)
        self.intent = nn.Linear(width, sizes.intents) if sizes.intents else None
        self.out_of_scope = nn.Linear(width, 1) if sizes.out_of_scope else None
        self.sentiment = nn.Linear(width, sizes.sentiments) if sizes.sentiments else None
        self.auxiliary = nn.Linear(width, sizes.auxiliary) if sizes.auxiliary else None
        self.slots = SlotHead(width, sizes.tags, dropout) if sizes.tags else None

    def forward(self, input_ids: Tensor, attention_mask: Tensor, word_starts: Tensor) -> Logits:
        """(batch, tokens) twice, and (batch, words): the index of each word's first token, below zero where
        a sentence has no more words.
        """
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        # mixed precision is for the encoder's large matrices; the heads are small and their sums long
        with torch.autocast(states.device.type, enabled=False):
            return self._heads(states.to(self._kind), attention_mask, word_starts)

    def _heads(self, states: Tensor, attention_mask: Tensor, word_starts: Tensor) -> Logits:
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        pooled = self.dropout((states * mask).sum(1) / mask.sum(1))  # (batch, width)
        tags = transitions = None
        if self.slots is not None:
            index = word_starts.clamp(min=0).unsqueeze(-1).expand(-1, -1, states.shape[-1])
            tags = self.slots(states.gather(1, index), pooled)
            transitions = self.slots.transitions
        return Logits(
            intents=self.intent(pooled) if self.intent is not None else None,
            out_of_scope=self.out_of_scope(pooled).squeeze(-1) if self.out_of_scope is not None else None,
            tags=tags,
            transitions=transitions,
            sentiments=self.sentiment(pooled) if self.sentiment is not None else None,
            auxiliary=self.auxiliary(pooled) if self.auxiliary is not None else None,
        )

    @property
    def _kind(self) -> torch.dtype:
        return next(self.encoder.parameters()).dtype


def load_encoder(folder: Path) -> nn.Module:
    """The encoder of a Hugging Face folder, its pooler left out, in float32."""
    from transformers import AutoConfig, AutoModel
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    config: Any = AutoConfig.from_pretrained(folder)
    extra = {"add_pooling_layer": False} if config.model_type == "bert" else {}
    encoder: nn.Module = AutoModel.from_pretrained(folder, config=config, dtype=torch.float32, **extra)
    return encoder
