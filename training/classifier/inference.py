"""A network's passes over sentences, in batches of like length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from models.nlu.joint_bert import JointBert
from training.classifier.collating import collate
from training.classifier.encoding import EncodedSentence

BATCH = 64


def by_length(
    items: Sequence[EncodedSentence], batch_size: int = BATCH
) -> Iterator[tuple[list[int], dict[str, Tensor]]]:
    """The batches of all items, each with its items' places in `items`."""
    order = sorted(range(len(items)), key=lambda i: len(items[i].tokens.ids))
    for first in range(0, len(order), batch_size):
        chosen = order[first : first + batch_size]
        yield chosen, collate([items[i] for i in chosen])


def states(model: JointBert, items: Sequence[EncodedSentence]) -> Iterator[tuple[list[int], Tensor, Tensor]]:
    """The encoder's states, in batches.

    Returns:
        Places in `items`; states (batch, tokens, width); mask (batch, tokens), 1 for the utterance's tokens,
        the context's left out.
    """
    device = next(model.parameters()).device
    model.eval()
    for places, batch in by_length(items):
        ids, mask, types = (batch[name].to(device) for name in ("input_ids", "attention_mask", "token_types"))
        with torch.no_grad():
            found = model.states(ids, mask, types)
        yield places, found, mask * (types == 0)
