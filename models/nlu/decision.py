"""Which hypothesis was meant, and whether to act on it, confirm it or reject it. Knows no engine.

Thresholds decide by the classifier's confidence. N-best choice lets the classifier pick another hypothesis of
the recognizer where it does not understand the first. A transcript that the recognizer hardly believes is not
acted on. The confirmation policy asks about badly recognized orders of the owner's domain instead: contextual
biasing turns noise into sentences of the domain, and those look as certain to the classifier as real ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.nlu.domain import DomainDescription, words_of
from models.nlu.labels import Thresholds
from models.nlu.words import spoken_words
from models.types import Command, Decision, Transcript, Understanding

MIN_CONFIDENCE_SHARE = 0.75
"""Least confidence of another hypothesis, as a share of the first one's."""
MAX_HYPOTHESES = 4
"""Hypotheses considered, the first one included."""
MIN_DANGER = 0.5
"""Least probability of danger that keeps a hypothesis."""
MIN_CERTAINTY = 0.45
"""Least product of the transcript's likelihood and the share of words that the domain knows, to act unasked.
Chosen on orders in synthetic voices, see "Asking back" in `.github/experiments.md`."""

MIN_HEARD = 0.5
"""Least likelihood of a transcript, to take it for what was said. Chosen on real clips in quiet and in noise,
see "Badly heard sentences" in `.github/experiments.md`."""


def decide(confidence: float, thresholds: Thresholds, request: float = 1.0) -> Decision:
    """The decision for a first candidate of this confidence.

    Arguments:
        request: the probability that the command is a request; 1 for every other dialogue act.
    """
    # a comparison with what is no number is false, and must never act
    if not confidence >= thresholds.reject:
        return "reject"
    return "act" if confidence >= thresholds.confirm and request >= thresholds.request else "confirm"


def choose(
    transcript: Transcript, understand: Callable[[str], Understanding]
) -> tuple[Transcript, Understanding]:
    """The transcript with the chosen hypothesis as its text, and that text's understanding.

    The first hypothesis stays unless it is not acted on and a nearly as likely one would be; one that tells
    of a person in danger stays.
    """
    first = understand(transcript.text)
    if _acted_on(first) or (first.danger or 0.0) >= MIN_DANGER:
        return transcript, first
    for other in transcript.alternatives[1:MAX_HYPOTHESES]:
        if other.confidence < MIN_CONFIDENCE_SHARE * transcript.likelihood:
            continue
        understanding = understand(other.text)
        if understanding.decision is not None and _acted_on(understanding):
            return transcript.instead(other), understanding
    return transcript, first


def believed(transcript: Transcript, understanding: Understanding) -> Understanding:
    """The understanding, every command of it rejected where the recognizer hardly believes the transcript."""
    if transcript.likelihood >= MIN_HEARD:
        return understanding
    commands = tuple(
        replace(command, intent=None, decision="reject", slots=(), unresolved=())
        for command in understanding.commands
    )
    if understanding.decision is None:
        return replace(understanding, heard=False)
    return replace(
        understanding, intent=None, decision="reject", slots=(), unresolved=(), commands=commands, heard=False
    )


def _acted_on(understanding: Understanding) -> bool:
    """Whether each command is acted on; true also without an intent head."""
    decisions = [command.decision for command in understanding.commands] or [understanding.decision]
    return all(decision in ("act", None) for decision in decisions)


class ConfirmationPolicy:
    """Confirm orders of a domain that were recognized with little certainty.

    Arguments:
        domain: its intents alone are confirmed; thresholds decide on all others.
    """

    def __init__(self, domain: DomainDescription) -> None:
        self._intents = frozenset(s.intent for s in domain.sentences) | domain.replies.keys()
        self._words = words_of(domain)

    def unknown_words(self, text: str) -> list[str]:
        """The words of a text that the domain does not have."""
        return [word for word in spoken_words(text) if word not in self._words]

    def apply(self, transcript: Transcript, understanding: Understanding) -> Understanding:
        """The understanding, decisions changed from act to confirm where the certainty is too low.

        Each command is judged by its own words.
        """
        commands = tuple(
            replace(command, decision="confirm", unsure=True)
            if self._orders(command) and not self._certain(command.text, transcript.likelihood)
            else command
            for command in understanding.commands
        )
        first = commands[0] if commands else understanding
        decision = first.decision
        if (
            not commands
            and self._orders(understanding)
            and not self._certain(transcript.text, transcript.likelihood)
        ):
            decision = "confirm"
        return replace(understanding, decision=decision, commands=commands)

    def _certain(self, text: str, likelihood: float) -> bool:
        unknown = len(self.unknown_words(text)) / max(1, len(spoken_words(text)))
        return likelihood * (1.0 - unknown) >= MIN_CERTAINTY

    def _orders(self, understood: Understanding | Command) -> bool:
        return understood.decision == "act" and understood.intent in self._intents
