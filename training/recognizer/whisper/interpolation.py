"""Interpolation between an adapter and the one that began as it, exact in LoRA's form.

Fine-tuning on new conditions costs some of what was known; a point between both sets of weights often loses
less and gains as much (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022).
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from models.errors import CheckpointError


def between(start: Mapping[str, Tensor], learned: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """The factors of (1 - share) of one change and share of the other; the rank is the sum of both.

    Arguments:
        start, learned: LoRA factors A (rank, in) and B (out, rank) by name.
        share: of `learned`, 0 to 1.

    Raises:
        CheckpointError: the adapters change different matrices, or more than matrices.
    """
    if start.keys() != learned.keys() or not all(".lora_A." in n or ".lora_B." in n for n in start):
        raise CheckpointError("the adapters do not change the same matrices", do="train one from the other")
    return {
        name: torch.cat([before, after])
        if ".lora_A." in name
        else torch.cat([(1 - share) * before, share * after], dim=1)
        for name, before in start.items()
        for after in [learned[name].to(before)]
    }
