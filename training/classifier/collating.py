"""Encoded sentences → the tensors of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from training.classifier.encoding import IGNORED, EncodedSentence

NO_WORD = -1
"""Padding of the words' first tokens."""
INPUTS = ("input_ids", "attention_mask", "word_starts", "token_types", "commands")
"""The network's arguments, in their order."""


def collate(items: Sequence[EncodedSentence]) -> dict[str, Tensor]:
    """The tensors of a batch.

    input_ids, attention_mask, token_types (batch, tokens); word_starts, tags, boundaries, modifiers (batch,
    words); sentiment, danger, auxiliary, distilled (batch,); commands (commands, 3): row, first token, token
    after the last; intent, out_of_scope, act, relation (commands,). Also soft_intent (commands, labels) and
    soft_sentiment (batch, labels), if any sentence has soft labels.
    """
    # a sentence without words still takes one column
    starts = [i.tokens.word_starts or [NO_WORD] for i in items]
    commands = [(row, command) for row, item in enumerate(items) for command in item.commands]

    def tags(rows: Iterable[tuple[int, ...] | None]) -> Tensor:
        known = [row or [IGNORED] * len(s) for row, s in zip(rows, starts, strict=True)]
        return _padded(known, IGNORED)

    batch = {
        "input_ids": _padded([i.tokens.ids for i in items], 0),
        "attention_mask": _padded([[1] * len(i.tokens.ids) for i in items], 0),
        "token_types": _padded([i.tokens.types or [0] * len(i.tokens.ids) for i in items], 0),
        "word_starts": _padded(starts, NO_WORD),
        "tags": tags(i.tags for i in items),
        "boundaries": tags(i.boundaries for i in items),
        "modifiers": tags(i.modifiers for i in items),
        "sentiment": torch.tensor([i.sentiment for i in items]),
        "danger": torch.tensor([i.danger for i in items]),
        "auxiliary": torch.tensor([i.auxiliary for i in items]),
        "distilled": torch.tensor([i.distilled for i in items]),
        "commands": torch.tensor([(row, c.first, c.last) for row, c in commands]),
        "intent": torch.tensor([c.intent for _, c in commands]),
        "out_of_scope": torch.tensor([c.out_of_scope for _, c in commands]),
        "act": torch.tensor([c.act for _, c in commands]),
        "relation": torch.tensor([c.relation for _, c in commands]),
    }
    soft = {
        "soft_intent": [
            item.soft.intents if number == 0 and command.intent != IGNORED else None
            for item in items
            for number, command in enumerate(item.commands)
        ],
        "soft_sentiment": [i.soft.sentiments if i.sentiment != IGNORED else None for i in items],
    }
    return batch | {name: _rows(rows) for name, rows in soft.items() if any(r is not None for r in rows)}


def _padded(rows: Iterable[Sequence[int]], value: int) -> Tensor:
    return pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=value)


def _rows(rows: Sequence[NDArray[np.float32] | None]) -> Tensor:
    """(rows, labels); NaN for a missing row."""
    width = max(len(row) for row in rows if row is not None)
    return torch.tensor(
        np.stack([np.full(width, np.nan, np.float32) if row is None else row for row in rows])
    )
