"""Two and three commands in one sentence, and sentences with "and" that are one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.manifest import Example, SlotLabel
from models.types import DialogueAct
from training.synthesis.acts import frames, grammar, intents, phrases
from training.synthesis.acts.drafts import Draft, assemble
from training.synthesis.acts.phrases import Stretch
from training.synthesis.acts.sentences import Source
from training.synthesis.acts.values import JOINED, SlotValues, exchanged, place

_AND = (
    " and ",
    " and ",
    " and then ",
    ", then ",
    " then ",
    ", ",
    " and also ",
    ", oh and ",
    " oh and ",
    " also ",
    ", and ",
    " plus ",
)
_LAST = (" and ", " and then ", ", and ", " and finally ", ", then ")
_ASKING = ("can you {base}", "could you {base}", "please {base}", "i need you to {base}", "would you {base}")
_FORBIDDING = (
    "don't {base}",
    "don't {base}",
    "do not {base}",
    "please don't {base}",
    "never {base}",
    "no need to {base}",
)
_TELLING = (
    "i already {past}",
    "i've already {done}",
    "i just {past}",
    "my wife already {past}",
    "i've just {done}",
)
_TOLD = ("my wife already {past}", "she just {past}", "you already {past}", "you've already {done}")
_GAPPED = {"house_place", "device_type", "time", "duration", "timer_name"}
"""Slots of which each value makes a command: "the kitchen and the hall lights"."""
_GAPPING = ("iot_hue_light", "iot_wemo", "iot_cleaning", "alarm_", "timer_")
_MOST_CLAUSE = 8
_COUNTS = ("two", "two", "three", "four", "a couple of", "five")
_SEVERAL = 0.3
"""Share of the ordered things that are several."""
_FREE = frozenset({"social_post", "email_sendemail"})
"""Intents whose sentences may end in dictated words."""


def joined(sources: Sequence[Source], draw: random.Random) -> Iterator[tuple[str, Example]]:
    """Pairs and triples of different sentences of one split, with their kind."""
    for group in _by_split(sources):
        short = [s for s in group if _length(s) <= _MOST_CLAUSE]
        clauses = [s for s in short if s.clause is not None]
        asked = [s for s in short if s.question is not None]
        things = [s for s in short if s.thing is not None]
        for first in clauses:
            second = draw.choice(clauses)
            if second.intent in _FREE or first.intent in _FREE or second.example.text == first.example.text:
                continue
            question = draw.choice(asked) if asked and draw.random() < 0.3 else None
            yield from _made("pair", _pair(first, second, question, draw), first, draw)
            if draw.random() < 0.25:
                third = draw.choice(clauses)
                parts = [_request(first, draw, True), draw.choice((", ", ", ", " and ")),
                         _request(second, draw, False), draw.choice(_LAST),
                         _request(third, draw, False)]  # fmt: skip
                yield from _made("triple", parts, first, draw)
        for first in things:
            near = [t for t in things if t.example.text != first.example.text and _fits(first, t)]
            if len(near) > 1:
                yield from _made("things", _things(first, near, draw), first, draw)


def shared(source: Source, values: SlotValues, draw: random.Random) -> Iterator[tuple[str, Example]]:
    """One verb with two targets, each a command: "wake me at six and at seven"."""
    if source.clause is None or source.act != "request" or not source.intent.startswith(_GAPPING):
        return
    base = source.clause.base
    found = [s for s in base.slots or () if s.name in _GAPPED]
    if len(found) != 1 or len(base.words) > _MOST_CLAUSE:
        return
    where = place(base.text, found[0])
    example = Example(text=base.text, intent=source.intent, slots=base.slots, split=source.split)
    value = values.other(example, found[0], draw)
    if value is None or len(base.text) > where.end or (not where.before and found[0].name != "time"):
        return
    second = where.around(value)
    preposition = where.before.split()[0] if where.before else ""
    if preposition in {"for", "at"} and draw.random() < 0.3 and " a" in base.text and "me" not in base.words:
        second = (
            phrases.join(["one", second]) if draw.random() < 0.5 else phrases.join(["another one", second])
        )
    elif preposition not in {"the", "my", "a"} and draw.random() < 0.3:
        second = where.around(value) if preposition in {"for", "at"} else second
    first = base
    if where.after and draw.random() < 0.5:
        cut = base.cut(0, where.slot.end)
        first = base if cut is None else cut
    parts = [Draft(first, "request", source.intent), draw.choice((" and ", " and ", ", and ", " and also ")),
             Draft(second, "request", source.intent)]  # fmt: skip
    yield from _made("shared", parts, source, draw)


def whole(example: Example, draw: random.Random) -> Iterator[tuple[str, Example]]:
    """Sentences with "and" in one command: values that are one thing, several items of one list."""
    act = intents.act(example)
    if act is None or not example.slots or not example.text:
        return
    phrase = phrases.articled(phrases.of(example))
    example = replace(example, text=phrase.text, slots=phrase.slots)
    text: Stretch | None = None
    slot = draw.choice(phrase.slots or ())
    said = phrase.text[slot.start : slot.end]
    if " and " in phrase.text:
        text = phrase if grammar.clause(example) else None
    elif slot.name in JOINED and "'" not in said and _names(phrase.text, slot):
        value = draw.choice(JOINED[slot.name])
        made: list[Stretch | str] = [_valued(slot.name, value)]
        if slot.name == "item" and draw.random() < 0.6:
            more = _valued("item", draw.choice(_ITEMS))
            made = [_valued("item", said), draw.choice((" and ", " and some ", " and ", " and also ")), more]
            if draw.random() < 0.4:
                made[1:1] = [", ", _valued("item", draw.choice([i for i in _ITEMS if i != more.text]))]
        text = exchanged(phrase, slot, made)
    if text is not None:
        made_one = assemble([Draft(text, act, example.intent)], example.split, draw)
        if made_one is not None:
            yield "one", made_one


_ITEMS = (
    "tomatoes", "two lemons", "oat milk", "toothpaste", "a dozen eggs", "bin bags", "cat food",
    "a loaf of bread", "butter",
    "olive oil", "batteries", "six onions", "apples", "yoghurt", "washing powder", "pasta", "tea bags",
    "light bulbs",
    "orange juice", "three avocados", "paper towels", "dog biscuits", "frozen peas", "a bag of rice", "soap",
    "honey",
)  # fmt: skip


def _names(text: str, slot: SlotLabel) -> bool:
    """Whether the value stands where a name or a noun can: not before another noun of its phrase."""
    if text[: slot.start].lower().split()[-1:] in (["a"], ["an"], ["this"], ["that"]):
        return False
    after = text[slot.end :].split()
    return not after or after[0] in {
        "to",
        "on",
        "from",
        "for",
        "by",
        "please",
        "at",
        "in",
        "list",
        "off",
        "with",
    }


def _valued(name: str, value: str) -> Stretch:
    article = value.split(" ", 1)
    if name == "item" and article[0] in {"a", "an", "some"}:
        return phrases.join(
            [article[0], Stretch(article[1], (SlotLabel(name, article[1], 0, len(article[1])),))]
        )
    return Stretch(value, (SlotLabel(name, value, 0, len(value)),))


def _pair(
    first: Source, second: Source, question: Stretch | Source | None, draw: random.Random
) -> list[Draft | str]:
    if isinstance(question, Source) and question.question is not None:
        asked = Draft(question.question, "question", question.intent)
        both: list[Draft | str] = [asked, _request(first, draw, False)]
        if draw.random() < 0.5:
            both.reverse()
        return [both[0], draw.choice((" and ", " and ", ", ", ", oh and ", " and also ")), both[1]]
    chance = draw.random()
    if chance < 0.6:
        return [_request(first, draw, True), draw.choice(_AND), _request(second, draw, False)]
    done = _request(second, draw, False)
    if chance < 0.85:
        banned = _formed(first, draw.choice(_FORBIDDING), "prohibition")
        if draw.random() < 0.3:
            return [done, draw.choice((" but ", ", but ", " and ")), banned]
        if draw.random() < 0.5 and second.clause is not None:
            done = Draft(phrases.join([second.clause.base, "instead"]), second.act, second.intent)
        return [banned, draw.choice((", ", ", ", " but ", " ", ", just ", " and ")), done]
    templates = _TOLD if first.clause is not None and first.clause.first_person else _TELLING
    told = _formed(first, draw.choice(templates), "statement")
    return [told, draw.choice((", ", " so ", ", so ", ", now ", " now ", " but ")), done]


def _request(source: Source, draw: random.Random, leading: bool) -> Draft:
    polite = draw.random() < (0.4 if leading else 0.15)
    return _formed(source, draw.choice(_ASKING) if polite else "{base}", source.act)


def _formed(source: Source, template: str, act: DialogueAct) -> Draft:
    clause = source.clause
    assert clause is not None
    phrase = phrases.fill(template, base=clause.base, past=clause.past, done=clause.participle)
    return Draft(phrase, act, source.intent)


def _things(first: Source, others: Sequence[Source], draw: random.Random) -> list[Draft | str]:
    second, third = draw.sample(others, 2)

    def ordered(source: Source, template: str = "{thing}") -> Draft:
        assert source.thing is not None
        several = source.thing.several(draw.choice(_COUNTS)) if draw.random() < _SEVERAL else None
        return Draft(phrases.fill(template, thing=several or source.thing.phrase), "request", source.intent)

    opened = ordered(first, draw.choice((*frames.THING_REQUESTS[1:6], "{thing}", "{thing}")))
    chance = draw.random()
    if chance < 0.2:
        refused = Draft(ordered(second, "not {thing}").phrase, "prohibition", second.intent)
        return [opened, draw.choice((" ", ", ", " but ")), refused]
    if chance < 0.35:
        template = draw.choice(
            ("i don't want {thing}", "don't make me {thing}", "not {thing}", "no need for {thing}")
        )
        refused = Draft(ordered(first, template).phrase, "prohibition", first.intent)
        return [
            refused,
            draw.choice((", ", " but ")),
            ordered(second, draw.choice(("i'd like {thing}", "{thing} please", "make it {thing}"))),
        ]
    if chance < 0.5:
        return [opened, ", ", ordered(second), draw.choice((" and ", ", and ")), ordered(third)]
    return [
        opened,
        draw.choice((" and ", " and ", " and also ", ", ", " plus ", " and then ", ", oh and ")),
        ordered(second),
    ]


def _made(
    kind: str, parts: Sequence[Draft | str], source: Source, draw: random.Random
) -> Iterator[tuple[str, Example]]:
    made = assemble(parts, source.split, draw)
    if made is not None:
        yield kind, made


def _fits(first: Source, second: Source) -> bool:
    """Whether one speaker orders both at once: of one public intent, or both of an owner's domain."""
    own = not (intents.public(first.intent) or intents.public(second.intent))
    return (own or first.intent == second.intent) and first.thing != second.thing


def _by_split(sources: Sequence[Source]) -> list[list[Source]]:
    groups: dict[str | None, list[Source]] = {}
    for source in sources:
        groups.setdefault(source.split, []).append(source)
    return list(groups.values())


def _length(source: Source) -> int:
    if source.clause is not None:
        return len(source.clause.base.words)
    phrase = source.question or (source.thing.phrase if source.thing else None)
    return len(phrase.words) if phrase is not None else 99
