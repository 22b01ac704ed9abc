"""Explanations as one HTML file that needs nothing else, for a browser or as a part of another page."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.explaining import wording
from assistant.explaining.explanation import Explanation


def html(explanations: Sequence[Explanation]) -> str:
    """The page as text; it fetches nothing and runs nothing."""
    return _render("page.html.jinja", explanations)


def fragment(explanations: Sequence[Explanation]) -> str:
    """The explanations alone, without a head and a style."""
    return _render("fragment.html.jinja", explanations)


def _render(template: str, explanations: Sequence[Explanation]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("assistant.explaining", ""), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["words"] = wording
    return environment.get_template(template).render(explanations=explanations)
