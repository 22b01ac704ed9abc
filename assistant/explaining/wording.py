"""Parts of an explanation in words, for every output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.explaining.explanation import CommandExplanation

if TYPE_CHECKING:
    from models.nlu.attribution import Attribution
    from models.nlu.counterfactual import Counterfactual

NAMES: Mapping[str, str] = {
    "intent": "intent by", "scope": "scope by", "act": "act by", "slot": "slot by", "sentiment": "sentiment",
}  # fmt: skip
"""What is decided, and its name before the words that decided it."""
_LIKELY = 3


def headline(explained: CommandExplanation) -> str:
    """A command with what is made of it: "“wake me at 7”: request alarm_set, acts"."""
    command = explained.command
    relation = "" if command.relation == "new" else f" ({command.relation.replace('_', '-')})"
    slots = "".join(f", {slot.name}: {slot.value}" for slot in command.slots)
    intent = command.intent or "no intent"
    return f"“{command.text}” {explained.verdict}: {command.dialogue_act}{relation}, {intent}{slots}"


def heading(attribution: Attribution) -> str:
    """A label with its lead over the runner-up, and that lead with all words masked."""
    masked = f"masked {attribution.masked_lead:+.1f}"
    return f"{attribution.label} {attribution.lead:+.1f} over {attribution.rather_than} ({masked})"


def likely(ranked: Sequence[tuple[str, float]]) -> str:
    """The likeliest labels with their probabilities; empty without any."""
    return ", ".join(f"{label} {probability:.0%}" for label, probability in ranked[:_LIKELY])


def change(flip: Counterfactual) -> str:
    """A change and its result: "without “not”: request alarm_set, act"."""
    edits = " and ".join(
        f"“{edit.by}” for “{edit.word}”" if edit.by else f"without “{edit.word}”" for edit in flip.edits
    )
    sure = f" {flip.confidence:.0%}" if flip.confidence is not None else ""
    result = f"{flip.dialogue_act}, {flip.intent or 'no intent'}{sure}, {flip.decision or 'understood'}"
    return f"{edits}: {result}"
