"""The learning rate by step, and the parameters that decay. Knows neither loop nor data."""

from __future__ import annotations

import math
from typing import Any

from torch import Tensor


def share_of_peak(step: int, steps: int, warmup: float) -> float:
    """The learning rate of a step as a share of its peak: linear warm-up, then half a cosine down to 0.

    transformers' `get_cosine_schedule_with_warmup` gives the first step a rate of 0; this one makes every
    step count.

    Arguments:
        step: optimizer steps done before.
        steps: of the whole run.
        warmup: share of the steps over which the rate rises.
    """
    rising = max(1, int(steps * warmup))
    if step < rising:
        return (step + 1) / rising
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (step - rising) / max(1, steps - rising))))


def split_decay(groups: list[dict[str, Any]], weight_decay: float) -> list[dict[str, Any]]:
    """Split parameter groups into matrices, which decay, and biases, norms and other vectors, which do not.

    A group with a `weight_decay` of its own stays as it is. The order of the groups is kept.
    """
    split: list[dict[str, Any]] = []
    for group in groups:
        if "weight_decay" in group:
            split.append(group)
            continue
        given = group["params"]
        parameters = [given] if isinstance(given, Tensor) else list(given)
        for members, decay in (
            ([p for p in parameters if p.ndim > 1], weight_decay),
            ([p for p in parameters if p.ndim <= 1], 0.0),
        ):
            if members:
                split.append({**group, "params": members, "weight_decay": decay})
    return split
