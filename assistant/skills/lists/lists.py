"""To-do, shopping and other lists. Deleting a whole one asks first."""

from __future__ import annotations

import re

from assistant.skills.api import Question, Request, Result, SkillContext
from assistant.skills.lists.store import ListStore
from assistant.spoken import listing
from models.text.say_lists import capital, count, every, is_or_are, join, split
from models.types import Fact


class Lists:
    """Lists that are kept in the state folder."""

    name = "lists"
    intents = frozenset({"lists_createoradd", "lists_query", "lists_remove"})
    summary = "keep shopping and to-do lists"

    def __init__(self, context: SkillContext) -> None:
        self._store = ListStore(context.database)

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        text = listing.plain(request.text)
        name = self._named(request, text)
        the = f"the {name} list" if name else "a list"
        match request.intent:
            case "lists_createoradd":
                item = listing.added(text)
                return f"add {item} to {the}" if item else f"change {the}"
            case "lists_remove":
                return f"remove something from {the}"
        return f"tell you what is on {the}"

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        text = listing.plain(request.text)
        match request.intent:
            case "lists_createoradd":
                return self._add_or_create(request, text)
            case "lists_remove":
                return self._remove(request, text)
        return self._query(request, text)

    def _named(self, request: Request, text: str) -> str | None:
        """The list that is meant; one that exists before one that does not."""
        slot = listing.list_name(request.slot("list_name") or "")
        names = [*([slot] if slot else []), *listing.list_names(text)]
        known = set(self._store.names())
        return next((name for name in names if name in known), names[0] if names else None)

    # ── writing ──────────────────────────────────────────────────────────────

    def _add_or_create(self, request: Request, text: str) -> Result:
        name, item = self._named(request, text), listing.added(text)
        # "add a new list" adds no item
        makes = (
            item is not None and re.fullmatch(r"(?:an? )?(?:new )?(?:.* )?lists?(?: .*)?", item) is not None
        )
        item = None if makes else item
        adds = re.search(r"\b(add|put|include|insert|append|enter|place)\b", text) is not None
        if makes or (listing.makes_list(text) and not (adds and item)):
            return self._create(name)
        used = (
            listing.DEFAULT_LIST if listing.is_needed(text) else self._store.newest() or listing.DEFAULT_LIST
        )
        target = name or used
        if item is not None and not listing.is_vague(item):
            return self._add(item, target)

        def answer(reply: Request) -> Result | None:
            return self._add(listing.plain(reply.text), target) if _names_a_thing(reply) else None

        sentence = f"What should I add to your {target} list?"
        return Result({"list": target}, sentence, "asked", Question(on_answer=answer))

    def _create(self, name: str | None) -> Result:
        if name is None:

            def answer(reply: Request) -> Result | None:
                found = listing.list_name(listing.plain(reply.text)) if _names_a_thing(reply) else None
                return self._create(found) if found else None

            return Result({}, "What should the list be called?", "asked", Question(on_answer=answer))
        new = self._store.create(name)
        return Result(
            {"list": name}, f"The {name} list is ready." if new else f"You have a {name} list already."
        )

    def _add(self, item: str, name: str) -> Result:
        item = re.sub(r"^(?:some |more |the |an? )(?=\w)|^called ", "", item).strip()
        # "wash the car and the dog" is one thing to do
        things = split(item) if name == listing.DEFAULT_LIST else [item]
        new = self._store.add(name, things)
        said = join(new or things)
        subject = f"{capital(said)} {is_or_are(new or things)}"
        sentence = f"{subject} on your {name} list now." if new else f"{subject} already on your {name} list."
        return Result({"items": said, "list": name}, sentence)

    # ── reading ──────────────────────────────────────────────────────────────

    def _query(self, request: Request, text: str) -> Result:
        lists, name = self._store.names(), self._named(request, text)
        if not lists:
            return Result({}, "You have no lists yet.")
        if name is None and listing.asks_names(text):
            names: dict[str, Fact] = {"count": len(lists), "lists": join(lists)}
            return Result(names, f"You have {count(len(lists), 'list')}: {join(lists)}.")
        name = name or self._store.newest() or listing.DEFAULT_LIST
        if name not in lists:
            return Result({"list": name}, f"You have no {name} list.", "failed")
        items = self._store.items(name)
        if wanted := listing.asked(text):
            return _whether(wanted, items, name)
        if not items:
            return Result({"list": name}, f"Your {name} list is empty.")
        facts: dict[str, Fact] = {"list": name}
        if re.search(r"\bhow many\b", text):
            return Result(facts | {"count": len(items)}, f"Your {name} list has {count(len(items), 'item')}.")
        if re.search(r"\b(first|next)\b", text):
            return Result(facts | {"item": items[0]}, f"First on your {name} list comes {items[0]}.")
        return Result(facts | {"items": join(items)}, f"On your {name} list: {join(items)}.")

    # ── removing ─────────────────────────────────────────────────────────────

    def _remove(self, request: Request, text: str) -> Result:
        lists = self._store.names()
        if not lists:
            return Result({}, "You have no lists.", "failed")
        if re.search(r"\b(all|every) (?:of )?(?:my |the )?(?:open |saved )?lists?\b", text):
            return self._ask(lists)
        item = listing.removed(text)
        name = self._named(request, text) or self._store.newest() or lists[0]
        if name not in lists:
            return Result({"list": name}, f"You have no {name} list.", "failed")
        items = self._store.items(name)
        if item and re.fullmatch(r"everything|all|all (?:the )?items|all of it", item):
            return self._ask([name])
        if item and re.fullmatch(r"(?:the )?last(?: item| one)?(?: listed)?", item) and items:
            return self._drop(items[-1], name)
        if item and (found := listing.find_item(item, items)):
            return self._drop(found, name)
        names_item = item is not None and not listing.is_vague(item) and not re.search(r"\blists?\b", item)
        if item and names_item:
            sentence = f"{capital(item)} {is_or_are([item])} not on your {name} list."
            return Result({"item": item, "list": name}, sentence, "failed")
        if (item is None or "list" in item) and re.search(r"\blists?\b", text) and "item" not in text:
            return self._ask([name])
        if not items:
            return Result({"list": name}, f"Your {name} list is empty.", "failed")

        def answer(reply: Request) -> Result | None:
            picked = listing.find_item(listing.plain(reply.text), items)
            return self._drop(picked, name) if picked else None

        sentence = f"What should I remove from your {name} list?"
        return Result({"list": name}, sentence, "asked", Question(on_answer=answer))

    def _ask(self, names: list[str]) -> Result:
        def act(_: Request) -> Result:
            self._store.delete(names)
            lists = "list is" if len(names) == 1 else "lists are"
            return Result({"lists": join(names)}, f"Your {join(names)} {lists} deleted.")

        what = f"the {names[0]} list" if len(names) == 1 else f"{every(len(names))} lists"
        return Result(
            {"lists": join(names)}, f"Do you want me to delete {what}?", "asked", Question(on_yes=act)
        )

    def _drop(self, item: str, name: str) -> Result:
        self._store.drop(name, item)
        return Result(
            {"item": item, "list": name}, f"{capital(item)} {is_or_are([item])} off your {name} list."
        )


def _whether(wanted: str, items: list[str], name: str) -> Result:
    wanted = re.sub(r"^(?:any|some|the|an?) ", "", wanted)
    found = listing.find_item(wanted, items)
    said = found or wanted
    answer = f"Yes, {said} {is_or_are([said])}" if found else f"No, {said} {is_or_are([said])} not"
    return Result({"item": said, "list": name}, f"{answer} on your {name} list.")


def _names_a_thing(reply: Request) -> bool:
    """Whether an utterance can be the name of a thing: short, and no sure request for something else."""
    understood = reply.understanding
    of_lists = (understood.intent or "").startswith(("lists_", "general_quirky", "qa_"))
    return 0 < len(reply.text.split()) <= 8 and (understood.decision != "act" or of_lists)
