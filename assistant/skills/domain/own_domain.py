"""The answers that a domain of the owner's own gives, and the entries that it takes down.

Where a value was not understood, or is needed and was not said, it is asked for first (`domain_gaps.py`). A
reply is the owner's template: `{slot}` is the slot's value, and what stands in brackets is said only where
every slot in it was named. `{entries}` is what was taken down today.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assistant.memory.database import Database
from assistant.skills.api import (
    INTERFACE,
    Call,
    Operation,
    OperationDeclaration,
    Parameter,
    Question,
    Result,
)
from assistant.skills.domain.gaps import Gap, Gaps
from models.nlu.domain import ENTRIES, DomainDescription
from models.text.say_lists import capital, join
from models.text.templates import fill, needed, used
from models.types import Command, Fact

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS entries"
    " (domain TEXT NOT NULL, intent TEXT NOT NULL, day TEXT NOT NULL, time TEXT NOT NULL, text TEXT NOT NULL)"
)


ORDER = Parameter(lambda reading: reading.command, slots=("*",))
"""The whole command: every slot of a domain is the domain's own."""


class OwnDomain:
    """Replies of a classifier's domain, for the intents that no other skill answers."""

    interface = INTERFACE

    def __init__(self, domain: DomainDescription, database: Database) -> None:
        self.name = domain.name
        self.title = domain.name
        self._domain = domain
        self.operations = [self._operation(intent) for intent in domain.replies]
        self._entries = Entries(database, domain.name)
        self._gaps = Gaps(domain)

    def handle(self, call: Call, order: Command) -> Result:
        """Answer an order, or ask for what it lacks."""
        named: dict[str, tuple[str, ...]] = {}
        for slot in order.slots:
            named[slot.name] = (*named.get(slot.name, ()), slot.value)
        intent = order.intent or ""
        taken, reply = Order(intent, order.text, named), self._domain.replies[intent]
        if not self._changes(intent):
            # nothing is done with what its reply does not say
            said = tuple(heard for heard in order.unresolved if f"{{{heard.name}}}" in reply)
            order = replace(order, unresolved=said)
        # a sentence that is taken down word for word loses nothing
        if intent in self._domain.kept:
            return self._answer(taken, call)
        return self._complete(taken, self._gaps.of(order, named, needed(reply)), call)

    def undo(self, call: Call, data: Mapping[str, Any]) -> Result:
        """See `Undoes`: take back an entry that was taken down."""
        self._entries.remove(int(data["entry"]))
        return Result({}, "I took that out again.", changes=True)

    def _operation(self, intent: str) -> Operation:
        example = next((s.text for s in self._domain.sentences if s.intent == intent), "")
        # an order or an entry is for requests alone
        declared = OperationDeclaration(
            (intent,),
            "",
            (example,) if example else (),
            "undoable" if self._changes(intent) else "nothing",
            (),
            delayable=False,
            hidden=not example,
        )
        return Operation(self.name, intent, declared, {"order": ORDER}, frozenset({"order"}), self.handle)

    def _changes(self, intent: str) -> bool:
        """Whether it orders or takes down, and does not only tell."""
        if intent in self._domain.kept:
            return True
        return intent not in self._domain.asked and ENTRIES not in self._domain.replies[intent]

    def _complete(self, order: Order, gaps: Sequence[Gap], call: Call) -> Result:
        """Ask for the first gap, and answer once there is none."""
        if not gaps:
            return self._answer(order, call)
        gap, *rest = gaps

        def go_on(call: Call) -> Result:
            return self._complete(order, rest, call)

        def answer(call: Call, given: Command) -> Result | None:
            value = self._gaps.answered(gap, order.intent, given)
            if value is None:
                return None
            more = order.said_since(given).holding(gap.name, value)
            left = [other for other in rest if other.name not in more.since]
            if given.intent == order.intent:
                # an answer in a whole sentence may hold a further value that is none
                asked = {gap.name, *(other.name for other in left)}
                left += [new for new in self._gaps.of(given, more.named, ()) if new.name not in asked]
            return self._complete(more, left, call)

        question = Question(on_yes=go_on if gap.meant else None, on_answer=answer)
        return Result({}, self._gaps.ask(gap), "asked", question=question, fixed=True)

    def _answer(self, order: Order, call: Call) -> Result:
        keeps = order.intent in self._domain.kept
        undo = {"entry": self._entries.add(order.intent, order.text, call.now)} if keeps else None
        values = {name: join(list(dict.fromkeys(said))) for name, said in order.named.items()}
        template = self._domain.replies[order.intent]
        if f"{{{ENTRIES}}}" in template:
            values[ENTRIES] = "; ".join(self._entries.of(call.now)) or "nothing yet"
        facts: dict[str, Fact] = {name: values[name] for name in used(template, values)}
        # what was taken down is said back word for word
        return Result(
            facts,
            capital(fill(template, values)),
            changes=self._changes(order.intent),
            undo=undo,
            fixed=ENTRIES in facts or keeps,
        )


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

    def said_since(self, given: Command) -> Order:
        """The same with what an answer names besides, where it speaks of the same order."""
        if given.intent != self.intent:
            return self
        order = self
        for slot in given.slots:
            order = order.holding(slot.name, slot.value)
        return order


class Entries:
    """What the owner had taken down, by day; it stays on this computer."""

    def __init__(self, database: Database, domain: str) -> None:
        self._database, self._domain = database, domain

    def add(self, intent: str, text: str, now: datetime) -> int:
        """Take a sentence down as it was said; returns its number."""
        row = (self._domain, intent, now.date().isoformat(), f"{now:%H:%M}", text.strip().rstrip("."))
        with self._database.open() as connection:
            connection.execute(_SCHEMA)
            return connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", row).lastrowid or 0

    def remove(self, entry: int) -> None:
        """Delete a sentence by its number."""
        with self._database.open() as connection:
            connection.execute("DELETE FROM entries WHERE rowid = ?", (entry,))

    def of(self, day: datetime) -> list[str]:
        """The sentences of a day, in order."""
        with self._database.open() as connection:
            connection.execute(_SCHEMA)
            rows = connection.execute(
                "SELECT text FROM entries WHERE domain = ? AND day = ? ORDER BY rowid",
                (self._domain, day.date().isoformat()),
            )
            return [str(text) for (text,) in rows]
