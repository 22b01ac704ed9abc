"""What is said beside a command: "would you, dear, the doorbell's gone" after "pause the timer".

A vocative or a tag is told by its words. A clause is beside the command where it has a subject and a verb of
its own and the classifier takes it for a statement or for talk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.conversation.mended import Mended
from assistant.conversation.set_phrases import gives_up, holds, takes_back
from models.text.lemmas import known
from models.text.parse import scan
from models.types import Understanding

_BETWEEN = re.compile(r"[,;!?.]+\s+|\s+[–—-]+\s+")
_VOCATIVE = (
    r"(?:my )?(?:dear(?:ie|est)?|darling|love|lovey|luv|sweetheart|sweetie|petal|duckie|mate|buddy|pal|bud"
    r"|dude|man|friend|sir|madam|ma'am|hon|hun|old (?:chap|girl|boy|thing))"
)
_TAG = (
    r"(?:would|will|could|can|won't) you(?: (?:please|kindly))?|would you (?:believe it|mind)|do you mind"
    r"|if you (?:would|will|could|can|please|don't mind|wouldn't mind)|be a (?:dear|love|darling|pal|sport)"
    r"|there's a (?:dear|love|good \w+)|you (?:see|know)|bless (?:you|him|her|them)|goodness me|honestly"
    r"|i (?:suppose|think|guess|reckon|must say)|for me"
)
_NAME = re.compile(r"[A-Z][\w'-]+")
_GOES_ON = re.compile(r"(?:and|but|anyway|so|then)\b", re.IGNORECASE)
_WORD = re.compile(r"[\w'-]+")
_BESIDE = re.compile(
    rf"(?:(?:oh|ah|now|well|and)\s+)?(?:{_TAG}|{_VOCATIVE})(?:\s+(?:{_VOCATIVE}|{_TAG}))*[.!?]*",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"(?:because|'?cause|cos|since|seeing as|so that|otherwise)\b(?=\s+\S+\s+\S)", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"(?:(?:and|but|so|as|oh|well|you see|for)\s+)?"
    r"(?:(?:i|we|he|she|they|it|there|everybody|everyone|nobody|no one|somebody|someone)(?:'\w+)?\s+\w"
    r"|(?:my|our|his|her|their|the|this|that)\s+(?:\w+\s+){0,3}?\w+(?:'s|'re|\s+(?:is|are|was|were|has|have"
    r"|had|will|would|can|can't|isn't|aren't|keeps?|needs?|wants?|loves?|likes?|goes|comes|just|always|never"
    r"|still)\b)|that's\s)",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"(?:(?:no|oh|sorry|well|and|but|so)\s+)*(?:i (?:mean|meant|said|say|need|want|wanted|prefer|would like"
    r"|live|have to)\b|i'd (?:like|rather|prefer)\b|i(?:'ve)? changed my mind|it'?s (?:for|called|not)\b"
    r"|that's (?:for|not)\b|we need\b)",
    re.IGNORECASE,
)
_LEANS = re.compile(r"\b(?:it|them|that|those|these|this|one|ones|some|more|then|same)\b", re.IGNORECASE)
_BEGUN_AGAIN = re.compile(
    r"(?P<said>(?:[\w'-]+ ){1,3}(?P<last>[\w'-]+))\b(?P<aside>.+?)(?<!\band )(?<!\bthen )\b(?=(?P=said)\b)",
    re.IGNORECASE,
)
_DICTATED = "note_set"
"""The intent whose text may be several sentences."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch between two marks of a text; `after` is where the mark behind it ends."""

    start: int
    end: int
    after: int


def without_asides(
    mended: Mended, found: Understanding, classify: Callable[[str], Understanding]
) -> tuple[Mended, Understanding]:
    """The text without what is beside its commands, and its understanding.

    Danger and mood remain those of the whole text.

    Arguments:
        found: the understanding of the whole text.
    """
    segments = list(_segments(mended.text))
    if (given_up := _given_up(mended, segments, found, classify)) is not None:
        return given_up
    kept = [one for one in segments if not _BESIDE.fullmatch(mended.text[one.start : one.end])]
    kept = [one for one in kept if one not in _interruption(mended.text, segments)]
    kept = _without_clauses(kept or segments, mended.text, found, classify)
    stretches = _stretches(segments, kept, mended.text)
    if stretches == [(0, len(mended.text))]:
        return mended, found
    before, behind = mended.span(*stretches[0])[0], mended.span(*stretches[-1])[1]
    less = mended.rearranged(*stretches)
    less = replace(less, beside=(before if stretches[0][0] else 0, len(mended.said) - behind))
    meant = classify(less.text)
    danger = max((d for d in (meant.danger, found.danger) if d is not None), default=None)
    return less, replace(
        meant, danger=danger, sentiment=found.sentiment, sentiment_confidence=found.sentiment_confidence
    )


