"""Corrections by voice: "no, I said …" and "that's wrong" put what was said before into the queue of
`assistant correct`.

What the owner says to have said is answered at once, as if it had been said now; it is learnt from only
after somebody looked at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.conversations import Recorder
from assistant.dialogue import Dialogue
from assistant.stages import Classifier, Responder
from models.types import Action, Reply, Understanding

_COMPLAINT = (
    r"(?:that|this|it)(?:'s| is| was)(?: all| just| plain)? (?:wrong|not right|incorrect|not it|a mistake"
    r"|not what i (?:said|meant|wanted|asked(?: you)?(?: for| to do)?))"
    r"|that(?: isn't| wasn't) (?:right|it|what i (?:said|meant|wanted|asked(?: you)?(?: for)?))"
    r"|you(?:'ve| have)? (?:got|heard|understood) (?:that|me|it|this) (?:all )?wrong|you heard wrong"
    r"|you (?:misheard|misunderstood|didn't understand|did not understand)(?: me| that| it)?"
    r"|i (?:didn't|did not|never) (?:say|said|mean|ask for) that|wrong answer"
)
_NO = r"(?:no|nope|nah|wrong|sorry|wait|actually|listen|hey|but)"
_STRAY = r"[\s,.;:!?…—–-]+"
_WRONG = re.compile(rf"(?:{_NO}{_STRAY})*(?:{_COMPLAINT})(?:{_STRAY}(?:please|again|assistant))*[\s,.;:!?…]*")
_DENIED = rf"(?:i (?:didn't|did not) (?:say|mean|ask for) .{{1,80}}?{_STRAY}(?:but )?)"
_SAID = r"i (?:just )?(?:said|meant|asked for|told you|was saying)(?: was)?(?: that)?"
_RIGHT = re.compile(
    rf"(?P<no>(?:(?:{_NO}|{_COMPLAINT}){_STRAY})*{_DENIED}?)"
    rf"(?:what )?(?P<said>{_SAID}){_STRAY}(?P<right>\S.*)",
    re.DOTALL,
)
_ANSWER = re.compile(rf"(?:yes|yeah|yep|no|nope|nah|okay|ok|stop)(?:{_STRAY}(?:please|thanks))?[\s.!?]*")
_EDGES = " ,.;:!?…—–-\"'“”"
OFF = (
    "Sorry. I can't learn from that, since none of our conversations is kept.",
    "Set keep_conversations to true in the configuration if you want that.",
)


@dataclass(frozen=True, slots=True)
class Correction:
    """The owner says that the last utterance was not understood."""

    right: str | None
    """What it was, where that was said."""


def parse(text: str) -> Correction | None:
    """The correction in an utterance; None where it is none."""
    plain = text.strip().replace("’", "'")
    lower = plain.lower()
    if _WRONG.fullmatch(lower):
        return Correction(None)
    if len(lower) != len(plain) or not (match := _RIGHT.fullmatch(lower)):
        return None
    right = plain[match.start("right") : match.end("right")].strip(_EDGES)
    # "I said yes" answers a question, and "I meant to ask …" is no correction where nobody said no before
    if not right or _ANSWER.fullmatch(right.lower()):
        return None
    if not match["no"] and "said" not in match["said"]:
        return None
    return Correction(right)


class Attentive:
    """A responder that hears corrections before the one that it stands for hears anything.

    Arguments:
        recorder: has the last utterance, if anything is kept.
    """

    def __init__(self, responder: Responder, classifier: Classifier, recorder: Recorder) -> None:
        self._responder, self._classifier, self._recorder = responder, classifier, recorder
        self._explained = False

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        """See `assistant.responder.Responder`."""
        correction = parse(understanding.text)
        if correction is None or dialogue.last_heard is None:
            return self._responder.respond(understanding, dialogue)
        # what was asked about it is void: it was not what the owner said
        dialogue.question = None
        noted = self._note(correction)
        if correction.right is None:
            return Reply(noted, Action("corrections", "done"))
        meant = self._responder.respond(self._classifier.understand(correction.right), dialogue)
        return Reply(_chained(noted, meant), meant.action)

    def _note(self, correction: Correction) -> tuple[str, ...]:
        """Keeps the correction; what is said about it."""
        if self._recorder.flag(correction.right):
            if correction.right is not None:
                return (f"Sorry. I noted that you said: {correction.right}.",)
            return ("Sorry. I put that aside for you to correct.",)
        if self._explained:
            return ("Sorry.",)
        self._explained = True
        return OFF


def _chained(first: tuple[str, ...], then: Reply) -> Iterator[str]:
    yield from first
    yield from then.sentences
