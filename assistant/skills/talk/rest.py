"""A parameter for talk, in which no slot means anything."""

from __future__ import annotations

from typing import Annotated

from assistant.skills.api import Parameter

Rest = Annotated[None, Parameter(lambda reading: None, slots=("*",))]
"""Uses up every slot and value of a command."""
