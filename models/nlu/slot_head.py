"""Word states → scores of BIO tags. Knows tensors only.

A linear-chain CRF (Lafferty et al. 2001) with learned transitions; `models.nlu.decoding` finds the best
sequence.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class SlotHead(nn.Module):
    """Tags for every word of a sentence.

    Arguments:
        width: size of a word's state.
        tags: number of BIO tags, O included.
        dropout: before every layer, in training.
    """

    def __init__(self, width: int, tags: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.word = nn.Linear(width, width)
        # the sentence decides: "seven" is a time for an alarm, an amount in a sum
        self.sentence = nn.Linear(width, width, bias=False)
        self.tag = nn.Linear(width, tags)
        self.transitions = nn.Parameter(torch.zeros(tags, tags))
        """(tags, tags): score of each tag pair, the first before the second."""

    def forward(self, words: Tensor, sentence: Tensor) -> Tensor:
        """(batch, words, width) and (batch, width) → (batch, words, tags)."""
        words = self.dropout(words)
        mixed = self.word(words) + self.sentence(sentence).unsqueeze(1)
        tags: Tensor = self.tag(self.dropout(torch.relu(mixed)))
        return tags
