"""One model card for every model, in the Hugging Face form: `card.md.jinja` with each model's own parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training.corpora.catalogue import CORPORA
from training.report.figures import Figure

Tables = Iterable[tuple[str, Sequence[Figure]]]


@dataclass(frozen=True, slots=True)
class Card:
    """The parts of a card that differ by model; Markdown unless they say otherwise."""

    title: str
    about: str
    data: str
    figures: str
    """What was scored, on what, and what the base is."""
    tables: str
    """Of `markdown`."""
    command: str
    head: Mapping[str, Any] | None = None
    """Hugging Face's metadata; None for a model that is not handed on."""
    limits: str = ""
    notes: str = ""
    """Below the figures."""
    sections: tuple[tuple[str, str], ...] = ()
    """Further sections below the figures: heading and text."""


def render(card: Card) -> str:
    """The card's text."""
    from huggingface_hub import ModelCardData
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("training.report", ""), undefined=StrictUndefined, trim_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    head = ModelCardData(license="apache-2.0", **card.head).to_yaml() if card.head else ""
    return environment.get_template("card.md.jinja").render(card=card, head=head)


def markdown(tables: Tables) -> str:
    """The figures of several test sets as one table.

    Arguments:
        tables: name of the test data, and its figures.
    """
    lines = ["| test data | figure | base | this | n |", "|---|---|---|---|---|"]
    for name, figures in tables:
        for f in figures:
            n = "–" if f.tuned.n is None else f"{f.tuned.n:,}"
            lines.append(f"| {name} | {f.title} | {f.base or '–'} | {f.tuned} | {n} |")
    return "\n".join(lines)


def about(name: str) -> tuple[str, str]:
    """A corpus's first sentence and the line of its licence, both empty for a name that is no corpus."""
    if name not in CORPORA:
        return "", ""
    first, *rest = CORPORA[name][1].strip().splitlines()
    return first, next((line for line in rest if line.startswith("Licence:")), "")


def licences(names: Iterable[str]) -> str:
    """A list of manifests with their descriptions."""
    lines = []
    for name in names:
        described = " ".join(part for part in about(name) if part)
        lines.append(f"- `{name}`: {described or 'made for this run from the others.'}")
    return "\n".join(lines)


def data(
    sizes: Mapping[str, int], noun: str, own: str = "from a manifest.", owns: Mapping[str, str] | None = None
) -> str:
    """A list of manifests with the number of examples learned from.

    Arguments:
        noun: the name of an example, in the plural.
        own: the description of a manifest that is no corpus.
        owns: the descriptions of some manifests by name, also of one that is called like a corpus.
    """
    lines = []
    for name, n in sizes.items():
        described = (owns or {}).get(name) or " ".join(part for part in about(name) if part)
        lines.append(f"- `{name}`, {n:,} {noun}: {described or own}")
    return "\n".join(lines)
