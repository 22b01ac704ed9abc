"""The `[skills]` table of the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator


def _http(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return url.rstrip("/")


class HomeAssistantConfig(BaseModel):
    """Where Home Assistant is, and the long-lived access token that its profile page makes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[str, AfterValidator(_http)]
    token: SecretStr | None = None
    token_file: Path | None = None
    """A file that holds the token alone; keeps it out of the configuration."""
    timeout_s: float = Field(default=4.0, gt=0, le=60)

    @model_validator(mode="after")
    def _one_token(self) -> HomeAssistantConfig:
        if (self.token is None) == (self.token_file is None):
            raise ValueError("needs either token or token_file")
        return self


class SkillsConfig(BaseModel):
    """What skills need to know."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home_assistant: HomeAssistantConfig | None = None
    off: frozenset[str] = frozenset()
    """Names of skills that are not loaded."""
    plugins: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """A table for each plugin skill, by its name."""
