"""One public corpus per file: original format → manifest. Each docstring says where it is and its licence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from models.manifest import Example
from training.corpora import clinc150, goemotions, hwu64

CORPORA: dict[str, tuple[Callable[[Path], Iterator[Example]], str]] = {
    "clinc150": (clinc150.convert, clinc150.__doc__ or ""),
    "clinc150-domain": (clinc150.convert_domain, clinc150.__doc__ or ""),
    "goemotions": (goemotions.convert, goemotions.__doc__ or ""),
    "hwu64": (hwu64.convert, hwu64.__doc__ or ""),
}
"""Name → converter, and what its docstring says."""
