"""Whether a question is about the assistant: what it is, how it is, or that a reply was not heard.

The subject of the question decides who is meant: "you" and "your" are the assistant, "I" and "my" the
speaker.
"""

from __future__ import annotations

import re

from models.text.normalise import fold

LEADING = (
    r"^(?:(?:and|so|but|well|hey|hi|hello|ok|okay|oh|um|uh|er|then|sorry|please|now|just|actually|you"
    r"|(?:what|how) about you(?:rself)?|tell me)\b[\s,.!?]+)*"
)
"""What may stand before the question itself."""
_ASKS = re.compile(
    rf"{LEADING}(?:who|whom|whose|what|where|when|why|how|which|is|are|was|were|do|does|did|can|could"
    rf"|will|would|has|have"
    r"|may|might|should)(?:'?s|'re|n't)?\b"
)
_FIRST = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|me|my|mine|myself|we|us|our|ours)\b")
_TO_TALK = r"(?:talk|speak|chat|deal|convers)\w*"
_TALKING = re.compile(
    rf"\b{_TO_TALK} (?:to|with)(?: me)?\b|\btell me\b|\b(?:am|do|have) i(?: been)?\b|\bare we\b"
)
"""Where the speaker is only the one who talks."""
_OWN_THINGS = (
    r"(?:name|age|home|house|job|creator|maker|owner|gender|sex|family|birthday|mother|father|parents"
    r"|accent|language"
    r"|model|version|address|location|city|country|town|colou?r|food|film|movie|band|song|hobby|purpose)"
)
_BEING = re.compile(
    rf"{LEADING}(?:"
    # "are you human", "where are you", "who were you"
    r"(?:(?:who|what|where) (?:exactly )?)?(?:are|were|aren't) you\b"
    r"(?! (?:able|sure|ready|done|there|(?!called)\w+ing)\b)"
    # "what's your name", "where is your home", "is your name Tariq"
    r"|(?:\w+'s |\w+ (?:is|are) |is |are )your (?:own |real |full |favou?rite )?"
    rf"{_OWN_THINGS}\b"
    # "where do you live", "what language are you written in", "how old are you"
    r"|(?:what|where|who|how|which|when)(?: \w+){0,3} (?:are|were|do|did) you"
    r" (?:live|come|called|named|from|at|in|based|located|made|born|built|created|written|programmed"
    r"|running|go by"
    r"|look|work for|belong)\b"
    r"|(?:how|what|which) (?:\w+ ){1,4}are you$"
    r"|do you (?:live|have|come from|own|eat|sleep|dream|feel|breathe|exist|look like|work for|belong"
    r"|ever)\b"
    # "which company makes you"
    r"|(?:who|what|which \w+)(?: \w+)? (?:made|makes|created|built|builds|programmed|developed"
    r"|designed|wrote|trained"
    r"|invented|owns) (?:you\b|your (?:software|code|program|voice)\b)"
    # "who is this", "who am I talking to"
    rf"|who(?:'s| is) (?:this|there|that speaking|{_TO_TALK} to me)\b"
    rf"|(?:who|what) (?:am i|are we|do i|have i been) (?:\w+ )?{_TO_TALK}"
    r"|(?:(?:can|could|would) you )?(?:(?:something |more |a bit |a little )?about|introduce"
    r"|describe) yourself\b"
    r")"
)
_TAKEN_FOR = re.compile(
    rf"{LEADING}you(?:'re| are) (?:\w+ ){{0,4}}\w+(?:\?|,? (?:right|correct|aren't you|or not)\b)"
)
"""What the assistant is taken for: "so you are a robot?"."""
_TO_IT = re.compile(rf"{LEADING}(?:do|are|is|did|were) your?\b")
_WELL = r"(?:well|ok|okay|all right|alright|good|fine)"
_HEALTH = re.compile(
    r"\bhow (?:are|'re) (?:you|things|we)(?! (?:made|built|written|programmed|able))\b|\bhow you doing\b"
    r"|\bhow(?:'s| is| are) (?:it going|life|everything|things)$|\bhow(?:'s| is"
    r"| has) your \w+(?: been| going)?$"
    rf"|\bhow do you (?:do|feel)(?: today| now)?$|\bhow have you been\b|\bare you (?:doing )?{_WELL}\b"
    rf"|^what's up$"
)
_AGAIN = re.compile(
    rf"{LEADING}(?:(?:i )?beg your pardon|pardon(?: me)?|come again|what|huh|eh|excuse me|sorry"
    rf"|say what|what was that"
    r"|what did you (?:just )?say|once more|one more time)(?: (?:again|please|then|just now))*$"
)


def is_question(text: str) -> bool:
    """Whether a text begins as a question does."""
    return _ASKS.match(_plain(text)) is not None


def asks_what_it_is(text: str) -> bool:
    """Whether a question is about the assistant itself: "and where do you live?", "who am I talking to"."""
    plain = _plain(text)
    about = _BEING.search(plain) or _TAKEN_FOR.search(fold(text))
    return about is not None and _FIRST.search(_TALKING.sub(" ", plain)) is None


def asks_the_same_of_it(text: str) -> bool:
    """Whether a question turns what was said of the speaker to the assistant: "do you live there too"."""
    plain = _plain(text)
    return _TO_IT.search(plain) is not None and _FIRST.search(plain) is None


def asks_how_it_is(text: str) -> bool:
    """Whether a greeting asks after the assistant's health: "how are you"."""
    return _HEALTH.search(_plain(text)) is not None


def asks_again(text: str) -> bool:
    """Whether a text only shows that a reply was not heard: "pardon?"."""
    return _AGAIN.search(_plain(text)) is not None


def _plain(text: str) -> str:
    return fold(text).strip(" ?!.,")
