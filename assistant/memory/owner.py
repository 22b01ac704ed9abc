"""The `[owner]` table of the configuration."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Units = Literal["metric", "imperial"]


def _known_zone(key: str) -> str:
    try:
        ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("must be an IANA time zone, such as Europe/Berlin") from error
    return key


class OwnerConfig(BaseModel):
    """The `[owner]` table of the configuration; what the owner tells the assistant goes before it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str | None = Field(default=None, min_length=1, max_length=60)
    home: str | None = None
    """The home town, which gives the time zone and the country where these are not set."""
    units: Units | None = None
    hours: Literal[12, 24] | None = None
    """The clock of the replies."""
    zone: Annotated[str, AfterValidator(_known_zone)] | None = None
    """IANA time zone."""
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$")
    """ISO 3166-1 alpha-2, for emergency numbers and the currency."""
