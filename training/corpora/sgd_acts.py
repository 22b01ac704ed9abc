"""Schema-Guided Dialogue: dialogue acts and relations of real user turns.

Download: https://github.com/google-research-datasets/dstc8-schema-guided-dialogue, as `sgd`, with its paper.
Licence: CC BY-SA 4.0.

What is read of the corpus labels the system's acts and the user's active intent, not the user's acts; a label
is given only where these decide it, else it stays unknown:

- answer: after a request for a value that the system does not repeat; after a confirmation or an offered
  intent that the user takes or declines;
- correction: after a confirmation that the system repeats with another value;
- follow_up: a question about what was offered or told, which the system answers by informing, or offers
  anew;
- new: an intent of a service that is new in the dialogue, after an offer of more help, without a value or a
  word that points back.

Intents, slots and command boundaries stay unknown. The context is the exchange before. No dialogue is about
a person in danger. The kinds are balanced: fewer than 6,000 examples.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.manifest import Example, Split
from models.types import DialogueAct, Message, Relation
from training.corpora.sgd import SgdExchange, exchanges

_OF_A_KIND = 800
_OF_A_TEXT = 3
_LONGEST = 25
_LONGEST_NO = 8
"""Words of an example; a longer no often asks for something else too."""
_DOING = re.compile(r"Reserve|Buy|Book|Add|Transfer|Play|GetRide|Schedule")
_ASKING = re.compile(r"GetWeather|CheckBalance|GetTimesForMovie|GetEventDates|GetEvents|GetAvailableTime")
_SEVERAL = re.compile(r"[.?!]\s+\S")
_YES = re.compile(r"(?:yes|yeah|yep|yup|sure|ok|okay|that|correct|perfect|great|sounds)\b", re.I)
_NO = re.compile(r"(?:no|nope|nah|not)\b", re.I)
_CORRECTING = re.compile(r"(?:no|nope|actually|wait|sorry|oh|hmm|instead)\b", re.I)
_THANKS = re.compile(
    r"(?:ok|okay|great|perfect|awesome|cool|good|wonderful|alright)?,?\s*(?:thank you|thanks)\b", re.I
)
_MORE = re.compile(r"\b(?:else|others?|another|more|different)\b", re.I)
_POINTING = re.compile(
    r"\b(?:it|its|that|this|then|there|they|them|their|those|these|same|one|ones|also|too|again|back|earlier"
    r"|go ahead|you (?:found|mentioned)|nearby"
    r"|the (?:area|location|place|event|ticket|show|apartment|city)s?)\b",
    re.I,
)
_THANKED = {"REQ_MORE", "GOODBYE"}

_Values = Mapping[str, Mapping[str, Sequence[str]]]
"""Act → slot → values."""


@dataclass(frozen=True, slots=True)
class TurnLabels:
    """What the corpus decides about a user's turn."""

    kind: str
    """For balance."""
    relation: Relation
    act: DialogueAct | None


def convert(source: Path) -> Iterator[Example]:
    """The folder → examples with the exchange before, a relation and mostly an act.

    Raises:
        DataError: a missing file or an invalid line.
    """
    kinds: defaultdict[str, list[Example]] = defaultdict(list)
    before: SgdExchange | None = None
    services = set[str]()
    for _, split, row in exchanges(source):
        if before is None or before.dialogue_id != row.dialogue_id:
            services = set()
        elif (labels := labels_of(before, row, services)) is not None:
            kinds[labels.kind].append(_example(before, row, labels, split))
        services.add(row.service)
        before = row
    yield from _balanced(kinds)


def _example(before: SgdExchange, row: SgdExchange, labels: TurnLabels, split: Split) -> Example:
    return Example(
        text=row.user,
        split=split,
        context=(Message("user", before.user), Message("assistant", before.system)),
        dialogue_act=labels.act,
        relation=labels.relation,
        danger=False,
    )


def labels_of(before: SgdExchange, row: SgdExchange, services: Collection[str] = ()) -> TurnLabels | None:
    """The labels of the user's turn of `row` after the exchange `before`; None where nothing is sure.

    Arguments:
        before: the exchange before.
        row: the user's turn and the system's answer to it.
        services: of the dialogue so far.
    """
    text = row.user.strip()
    if _SEVERAL.search(text) or len(text.split()) > _LONGEST:
        return None
    then, now = _values(before), _values(row)
    asks = text.endswith("?")
    if now.keys() <= _THANKED and _THANKS.match(text) and "REQ_MORE" not in then and not asks:
        return TurnLabels("social", "new", "social")
    match sorted(then):
        case ["REQUEST"]:
            return _to_request(before, row, then, now, asks)
        case ["CONFIRM"]:
            return _to_confirmation(row, then, now, asks)
        case ["OFFER_INTENT"]:
            return _to_offered_intent(row, then, asks)
        case ["REQ_MORE"]:
            return _new(before, row, services)
        case _:
            return _about(then, now, text, asks)


