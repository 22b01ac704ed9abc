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
    """Address of Home Assistant and a long-lived access token, which its profile page creates."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[str, AfterValidator(_http)]
    token: SecretStr | None = None
    token_file: Path | None = None
    """A file with the token only, which keeps it out of the configuration."""
    timeout_s: float = Field(default=4.0, gt=0, le=60)

    @model_validator(mode="after")
    def _one_token(self) -> HomeAssistantConfig:
        if (self.token is None) == (self.token_file is None):
            raise ValueError("needs either token or token_file")
        return self


class SkillsConfig(BaseModel):
    """Settings of the skills."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home_assistant: HomeAssistantConfig | None = None
    assistant_name: str = ""
    """Name of the assistant, as it says it; empty for none."""
    off: frozenset[str] = frozenset()
    """Names of disabled skills."""
    plugins: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """One table per plug-in skill, by its name."""
