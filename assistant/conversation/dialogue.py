"""The conversation so far: what was said by both sides, and the question that still waits for its answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from models.types import Message, Understanding

if TYPE_CHECKING:
    from assistant.skills.api import Question

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


@dataclass(frozen=True, slots=True)
class Exchange:
    """One thing the user said and what was really said in return."""

    user: str
    spoken: str


@dataclass(slots=True)
class Dialogue:
    """Grows by one exchange a turn; only the responder sets the question."""

    exchanges: list[Exchange] = field(default_factory=list)
    question: Question | None = None
    """Asked in the last reply and not answered yet."""
    misunderstood: int = 0
    """How many utterances in a row were rejected."""
    longest: int = 50
    """Exchanges that are kept."""

    def add(self, understanding: Understanding, spoken: str) -> None:
        """Writes down an exchange, `spoken` being what the sink really said."""
        self.exchanges.append(Exchange(understanding.text, spoken))
        del self.exchanges[: -self.longest]

    @property
    def last_spoken(self) -> str | None:
        """The newest thing that was really said; None before the first."""
        return next(
            (exchange.spoken for exchange in reversed(self.exchanges) if exchange.spoken.strip()), None
        )

    @property
    def last_heard(self) -> str | None:
        """What the user said before the utterance that is being answered."""
        return self.exchanges[-1].user if self.exchanges else None

    def messages(self, newest: int = 4) -> list[Message]:
        """The `newest` exchanges as turns for the generator, oldest first."""
        messages: list[Message] = []
        for exchange in self.exchanges[-newest:]:
            messages.append(Message("user", exchange.user))
            if exchange.spoken:
                messages.append(Message("assistant", exchange.spoken))
        return messages

    def take_question(self) -> Question | None:
        """The open question, which is open no longer."""
        question, self.question = self.question, None
        return question


def yes_or_no(understanding: Understanding) -> Literal["yes", "no"] | None:
    """How an utterance answers a question that wants a yes; None where it says something else.

    A yes in words counts whatever the classifier made of so short a text; a yes that only the classifier
    heard counts where it was sure.
    """
    text = re.sub(r"[^a-z' ]+", " ", understanding.text.lower().replace("’", "'"))
    whole = " ".join(text.split())
    kept = " ".join(_COURTESY.sub(" ", text).split())
    bare = kept or whole
    if not bare:
        return None
    if _NO.fullmatch(bare) or _NO.fullmatch(whole):
        return "no"
    if _YES.fullmatch(bare) and bare not in (
        "please",
        "thanks",
        "thank you",
        "well",
        "oh",
        "um",
        "uh",
        "hmm",
    ):
        return "yes"
    if understanding.decision != "act":
        return None
    if understanding.intent in (
        "general_negate",
        "general_dontcare",
        "general_cancel",
        "general_commandstop",
    ):
        return "no"
    # "yes, but not the kitchen" begins with a yes and is none
    positive = (
        re.match(r"(yes|yeah|yep|yeap|sure|correct|exactly|right|that'?s (right|correct))\b", kept)
        is not None
    )
    negative = re.search(r"\b(no|not|n't|don'?t|never|but|wrong|instead)\b", kept) is not None
    return "yes" if understanding.intent == "general_affirm" and positive and not negative else None
