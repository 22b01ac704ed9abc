"""Why a command is acted on, asked about or refused, in sentences. Knows no network and no output."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.conversation.dry_run import Decided
from assistant.conversation.outcome import Outcome
from assistant.explaining.explanation import Verdict
from assistant.skills.danger.detection import detect
from models.nlu.decision import MIN_CERTAINTY, MIN_HEARD, ConfirmationPolicy
from models.nlu.labels import Thresholds
from models.text.say_lists import join
from models.types import Command, Transcript, Understanding

_WORTH_TELLING = 0.1
"""Least probability of danger that is told of."""


def verdict(decided: Decided | None) -> Verdict:
    """What the gate made of a command; `decided` is None where it did not get to decide."""
    if decided is None:
        return "does nothing"
    outcome = decided.outcome
    if outcome is None:
        return "talks"
    if outcome.action is None:
        return "does nothing"
    if outcome.pending is not None:
        return "asks"
    return "acts" if outcome.action.status == "done" else "refuses"


def reasons(
    classified: Command,
    decided: Decided | None,
    thresholds: Thresholds,
    request: float | None,
) -> Iterator[str]:
    """The reasons for a verdict, a sentence each.

    Arguments:
        classified: the command as the classifier took it.
        request: the probability of a request.
    """
    yield from _of_classifier(classified, thresholds, request)
    if decided is None:
        yield "No skill was asked about it."
        return
    yield from _of_words(classified, decided.command)
    yield from _of_gate(decided)


def notes(
    transcript: Transcript, understood: Understanding, policy: ConfirmationPolicy | None
) -> Iterator[str]:
    """What the whole utterance decides: danger, doubtful words, and what is no value of a slot."""
    if danger := detect(understood.text, understood.danger):
        yield f"“{danger.words}” is taken for {danger.kind}: a fixed reply, and nothing is done."
    elif understood.danger is not None and understood.danger >= _WORTH_TELLING:
        yield f"A person in danger: {understood.danger:.0%} by the classifier, which is too little."
    if not understood.heard:
        yield (
            f"Sound and transcript fit with a likelihood of {transcript.likelihood:.0%} only, and below "
            f"{MIN_HEARD:.0%} nothing is done."
        )
    named = {slot.name: slot for slot in understood.slots or ()}
    for unknown in understood.unresolved:
        slot = named.get(unknown.name)
        overlaps = slot is not None and unknown.start < slot.end and slot.start < unknown.end
        no = f"only “{slot.text}” of “{unknown.text}” is" if overlaps and slot else f"“{unknown.text}” is not"
        yield f"{unknown.name}: {no} one of its values; near: {join(unknown.near, 'or')}."
    if policy is not None and (strange := policy.unknown_words(understood.text)):
        quoted = [f"“{word}”" for word in dict.fromkeys(strange)]
        yield (
            f"The domain knows no {join(quoted, 'and no')}; an order is asked about where the transcript's "
            f"likelihood and the share of known words multiply to less than {MIN_CERTAINTY:.0%}."
        )


def _of_classifier(command: Command, thresholds: Thresholds, request: float | None) -> Iterator[str]:
    sure = command.intent_confidence
    if sure is not None:
        limits = f"it acts from {thresholds.confirm:.0%} and refuses below {thresholds.reject:.0%}"
        made = {"act": "acts", "confirm": "asks", "reject": "refuses", None: ""}[command.decision]
        yield f"The classifier is {sure:.0%} sure of the intent; {limits}: it {made}."
    if command.dialogue_act == "request" and request is not None and request < thresholds.request:
        yield f"A request with {request:.0%} only; below {thresholds.request:.0%} it asks first."
    if command.dialogue_act != "request":
        yield f"A {command.dialogue_act} changes nothing; only a request does."


def _of_words(classified: Command, command: Command) -> Iterator[str]:
    """What the words themselves, names of skills and the conversation made of the classifier's command."""
    if command.intent != classified.intent:
        yield f"By its words it is taken for {command.intent or 'no intent'}."
    if command.dialogue_act != classified.dialogue_act:
        yield f"By its words it is a {command.dialogue_act}."
    if command.decision != classified.decision and command.intent == classified.intent:
        yield f"By its words and its certainty together the decision is {command.decision}."


def _of_gate(decided: Decided) -> Iterator[str]:
    command, outcome = decided.command, decided.outcome
    if outcome is None:
        yield "There is nothing to carry out: it is talk, or was not understood."
    elif outcome.pending is not None:
        yield _of_question(command, outcome)
    elif outcome.action is None:
        yield f"The gate carries out no {command.dialogue_act}."
    elif outcome.action.status == "done":
        yield f"The skill {outcome.action.skill} has all that it needs, and every word is used."
    elif outcome.action.status == "unavailable":
        yield "No skill that is set up does this."
    else:
        yield "The gate refuses: a value or some words cannot be used."


def _of_question(command: Command, outcome: Outcome) -> str:
    pending = outcome.pending
    assert pending is not None
    if pending.missing is not None:
        return f"{pending.operation.skill} needs the {pending.missing.replace('_', ' ')}, which is not clear."
    if pending.options:
        return f"{len(pending.options)} things fit."
    if pending.operation.declared.changes == "lasting":
        return "What it would do cannot be undone, so it asks first."
    if command.unsure:
        return "It was heard, or is a request, with too little certainty to act unasked."
    return "The skill asks before it goes on."
