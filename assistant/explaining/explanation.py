"""The explanation of an utterance, as plain data. Knows no network and no output."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from models.types import Command, Hypothesis, Understanding

if TYPE_CHECKING:
    from models.nlu.attribution import Attribution
    from models.nlu.counterfactual import Counterfactual
    from models.nlu.neighbours import Neighbour

Verdict = Literal["acts", "asks", "refuses", "talks", "does nothing"]
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the recognizer made of a recording."""

    source: str
    start_s: float
    end_s: float
    heard: tuple[Hypothesis, ...]
    """The n-best list, the transcript first."""
    unbiased: tuple[Hypothesis, ...]
    """The same without the domain's biasing; empty without a domain."""
    changed: tuple[tuple[str, str], ...]
    """Words without the domain, and those that its biasing put in their place."""
    retried: bool
    """Whether the first decoding was not believed."""
    chosen: int
    """Place in `heard` of the hypothesis that the classifier understood best."""


@dataclass(frozen=True, slots=True)
class CommandExplanation:
    """Why one command of an utterance is taken as it is."""

    command: Command
    """As it was decided on, in the end."""
    classified: Command
    """As the classifier took it."""
    candidates: tuple[tuple[str, float], ...]
    """Intents with their probabilities, likeliest first."""
    acts: tuple[tuple[str, float], ...]
    """Dialogue acts with their probabilities, likeliest first."""
    in_scope: float | None
    verdict: Verdict
    reasons: tuple[str, ...]
    """Of the verdict, a sentence each."""
    attributions: tuple[Attribution, ...]
    """Empty without the extra `explain`."""
    neighbours: tuple[Neighbour, ...]
    """Empty where the classifier has no training sentences beside it."""
    changes: tuple[Counterfactual, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an utterance is taken as it is."""

    text: str
    hearing: Hearing | None
    """None for a typed text."""
    understanding: Understanding
    commands: tuple[CommandExplanation, ...]
    sentiment: Attribution | None
    notes: tuple[str, ...]
    """About the whole utterance."""
    reply: str
    """What would be said."""
    attributed: bool
    """False without the extra `explain`."""
    took_ms: float
    """Time to explain it, recognition left out."""

    def to_json(self) -> dict[str, Any]:
        """All fields but those of the understanding that are those of its commands, for `json.dumps`."""
        found: dict[str, Any] = _rounded(asdict(self))
        understood = found.pop("understanding")
        kept = ("sentiment", "sentiment_confidence", "danger", "addressed")
        found["sentiment"] = {"attribution": found["sentiment"]} | {key: understood[key] for key in kept[:2]}
        return found | {key: understood[key] for key in kept[2:]}


def _rounded(value: Any) -> Any:
    """Numbers of a few digits; what is no number becomes null."""
    if isinstance(value, float):
        return round(value, _DIGITS) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_rounded(each) for each in value]
    return value
