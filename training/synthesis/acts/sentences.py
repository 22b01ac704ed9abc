"""One sentence → the sentences of other acts about the same thing."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.manifest import Example, Split
from models.types import DialogueAct
from training.synthesis.acts import frames, grammar, intents, phrases
from training.synthesis.acts.drafts import Draft
from training.synthesis.acts.grammar import Clause, Thing
from training.synthesis.acts.phrases import Stretch

_SPEAKER = re.compile(r"\b(?:i|i've|i'm|i'll|we|let's|who)(?: (?!you\b|someone\b)[\w']+)* \{(?!they)")
"""The speaker, or an unknown person, is the subject of the clause."""
_LATER = frozenset(
    {
        "tomorrow",
        "tonight",
        "later",
        "now",
        "soon",
        "next",
        "immediately",
        "every",
        "minutes",
        "hours",
        "today",
    }
)
_PLANNING = frozenset(
    """set add schedule create remind book remove delete cancel order reserve buy make erase clear move change
    post mark""".split()  # noqa: SIM905
)
_MOST_BARE = 3
_SWITCHING = frozenset({"turn", "switch", "shut"})


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence whose structure is recognized."""

    example: Example
    act: DialogueAct
    clause: Clause | None = None
    thing: Thing | None = None
    question: Stretch | None = None

    @property
    def intent(self) -> str:
        """The labelled intent."""
        return self.example.intent or ""

    @property
    def split(self) -> Split | None:
        """The split, which variants keep."""
        return self.example.split


def read(examples: Sequence[Example]) -> list[Source]:
    """The examples whose structure is recognized; "a table for two" is a thing, "order it" a clause."""
    found = []
    asking = asking_intents(examples)
    for example in examples:
        fixed = phrases.articled(phrases.of(example))
        example = replace(example, text=fixed.text, slots=fixed.slots) if example.text else example
        act = intents.act(example) if example.text and not example.context else None
        if act not in ("request", "question") or (example.commands and len(example.commands) > 1):
            continue
        asked = grammar.question(example)
        thing = (
            grammar.thing(example)
            if act == "request" and intents.orders_things(example.intent or "")
            else None
        )
        clause = grammar.clause(example)
        if asked is not None:
            if act == "question" or example.intent in asking:
                found.append(Source(example, "question", question=asked))
        elif clause is not None or thing is not None:
            own = not intents.public(example.intent or "")
            inquiring = (
                own and clause is not None and (clause.verb in grammar.INQUIRING or example.intent in asking)
            )
            found.append(Source(example, "question" if inquiring else act, clause, thing))
    return found


def asking_intents(examples: Sequence[Example]) -> set[str]:
    """Intents of an owner's domain that are mostly asked as questions."""
    asked: dict[str, list[bool]] = defaultdict(list)
    for example in examples:
        if example.text and example.intent and not intents.public(example.intent):
            asked[example.intent].append(grammar.question(example) is not None)
    return {intent for intent, given in asked.items() if sum(given) * 2 >= len(given)}


def single(source: Source, draw: random.Random) -> Iterator[tuple[str, Draft]]:
    """Prohibitions, statements, questions and requests made of one sentence, with their kind."""
    if source.clause is not None:
        yield from _of_clause(source, source.clause, draw)
    if source.thing is not None:
        yield from _of_thing(source, source.thing, draw)


