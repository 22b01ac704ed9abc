"""How a command changes something: by more, by less, to a new value; and which of its values are new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from models.text.about_itself import LEADING
from models.text.parse.folding import fold
from models.text.parse.reader import ANY_TIME
from models.text.parse.scan import find

Change = Literal["more", "less", "to", "restart", "rename", "skip", "double", "halve"]
"""more: longer, or later; less: shorter, or earlier."""
Order = Literal["first", "last", "middle", "longest", "shortest", "other"] | int
"""A place among several things, a whole number being counted from 1."""

_NOUN = r"(?:timers?|alarms?|reminders?|ones?|countdowns?|appointments?|meetings?|events?)"
_PATTERNS: tuple[tuple[Change, str], ...] = (
    ("rename", r"rename|re name|relabel|retitle|(?:the|its) name"
               r"|(?:call|name|label) (?:it|that|this|the|my)\b"),
    ("skip", r"skip|miss|leave out|leave off|just for|just this once|only for|sleep in|lie in|sleep late"),
    ("restart", r"restart|start (?:\w+ ){0,4}?(?:over|again|afresh|anew|from)|over again|from scratch"
                r"|from the (?:beginning|start|top)|from zero|begin again|run (?:\w+ ){1,4}again"
                r"|back to the start|reset|(?:all|once) over"),
    ("double", r"double|twice as long"),
    ("halve", r"halve|in half|half as long"),
    ("less", r"less|shorter|shorten|reduce|decrease|subtract|deduct|remove|minus|trim|shave|knock|lop|cut"
             r"|drop|lower|speed|hurry|earlier|sooner|forwards?|take|down|off"),
    ("more", r"more|longer|later|extra|add|plus|extend|lengthen|prolong|stretch|increase|another|additional"
             r"|further|give|allow|raise|put|stick|tack|whack|bump|up|back|delay|postpone|push|needs?"
             r"|on for"),
)  # fmt: skip
_FROM_THE_START = re.compile(r"\b(?:restart|reset|begin again|over|afresh|anew|from|back to the start)\b")
_TO_VALUE = re.compile(
    r"\b(?:change|set|make|turn|move|shift|switch|alter|reschedule|bring|should be|instead)\b"
)
_MOVING = re.compile(
    r"\b(?:move|change|shift|push|reschedule|postpone|delay|switch|bring|rename|skip|put (?:back|off))\b"
)
_MOVES = re.compile(rf"{LEADING}(?:(?:can|could|would|will) you (?:please )?)?{_MOVING.pattern} (?!me\b)")
_WAY = re.compile(r"\b(?:back|forwards?|later|earlier|sooner)\b")
_SHIFTING = re.compile(r"\bmake (?:it|that|this|my|the)\b.*\b(?:later|earlier|sooner)\b")
_REMINDER = re.compile(r"\b(?:reminders?|appointments?|meetings?|events?)\b")
_WORDS = {change: re.compile(rf"\b(?:{words})\b") for change, words in _PATTERNS}
_TO = re.compile(
    r"\b(?:to|into|until|till|as|should be|be|instead of)(?: (?:at|for|on|ring at|go off at|be at|be))?"
    r"(?: (?:the|a|an|about))?$"
)
_FROM = re.compile(r"\b(?:from|not|instead of)(?: (?:the|at))?$")
_NOUN_AFTER = re.compile(rf"^(?:'s)?(?: (?:long|minute))? ?{_NOUN}\b")
_NOUN_BEFORE = re.compile(rf"\b{_NOUN} (?:for|on|at|about|called|named|to)(?: (?:the|my))?$")
_PLURAL = re.compile(r"\b(?:timers|alarms|reminders|countdowns|appointments|meetings|events)\b")
_ONE_OF = re.compile(r"\b(?:one|two|three|some|any|which) of\b")
_PASSING = re.compile(
    r"(?:\b(?:for |just )?a (?:second|sec|minute|moment|bit)|(?<!the )(?<!my )\bfirst)(?=\W*$|,)"
    rf"|^(?:and |but |so |please )*first(?: of all)?\b(?! {_NOUN})"
)
_TAKEN_OFF = re.compile(r"\b(?:remove|take|subtract|deduct|knock|cut|shave|trim|lop|drop|lower)\b")
_OFF_IT = re.compile(r"^ ?(?:off|from|of)\b(?! now)")
_SKIPS = re.compile(r"\b(?:skip|leave out|sleep in|lie in)\b")
_BY = re.compile(r"\bby(?: (?:about|another))?$")
_TO_RIGHT_BEFORE = re.compile(r"\bto(?: (?:be|about|exactly))?$")
_MADE = re.compile(rf"\b(?:make|change|turn|alter)\b.*\b(?:{_NOUN}|it|that)$")
_DEFINITE = re.compile(rf"\b(?:(?:the|my|that|this) (?:[\w'-]+ ){{0,4}}?{_NOUN}|it|that)\b")
_JOINED = re.compile(r"^(?:,|and|at|on|in|in the|for|o'clock|\s)*$")
_COUNTED = rf"(?:(?:two|three|four|five|six|several|lot|bunch)(?: {_NOUN})?|{_NOUN})"
_ORDERS: tuple[tuple[Order, str], ...] = (
    ("longest", "longest|longer"), ("shortest", "shortest|shorter"),
    ("first", "first|1st|earliest|earlier|next|soonest|oldest|early"),
    ("last", "last|latest|newest|later|most recent|late"), ("middle", "middle"), ("other", "others?"),
    (2, "(?<!ty )(?<!ty-)second|2nd"), (3, "third|3rd"), (4, "fourth|4th"),
    (5, "fifth|5th"), (6, "sixth|6th"),
)  # fmt: skip
_ORDER_WORDS = tuple((order, re.compile(rf"(?:the )?(?:{words})(?: {_NOUN})?")) for order, words in _ORDERS)
_ORDER_IN_TEXT = tuple(
    (
        order,
        re.compile(
            rf"\b(?:{words})(?: of (?:the|my))? {_NOUN}\b|\bthe (?:{words})$"
            rf"|\bthe (?:{words}) (?:one )?of (?:them|these|those|both|(?:the|my|those|these) {_COUNTED})\b"
        ),
    )
    for order, words in _ORDERS
)


def change(text: str, amounts: Sequence[tuple[int, int]] = ()) -> Change | None:
    """What a command does to a thing; None where its words name no change.

    Arguments:
        amounts: where its amounts stand; "to" right before one makes it a new value.
    """
    said = text.lower()
    if (place := place_in(text)) is not None:
        # "bring the later one forward"
        said = f"{said[: place[1]]}{' ' * (place[2] - place[1])}{said[place[2] :]}"
    bare = _without(said, amounts)
    if _WORDS["rename"].search(bare) and not _WORDS["restart"].search(bare):
        return "rename"
    if _WORDS["skip"].search(bare):
        return "skip"
    if any(_TO.search(said[:start].rstrip()) for start, _ in amounts):
        return "to"
    without_amount: tuple[Change, ...] = ("restart", "double", "halve")
    for kind in () if amounts else without_amount:
        if _WORDS[kind].search(bare):
            return kind
    if re.search(r"\b(?:longer|later|more|extra)\b", bare):
        return "more"
    if _WORDS["less"].search(bare):
        return "less"
    if _WORDS["more"].search(bare):
        return "more"
    return "to" if _TO_VALUE.search(bare) else None


def is_from_the_start(text: str) -> bool:
    """Whether what is started again begins with all of its time, and does not just go on."""
    return _FROM_THE_START.search(text.lower()) is not None


def is_open_shift(text: str, amounts: Sequence[tuple[int, int]]) -> bool:
    """Whether something is moved by an amount, and it is left open which way: "shift it by ten minutes"."""
    said = text.lower()
    by = any(_BY.search(said[:start].rstrip()) for start, _ in amounts)
    return by and change(text, amounts) in (None, "to")


def is_taken_off(text: str, amount: tuple[int, int]) -> bool:
    """Whether an amount is to be taken off a thing: "remove three minutes from the timer"."""
    said = text.lower()
    return bool(_TAKEN_OFF.search(said[: amount[0]]) and _OFF_IT.search(said[amount[1] :].rstrip()))


def sets_anew(text: str, amounts: Sequence[tuple[int, int]]) -> bool:
    """Whether a thing that is there gets a new value: "set the timer to 8 minutes", "make it 8 minutes"."""
    said = text.lower()
    before = [said[:start].rstrip() for start, _ in amounts]
    return any(
        _DEFINITE.search(words) and (_TO_RIGHT_BEFORE.search(words) or _MADE.search(words))
        for words in before
    )


def moves_reminder(text: str) -> bool:
    """Whether a reminder that is there already is to be changed: "move my dentist reminder to Friday"."""
    said = text.lower()
    moving = _MOVING.search(said) or _SHIFTING.search(said)
    return bool(moving and _REMINDER.search(said)) and "remind me" not in said


def moves_event(text: str, amounts: Sequence[tuple[int, int]]) -> bool:
    """Whether a command begins with moving something to a time or by one: "move the race to 4 PM".

    "Move the car at 6" is something to be done then.
    """
    said = text.lower()
    moved = (_TO.search(said[:start].rstrip()) or _WAY.search(said) for start, _ in amounts)
    return _MOVES.match(said) is not None and any(moved)


def is_instead(text: str) -> bool:
    """Whether a thing that is there gets a new value in place of its own: "set the alarm to 8 instead"."""
    said = text.lower()
    return re.search(r"\binstead\b|\bshould be\b", said) is not None and _DEFINITE.search(said) is not None


def skips(text: str) -> bool:
    """Whether a day of what comes back is left out: "skip tomorrow"."""
    return _SKIPS.search(text.lower()) is not None


def moves_what_was_said(text: str) -> bool:
    """Whether what was spoken of is to be changed: "move that to Tuesday", "push the earlier one back"."""
    said = text.lower()
    if _MOVING.search(said) and place_in(text) is not None:
        return True
    moving = re.search(rf"(?:{_MOVING.pattern}) (?:it|that|this|them|those)\b", said)
    return (moving or _SHIFTING.search(said)) is not None


def speaks_of_reminder(text: str) -> bool:
    """Whether a text names a reminder, an appointment or the like."""
    return _REMINDER.search(text.lower()) is not None


def are_new(text: str, spans: Sequence[tuple[int, int]]) -> tuple[bool, ...]:
    """Whether each of a command's values is what a thing gets, and not one by which it is found.

    In "move my 7 am alarm to 8" the first one finds the alarm. The spans are in order.
    """
    said = text.lower()
    verdicts: list[bool | None] = []
    for index, (start, end) in enumerate(spans):
        before, after = said[:start].rstrip(), said[end:].lstrip(" ")
        after = said[end:] if said[end:].startswith("'") else after
        joined = index > 0 and _JOINED.fullmatch(said[spans[index - 1][1] : start].strip())
        if _NOUN_AFTER.search(after) or _FROM.search(before):
            verdicts.append(False)
        elif _TO.search(before) and not _NOUN_BEFORE.search(before):
            verdicts.append(True)
        else:
            verdicts.append(verdicts[-1] if joined else None)
    certain = [index for index, verdict in enumerate(verdicts) if verdict]
    for index, verdict in enumerate(verdicts):
        if verdict is None:
            # before the new value stands what it is for
            verdicts[index] = not any(later > index for later in certain)
    return tuple(bool(verdict) for verdict in verdicts)


def order(words: str) -> Order | None:
    """The place that a whole text names: "first", "the longest one"."""
    said = fold(words).text.strip()
    return next((order for order, pattern in _ORDER_WORDS if pattern.fullmatch(said)), None)


def order_in(text: str) -> Order | None:
    """The place that is named somewhere in a text: "cancel the second timer"."""
    found = place_in(text)
    return None if found is None else found[0]


def place_in(text: str) -> tuple[Order, int, int] | None:
    """The same with the place of its words."""
    said = re.sub(r",? (?:please|then|instead)$", "", text.lower().rstrip(" .?!"))
    lengths = [(length.start, length.end) for length in find("duration", said, ANY_TIME)]
    for place, pattern in _ORDER_IN_TEXT:
        for match in pattern.finditer(said):
            # "the thirty second timer" is no second one
            if not any(start < match.start() < end for start, end in lengths):
                return place, *match.span()
    return None


def passing(text: str) -> list[tuple[int, int]]:
    """Where words stand that look like values and are none: "hold it a second", "stop that one first"."""
    return [match.span() for match in _PASSING.finditer(text.lower())]


def means_all(text: str) -> bool:
    """Whether a text is about several things without counting them: "stop my timers"."""
    said = text.lower()
    return _PLURAL.search(said) is not None and not _ONE_OF.search(said)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        kept = re.findall(
            r"\b(?:more|extra|another|longer|less|additional|further|minus|plus)\b", text[start:end]
        )
        text = f"{text[:start]}{' '.join(kept).ljust(end - start)[: end - start]}{text[end:]}"
    return text
