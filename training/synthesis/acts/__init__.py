"""Labelled sentences turned into other dialogue acts, several commands and conversations. Knows no file
and no
network.
"""

from training.synthesis.acts.making import SHARES, by_kind, variants

__all__ = ["SHARES", "by_kind", "variants"]