def begun_again(text: str) -> int | None:
    """Where a text begins again after an aside: "add jam, Doris, I'm talking to it, add jam to the list".

    What is said twice ends with a noun: "put on the fan it's hot put on the lamp" wants both.
    """
    again = _BEGUN_AGAIN.match(text)
    if again is None or not known(again["last"], "NOUN") or scan.covers(again["aside"]):
        return None
    beside = any(_CLAUSE.match(again["aside"], word.start()) for word in _WORD.finditer(again["aside"]))
    return again.end() if beside else None


def _given_up(
    mended: Mended, segments: list[_Segment], found: Understanding, classify: Callable[[str], Understanding]
) -> tuple[Mended, Understanding] | None:
    """What the last words give up, as prohibitions: "an alarm for seven, no, forget it"; None for nothing.

    Behind a correction they take back what was done: "oops, wrong one, undo that".
    """
    if len(segments) < 2 or not gives_up(mended.text[segments[-1].start :]):
        return None
    less = mended.rearranged((0, segments[-2].end))
    meant = classify(less.text)
    if all((one.intent or "general_").startswith("general_") for one in meant.commands):
        return None
    last = segments[-1]
    if takes_back(mended.text[last.start :]) and all(one.relation == "correction" for one in meant.commands):
        less = mended.rearranged((last.start, len(mended.text)))
        return less, replace(classify(less.text), danger=found.danger)
    commands = tuple(replace(one, dialogue_act="prohibition", decision="act") for one in meant.commands)
    return less, replace(meant, commands=commands, danger=found.danger)


def _segments(text: str) -> Iterator[_Segment]:
    start = 0
    for mark in _BETWEEN.finditer(text):
        if start < mark.start():
            yield _Segment(start, mark.start(), mark.end())
            start = mark.end()
    if start < len(text):
        yield _Segment(start, len(text), len(text))


def _interruption(text: str, segments: list[_Segment]) -> list[_Segment]:
    """A "hang on" amid a text, and what is said behind it to a person called by name, up to an "and"."""
    said = [text[one.start : one.end] for one in segments]
    at = next((number for number, words in enumerate(said) if number and holds(words)), None)
    if at is None or at + 1 == len(said):
        return []
    if not (_NAME.fullmatch(said[at + 1]) or re.fullmatch(_VOCATIVE, said[at + 1], re.IGNORECASE)):
        return segments[at : at + 1]
    goes_on = next((number for number in range(at + 1, len(said)) if _GOES_ON.match(said[number])), at + 1)
    return segments[at:goes_on]


def _without_clauses(
    kept: list[_Segment], text: str, found: Understanding, classify: Callable[[str], Understanding]
) -> list[_Segment]:
    """The segments without the last ones, and then the first ones, that only tell something."""
    if found.intent == _DICTATED:
        return kept
    while len(kept) > 1 and _only_tells(text[kept[-1].start : kept[-1].end], classify):
        kept = kept[:-1]
    while len(kept) > 1 and _only_tells(text[kept[0].start : kept[0].end], classify):
        if _LEANS.search(text[kept[1].start :]):
            break
        kept = kept[1:]
    return kept


def _only_tells(said: str, classify: Callable[[str], Understanding]) -> bool:
    """Whether a clause is a statement, talk or no sure command, and holds no value that another may need."""
    if _REASON.match(said):
        return True
    if not _CLAUSE.match(said) or _MEANT.match(said) or scan.covers(said):
        return False
    commands = classify(said).commands
    return bool(commands) and all(
        one.dialogue_act in ("statement", "social") or one.decision != "act" for one in commands
    )


def _stretches(segments: list[_Segment], kept: list[_Segment], text: str) -> list[tuple[int, int]]:
    """The places of the text that are left; a segment goes with the mark before it."""
    stretches: list[tuple[int, int]] = []
    place = 0
    for number, segment in enumerate(segments):
        if segment in kept:
            continue
        leading = not any(one in kept for one in segments[:number])
        start = segment.start if leading else segments[number - 1].end
        end = segment.after if leading else segment.end
        if place < start:
            stretches.append((place, start))
        place = max(place, end)
    if place < len(text):
        stretches.append((place, len(text)))
    return stretches
