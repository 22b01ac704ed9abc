"""The answers that a domain of the owner's own gives, and the entries that it takes down.

Where a value was not understood, or is needed and was not said, it is asked for first (`domain_gaps.py`). A
reply is the owner's template: `{slot}` is the slot's value, and what stands in brackets is said only where
every slot in it was named. `{entries}` is what was taken down today.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.memory.database import Database
from assistant.skills.api import Question, Request, Result
from assistant.skills.domain.gaps import Gap, Gaps
from assistant.spoken.phrases import capital, join
from models.nlu.domain import ENTRIES, DomainDescription
from models.types import Fact

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS entries"
    " (domain TEXT NOT NULL, intent TEXT NOT NULL, day TEXT NOT NULL, time TEXT NOT NULL, text TEXT NOT NULL)"
)


class OwnDomain:
    """Replies of a classifier's domain, for the intents that no other skill answers."""

    def __init__(self, domain: DomainDescription, database: Database) -> None:
        self.name = domain.name
        self.intents = frozenset(domain.replies)
        example = domain.sentences[0].text if domain.sentences else ""
        self.summary = f'answer things like "{example}"' if example else ""
        self._domain = domain
        self._entries = Entries(database, domain.name)
        self._gaps = Gaps(domain)

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        named: dict[str, tuple[str, ...]] = {}
        for slot in request.understanding.slots or ():
            named[slot.name] = (*named.get(slot.name, ()), slot.value)
        order = Order(request.intent, request.text, named)
        # a sentence that is taken down word for word loses nothing
        if request.intent in self._domain.kept:
            return self._answer(order, request)
        needs = set(_SLOT.findall(_OPTIONAL.sub("", self._domain.replies[request.intent])))
        return self._complete(order, self._gaps.of(request, named, needs), request)

    def _complete(self, order: Order, gaps: Sequence[Gap], request: Request) -> Result:
        """Asks for the first gap, and is answered once there is none."""
        if not gaps:
            return self._answer(order, request)
        gap, *rest = gaps

        def go_on(request: Request) -> Result:
            return self._complete(order, rest, request)

        def answer(request: Request) -> Result | None:
            value = self._gaps.answered(gap, order.intent, request)
            if value is None:
                return None
            more = order.said_since(request).holding(gap.name, value)
            return self._complete(more, [other for other in rest if other.name not in more.since], request)

        question = Question(on_yes=go_on if gap.meant else None, on_answer=answer)
        return Result({}, self._gaps.ask(gap), "asked", question, fixed=True)

    def _answer(self, order: Order, request: Request) -> Result:
        if order.intent in self._domain.kept:
            self._entries.add(order.intent, order.text, request.now)
        values = {name: join(list(dict.fromkeys(said))) for name, said in order.named.items()}
        template = self._domain.replies[order.intent]
        if f"{{{ENTRIES}}}" in template:
            values[ENTRIES] = "; ".join(self._entries.of(request.now)) or "nothing yet"
        facts, sentence = fill(template, values)
        # what was taken down is said back word for word
        return Result(facts, sentence, fixed=ENTRIES in facts or order.intent in self._domain.kept)


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for, as far as it is understood."""

    intent: str
    text: str
    """Of its first sentence."""
    named: Mapping[str, tuple[str, ...]]
    """By slot, its values in the order that they were said."""
    since: frozenset[str] = frozenset()
    """Slots that an answer named."""

    def holding(self, name: str, value: str) -> Order:
        """The same with this value alone in a slot, or none where it is empty."""
        named = {slot: values for slot, values in self.named.items() if slot != name}
        if value:
            named[name] = (value,)
        return replace(self, named=named, since=self.since | {name})

    def said_since(self, request: Request) -> Order:
        """The same with what an answer names besides, where it speaks of the same order."""
        if request.intent != self.intent:
            return self
        order = self
        for slot in request.understanding.slots or ():
            order = order.holding(slot.name, slot.value)
        return order


def fill(template: str, values: Mapping[str, str]) -> tuple[dict[str, Fact], str]:
    """The values that the sentence holds, and the sentence; a slot that was not named leaves no gap."""

    def optional(match: re.Match[str]) -> str:
        return match[1] if set(_SLOT.findall(match[1])) <= values.keys() else ""

    whole = _OPTIONAL.sub(optional, template)
    facts: dict[str, Fact] = {name: values[name] for name in _SLOT.findall(whole) if name in values}
    said = " ".join(_SLOT.sub(lambda match: values.get(match[1], ""), whole).split())
    # what a slot that was not named leaves behind: ", noted." begins with its word
    return facts, capital(re.sub(r"\s+(?=[.,;:!?])", "", said).lstrip(".,;: "))


class Entries:
    """What the owner had taken down, by day; it stays on this computer."""

    def __init__(self, database: Database, domain: str) -> None:
        self._database, self._domain = database, domain

    def add(self, intent: str, text: str, now: datetime) -> None:
        """Takes a sentence down as it was said."""
        row = (self._domain, intent, now.date().isoformat(), f"{now:%H:%M}", text.strip().rstrip("."))
        with self._database.open() as connection:
            connection.execute(_SCHEMA)
            connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", row)

    def of(self, day: datetime) -> list[str]:
        """The sentences of a day, in order."""
        with self._database.open() as connection:
            connection.execute(_SCHEMA)
            rows = connection.execute(
                "SELECT text FROM entries WHERE domain = ? AND day = ? ORDER BY rowid",
                (self._domain, day.date().isoformat()),
            )
            return [str(text) for (text,) in rows]
