"""What the cards of all models say alike: where data is from, under which licence. Knows no model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from training.corpora.catalogue import CORPORA


def about(name: str) -> tuple[str, str]:
    """A corpus's first sentence and the line of its licence, both empty for what is no corpus."""
    if name not in CORPORA:
        return "", ""
    first, *rest = CORPORA[name][1].strip().splitlines()
    return first, next((line for line in rest if line.startswith("Licence:")), "")


def licences(names: Iterable[str]) -> str:
    """A list of manifests with what they are."""
    lines = []
    for name in names:
        told = " ".join(part for part in about(name) if part)
        lines.append(f"- `{name}`: {told or 'made for this run from the others.'}")
    return "\n".join(lines)


def data(sizes: Mapping[str, int], noun: str = "training examples", own: str = "from a manifest.") -> str:
    """A list of manifests with how much of each was learned from.

    Arguments:
        noun: what is counted.
        own: what a manifest is that is no corpus.
    """
    lines = []
    for name, n in sizes.items():
        told = " ".join(part for part in about(name) if part)
        lines.append(f"- `{name}`, {n:,} {noun}: {told or own}")
    return "\n".join(lines)
