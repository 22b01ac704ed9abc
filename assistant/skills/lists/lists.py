"""Shopping, to-do and other lists. Nothing asks first: all of it can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from assistant.skills.api import (
    INTERFACE,
    Call,
    HeldThing,
    Question,
    Reading,
    Result,
    SkillContext,
    operation,
)
from assistant.skills.lists import adding, changing, reading, telling
from assistant.skills.lists.choosing import (
    NotListed,
    existing_list,
    left_out,
    meant_list,
    meant_on,
    not_on,
    recent_items,
    recent_list,
    touched,
    without,
)
from assistant.skills.lists.store import ListChange, ListStore
from assistant.skills.parameters import excluded, flag
from models.text.items import meant_items
from models.text.list_words import Whole
from models.text.say_lists import capital, count, is_or_are, join
from models.types import Command, Fact

_TO_ADD = reading.things(ask="What should I add?")

Things = Annotated[tuple[str, ...], reading.things(times=False)]
Remark = Annotated[None, reading.remark()]
Groups = Annotated[tuple[tuple[str, ...], ...], reading.groups()]
Name = Annotated[str | None, reading.named_list()]
Names = Annotated[tuple[str, ...], reading.named_lists()]
Hints = Annotated[tuple[str, ...], reading.hinted_lists()]
Wholly = Annotated[Whole | None, reading.whole()]
OfLists = Annotated[bool, reading.lists_themselves()]
Place = Annotated[int | None, reading.place()]
Every = Annotated[bool, flag()]
But = Annotated[tuple[str, ...], excluded()]


class Lists:
    """Lists that are kept in the state folder."""

    name = "lists"
    interface = INTERFACE
    title = "lists"

    def __init__(self, context: SkillContext) -> None:
        self._store = ListStore(context.database)

    def names(self) -> list[str]:
        """See `Names`: the lists and their items."""
        lists = self._store.names()
        return [*lists, *(item for name in lists for item in self._store.items(name))]

    def things(self, now: datetime) -> list[HeldThing]:
        """See `Holds`: the lists."""
        return [
            HeldThing(name, "list", "lists_query", "list_name", "contents") for name in self._store.names()
        ]

    # ── writing ──────────────────────────────────────────────────────────────

    @operation(
        "lists_createoradd",
        does="add [{things} ]to your[ {name}] list",
        examples=("add milk and two pints of cream to my shopping list", "make a packing list"),
        changes="undoable",
        delayable=True,
    )
    def add(
        self,
        call: Call,
        things: Annotated[tuple[str, ...], _TO_ADD] = (),
        name: Name = None,
        wholly: Wholly = None,
        but: But = (),
        remark: Remark = None,
    ) -> Result:
        """Put items on a list, or make an empty one."""
        if but and not things:
            return Result({}, "I don't know what to leave out there.", "failed")
        if wholly != "create":
            # "put it on the party list too"
            things = things or recent_items(call)
        if things:
            return adding.add(self._store, meant_list(self._store, call, name), things)
        if name is None and wholly == "create":
            return Result(
                {}, "What should the list be called?", "asked", question=Question(on_answer=self._called)
            )
        if name is not None and wholly == "create" and self._store.named(name) is None:
            return self._create(name)
        meant = meant_list(self._store, call, name)
        if wholly == "create":
            return Result({"list": meant}, f"You already have a {meant} list.", touched=touched(meant))

        def answer(later: Call, command: Command) -> Result | None:
            given = _TO_ADD.answer and _TO_ADD.answer(Reading(command, later))
            return adding.add(self._store, meant, given) if given else None

        return Result(
            {"list": meant},
            f"What should I add to your {meant} list?",
            "asked",
            question=Question(on_answer=answer),
        )

    def _called(self, call: Call, command: Command) -> Result | None:
        name = reading.called(command)
        if name is None:
            return None
        if kept := self._store.named(name):
            return Result({"list": kept}, f"You already have a {kept} list.", touched=touched(kept))
        return self._create(name)

    def _create(self, name: str) -> Result:
        change = self._store.create(name)
        sentence = f"Your {name} list is ready. It is empty so far."
        return Result({"list": name}, sentence, changes=True, undo=change.to_json(), touched=touched(name))

    # ── reading ──────────────────────────────────────────────────────────────

    @operation(
        "lists_query",
        does="tell you what is on your[ {name}] list",
        examples=("what's on my shopping list", "do I have eggs on my list", "which lists do I have"),
        answers=("lists_createoradd", "lists_remove", "lists_change"),
    )
    def tell(
        self,
        call: Call,
        name: Name = None,
        things: Annotated[tuple[str, ...], reading.asked_things()] = (),
        hints: Hints = (),
        of_lists: OfLists = False,
        place: Place = None,
        but: But = (),
        every: Every = False,
        removed: Annotated[bool, reading.intent_is("lists_remove")] = False,
    ) -> Result:
        """Read a list, say whether something is on it, or name the lists."""
        names = self._store.names()
        if name is None and (of_lists or (every and not things)):
            return telling.lists(names)
        if name is None and not things:
            # "what do I need from the grocery store"
            name = next((hint for hint in hints if self._store.find(hint)), next(iter(hints), None))
        try:
            meant = existing_list(self._store, call, name, things)
            kept = self._store.items(meant)
            if things:
                return telling.whether(things, kept, meant, removed=removed)
            out = left_out(kept, but, meant)
        except NotListed as missing:
            return Result({}, str(missing), "failed" if names else "done")
        return telling.contents(meant, kept, out, place)

    # ── removing ─────────────────────────────────────────────────────────────

    @operation(
        "lists_remove",
        does="change your[ {name}] list[ and remove {things}]",
        examples=("take the milk off my list", "clear the shopping list", "delete my packing list"),
        changes="undoable",
        delayable=True,
    )
    def remove(
        self,
        call: Call,
        things: Things = (),
        name: Name = None,
        wholly: Wholly = None,
        of_lists: OfLists = False,
        place: Place = None,
        every: Every = False,
        but: But = (),
        remark: Remark = None,
        named: Annotated[bool, reading.counts_named()] = False,
    ) -> Result:
        """Take items off a list, empty it, or delete it."""
        try:
            if of_lists and name is None and not things:
                return self._delete(without(self._store.names(), but))
            meant = existing_list(self._store, call, name, things or recent_items(call))
            kept = self._store.items(meant)
            if things:
                return self._take_off(meant, things, call, every=every)
            if place is not None:
                recent = [item for item in recent_items(call) if item in kept] if named else []
                return self._at(meant, recent or kept, place)
            if every or but:
                return self._clear(meant, left_out(kept, but, meant))
            if recent := [item for item in kept if item in recent_items(call)]:
                return self._take_off(meant, recent, call)
            if wholly == "delete" and (name or recent_list(call)):
                return self._delete([meant])
            if wholly in ("clear", "delete"):
                return self._clear(meant, [])
        except NotListed as missing:
            return Result({}, str(missing), "failed")
        if not kept:
            return Result({"list": meant}, f"Your {meant} list is empty.", "failed")

        def answer(later: Call, command: Command) -> Result | None:
            if command.modifiers.all:
                return self._clear(meant, left_out(kept, command.modifiers.excluded, meant))
            given = _TO_ADD.answer and _TO_ADD.answer(Reading(command, later))
            return self._take_off(meant, given, later, every=True) if given else None

        sentence = f"What should I take off your {meant} list?"
        return Result({"list": meant}, sentence, "asked", question=Question(on_answer=answer))

    def _take_off(self, name: str, things: Sequence[str], call: Call, *, every: bool = False) -> Result:
        kept = self._store.items(name)
        gone = meant_on(kept, things, call, every=every)
        missing = [thing for thing in things if not meant_items(thing, kept)]
        if not gone:
            return Result({"items": join(missing), "list": name}, not_on(missing, name), "failed")
        change = self._store.remove(name, gone)
        sentence = f"{capital(join(gone))} {is_or_are(gone)} off your {name} list."
        if missing:
            sentence += f" {not_on(missing, name)}"
        facts: dict[str, Fact] = {"items": join(gone), "list": name}
        return Result(facts, sentence, changes=True, undo=change.to_json(), touched=touched(name, gone))

    def _at(self, name: str, kept: Sequence[str], place: int) -> Result:
        if not -len(kept) <= place < len(kept):
            return Result({"list": name}, f"Your {name} list has only {count(len(kept), 'thing')}.", "failed")
        item = kept[place]
        change = self._store.remove(name, [item])
        sentence = f"{capital(item)} {is_or_are([item])} off your {name} list."
        facts: dict[str, Fact] = {"items": item, "list": name}
        return Result(facts, sentence, changes=True, undo=change.to_json(), touched=touched(name, [item]))

    def _clear(self, name: str, stays: Sequence[str]) -> Result:
        gone = [item for item in self._store.items(name) if item not in stays]
        if not gone:
            left = f"Only {join(stays)} {is_or_are(stays)} on" if stays else "Nothing is on"
            return Result({"list": name}, f"{left} your {name} list.", touched=touched(name))
        change = self._store.remove(name, gone)
        facts: dict[str, Fact] = {"list": name}
        sentence = f"Your {name} list is empty now. I took {count(len(gone), 'thing')} off it."
        if stays:
            facts["items"] = join(stays)
            sentence = f"Only {join(stays)} {is_or_are(stays)} on your {name} list now."
        return Result(facts, sentence, changes=True, undo=change.to_json(), touched=touched(name))

    def _delete(self, names: Sequence[str]) -> Result:
        if not names:
            return Result({}, "You have no lists to delete.", "failed")
        change = self._store.delete(names)
        lists = "list is" if len(names) == 1 else "lists are"
        held = (
            f" {count(len(change.removed), 'thing')} went with it."
            if len(names) == 1 and change.removed
            else ""
        )
        sentence = f"Your {join(names)} {lists} deleted.{held}"
        return Result({"lists": join(names)}, sentence, changes=True, undo=change.to_json())

    # ── changing ─────────────────────────────────────────────────────────────

    @operation(
        "lists_change",
        does="change your lists",
        examples=("replace butter by margarine on my list", "move eggs to the party list"),
        changes="undoable",
        delayable=True,
    )
    def change(
        self,
        call: Call,
        groups: Groups = (),
        names: Names = (),
        every: Every = False,
        but: But = (),
        reorders: Annotated[bool, reading.reorders()] = False,
        renames: Annotated[bool, reading.renames()] = False,
    ) -> Result:
        """Replace an item, move items to another list, or rename a list."""
        if reorders:
            return Result({}, "I can't put lists into another order.", "unavailable")
        try:
            return changing.change(self._store, call, groups, names, every=every, but=but, renames=renames)
        except NotListed as missing:
            return Result({}, str(missing), "failed")

    def undo(self, call: Call, data: Mapping[str, Any]) -> Result:
        """See `Undoes`."""
        change = ListChange.from_json(dict(data))
        self._store.restore(change)
        return Result({}, changing.restored(change), changes=True)
