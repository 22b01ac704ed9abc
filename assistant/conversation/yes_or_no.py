"""Answers to yes-or-no questions."""

from __future__ import annotations

import re
from typing import Literal

from models.types import Understanding

_COURTESY = re.compile(r"\b(please|thanks|thank you|okay|ok|well|oh|um|uh|hmm|then|just|now)\b")
_YES = re.compile(
    r"(yes|yeah|yep|yeap|yup|ya|aye|sure( thing)?|of course|certainly|absolutely|definitely|correct|right"
    r"|exactly"
    r"|that('s| is) (right|correct|it)|go ahead|do (it|that|so)|i do|you (can|may)|confirm(ed)?|please do"
    r"|sounds good"
    r"|fine|ok|okay|all right|alright| )+"
)
_NO = re.compile(
    r"(no|nope|nah|never|not (now|really|at all)|don'?t( do (it|that))?|do not( do (it|that))?|i (don'?t"
    r"|do not)"
    r"|wrong|stop|cancel( (it|that))?|never ?mind|forget (it|that)|leave it|keep (it|them)| )+"
)


def yes_or_no(understanding: Understanding) -> Literal["yes", "no"] | None:
    """The answer to a yes-or-no question; None for any other utterance.

    A fixed list of words counts regardless of the classifier, which is unreliable on such short texts; other
    words count only with the intent of an affirmation and the decision to act.
    """
    text = re.sub(r"[^a-z' ]+", " ", understanding.text.lower().replace("’", "'"))
    whole = " ".join(text.split())
    kept = " ".join(_COURTESY.sub(" ", text).split())
    bare = kept or whole
    if not bare:
        return None
    if _NO.fullmatch(bare) or _NO.fullmatch(whole):
        return "no"
    if _YES.fullmatch(bare):
        return "yes"
    if not understanding.commands or understanding.decision == "reject":
        return None
    command = understanding.commands[0]
    no_intents = ("general_negate", "general_dontcare", "general_cancel", "general_commandstop")
    if command.intent in no_intents or (
        command.relation == "answer" and command.dialogue_act == "prohibition"
    ):
        return "no"
    # "yes, but not the kitchen" starts with a yes and is not one
    positive = (
        re.match(r"(yes|yeah|yep|yeap|sure|correct|exactly|right|that'?s (right|correct))\b", kept)
        is not None
    )
    negative = re.search(r"\b(no|not|n't|don'?t|never|but|wrong|instead)\b", kept) is not None
    affirms = command.intent == "general_affirm" or (
        command.relation == "answer" and command.dialogue_act == "request" and not command.slots
    )
    return "yes" if affirms and positive and not negative else None
