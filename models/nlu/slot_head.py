"""The words' states → scores of their BIO tags: a linear layer, or an LSTM that also reads the neighbours.

Knows tensors only. Which tag may follow which is learnt too (a linear-chain CRF, Lafferty et al. 2001); the
best sequence is found in `models.nlu.decoding`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class SlotHead(nn.Module):
    """Tags for every word of a sentence.

    Arguments:
        width: of the words' states.
        tags: how many BIO tags, O included.
        recurrent: width of the LSTM in each direction; 0 looks at each word's own state alone.
        dropout: in training, before every layer.
    """

    def __init__(self, width: int, tags: int, recurrent: int = 0, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.word = nn.Linear(width, width)
        # what the whole sentence is about decides: "seven" is a time to an alarm, an amount to a sum
        self.sentence = nn.Linear(width, width, bias=False)
        self.lstm = nn.LSTM(width, recurrent, batch_first=True, bidirectional=True) if recurrent else None
        self.context = nn.Linear(2 * recurrent, width, bias=False) if recurrent else None
        self.tag = nn.Linear(width, tags)
        self.transitions = nn.Parameter(torch.zeros(tags, tags))
        """(tags, tags): what it adds when the second follows the first."""

    def forward(self, words: Tensor, sentence: Tensor, lengths: Tensor) -> Tensor:
        """(batch, words, width), (batch, width) and words a sentence (batch,) → (batch, words, tags)."""
        words = self.dropout(words)
        mixed = self.word(words) + self.sentence(sentence).unsqueeze(1)
        if self.lstm is not None and self.context is not None:
            packed = pack_padded_sequence(
                words, lengths.clamp(min=1).cpu(), batch_first=True, enforce_sorted=False
            )
            read, _ = pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=words.shape[1])
            mixed = mixed + self.context(self.dropout(read))
        tags: Tensor = self.tag(self.dropout(torch.relu(mixed)))
        return tags
