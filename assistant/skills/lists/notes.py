"""What the owner wants remembered, and where things are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from assistant.skills.api import (
    EVERY,
    INTERFACE,
    Ambiguous,
    Call,
    Option,
    Parameter,
    Reading,
    Recalled,
    Result,
    SkillContext,
    operation,
)
from assistant.skills.lists.finding import Wanted, matching, nearest, recalled
from assistant.skills.lists.note_store import Note, NoteStore
from assistant.skills.parameters import context, excluded, flag
from models.text import dictating, list_words
from models.text.lemmas import content_words
from models.text.parse import scan
from models.text.persons import second_person
from models.text.say_dates import moment
from models.text.say_lists import capital, count, join
from models.types import Fact

TOLD = 5
"""Notes that are said at once."""


_THINGS = ("item", "event_name")
"""Slots that hold the text of a note that is a thing to get or to do: "note down two stamps"."""


def _text(reading: Reading) -> tuple[str, str] | None:
    """The text of a note and the whole command; values right after the text belong to it."""
    command = reading.command
    if (dictated := dictating.clause(command.text)) is not None:
        return dictated.strip(" ,;:."), command.text
    marked = [(slot.start, slot.end) for slot in command.slots if slot.name == "note_text"] or [
        (slot.start, slot.end) for slot in command.slots if slot.name in _THINGS
    ]
    if not marked:
        return None
    start, end = min(marked)[0] - command.start, max(marked)[1] - command.start
    values = [(slot.start - command.start, slot.end - command.start) for slot in command.slots]
    values += scan.covers(command.text, context(reading.call))
    end = max([end, *(last for first, last in values if first >= start)])
    text = command.text[start:end].strip(" ,;:.")
    return (text, command.text) if text else None


def _answered(reading: Reading) -> tuple[str, str] | None:
    text = reading.command.text.strip(" .")
    return _text(reading) or ((text, text) if text else None)


def _wanted(reading: Reading) -> Wanted:
    topic = " ".join(reading.texts("note_text"))
    words = reading.command.text
    if span := list_words.place_in(words):
        words = f"{words[: span[0]]} {words[span[1] :]}"
    for said in reading.command.modifiers.excluded:
        words = words.replace(said, " ")
    return Wanted("" if list_words.place(topic) is not None else topic, words)


def _place(reading: Reading) -> int | None:
    span = list_words.place_in(reading.command.text)
    words = [*reading.texts("note_text"), *([reading.command.text[slice(*span)]] if span else [])]
    return next((place for text in words if (place := list_words.place(text)) is not None), None)


Text = Annotated[
    tuple[str, str],
    Parameter(
        _text, ("*",), ask="What should I remember?", answer=_answered, carries=False,
        say=lambda value: second_person(value[0]),
    ),
]  # fmt: skip
About = Annotated[Wanted, Parameter(_wanted, ("*",), ask="Which note?", carries=False, say=lambda w: w.topic)]
Place = Annotated[int | None, Parameter(_place)]


class Notes:
    """Notes that are kept in the state folder."""

    name = "notes"
    interface = INTERFACE
    title = "notes"

    def __init__(self, context: SkillContext) -> None:
        self._store = NoteStore(context.database)

    def recalls(self, text: str) -> Recalled | None:
        """See `Recalls`."""
        return recalled(text, self._store.entries())

    def warm(self) -> None:
        """See `Warms`."""
        content_words("notes")

    @operation(
        "note_set",
        does="remember [that {text}]",
        examples=("remember that the ladder is in the shed", "make a note that I parked on level 3"),
        changes="undoable",
    )
    def write(self, call: Call, text: Text) -> Result:
        """Keep a note."""
        words, said = text
        known = next((note for note in self._store.entries() if note.text.lower() == words.lower()), None)
        told = second_person(known.text if known else words)
        if known:
            sentence = f"I have that already: {told}."
            return Result({"note": told}, sentence, touched=(str(known.id),))
        note = self._store.add(words, said, call.now)
        sentence = f"Okay, I'll remember: {told}."
        undo = {"added": [asdict(note)]}
        return Result({"note": told}, sentence, changes=True, undo=undo, touched=(str(note.id),))

    @operation(
        "note_query",
        does="tell you your notes",
        examples=("where did I park", "what did I tell you about the boiler", "what notes do I have"),
        answers=("note_set", "note_remove"),
    )
    def tell(
        self,
        call: Call,
        about: About,
        place: Place = None,
        every: Annotated[bool, flag()] = False,
        but: Annotated[tuple[str, ...], excluded()] = (),
    ) -> Result:
        """Tell the notes about something, or all of them."""
        notes = self._store.entries()
        if not notes:
            return Result({}, "You haven't asked me to remember anything yet.")
        if place is not None and about.is_open:
            return _one(notes[place]) if _is_there(place, notes) else _too_few(notes)
        if about.is_open or every:
            recent = [note for note in notes if call.pointed and str(note.id) in call.recent]
            if len(recent) == 1:
                return _with_date(recent[0], call)
            return _all([note for note in recent or notes if note not in _about(but, notes)])
        if found := matching(about, notes):
            return _one(found[-1]) if len(found) == 1 else _several(found)
        subject = f"about {second_person(about.topic)}" if about.topic else "about that"
        if near := nearest(about, notes):
            told = second_person(near[-1].text)
            sentence = f"I have no note {subject}, but this one: {told}."
            return Result({"note": told}, sentence, touched=(str(near[-1].id),))
        return Result({}, f"You haven't told me anything {subject}.", "failed")

    @operation(
        "note_remove",
        does="forget a note",
        examples=("delete the note about the boiler", "forget where I parked", "delete all my notes"),
        changes="undoable",
    )
    def remove(
        self,
        call: Call,
        about: About,
        place: Place = None,
        every: Annotated[bool, flag()] = False,
        but: Annotated[tuple[str, ...], excluded()] = (),
    ) -> Result:
        """Delete a note, several, or all of them."""
        notes = self._store.entries()
        if not notes:
            return Result({}, "You have no notes.", "failed")
        kept = _about(but, notes)
        if but and not kept:
            return Result({}, f"You have no note about {join(but)}. I left everything as it is.", "failed")
        if every or but:
            return self._forget([note for note in notes if note not in kept])
        if place is not None and about.is_open:
            return self._forget([notes[place]]) if _is_there(place, notes) else _too_few(notes)
        if about.is_open or (call.pointed and not about.topic):
            recent = [note for note in notes if call.pointed and str(note.id) in call.recent]
            return self._forget(_chosen(recent or notes, call))
        found = matching(about, notes)
        if not found:
            subject = second_person(about.topic) or "that"
            return Result({}, f"You have no note about {subject}.", "failed")
        return self._forget(_chosen(found, call))

    def _forget(self, notes: Sequence[Note]) -> Result:
        if not notes:
            return Result({}, "You have no other notes.", "failed")
        self._store.remove(notes)
        told = second_person(notes[0].text)
        undo = {"removed": [asdict(note) for note in notes]}
        if len(notes) == 1:
            return Result({"note": told}, f"I've deleted the note: {told}.", changes=True, undo=undo)
        facts: dict[str, Fact] = {"count": len(notes)}
        return Result(facts, f"I've deleted {len(notes)} notes.", changes=True, undo=undo)

    def undo(self, call: Call, data: Mapping[str, Any]) -> Result:
        """See `Undoes`."""
        added = [Note(**fields) for fields in data.get("added", ())]
        removed = [Note(**fields) for fields in data.get("removed", ())]
        self._store.remove(added)
        self._store.restore(removed)
        if added:
            sentence = f"Okay, I've forgotten that again: {second_person(added[0].text)}."
            return Result({}, sentence, changes=True)
        one = len(removed) == 1
        sentence = (
            f"Okay, I have the note again: {second_person(removed[0].text)}."
            if one
            else f"Okay, I have your {len(removed)} notes again."
        )
        return Result({}, sentence, changes=True)


def _about(topics: Sequence[str], notes: Sequence[Note]) -> list[Note]:
    """The notes about any of these topics."""
    return [note for topic in topics for note in matching(Wanted(topic, topic), notes)]


def _is_there(place: int, notes: Sequence[Note]) -> bool:
    return -len(notes) <= place < len(notes)


def _too_few(notes: Sequence[Note]) -> Result:
    return Result({"count": len(notes)}, f"You have only {count(len(notes), 'note')}.", "failed")


def _chosen(notes: Sequence[Note], call: Call) -> list[Note]:
    """The only note, or the one that the owner chose.

    Raises:
        Ambiguous: none was chosen yet.
    """
    if len(notes) == 1 or call.chosen == EVERY:
        return list(notes)
    if found := [note for note in notes if str(note.id) == call.chosen]:
        return found
    options = tuple(Option(str(note.id), second_person(note.text)) for note in notes[-TOLD:])
    said = "; ".join(option.label for option in options)
    raise Ambiguous(options, f"Which of these notes: {said}?", several=True)


def _one(note: Note) -> Result:
    told = second_person(note.text)
    return Result({"note": told}, f"{capital(told)}.", touched=(str(note.id),))


def _with_date(note: Note, call: Call) -> Result:
    """A note and when it was made: "when did I say that"."""
    told, at = second_person(note.text), datetime.fromtimestamp(note.at_s, UTC)
    when = moment(at, call.now, hours24=call.profile.hours24)
    return Result({"note": told, "when": when}, f"You told me {when}: {told}.", touched=(str(note.id),))


def _several(notes: Sequence[Note]) -> Result:
    """Notes about one thing, the latest first."""
    told = [second_person(note.text) for note in reversed(notes)][:TOLD]
    facts: dict[str, Fact] = {f"note_{number}": text for number, text in enumerate(told, 1)}
    keys = tuple(str(note.id) for note in notes)
    return Result(facts, " ".join(f"{capital(text)}." for text in told), touched=keys)


def _all(notes: Sequence[Note]) -> Result:
    if not notes:
        return Result({}, "You have no other notes.")
    result = _several(notes)
    facts: dict[str, Fact] = {"count": len(notes), **result.facts}
    more = f" And {len(notes) - TOLD} older ones." if len(notes) > TOLD else ""
    sentence = f"You have {count(len(notes), 'note')}. {result.sentence}{more}"
    return Result(facts, sentence, touched=result.touched)
