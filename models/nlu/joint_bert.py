"""One BERT forward pass with a head for each kind of label.

Of each command: intent, out of scope, dialogue act, relation. Of each word: slots, modifiers, the commands'
boundaries. Of the whole utterance: sentiment, danger, and whether it is addressed to the assistant.

Knows tensors only: no text, no label names, no file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.nlu.addressed_head import AddressedHead
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
    acts: int = 0
    relations: int = 0
    danger: bool = False
    boundaries: int = 0
    """BIO tags of commands, O included."""
    modifiers: int = 0
    """BIO tags of modifiers, O included."""
    addressed: bool = False


@dataclass(frozen=True, slots=True)
class Logits:
    """The heads' logits for a batch and all its commands; None for an absent head."""

    intents: Tensor | None
    """(commands, intents)"""
    out_of_scope: Tensor | None
    """(commands,), above zero for out of scope."""
    tags: Tensor | None
    """(batch, words, tags)"""
    transitions: Tensor | None
    """(tags, tags), common to all sentences: score of each tag pair, the first before the second."""
    sentiments: Tensor | None
    """(batch, sentiments)"""
    auxiliary: Tensor | None = None
    """(batch, auxiliary intents)"""
    acts: Tensor | None = None
    """(commands, acts)"""
    relations: Tensor | None = None
    """(commands, relations)"""
    danger: Tensor | None = None
    """(batch,), above zero for a person in danger."""
    boundaries: Tensor | None = None
    """(batch, words, boundary tags)"""
    boundary_transitions: Tensor | None = None
    """(boundary tags, boundary tags)"""
    modifiers: Tensor | None = None
    """(batch, words, modifier tags)"""
    modifier_transitions: Tensor | None = None
    """(modifier tags, modifier tags)"""


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
        self.act = nn.Linear(width, sizes.acts) if sizes.acts else None
        self.relation = nn.Linear(width, sizes.relations) if sizes.relations else None
        self.danger = nn.Linear(width, 1) if sizes.danger else None
        self.boundaries = SlotHead(width, sizes.boundaries, dropout) if sizes.boundaries else None
        self.modifiers = SlotHead(width, sizes.modifiers, dropout) if sizes.modifiers else None
        self.addressed = AddressedHead(width, dropout) if sizes.addressed else None
        """Fitted by itself on the trained states, so `forward` leaves it out."""

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, word_starts: Tensor,
        token_types: Tensor | None = None, commands: Tensor | None = None,
    ) -> Logits:  # fmt: skip
        """Logits of a batch.

        Arguments:
            input_ids: (batch, tokens).
            attention_mask: (batch, tokens), 0 for padding.
            word_starts: (batch, words), the index of each word's first token; below zero for padding.
            token_types: (batch, tokens), 0 for the utterance, 1 for the context behind it; None where no
                sentence has a context.
            commands: (commands, 3), of each command in the batch its row, its first token and the token after
                its last; None where each sentence is one command.
        """
        states = self.states(input_ids, attention_mask, token_types)
        own = attention_mask if token_types is None else attention_mask * (token_types == 0)
        # the heads are small and their sums long: mixed precision would save little and lose accuracy
        with torch.autocast(states.device.type, enabled=False):
            return self.heads(states.to(self._kind), own, word_starts, commands)

    def states(self, input_ids: Tensor, attention_mask: Tensor, token_types: Tensor | None = None) -> Tensor:
        """(batch, tokens, width), the encoder's last hidden states; arguments as of `forward`."""
        with_types = token_types is not None and getattr(self.encoder.config, "type_vocab_size", 0) > 1
        types = {"token_type_ids": token_types} if with_types else {}
        states: Tensor = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, **types
        ).last_hidden_state
        return states

    def heads(
        self, states: Tensor, own: Tensor, word_starts: Tensor, commands: Tensor | None = None
    ) -> Logits:
        """Logits from the states.

        Arguments:
            own: (batch, tokens), 1 for the utterance's tokens.
            word_starts, commands: as of `forward`.
        """
        pooled = pools = self.dropout(pool(states, own))  # (batch, width)
        mixed: tuple[Tensor, ...] = (pooled,)
        if commands is not None:
            rows = commands[:, 0]
            pools = self.dropout(pool(states[rows], own[rows] * _within(commands, own)))
            mixed = (torch.cat([pooled, pools]), _owners(commands, word_starts))
        index = word_starts.clamp(min=0).unsqueeze(-1).expand(-1, -1, states.shape[-1])
        words = states.gather(1, index)
        slots, modifiers, boundaries = self.slots, self.modifiers, self.boundaries
        return Logits(
            intents=_linear(self.intent, pools),
            out_of_scope=_single(self.out_of_scope, pools),
            tags=None if slots is None else slots(words, *mixed),
            transitions=None if slots is None else slots.transitions,
            sentiments=_linear(self.sentiment, pooled),
            auxiliary=_linear(self.auxiliary, pooled),
            acts=_linear(self.act, pools),
            relations=_linear(self.relation, pools),
            danger=_single(self.danger, pooled),
            boundaries=None if boundaries is None else boundaries(words, pooled),
            boundary_transitions=None if boundaries is None else boundaries.transitions,
            modifiers=None if modifiers is None else modifiers(words, *mixed),
            modifier_transitions=None if modifiers is None else modifiers.transitions,
        )

    @property
    def _kind(self) -> torch.dtype:
        return next(self.encoder.parameters()).dtype


def pool(states: Tensor, mask: Tensor) -> Tensor:
    """(n, tokens, width) and (n, tokens) → (n, width), the mean of the masked tokens' states."""
    weights = mask.unsqueeze(-1).to(states.dtype)
    return (states * weights).sum(1) / weights.sum(1)


def _within(commands: Tensor, own: Tensor) -> Tensor:
    """(commands, tokens), true for each command's tokens, and its sentence's first and last."""
    places = torch.arange(own.shape[1], device=own.device)
    last = own[commands[:, 0]].sum(1, keepdim=True) - 1
    inside = (places >= commands[:, 1:2]) & (places < commands[:, 2:3])
    return inside | (places == 0) | (places == last)


def _owners(commands: Tensor, word_starts: Tensor) -> Tensor:
    """(batch, words), each word's row among the sentences' pools followed by the commands'."""
    batch = len(word_starts)
    owners = torch.arange(batch, device=word_starts.device)[:, None].repeat(1, word_starts.shape[1])
    starts = word_starts[commands[:, 0]]
    command, word = ((starts >= commands[:, 1:2]) & (starts < commands[:, 2:3])).nonzero(as_tuple=True)
    owners[commands[command, 0], word] = batch + command
    return owners


def _linear(head: nn.Linear | None, inputs: Tensor) -> Tensor | None:
    return None if head is None else head(inputs)


def _single(head: nn.Linear | None, inputs: Tensor) -> Tensor | None:
    return None if head is None else head(inputs).squeeze(-1)


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
