"""Which sentences of a source an epoch takes: frequent kinds of commands less often than their number."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence

from models.manifest import Example, modifiers_to_json
from training.data.commands import commands_of

Kind = tuple[object, ...]
DANGER = 4.0
"""Weight of a person in danger: its few kinds hold many shapes, and a miss costs most."""


def kind_of(example: Example) -> Kind:
    """Number of commands, their acts, relations and intents, the modifiers that there are, and danger."""
    commands = commands_of(example)
    modifiers = {name for c in commands if c.modifiers for name in modifiers_to_json(c.modifiers)}
    return (
        len(commands), frozenset(c.dialogue_act for c in commands),
        frozenset(c.relation for c in commands), frozenset(c.intent for c in commands),
        frozenset(modifiers), bool(example.danger),
    )  # fmt: skip


def weights(examples: Sequence[Example]) -> list[float]:
    """The weight of each example in a draw: a kind's share grows with the root of its number.

    Danger counts `DANGER` times.
    """
    kinds = [kind_of(example) for example in examples]
    times = Counter(kinds)
    return [
        (DANGER if example.danger else 1.0) / math.sqrt(times[kind])
        for example, kind in zip(examples, kinds, strict=True)
    ]


def sample(weights_: Sequence[float], n: int, draw: random.Random) -> list[int]:
    """The numbers of `n` items in their order, without repetition, the heavier ones more often.

    The items of the highest keys u^(1/weight) (Efraimidis and Spirakis 2006).
    """
    keys = [math.log(1.0 - draw.random()) / weight for weight in weights_]
    return sorted(sorted(range(len(keys)), key=lambda i: -keys[i])[:n])
