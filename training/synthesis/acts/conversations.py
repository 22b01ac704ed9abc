"""A sentence, a reply, and what is said next: corrections, follow-ups, answers, and new requests."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from models.manifest import Example, SlotLabel
from models.types import DialogueAct, Message
from training.synthesis.acts import exchanges, intents, phrases
from training.synthesis.acts.drafts import Draft, assemble
from training.synthesis.acts.omissions import describes, spoken, without
from training.synthesis.acts.phrases import Stretch
from training.synthesis.acts.sentences import Source
from training.synthesis.acts.values import Constituent, SlotValues, place

_YOURS = {"me": "you", "my": "your", "i": "you", "us": "you", "our": "your", "mine": "yours", "your": "my"}
_ADDING = re.compile(r"\b(?:add|put|include)\b")
_TAKES_UNDO = re.compile(r"(?:alarm|calendar|lists|timer|note|iot|audio)_(?!query)")
_NAMING = re.compile(r"\b(?:it|that|be|have|want|wanted|is|it's|to|rather|better|scratch that) \{value\}")
"""Templates whose value is a noun, not "to fifty percent"."""
_LED = re.compile(r"(?:same|it|that|different|question|again|one|more|me) \{place\}")
"""Templates whose constituent needs a preposition."""
_SAYABLE = frozenset({"date", "time", "place_name", "person", "house_place", "duration"})
"""Slots whose value a reply can name."""
_FOLLOWING = frozenset(
    [
        "for",
        "at",
        "to",
        "in",
        "on",
        "from",
        "with",
        "by",
        "please",
        "and",
        "off",
        "up",
        "down",
        "today",
        "tomorrow",
        "tonight",
        "thanks",
    ]
)


def next_sentences(
    source: Source, others: Sequence[Source], values: SlotValues, known: frozenset[str], draw: random.Random
) -> Iterator[tuple[str, Example]]:
    """Conversations that begin with the sentence, with their kind.

    Arguments:
        others: sentences of new requests, of the same split.
        known: intents of the examples; a yes or a no has an intent only where it is one of them.
    """
    yield from _corrected(source, values, draw)
    yield from _answered(source, others, values, draw)
    yield from _confirmed(source, known, draw)
    yield from _pointed(source, draw)
    other = draw.choice(others)
    if (
        draw.random() < 0.5
        and (fresh := _fresh(other)) is not None
        and other.example.text != source.example.text
    ):
        yield from _made("new", fresh, source, _said(source, ""), draw)


def _corrected(source: Source, values: SlotValues, draw: random.Random) -> Iterator[tuple[str, Example]]:
    example = source.example
    for slot in example.slots or ():
        where = place(example.text or "", slot)
        value = values.other(example, slot, draw)
        many = len([s for s in example.slots or () if s.name == slot.name])
        if value is None or many > 1 or _partial(example, slot):
            continue
        if source.act == "request":
            fit = [t for t in exchanges.CORRECTIONS if "{place}" not in t or not _describes(example, where)]
            if value.split()[0] in {"to", "by", "at", "in", "after"}:
                fit = [t for t in fit if not _NAMING.search(t)]
            made = _filled(draw.choice(fit), where, value, example)
            if made is not None:
                drafted = Draft(made, "request", source.intent, "correction")
                yield from _made(
                    "correction",
                    drafted,
                    source,
                    _said(source, draw.choice((_sayable(example, slot), ""))),
                    draw,
                )
        templates = exchanges.ASKED_ON if source.act == "question" else exchanges.FOLLOW_UPS
        led = where.before.split()[:1] and where.before.split()[0] not in {"the", "a", "an", "my", "until"}
        counted = where.before.split()[-1:] in (["a"], ["an"]) and source.act == "request"
        fit = [t for t in templates if (led or not _LED.search(t)) and not (counted and "{value}" in t)]
        made = (
            _filled(draw.choice(fit), where, value, example)
            if _leads_on(where, source) and not _describes(example, where)
            else None
        )
        if made is not None:
            drafted = Draft(made, source.act, source.intent, "follow_up")
            yield from _made("follow_up", drafted, source, _said(source, _sayable(example, slot)), draw)


def _answered(
    source: Source, others: Sequence[Source], values: SlotValues, draw: random.Random
) -> Iterator[tuple[str, Example]]:
    """The sentence without one of its values, the question about it, and the value, or something else."""
    example, own = source.example, not intents.public(source.intent)
    names = [s.name for s in example.slots or ()]
    slots = [
        s
        for s in example.slots or ()
        if not _partial(example, s) and names.count(s.name) == 1 and (own or s.name in exchanges.OPEN)
    ]
    if not slots or source.act != "request":
        return
    slot = draw.choice(slots)
    where = place((example.text or "").rstrip(" .?!"), slot)
    said = without(example, where, own)
    if said is None:
        return
    other = values.other(example, slot, draw) or _old(example, slot)
    fit = exchanges.OPEN.get(
        slot.name, [t for t in exchanges.OPEN_OTHER if "{a}" not in t or other != _old(example, slot)]
    )
    words = {"slot": spoken(slot.name), "a": _old(example, slot), "b": other}
    asked = phrases.fill(draw.choice(fit), **words).text
    context = (Message("user", said), Message("assistant", asked))
    bare = describes(example, slot, where)
    template = draw.choice([t for t in exchanges.ANSWERS if not bare or "{value}" in t])
    made = _filled(template, where, draw.choice((other, _old(example, slot))), example)
    if made is not None:
        yield from _made("answer", Draft(made, "request", source.intent, "answer"), source, context, draw)
    fresh = draw.choice(others)
    if draw.random() < 0.6 and fresh.intent != source.intent and (drafted := _fresh(fresh)) is not None:
        yield from _made("while_open", drafted, source, context, draw)


def _confirmed(source: Source, known: frozenset[str], draw: random.Random) -> Iterator[tuple[str, Example]]:
    if source.clause is None or source.act != "request":
        return
    base = _to_listener(source.clause.base)
    asked = draw.choice(exchanges.CONFIRMING).format(base=base)
    context = (Message("user", source.example.text or ""), Message("assistant", asked))
    agreed = draw.random() < 0.5
    said, act, intent = (
        (draw.choice(exchanges.YES), "request", "general_affirm") if agreed
        else (draw.choice(exchanges.NO), "prohibition", "general_negate")
    )  # fmt: skip
    drafted = Draft(Stretch(said), _act(act), intent if intent in known else None, "answer")
    yield from _made("yes_no", drafted, source, context, draw)


def _pointed(source: Source, draw: random.Random) -> Iterator[tuple[str, Example]]:
    context = _said(source, "")
    text = source.example.text or ""
    if source.intent in exchanges.POINTING and not (
        source.intent == "lists_createoradd" and not _ADDING.search(text)
    ):
        said, intent, act = draw.choice(exchanges.POINTING[source.intent])
        if re.search(
            r"\b(?:lights|lamps|plugs|sockets|alarms|lists|events|meetings|appointments|them)\b", text
        ):
            for one, many in (("is it", "are they"), ("was it", "were they"), ("it", "them")):
                said = re.sub(rf"\b{one}\b", many, said)
        if source.act == "question":
            context = context[0], Message("assistant", draw.choice(exchanges.FOUND))
        yield from _made("pointing", Draft(Stretch(said), act, intent, "follow_up"), source, context, draw)
    if source.act == "request" and _TAKES_UNDO.match(source.intent) and draw.random() < 0.3:
        drafted = Draft(Stretch(draw.choice(exchanges.UNDOING)), "request", "general_undo", "follow_up")
        yield from _made("undo", drafted, source, context, draw)
    if source.thing is not None and draw.random() < 0.5:
        drafted = Draft(Stretch(draw.choice(exchanges.AGAIN)), "request", source.intent, "follow_up")
        yield from _made("again", drafted, source, context, draw)


def _to_listener(phrase: Stretch) -> str:
    """ "wake me at my usual time" → "wake you at your usual time"; words of slots stay."""
    return re.sub(
        r"[\w']+",
        lambda m: m[0] if phrase.holds_slot(m.start(), m.end()) else _YOURS.get(m[0].lower(), m[0]),
        phrase.text,
    )


def _fresh(source: Source) -> Draft | None:
    """The sentence as a new request or question."""
    text = phrases.of(source.example)
    return Draft(text, source.act, source.intent) if len(text.words) <= 12 else None


def _leads_on(where: Constituent, source: Source) -> bool:
    """Whether "and" with the constituent makes sense: "and in London", "and a latte"."""
    first = where.before.split()[:1]
    if first in (["a"], ["an"]):
        return intents.orders_things(source.intent)
    return source.act == "question" or (bool(first) and first[0] not in {"with", "by", "from"})


def _partial(example: Example, slot: SlotLabel) -> bool:
    """Whether the slot is no whole phrase of its own: "[john]'s", "[two] cups"."""
    text = example.text or ""
    said = text[slot.start : slot.end]
    return (
        bool(re.search(r"'s?$|s'$", said))
        or text[slot.end : slot.end + 1] in {"'", "-", "s"}
        or len(said.split()) > 4
    )


def _describes(example: Example, where: Constituent) -> bool:
    """Whether the value describes what follows: "a [small] latte"."""
    after = (example.text or "")[where.end :].split()
    return (
        bool(after)
        and where.before.split()[-1:] in (["a"], ["an"], ["the"], ["my"])
        and after[0] not in _FOLLOWING
    )


def _noun_follows(text: str, where: Constituent) -> bool:
    after = text[where.slot.end :].split()
    return len(after) == 1 and after[0] not in _FOLLOWING


def _filled(template: str, where: Constituent, value: str, example: Example) -> Stretch | None:
    old = _old(example, where.slot)
    if "{old}" in template and old == value:
        return None
    slot = Stretch(value, (SlotLabel(where.slot.name, value, 0, len(value)),))
    around = where.around(value)
    if where.before.split()[:1] == ["the"] and not where.after and _noun_follows(example.text or "", where):
        around = phrases.join([around, "one"])
    dropped = Stretch(old)
    return phrases.fill(template, place=around, value=slot, old=dropped)


def _old(example: Example, slot: SlotLabel) -> str:
    return (example.text or "")[slot.start : slot.end]


def _sayable(example: Example, slot: SlotLabel) -> str:
    return _old(example, slot) if slot.name in _SAYABLE or not intents.public(example.intent or "") else ""


def _said(source: Source, value: str) -> tuple[Message, ...]:
    """The sentence and a reply to it, with the value in it where one is given."""
    draw = random.Random(f"{source.example.text} {value}")
    templates = exchanges.TOLD if source.act == "question" else exchanges.DONE
    fit = [t for t in templates if value or "alue}" not in t]
    reply = draw.choice(fit).format(value=value, Value=value[:1].upper() + value[1:])
    return Message("user", source.example.text or ""), Message("assistant", reply)


def _act(name: str) -> DialogueAct:
    return "request" if name == "request" else "prohibition"


def _made(
    kind: str, drafted: Draft, source: Source, context: tuple[Message, ...], draw: random.Random
) -> Iterator[tuple[str, Example]]:
    made = assemble([drafted], source.split, draw, context)
    if made is not None:
        yield kind, made
