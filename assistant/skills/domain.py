"""The answers that a domain of the owner's own gives, and the entries that it takes down.

A reply is the owner's template: `{slot}` is the slot's value, and what stands in brackets is said only where
every slot in it was named. `{entries}` is what was taken down today.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from assistant.skills import Request, Result
from assistant.spoken.phrases import capital, join
from assistant.state import Database
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

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        if request.intent in self._domain.kept:
            self._entries.add(request.intent, request.text, request.now)
        named: dict[str, list[str]] = {}
        for slot in request.understanding.slots or ():
            named.setdefault(slot.name, []).append(slot.value)
        values = {name: join(list(dict.fromkeys(said))) for name, said in named.items()}
        template = self._domain.replies[request.intent]
        if f"{{{ENTRIES}}}" in template:
            values[ENTRIES] = "; ".join(self._entries.of(request.now)) or "nothing yet"
        facts, sentence = fill(template, values)
        # what was taken down is said back word for word
        return Result(facts, sentence, fixed=ENTRIES in facts or request.intent in self._domain.kept)


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
