"""The ways of listening, as configured. Imports nothing heavy: every command reads the configuration."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Listen = Literal["open", "wake", "key"]
"""An open microphone, a wake phrase before each request, or a key that opens the microphone."""


class AttentionConfig(BaseModel):
    """When an utterance is taken for one to the assistant."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    listen: Listen = "open"
    wake_phrase: str = Field(default="computer", min_length=3)
    follow_up_s: float = Field(default=8.0, ge=0, le=60)
    """After a reply, within which an utterance needs neither phrase nor key."""
    least: float | None = Field(default=None, ge=0, le=1)
    """Least probability that an utterance is addressed to the assistant, microphone open; 0 for all, None for
    the trained one."""
    least_follow_up: float | None = Field(default=None, ge=0, le=1)
    """The same within those seconds."""
    owner_only: bool = False
    """Answer the voice of the owner's recordings alone."""