def _of_clause(source: Source, clause: Clause, draw: random.Random) -> Iterator[tuple[str, Draft]]:
    intent, later = source.intent, _is_later(clause)
    stopping = frames.STOPPING if clause.verb in frames.MOMENTARY else ()
    target = _switched(source, clause)
    for _ in range(2):
        yield (
            "prohibition",
            Draft(_put((*frames.PROHIBITIONS, *stopping), clause, draw), "prohibition", intent),
        )
    if target is not None:
        yield (
            "prohibition",
            Draft(
                phrases.fill(_agreeing(draw.choice(frames.KEEPING), target), **target), "prohibition", intent
            ),
        )
        yield (
            "statement",
            Draft(
                phrases.fill(_agreeing(draw.choice(frames.SWITCHED), target), **target), "statement", intent
            ),
        )
        asked = phrases.fill(_agreeing(draw.choice(frames.STATES), target), **target)
        yield "question", Draft(asked, "question", intents.QUERIES.get(intent))
    yield "request", Draft(_put(frames.REQUESTS, clause, draw), source.act, intent)
    if source.act == "request":
        yield "question", Draft(_put(frames.WONDERED, clause, draw), "question")
    if not later:
        told = frames.REPORTS if clause.first_person or draw.random() < 0.4 else frames.STATEMENTS
        yield "statement", Draft(_put(told, clause, draw), "statement", intent)
        query = intents.QUERIES.get(intent)
        yield "question", Draft(_put(frames.ASKED, clause, draw), "question", query)


def _of_thing(source: Source, thing: Thing, draw: random.Random) -> Iterator[tuple[str, Draft]]:
    words: dict[str, Stretch | str] = {"thing": thing.phrase, "they": draw.choice(frames.THEY)}
    if thing.bare is not None and len(thing.bare.words) <= _MOST_BARE:
        words["bare"] = thing.bare
    kinds: Sequence[tuple[str, Sequence[str], DialogueAct, str | None]] = (
        ("prohibition", frames.THING_PROHIBITIONS, "prohibition", source.intent),
        ("statement", frames.THING_STATEMENTS, "statement", source.intent),
        ("question", frames.THING_QUESTIONS, "question", None),
        ("request", frames.THING_REQUESTS, "request", source.intent),
        ("prohibition", frames.THING_PROHIBITIONS, "prohibition", source.intent),
    )
    for kind, templates, act, intent in kinds:
        fit = [t for t in templates if phrases.placeholders(t) <= words.keys()]
        yield kind, Draft(phrases.fill(draw.choice(fit), **words), act, intent)


def _put(templates: Sequence[str], clause: Clause, draw: random.Random) -> Stretch:
    fit = [t for t in templates if not (clause.first_person and _SPEAKER.search(t))]
    if _is_later(clause):
        fit = [t for t in fit if not {"past", "done"} & phrases.placeholders(t)]
    if clause.rest.words[-1] in {"again", "now", "today", "already"}:
        fit = [t for t in fit if t.endswith("}")]
    return phrases.fill(
        draw.choice(fit), base=clause.base, past=clause.past, done=clause.participle, ing=clause.gerund,
        they=draw.choice(frames.THEY),
    )  # fmt: skip


def _is_later(clause: Clause) -> bool:
    """Whether the clause cannot be told as past: "turn it off tomorrow"."""
    return clause.verb not in _PLANNING and bool(_LATER & set(clause.rest.words))


def _switched(source: Source, clause: Clause) -> dict[str, Stretch | str] | None:
    """What is switched, the state that it gets and the other one; None for another clause."""
    words = clause.rest.words
    if source.intent not in intents.SWITCHES or clause.verb not in _SWITCHING or len(words) > 7:
        return None
    state = next((w for w in (words[0], words[-1]) if w in {"on", "off"}), None)
    if state is None:
        return None
    cut = (
        clause.rest.cut(len(state))
        if words[0] == state
        else clause.rest.cut(0, len(clause.rest.text) - len(state))
    )
    if (
        cut is None
        or cut.words[0] not in {"the", "my", "all"}
        or _LATER & set(cut.words)
        or {"on", "off", "at"} & set(cut.words)
    ):
        return None
    return {"target": cut, "state": state, "other": "off" if state == "on" else "on"}


def _agreeing(template: str, target: dict[str, Stretch | str]) -> str:
    """The template with "are" for "is" where the target is several."""
    phrase = target["target"]
    head = re.split(r"\s(?:in|of|at|from|by|near)\s", phrase.text if isinstance(phrase, Stretch) else phrase)[
        0
    ]
    if not head.endswith("s") or head.endswith("ss"):
        return template
    for one, many in (("is", "are"), ("was", "were"), ("has", "have"), ("stays", "stay")):
        template = re.sub(rf"\b{one}\b", many, template)
    return template
