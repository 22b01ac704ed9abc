"""How long to wait for more: from the probability that the turn is over to the silence that ends it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Tier(BaseModel):
    """A wait and the least probability that it needs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    probability: float = Field(gt=0, lt=1)
    wait_ms: int = Field(ge=200, le=5_000)


class Patience(BaseModel):
    """Waits by probability: the surer that the turn is over, the shorter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tiers: tuple[Tier, ...] = ()
    """Surest first."""
    longest_ms: int = Field(default=2_000, ge=200, le=5_000)
    """The wait of an unfinished sentence."""

    @model_validator(mode="after")
    def _descends(self) -> Patience:
        probabilities = [tier.probability for tier in self.tiers]
        waits = [*(tier.wait_ms for tier in self.tiers), self.longest_ms]
        if probabilities != sorted(set(probabilities), reverse=True) or waits != sorted(waits):
            raise ValueError("tiers must have falling probabilities and rising waits")
        return self

    def wait_ms(self, probability: float) -> int:
        """The silence after the last speech that ends the turn; NaN waits longest."""
        return next((t.wait_ms for t in self.tiers if probability >= t.probability), self.longest_ms)
