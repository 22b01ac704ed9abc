"""Corrections by voice: "no, I said …" and "that's wrong" put what was said before into the queue of
`assistant correct`.

What the owner says to have said is answered at once, as if it had been said now; it is learnt from only
after somebody looked at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Responder
from assistant.memory.conversation_log import Recorder
from assistant.stages import Classifier
from models.text.normalise import normalise
from models.types import Action, Reply, Understanding

_COMPLAINT = (
    r"(?:that|this|it)(?:'?s| is| was)(?: all| just| plain)? (?:wrong|not right|incorrect|not it|a mistake"
    r"|not what i (?:said|meant|wanted|asked(?: you)?(?: for| to do)?))"
    r"|that (?:isn'?t|wasn'?t) (?:right|it|what i (?:said|meant|wanted|asked(?: you)?(?: for)?))"
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
ALIKE = 0.42
"""Words that were misheard sound at least so much like those that were said."""
OTHER_COUNT = 0.1
"""What a word more or less takes from that: articles sound like a part of many words."""
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


class CorrectionResponder:
    """A responder that hears corrections before the one that it stands for hears anything.

    Several corrections in a row are all about the utterance before them.

    Arguments:
        recorder: has the last utterance, if anything is kept.
    """

    def __init__(self, responder: Responder, classifier: Classifier, recorder: Recorder) -> None:
        self._responder, self._classifier, self._recorder = responder, classifier, recorder
        self._explained = False
        self._last: Understanding | None = None

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        """See `assistant.responder.Responder`."""
        correction = parse(understanding.text)
        if correction is None or self._last is None:
            self._last = understanding
            return self._responder.respond(understanding, dialogue)
        # what was asked about it is void: it was not what the owner said
        dialogue.question = None
        meant = self._meant(correction, self._last)
        noted = self._note(meant.text if meant is not None else None)
        if meant is None:
            return Reply(noted, Action("corrections", "done"))
        reply = self._responder.respond(meant, dialogue)
        return Reply(_chained(noted, reply), reply.action)

    def _meant(self, correction: Correction, last: Understanding) -> Understanding | None:
        """What was said in truth; "no, I said the bedroom" changes words of the last utterance."""
        if correction.right is None:
            return None
        whole = insert(last.text, correction.right)
        if whole is not None:
            understood = self._classifier.understand(whole)
            if understood.intent is not None and understood.intent in _intents(last):
                return understood
        return self._classifier.understand(correction.right)

    def _note(self, right: str | None) -> tuple[str, ...]:
        """Keeps the correction; what is said about it."""
        if self._recorder.flag(right):
            said = (
                f"I noted that you said: {right}."
                if right is not None
                else "I put that aside for you to correct."
            )
            return (f"Sorry. {said}",)
        if self._explained:
            return ("Sorry.",)
        self._explained = True
        return OFF


def insert(before: str, words: str) -> str | None:
    """`before` with `words` in the place of those that sound most like them; None where `words` are a whole
    sentence of their own, or sound like nothing in it."""
    from models.text import phonemes

    ours, new = before.split(), words.split()
    if len(new) >= len(ours) or normalise(ours[0]) in normalise(words).split():
        return None
    spans = [
        (
            phonemes.likeness(" ".join(ours[first : first + count]), words)
            - OTHER_COUNT * abs(count - len(new)),
            first,
            count,
        )
        for count in {max(1, len(new) - 1), len(new), len(new) + 1}
        for first in range(len(ours) - count + 1)
    ]
    likeness, first, count = max(spans)
    if likeness < ALIKE:
        return None
    return " ".join([*ours[:first], *new, *ours[first + count :]])


def _intents(understanding: Understanding) -> set[str]:
    return {candidate.intent for candidate in understanding.candidates} | {understanding.intent or ""}


def _chained(first: tuple[str, ...], then: Reply) -> Iterator[str]:
    yield from first
    yield from then.sentences
