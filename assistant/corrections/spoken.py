"""Spoken corrections: "no, I said …" and "that's wrong" flag the previous utterance for `assistant correct`.

The corrected text is answered at once; training uses it only after a review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Responder
from assistant.memory.conversation_log import Recorder
from assistant.stages import Classifier
from models.text.normalise import normalise
from models.text.parse.changes import order_in
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
MIN_LIKENESS = 0.42
"""Minimum phonetic likeness of misrecognized words and their correction."""
LENGTH_PENALTY = 0.1
"""Subtracted for each word of difference in length; short words such as articles match inside many others."""
NOT_LOGGED = (
    "Sorry. I can't learn from that, since none of our conversations is kept.",
    "Set keep_conversations to true in the configuration if you want that.",
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A complaint about the previous utterance."""

    text: str | None
    """The corrected text, if the owner said it."""


def parse(text: str) -> Correction | None:
    """The correction in an utterance; None for any other utterance."""
    plain = text.strip().replace("’", "'")
    lower = plain.lower()
    if _WRONG.fullmatch(lower):
        return Correction(None)
    if len(lower) != len(plain) or not (match := _RIGHT.fullmatch(lower)):
        return None
    right = plain[match.start("right") : match.end("right")].strip(_EDGES)
    # "I said yes" answers a question; "I meant to ask …" is a correction only after a no
    if not right or _ANSWER.fullmatch(right.lower()):
        return None
    if not match["no"] and "said" not in match["said"]:
        return None
    return Correction(right)


class CorrectionResponder:
    """A responder to corrections; it passes every other utterance to the wrapped responder.

    Consecutive corrections all refer to the utterance before them.

    Arguments:
        recorder: flags the previous utterance in the conversation log.
    """

    def __init__(self, responder: Responder, classifier: Classifier, recorder: Recorder) -> None:
        self._responder, self._classifier, self._recorder = responder, classifier, recorder
        self._explained = False
        self._last: Understanding | None = None

    def respond(self, understanding: Understanding, dialogue: Dialogue) -> Reply:
        """See `assistant.conversation.loop.Responder`."""
        if not understanding.heard:
            return self._responder.respond(understanding, dialogue)
        correction = parse(understanding.text)
        if correction is None or self._last is None:
            self._last = understanding
            return self._responder.respond(understanding, dialogue)
        # the open question is void: it resulted from the misunderstanding
        dialogue.question = None
        corrected = self._corrected(correction, understanding, self._last)
        apology = self._flag(corrected.text if corrected is not None else None)
        if corrected is None:
            return Reply(apology, Action("corrections", "done"), corrects=True)
        reply = self._responder.respond(corrected, dialogue)
        return replace(reply, sentences=_chained(apology, reply), corrects=True)

    def _corrected(
        self, correction: Correction, said: Understanding, last: Understanding
    ) -> Understanding | None:
        """The understanding of the corrected text, which takes the place of the last one.

        What is understood as a correction in the conversation is one; else "no, I said the bedroom" replaces
        the words that are alike.
        """
        if correction.text is None:
            return None
        first = said.commands[0] if said.commands else None
        # "no, I meant the other one" names nothing, and says which
        if first and first.relation == "correction" and (first.slots or order_in(first.text)):
            return said
        whole = insert(last.text, correction.text)
        if whole is not None:
            understood = self._classifier.understand(whole)
            if understood.intent is not None and understood.intent in _intents(last):
                return _correcting(understood)
        return _correcting(self._classifier.understand(correction.text))

    def _flag(self, text: str | None) -> tuple[str, ...]:
        """Flag the previous utterance; return the apology."""
        if self._recorder.flag(text):
            note = "I put that aside for you to correct."
            if text is not None:
                note = f"I noted that you said: {text}."
            return (f"Sorry. {note}",)
        if self._explained:
            return ("Sorry.",)
        self._explained = True
        return NOT_LOGGED


def insert(before: str, words: str) -> str | None:
    """`before` with `words` in place of the phonetically most similar span; None where no span is similar
    enough, or where `words` are a complete sentence."""
    from models.text import phonemes

    old, new = before.split(), words.split()
    if len(new) >= len(old) or normalise(old[0]) in normalise(words).split():
        return None
    spans = [
        (
            phonemes.likeness(" ".join(old[first : first + count]), words)
            - LENGTH_PENALTY * abs(count - len(new)),
            first,
            count,
        )
        for count in {max(1, len(new) - 1), len(new), len(new) + 1}
        for first in range(len(old) - count + 1)
    ]
    likeness, first, count = max(spans)
    if likeness < MIN_LIKENESS:
        return None
    return " ".join([*old[:first], *new, *old[first + count :]])


def _correcting(understanding: Understanding) -> Understanding:
    commands = tuple(replace(command, relation="correction") for command in understanding.commands)
    return replace(understanding, commands=commands)


def _intents(understanding: Understanding) -> set[str]:
    return {candidate.intent for candidate in understanding.candidates} | {understanding.intent or ""}


def _chained(first: tuple[str, ...], then: Reply) -> Iterator[str]:
    yield from first
    yield from then.sentences
