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
    """Number of labels of each head; 0 for an absent head."""

    intents: int
    tags: int
    """BIO tags, O included."""
    sentiments: int
    out_of_scope: bool
    auxiliary: int = 0
    """Intents of the auxiliary head, which exists only in training."""


@dataclass(frozen=True, slots=True)
class Logits:
    """The heads' logits for a batch; None for an absent head."""

    intents: Tensor | None
    """(batch, intents)"""
    out_of_scope: Tensor | None
    """(batch,), above zero for out of scope."""
    tags: Tensor | None
    """(batch, words, tags)"""
    transitions: Tensor | None
    """(tags, tags), common to all sentences: score of each tag pair, the first before the second."""
    sentiments: Tensor | None
    """(batch, sentiments)"""
    auxiliary: Tensor | None = None
    """(batch, auxiliary intents)"""


class JointBert(nn.Module):
    """An encoder and its heads.

    Arguments:
        encoder: a BERT-like transformers model without its pooler.
        sizes: the heads' numbers of labels.
        dropout: of the pooled and the words' states, in training.
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
        """Logits of a batch.

        Arguments:
            input_ids: (batch, tokens).
            attention_mask: (batch, tokens), 0 for padding.
            word_starts: (batch, words), the index of each word's first token; below zero for padding.
        """
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        # the heads are small and their sums long: mixed precision would save little and lose accuracy
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
    """The encoder of a Hugging Face folder in float32, without its pooler."""
    from transformers import AutoConfig, AutoModel
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    config: Any = AutoConfig.from_pretrained(folder)
    extra = {"add_pooling_layer": False} if config.model_type == "bert" else {}
    encoder: nn.Module = AutoModel.from_pretrained(folder, config=config, dtype=torch.float32, **extra)
    return encoder
