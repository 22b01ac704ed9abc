"""A letter n-gram model beside a CTC checkpoint: how likely a letter is after others. Knows no sound.

Interpolated Kneser-Ney (Chen and Goodman, "An empirical study of smoothing techniques", 1999): the longest
context has counts, every shorter one says after how many different letters a letter came. `training` counts.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import CheckpointError
from models.files import write_text

FILE = "language_model.json"
START, END = "\x02", "\x03"
"""Before the first letter and after the last."""
DISCOUNT = 0.75
"""Taken from every count, for what was never seen."""

Counts = Mapping[str, Mapping[str, float]]
"""Context → letter → count; the contexts of every length, the empty one too."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    order: int = Field(ge=1)
    counts: dict[str, dict[str, float]]
    weight: float
    bonus: float
    beam_size: int = Field(ge=1)


@dataclass(frozen=True)
class NGram:
    """A language model over letters, spaces between words among them."""

    order: int
    """Letters that it looks at, the next one included."""
    counts: Counts
    weight: float = 1.0
    """Of its log-probability beside the network's."""
    bonus: float = 0.0
    """Added for each letter, since every one of them costs."""
    beam_size: int = 8
    """Prefixes that must be followed for it to be of use."""

    @cached_property
    def _letters(self) -> int:
        return len(self.counts[""]) + 1

    def probability(self, context: str, letter: str) -> float:
        """Of `letter` after `context`, 0 to 1; only the last `order` - 1 of the context matter."""
        probability = 1.0 / self._letters
        # from the shortest context to the longest: each gives what it discounts to the one before
        for length in range(min(self.order - 1, len(context)) + 1):
            after = self.counts.get(context[len(context) - length :])
            if after is None:
                break
            total = sum(after.values())
            kept = max(0.0, after.get(letter, 0.0) - DISCOUNT)
            probability = (kept + DISCOUNT * len(after) * probability) / total
        return probability

    def score(self, context: str, letter: str) -> float:
        """What a beam search adds for `letter`: weighed, with the bonus; none for the end. A context that
        reaches back to the beginning begins with `START`."""
        weighed = self.weight * math.log(self.probability(context, letter))
        return weighed if letter == END else weighed + self.bonus


def read(folder: Path) -> NGram | None:
    """The language model of a checkpoint; None where it has none.

    Raises:
        CheckpointError: the file is not one.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        fields = _File.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise CheckpointError("is no language model", where=str(path)) from error
    return NGram(**dict(fields))


def write(folder: Path, model: NGram) -> None:
    """Write it into a checkpoint's folder."""
    fields = {name: getattr(model, name) for name in _File.model_fields}
    write_text(folder / FILE, json.dumps(fields, ensure_ascii=True) + "\n")
