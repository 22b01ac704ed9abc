"""Letter n-gram model beside a CTC checkpoint. Knows no sound; `training` counts.

Interpolated Kneser-Ney (Chen and Goodman, "An empirical study of smoothing techniques", 1999): the longest
context holds counts, a shorter one the number of different letters that a letter follows.
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
"""Taken from each count for unseen letters."""

Counts = Mapping[str, Mapping[str, float]]
"""Context → letter → count, for contexts of every length with the empty one."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    order: int = Field(ge=1)
    counts: dict[str, dict[str, float]]
    weight: float
    bonus: float
    beam_size: int = Field(ge=1)


@dataclass(frozen=True)
class NGram:
    """A language model over letters and the spaces between words."""

    order: int
    """Letters in an n-gram, the predicted one included."""
    counts: Counts
    weight: float = 1.0
    """Weight of its log-probability beside the network's."""
    bonus: float = 0.0
    """Added for each letter, since each lowers the sum."""
    beam_size: int = 8
    """Smallest beam in which the model changes the result."""

    @cached_property
    def _letters(self) -> int:
        return len(self.counts[""]) + 1

    def probability(self, context: str, letter: str) -> float:
        """Probability of `letter` after the last `order` - 1 letters of `context`, 0 to 1."""
        probability = 1.0 / self._letters
        # from the shortest context to the longest: the discount of each goes to the shorter one
        for length in range(min(self.order - 1, len(context)) + 1):
            after = self.counts.get(context[len(context) - length :])
            if after is None:
                break
            total = sum(after.values())
            kept = max(0.0, after.get(letter, 0.0) - DISCOUNT)
            probability = (kept + DISCOUNT * len(after) * probability) / total
        return probability

    def score(self, context: str, letter: str) -> float:
        """The share of `letter` in a beam search: its weighed log-probability and, but for the end, the
        bonus.

        Arguments:
            context: begins with `START` where it reaches back to the beginning.
        """
        weighed = self.weight * math.log(self.probability(context, letter))
        return weighed if letter == END else weighed + self.bonus


def read(folder: Path) -> NGram | None:
    """The language model of a checkpoint; None where it has none.

    Raises:
        CheckpointError: the file is no language model.
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
