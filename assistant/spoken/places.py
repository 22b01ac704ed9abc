"""Places in spoken text; see `models.text.places`."""

from __future__ import annotations

from assistant.spoken.numbers import digits
from models.text import places
from models.text.gazetteer import unaccented
from models.text.places import Place, find, warm

__all__ = ["Place", "find", "mentioned", "warm"]


def mentioned(text: str) -> list[tuple[int, int, Place]]:
    """Every place in `digits(text)`: start, end, place."""
    return places.mentioned(digits(unaccented(text)))