def _to_request(
    before: SgdExchange, row: SgdExchange, then: _Values, now: _Values, asks: bool
) -> TurnLabels | None:
    again = then["REQUEST"].keys() & now.get("REQUEST", {}).keys()
    if asks or again or _CORRECTING.match(row.user) or _intent(before) != _intent(row):
        return None
    act = _act(row.intent)
    return TurnLabels("value" if act else "searched value", "answer", act)


def _to_confirmation(row: SgdExchange, then: _Values, now: _Values, asks: bool) -> TurnLabels | None:
    shared = then["CONFIRM"].keys() & now.get("CONFIRM", {}).keys()
    if any(then["CONFIRM"][slot] != now["CONFIRM"][slot] for slot in shared):
        return TurnLabels("correction", "correction", "request")
    if asks:
        return None
    if now.keys() & {"NOTIFY_SUCCESS", "NOTIFY_FAILURE"} and not _NO.match(row.user):
        return TurnLabels("yes", "answer", "request")
    if now.keys() <= _THANKED and _declines(row.user):
        return TurnLabels("no", "answer", "prohibition")
    return None


def _to_offered_intent(row: SgdExchange, then: _Values, asks: bool) -> TurnLabels | None:
    if asks:
        return None
    if row.intent == "NONE" and _declines(row.user):
        return TurnLabels("no", "answer", "prohibition")
    if row.intent in then["OFFER_INTENT"].get("intent", ()) and _YES.match(row.user):
        return TurnLabels("yes", "answer", "request")
    return None


def _new(before: SgdExchange, row: SgdExchange, services: Collection[str]) -> TurnLabels | None:
    text = row.user
    carried = any(
        value.lower() in f"{before.user} {before.system}".lower() and value.lower() not in text.lower()
        for _, _, values in row.system_acts
        for value in values
    )
    unclear = _YES.match(text) or _NO.match(text) or _THANKS.match(text) or _POINTING.search(text) or carried
    if row.intent in ("", "NONE") or row.service in services or unclear:
        return None
    return TurnLabels("new", "new", _act(row.intent))


def _about(then: _Values, now: _Values, text: str, asks: bool) -> TurnLabels | None:
    told, open_still = {"OFFER", "INFORM", "NOTIFY_SUCCESS"}, {"REQ_MORE", "REQUEST"}
    if not asks or not then.keys() & told or then.keys() & open_still:
        return None
    if now.keys() == {"INFORM"}:
        return TurnLabels("asks", "follow_up", "question")
    if "OFFER" in then and "OFFER" in now and _MORE.search(text):
        return TurnLabels("more", "follow_up", "question")
    return None


def _values(exchange: SgdExchange) -> _Values:
    values: defaultdict[str, dict[str, Sequence[str]]] = defaultdict(dict)
    for act, slot, said in exchange.system_acts:
        values[act][slot] = said
    return values


def _act(intent: str) -> DialogueAct | None:
    """The act that an answer has, which is that of the intent; None for a search, which is either."""
    return "request" if _DOING.match(intent) else "question" if _ASKING.match(intent) else None


def _intent(exchange: SgdExchange) -> tuple[str, str]:
    return exchange.service, exchange.intent


def _declines(text: str) -> bool:
    return bool(_NO.match(text)) and len(text.split()) <= _LONGEST_NO


def _balanced(kinds: Mapping[str, list[Example]]) -> Iterator[Example]:
    """At most `_OF_A_KIND` of each kind and `_OF_A_TEXT` of each text, drawn by the text."""
    texts: Counter[str] = Counter()
    for _, examples in sorted(kinds.items()):
        left = _OF_A_KIND
        for example in sorted(examples, key=_drawn):
            key = (example.text or "").lower()
            if left and texts[key] < _OF_A_TEXT:
                texts[key] += 1
                left -= 1
                yield example


def _drawn(example: Example) -> str:
    return hashlib.sha256((example.text or "").encode()).hexdigest()
