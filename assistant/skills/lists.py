"""To-do, shopping and other lists."""

from __future__ import annotations

import re
import sqlite3

from assistant.skills import Question, Request, Result, SkillContext
from assistant.spoken.lists import count, join, split
from assistant.state import Database
from models.types import Fact

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS lists (name TEXT PRIMARY KEY, used INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS items (list TEXT NOT NULL REFERENCES lists (name) ON DELETE CASCADE, item TEXT NOT NULL,"
    " UNIQUE (list, item))",
)
_SHOPPING = {
    "shopping",
    "grocery",
    "groceries",
    "grocery shopping",
    "grocery store",
    "food",
    "shop",
    "supermarket",
}
_TODO = {
    "to do",
    "todo",
    "to do's",
    "to dos",
    "todos",
    "task",
    "tasks",
    "chore",
    "chores",
    "to-do",
    "things to do",
}
_LIST_NAME = re.compile(
    r"\b(?:my|the|our|a|an|new|this|your) "
    r"((?:(?!(?:from|off|on|in|my|the|our|onto) )[a-z'-]+ ){0,3}?[a-z'-]+) lists?\b"
)
_OF = re.compile(r"\blists? (?:called|named|for|of) (?:the |my |a |all )?(.+?)(?: please)?$")
_NAME_NOISE = re.compile(
    r"\b(my|the|our|your|a|an|new|this|that|these|all|lists?|specific|current|following|last|open|items?|of|on|in"
    r"|to the|todays|today's|today|tomorrow|please|saved|available|whole|entire|existing|different|fresh|another|me"
    r"|own|any|some|certain|kind|start|for|update|make|create|and|from|delete|remove|clear|clean|empty|add|two|one"
    r"|it|is|what|which|get|rid|set|with|name|called|named|first|next|more|to)\b"
)
_ADD = re.compile(
    r"\b(?:re ?add|add|put|include|write(?: down)?|insert|append|place|enter|note(?: down)?|jot down)\s+(?P<item>.+?)"
    r"(?:\s+(?:to|on|onto|on to|in|into)\s+(?:the |my |our |a |this |that |today's )?(?P<rest>.*\blists?\b.*|.*to ?-?dos?\b.*|groceries))?$"
)
_ADDED = re.compile(r"\b(?:need|want|like|have) (?P<item>.+?) (?:added|put|included)\b")
_NEED = re.compile(r"\b(?:we|i) (?:also )?(?:need|are out of|am out of|ran out of|have run out of|must buy|have to buy)"
                   r"(?: to (?:buy|get))?(?: some| more| any)? (?P<item>.+)$|^buy (?P<item2>.+)$")  # fmt: skip
_REMOVE = re.compile(
    r"\b(?:remove|delete|erase|take|drop|cross(?: out| off)?|scratch|get rid of|clear|kill|strike|check off|tick off)\s+"
    r"(?:out |off )?(?:the |my )?(?P<item>.+?)\s+(?:from|off|on|of|in|out of)\s+(?:of )?(?:the |my |our |this |that |a )?(?P<rest>.+)$"
)
_VAGUE = re.compile(
    r"(?:(?:the|this|that|an?|some|any|one|new|following|last|another|my|more|it|these|those|each|every|things?|items?|something|stuff|next)\s*)+"
    r"(?:\b(?:two|three|four|one|a)\b)?|it|me|lists?"
)
_CREATE = re.compile(
    r"\b(?:create|make|start|begin|generate|produce|set up|open|bring up|put together|new|prepare|build)\b"
)
_ASKS_NAMES = re.compile(
    r"\b(what|which|how many|all|names?|available|other|show|list|have|tell|find|see)\b.*\blists\b|^lists\b|names? of"
)
_HAVE = re.compile(
    r"\b(?:do i have|is there|are there|is|have i (?:got|put)|did i (?:add|put)) (?P<item>.+?) (?:on|in) (?:the |my )?(?P<rest>.*)$"
)
_DEFAULT = "shopping"


class Lists:
    """Lists that are kept in the state folder."""

    name = "lists"
    intents = frozenset({"lists_createoradd", "lists_query", "lists_remove"})
    summary = "keep shopping and to-do lists"

    def __init__(self, context: SkillContext) -> None:
        self._store = _Store(context.database)

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        text = _plain(request.text)
        name = self._named(request, text)
        the = f"the {name} list" if name else "a list"
        match request.intent:
            case "lists_createoradd":
                found = _item(_ADD, text) or _item(_NEED, text)
                return f"add {found} to {the}" if found else f"change {the}"
            case "lists_remove":
                return f"remove something from {the}"
        return f"tell you what is on {the}"

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        text = _plain(request.text)
        match request.intent:
            case "lists_createoradd":
                return self._add_or_create(request, text)
            case "lists_remove":
                return self._remove(request, text)
        return self._query(request, text)

    # ── writing ──────────────────────────────────────────────────────────────

    def _add_or_create(self, request: Request, text: str) -> Result:
        name = self._named(request, text)
        trailing = re.search(r"\blist (?:add|put|include) (?P<item>.+)$", text)
        item = (
            trailing["item"] if trailing else _item(_ADDED, text) or _item(_ADD, text) or _item(_NEED, text)
        )
        adds = re.search(r"\b(add|put|include|insert|append|enter|place)\b", text) is not None
        creates = _CREATE.search(text) is not None and re.search(r"\blists?\b", text) is not None
        if item and re.fullmatch(r"(?:an? )?(?:new )?(?:.* )?lists?(?: .*)?", item):
            item = None
            creates = True
        if creates and not (adds and item):
            return self._create(request, name)
        target = name or (_DEFAULT if _NEED.search(text) else self._store.newest() or _DEFAULT)
        if item is None or _VAGUE.fullmatch(item):

            def answer(reply: Request) -> Result | None:
                return self._add(_plain(reply.text), target) if _is_item(reply) else None

            return Result(
                {"list": target},
                f"What should I add to your {target} list?",
                "asked",
                Question(on_answer=answer),
            )
        return self._add(item, target)

    def _create(self, request: Request, name: str | None) -> Result:
        if name is None:

            def answer(reply: Request) -> Result | None:
                return self._create(reply, _canonical(_plain(reply.text))) if _is_item(reply) else None

            return Result({}, "What should the list be called?", "asked", Question(on_answer=answer))
        if not self._store.create(name):
            return Result({"list": name}, f"You have a {name} list already.")
        return Result({"list": name}, f"The {name} list is ready.")

    def _add(self, item: str, name: str) -> Result:
        item = re.sub(r"^(?:some |more |the |a |an )(?=\w)|^called ", "", item).strip()
        things = split(item) if name == "shopping" else [item]
        new = self._store.add(name, things)
        said = join(new or things)
        facts = {"items": said, "list": name}
        if not new:
            return Result(facts, f"{_capital(said)} {_is(things)} already on your {name} list.")
        return Result(facts, f"{_capital(said)} {_is(new)} on your {name} list now.")

    # ── reading ──────────────────────────────────────────────────────────────

    def _query(self, request: Request, text: str) -> Result:
        name = self._named(request, text)
        lists = self._store.names()
        if not lists:
            return Result({}, "You have no lists yet.")
        if name is None and _ASKS_NAMES.search(text):
            said = join(lists)
            facts: dict[str, Fact] = {"count": len(lists), "lists": said}
            return Result(facts, f"You have {count(len(lists), 'list')}: {said}.")
        asked = _HAVE.search(text)
        name = name or self._store.newest() or _DEFAULT
        if name not in lists:
            return Result({"list": name}, f"You have no {name} list.", "failed")
        items = self._store.items(name)
        if (
            asked
            and not _VAGUE.fullmatch(asked["item"])
            and asked["item"] not in ("anything", "anything left", "anything else", "what", "there")
        ):
            wanted = re.sub(r"^(?:any|some|the|a|an) ", "", asked["item"])
            found = _find(wanted, items)
            if found:
                return Result(
                    {"item": found, "list": name}, f"Yes, {found} {_is([found])} on your {name} list."
                )
            return Result(
                {"item": wanted, "list": name}, f"No, {wanted} {_is([wanted])} not on your {name} list."
            )
        if not items:
            return Result({"list": name}, f"Your {name} list is empty.")
        if re.search(r"\b(how many)\b", text):
            return Result(
                {"list": name, "count": len(items)}, f"Your {name} list has {count(len(items), 'item')}."
            )
        if re.search(r"\b(first|next)\b", text):
            return Result({"list": name, "item": items[0]}, f"First on your {name} list comes {items[0]}.")
        said = join(items)
        return Result({"list": name, "items": said}, f"On your {name} list: {said}.")

    # ── removing ─────────────────────────────────────────────────────────────

    def _remove(self, request: Request, text: str) -> Result:
        lists = self._store.names()
        if not lists:
            return Result({}, "You have no lists.", "failed")
        if re.search(r"\b(all|every) (?:of )?(?:my |the )?(?:open |saved )?lists?\b", text):
            return self._ask(f"all {len(lists)} lists" if len(lists) > 1 else f"the {lists[0]} list", lists)
        name = self._named(request, text)
        item = _item(_REMOVE, text)
        if (
            item is None
            and name is None
            and (bare := re.search(r"^(?:please )?(?:remove|delete|take off|drop|erase) (.+)$", text))
        ):
            item = None if re.search(r"\blists?\b", bare[1]) else bare[1]
        target = name or self._store.newest() or lists[0]
        if target not in lists:
            return Result({"list": target}, f"You have no {target} list.", "failed")
        items = self._store.items(target)
        if not items and (not item or _VAGUE.fullmatch(item) or item.startswith("last")) and "list" not in text:
            return Result({"list": target}, f"Your {target} list is empty.", "failed")
        if item and re.fullmatch(r"(?:the )?last(?: item)?(?: listed)?|(?:the )?last one", item) and items:
            return self._drop(items[-1], target)
        if item and re.fullmatch(r"(?:everything|all|all (?:the )?items|all of it)", item):
            return self._ask(f"the {target} list", [target])
        if item and (found := _find(item, items)):
            return self._drop(found, target)
        if item and not _VAGUE.fullmatch(item) and not re.search(r"\blists?\b", item):
            return Result(
                {"item": item, "list": target},
                f"{_capital(item)} {_is([item])} not on your {target} list.",
                "failed",
            )
        if re.search(r"\blists?\b", text) and not re.search(r"\b(item|event|this one|that one)\b", text):
            return self._ask(f"the {target} list", [target])
        if len(items) == 0:
            return Result({"list": target}, f"Your {target} list is empty.", "failed")

        def answer(reply: Request) -> Result | None:
            picked = _find(_plain(reply.text), items)
            return self._drop(picked, target) if picked else None

        return Result(
            {"list": target},
            f"What should I remove from your {target} list?",
            "asked",
            Question(on_answer=answer),
        )

    def _ask(self, what: str, names: list[str]) -> Result:
        def act(_: Request) -> Result:
            self._store.delete(names)
            verb = "are" if len(names) > 1 else "is"
            return Result(
                {"lists": join(names)},
                f"Your {join(names)} {'lists' if len(names) > 1 else 'list'} {verb} deleted.",
            )

        return Result(
            {"lists": join(names)}, f"Do you want me to delete {what}?", "asked", Question(on_yes=act)
        )

    def _drop(self, item: str, name: str) -> Result:
        self._store.drop(name, item)
        return Result({"item": item, "list": name}, f"{_capital(item)} {_is([item])} off your {name} list.")

    def _named(self, request: Request, text: str) -> str | None:
        """The list that is named, under the one name that it is kept by."""
        candidates = [request.slot("list_name") or ""]
        candidates += [match[1] for match in _LIST_NAME.finditer(text)]
        candidates += [match[1] for match in [_OF.search(text)] if match]
        candidates += [match[1] for match in re.finditer(r"^([a-z]+) list\b", text)]
        if match := re.search(
            r"\b(?:to|on|from|off|in) (?:my |the )?((?:(?!(?:from|off|on|in|my|the|our|onto) )[a-z'-]+ ){0,2}[a-z'-]+) list\b", text
        ):
            candidates.append(match[1])
        if match := re.search(
            r"\b(?:my|the|on|from|to) (groceries|grocery|shopping|to ?-?dos?|to do's)\b", text
        ):
            candidates.append(match[1])
        known = set(self._store.names())
        names = [name for name in map(_canonical, candidates) if name]
        return next((name for name in names if name in known), names[0] if names else None)


class _Store:
    def __init__(self, database: Database) -> None:
        self._database = database
        with database.open() as connection:
            for statement in _SCHEMA:
                connection.execute(statement)

    def names(self) -> list[str]:
        with self._database.open() as connection:
            return [name for (name,) in connection.execute("SELECT name FROM lists ORDER BY rowid")]

    def newest(self) -> str | None:
        with self._database.open() as connection:
            row = connection.execute("SELECT name FROM lists ORDER BY used DESC LIMIT 1").fetchone()
        return row[0] if row else None

    def create(self, name: str) -> bool:
        with self._database.open() as connection:
            known = connection.execute("SELECT 1 FROM lists WHERE name = ?", (name,)).fetchone() is not None
            _use(connection, name)
        return not known

    def items(self, name: str) -> list[str]:
        with self._database.open() as connection:
            return [
                item
                for (item,) in connection.execute(
                    "SELECT item FROM items WHERE list = ? ORDER BY rowid", (name,)
                )
            ]

    def add(self, name: str, items: list[str]) -> list[str]:
        """Returns those that were not there yet."""
        with self._database.open() as connection:
            _use(connection, name)
            insert = "INSERT OR IGNORE INTO items VALUES (?, ?)"
            return [item for item in items if connection.execute(insert, (name, item)).rowcount]

    def drop(self, name: str, item: str) -> None:
        with self._database.open() as connection:
            connection.execute("DELETE FROM items WHERE list = ? AND item = ?", (name, item))

    def delete(self, names: list[str]) -> None:
        with self._database.open() as connection:
            connection.executemany("DELETE FROM lists WHERE name = ?", [(name,) for name in names])


def _use(connection: sqlite3.Connection, name: str) -> None:
    newest = "(SELECT COALESCE(MAX(used), 0) + 1 FROM lists)"
    connection.execute(
        f"INSERT INTO lists VALUES (?, {newest}) ON CONFLICT (name) DO UPDATE SET used = {newest}", (name,)
    )


def _plain(text: str) -> str:
    text = re.sub(r"[.!?;:]+(?=\s|$)", "", text.lower().replace("’", "'").replace("to-do", "to do"))
    text = re.sub(
        r"^(?:(?:please|hey|ok|okay|can you|could you|will you|would you|i want you to|i need you to|olly|kindly)\s+)+",
        "",
        text.strip(),
    )
    return " ".join(re.sub(r"\s+(?:please|for me|now|right now|thanks)$", "", text).split())


def _item(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    if match is None:
        return None
    found = next(
        (value for key, value in match.groupdict().items() if key.startswith("item") and value), None
    )
    if found is None:
        return None
    found = re.sub(
        r"\s+(?:to|on|in|onto|into)(?: the| my)?$|^(?:this item|item called|the item called) ", "", found
    )
    return found.strip() or None


def _canonical(name: str) -> str | None:
    bare = " ".join(name.lower().replace("-", " ").split())
    for kept, words in (("shopping", _SHOPPING), ("to-do", _TODO)):
        if bare in words or bare.removesuffix(" list") in words:
            return kept
    # noise at the ends alone: "friends to invite" keeps its "to"
    parts = bare.split()
    while parts and _NAME_NOISE.fullmatch(parts[0]):
        del parts[0]
    while parts and _NAME_NOISE.fullmatch(parts[-1]):
        del parts[-1]
    bare = " ".join(parts)
    if bare in ("read", "play", "time being"):
        return None
    for kept, words in (("shopping", _SHOPPING), ("to-do", _TODO)):
        if bare in words:
            return kept
    return bare or None


def _is_item(reply: Request) -> bool:
    """Whether an utterance can be the name of a thing: short, and no sure request for something else."""
    understood = reply.understanding
    elsewhere = understood.decision == "act" and not (understood.intent or "").startswith(
        ("lists_", "general_quirky", "qa_")
    )
    return 0 < len(reply.text.split()) <= 8 and not elsewhere


def _find(wanted: str, items: list[str]) -> str | None:
    wanted = re.sub(r"^(?:the|a|an|some|any|my) ", "", wanted)
    stem = wanted.removesuffix("s")
    return next((item for item in items if item == wanted), None) or next(
        (
            item
            for item in items
            if item.removesuffix("s") == stem or re.search(rf"\b{re.escape(stem)}s?\b", item)
        ),
        None,
    )


def _is(things: list[str]) -> str:
    plural = len(things) > 1 or (bool(things) and re.fullmatch(r"(\w+ )?\w*[^s\W]s", things[0]) is not None)
    return "are" if plural else "is"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
