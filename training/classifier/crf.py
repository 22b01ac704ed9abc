"""How unlikely a sentence's tags are under a linear-chain CRF (Lafferty et al. 2001). Knows tensors only."""

from __future__ import annotations

import torch
from torch import Tensor

_LEAST = 1e-30


def surprise(scores: Tensor, tags: Tensor, transitions: Tensor, ignored: int) -> Tensor:
    """(batch,) minus the log probability of each sentence's tags, by word; 0 where none is known.

    Arguments:
        scores: (batch, words, tags) of each word alone.
        tags: (batch, words) the true ones; `ignored` from where a sentence has no more.
        transitions: (tags, tags), what it adds when the second follows the first.
    """
    with torch.autocast(scores.device.type, enabled=False):
        scores, transitions = scores.float(), transitions.float()
        known = tags != ignored
        true = tags.clamp(min=0)
        by_word = scores.gather(2, true.unsqueeze(-1)).squeeze(-1)
        by_pair = transitions[true[:, :-1], true[:, 1:]]
        path = (by_word * known).sum(1) + (by_pair * known[:, 1:]).sum(1)
        every = _all_paths(scores, known, transitions)
    n = known.sum(1)
    return (every - path) * (n > 0) / n.clamp(min=1)


def _all_paths(scores: Tensor, known: Tensor, transitions: Tensor) -> Tensor:
    """(batch,) the log of the summed weights of every sequence of tags."""
    weights = transitions.exp()
    total = scores[:, 0]
    for i in range(1, scores.shape[1]):
        # a product of matrices instead of a log-sum-exp over (batch, tags, tags)
        highest = total.amax(1, keepdim=True).detach()
        after = ((total - highest).exp() @ weights).clamp(min=_LEAST).log() + highest + scores[:, i]
        total = torch.where(known[:, i : i + 1], after, total)
    return total.logsumexp(1)
