"""Templates of sentences: `{name}` is a value, brackets hold what is said only with all their values."""

from __future__ import annotations

import re
from collections.abc import Mapping

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"\{(\w+)\}")


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its values; a name without one leaves nothing behind."""

    def optional(match: re.Match[str]) -> str:
        return match[1] if set(_NAME.findall(match[1])) <= values.keys() else ""

    whole = _OPTIONAL.sub(optional, template)
    filled = " ".join(_NAME.sub(lambda match: values.get(match[1], ""), whole).split())
    return re.sub(r"\s+(?=[.,;:!?])", "", filled).lstrip(".,;: ")


def used(template: str, values: Mapping[str, str]) -> list[str]:
    """The names whose values the filled template holds, in order."""
    kept = _OPTIONAL.sub(
        lambda match: match[1] if set(_NAME.findall(match[1])) <= values.keys() else "", template
    )
    return [name for name in _NAME.findall(kept) if name in values]


def needed(template: str) -> set[str]:
    """The names outside brackets."""
    return set(_NAME.findall(_OPTIONAL.sub("", template)))
