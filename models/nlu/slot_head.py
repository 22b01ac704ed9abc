"""The words' states → scores of their BIO tags. Knows tensors only.

The transitions between tags are learned too (a linear-chain CRF, Lafferty et al. 2001); `models.nlu.decoding`
finds the best sequence.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class SlotHead(nn.Module):
    """Tags for every word of a sentence.

    Arguments:
        width: of the words' states.
        tags: how many BIO tags, O included.
        dropout: in training, before every layer.
    """

    def __init__(self, width: int, tags: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.word = nn.Linear(width, width)
        # what the whole sentence is about decides: "seven" is a time to an alarm, an amount to a sum
        self.sentence = nn.Linear(width, width, bias=False)
        self.tag = nn.Linear(width, tags)
        self.transitions = nn.Parameter(torch.zeros(tags, tags))
        """(tags, tags): what it adds when the second follows the first."""

    def forward(self, words: Tensor, sentence: Tensor) -> Tensor:
        """(batch, words, width) and (batch, width) → (batch, words, tags)."""
        words = self.dropout(words)
        mixed = self.word(words) + self.sentence(sentence).unsqueeze(1)
        tags: Tensor = self.tag(self.dropout(torch.relu(mixed)))
        return tags
