"""Token states → whether an utterance is spoken to an assistant. Knows tensors only.

Attention pooling with a few learned queries (Lin et al. 2017, "A structured self-attentive sentence
embedding"): who is spoken to shows in single words, which the mean of all hides.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.nlu.fitting import HIDDEN, QUERIES

_MASKED = -1e4


class AddressedHead(nn.Module):
    """The logit of "addressed" for each utterance.

    Arguments:
        width: size of a token's state.
        dropout: before every layer, in training.
    """

    def __init__(self, width: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.query = nn.Linear(width, QUERIES)
        self.hidden = nn.Linear(width * (QUERIES + 1), HIDDEN)
        self.output = nn.Linear(HIDDEN, 1)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """(batch,) logits, above zero for an utterance to the assistant.

        Arguments:
            states: (batch, tokens, width).
            mask: (batch, tokens), 1 for the utterance's tokens.
        """
        real = mask.unsqueeze(-1).to(states.dtype)
        attention = self.query(states).masked_fill(real == 0, _MASKED).softmax(1)
        pools = torch.einsum("btq,btw->bqw", attention, states).flatten(1)
        mean = (states * real).sum(1) / real.sum(1)
        hidden = torch.relu(self.hidden(self.dropout(torch.cat([pools, mean], 1))))
        logits: Tensor = self.output(self.dropout(hidden)).squeeze(-1)
        return logits
