"""Skill → its declared operations, from the signatures of its methods."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from assistant.skills.api import DECLARED, Operation, Parameter, Skill


def operations(skill: Skill) -> tuple[Operation, ...]:
    """The operations of a skill, in the order of their definition.

    Raises:
        TypeError: a parameter has no `Parameter` in its annotation, or is needed and has no question.
    """
    # plug-ins may build operations of their own, one for each intent of a domain, for example
    if made := getattr(skill, "operations", None):
        return tuple(made)
    methods = [
        getattr(skill, name)
        for base in reversed(type(skill).__mro__)
        for name, member in vars(base).items()
        if hasattr(member, DECLARED)
    ]
    return tuple(_operation(skill, method) for method in methods)


def intents(skill: Skill) -> frozenset[str]:
    """All intents that a skill carries out."""
    return frozenset(intent for one in operations(skill) for intent in one.declared.intents)


def _operation(skill: Skill, method: Any) -> Operation:
    function = method.__func__
    hints = get_type_hints(function, include_extras=True)
    parameters: dict[str, Parameter] = {}
    needed: set[str] = set()
    _, *signature = inspect.signature(method).parameters.values()
    for parameter in signature:
        found = _metadata(hints[parameter.name])
        if found is None:
            raise TypeError(f"{skill.name}.{function.__name__}: {parameter.name} is read from nothing")
        parameters[parameter.name] = found
        if parameter.default is inspect.Parameter.empty:
            if not found.ask:
                raise TypeError(f"{skill.name}.{function.__name__}: {parameter.name} has no question")
            needed.add(parameter.name)
    return Operation(
        skill.name, function.__name__, getattr(function, DECLARED), parameters, frozenset(needed), method
    )


def _metadata(hint: Any) -> Parameter | None:
    """The `Parameter` of an annotation, also within `… | None`."""
    candidates: Iterable[Any] = [hint, *get_args(hint)]
    for candidate in candidates:
        if get_origin(candidate) is Annotated:
            for metadata in candidate.__metadata__:
                if isinstance(metadata, Parameter):
                    return metadata
    return None
