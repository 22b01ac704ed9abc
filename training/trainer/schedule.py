"""How fast which weights learn: the learning rate by step, and what decays. Knows neither loop nor data."""

from __future__ import annotations

import math
from typing import Any

from torch import Tensor


def share_of_peak(step: int, steps: int, warmup: float) -> float:
    """The learning rate after `step` of `steps` steps, as a share of its peak.

    Rises in a straight line over the first `warmup` of the steps, then falls along half a cosine to 0.
    """
    rising = max(1, int(steps * warmup))
    if step < rising:
        return (step + 1) / rising
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (step - rising) / max(1, steps - rising))))


def split_decay(groups: list[dict[str, Any]], weight_decay: float) -> list[dict[str, Any]]:
    """Parameter groups of which matrices decay, and biases, norms and other vectors do not.

    A group with a `weight_decay` of its own stays as it is. The order of groups is kept.
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
