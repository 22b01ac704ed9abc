"""Word states → scores of BIO tags, of slots, modifiers or commands. Knows tensors only.

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

    def forward(self, words: Tensor, sentence: Tensor, owners: Tensor | None = None) -> Tensor:
        """Tags' scores, (batch, words, tags).

        Arguments:
            words: (batch, words, width).
            sentence: (batch, width), or (pools, width) with `owners`.
            owners: (batch, words), the row of `sentence` that each word is mixed with.
        """
        words = self.dropout(words)
        pools = self.sentence(sentence)
        mixed = self.word(words) + (pools.unsqueeze(1) if owners is None else pools[owners])
        tags: Tensor = self.tag(self.dropout(torch.relu(mixed)))
        return tags
