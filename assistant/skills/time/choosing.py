"""Which of several timers, alarms or reminders a command means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from assistant.skills.api import EVERY, Ambiguous, Call, Option, Unclear
from assistant.skills.parameters import context
from assistant.skills.time.calling import alike, is_called, words_of
from assistant.skills.time.entries import Entry, Kind
from models.text import say
from models.text.lemmas import content_words
from models.text.parse import Recurrence, Span, TimeOfDay, scan
from models.text.parse.changes import Order, order
from models.text.parse.held import Held, hold
from models.text.parse.occurrences import following
from models.text.parse.reader import Nonsense
from models.text.parse.repeats import EVERY_DAY
from models.text.parse.when import HOURS

ANY_EVENT = frozenset(
    {
        "event", "events", "reminder", "reminders", "appointment", "appointments", "calendar", "schedule",
        "plans", "anything", "something", "things", "agenda", "day", "meeting", "meetings", "planned",
    }
)  # fmt: skip
"""Words for reminders of any kind, which choose none."""
_NEAR = timedelta(seconds=15)


class NotThere(Exception):
    """Nothing fits; the message is the sentence."""


@dataclass(frozen=True, slots=True)
class Which:
    """The words by which things are chosen."""

    names: tuple[str, ...] = ()
    lengths: tuple[timedelta, ...] = ()
    times: tuple[str, ...] = ()
    """Words for times of day, dates, parts of the day, repetitions."""
    order: Order | None = None
    every: bool = False
    excluded: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing tells one thing from another."""
        return not (self.names or self.lengths or self.times or self.order or self.every or self.excluded)


@dataclass(frozen=True, slots=True)
class Kinds:
    """How the things of a kind are spoken of."""

    noun: Kind
    label: Callable[[Entry, Call], str]
    """ "the pasta timer"."""
    names: Callable[[Entry, Call], tuple[str, ...]]
    """Further words that mean it."""


def choose(
    entries: Sequence[Entry], which: Which, call: Call, kinds: Kinds, *, several: bool = False
) -> list[Entry]:
    """The entries that are meant, at least one.

    Arguments:
        entries: all of the kind, soonest first.
        several: whether all that fit are meant, as in a question.

    Raises:
        Ambiguous: several fit, and one is meant.
        NotThere: none fits.
        Unclear: the words for a time are not understood.
    """
    noun = kinds.noun
    if not entries:
        raise NotThere(f"No {noun} is {'running' if noun == 'timer' else 'set'}.")
    kept = list(entries)
    if which.is_open and call.pointed and call.recent:
        kept = [entry for entry in kept if str(entry.id) in call.recent] or kept
    if which.names:
        kept = [entry for entry in kept if any(is_called(entry.name, name) for name in which.names)]
        kept = _exactly(kept, which.names)
        no_names = all(name.lower() in ANY_EVENT for name in which.names)
        if not kept and (no_names or (several and not any(map(content_words, which.names)))):
            # a question's "on the go" names nothing either
            kept = list(entries)
        if not kept:
            raise NotThere(no_such(noun, which.names[0]))
    if which.lengths:
        kept = _of_length(kept, which.lengths, call.now)
        if not kept:
            raise NotThere(f"There is no {noun} for {say.duration(which.lengths[0])}.")
    if which.times:
        kept = at_times(kept, which.times, call)
        if not kept:
            raise NotThere(f"There is no {noun} for “{' '.join(which.times)}”.")
    kept = _without(kept, which.excluded, call, noun)
    kept = _in_order(kept, which.order, call)
    if not kept:
        raise NotThere(f"There is no other {noun}.")
    if call.chosen not in (None, EVERY):
        return [entry for entry in kept if str(entry.id) == call.chosen] or kept[:1]
    if len(kept) == 1 or which.every or which.excluded or several or call.chosen == EVERY:
        return kept
    raise Ambiguous(_options(kept, call, kinds), several=True)


def _options(entries: Sequence[Entry], call: Call, kinds: Kinds) -> tuple[Option, ...]:
    labels = [kinds.label(entry, call) for entry in entries]
    names = [kinds.names(entry, call) for entry in entries]
    if len(set(labels)) < len(labels):
        # what else tells them apart
        labels = [f"{label}, {further[-1]}" for label, further in zip(labels, names, strict=True)]
    return tuple(
        Option(str(entry.id), label, further)
        for entry, label, further in zip(entries, labels, names, strict=True)
    )


def no_such(noun: str, name: str) -> str:
    """The sentence that a thing of this name is not there."""
    return f"There is no reminder about {name}." if noun == "reminder" else f"No {noun} is called {name}."


def _exactly(entries: list[Entry], names: Iterable[str]) -> list[Entry]:
    """Those with exactly these names, if any, else all."""
    wanted = [set(words_of(name)) for name in names]
    same = [entry for entry in entries if set(words_of(entry.name)) in wanted]
    return same if same and len(wanted) == 1 else entries


def _of_length(entries: list[Entry], lengths: Sequence[timedelta], now: datetime) -> list[Entry]:
    def near(entry: Entry, by: Callable[[Entry], timedelta], within: timedelta) -> bool:
        return any(abs(by(entry) - length) < within for length in lengths)

    full = [entry for entry in entries if near(entry, lambda e: e.length, timedelta(seconds=1))]
    return full or [entry for entry in entries if near(entry, lambda e: e.remaining(now), _NEAR)]


def _in_order(entries: list[Entry], which: Order | None, call: Call) -> list[Entry]:
    match which:
        case "first":
            return entries[:1]
        case "last" if entries and entries[0].kind == "timer":
            return sorted(entries, key=lambda entry: (entry.set_at, entry.id))[-1:]
        case "last":
            return entries[-1:]
        case "longest" | "shortest":
            ordered = sorted(entries, key=lambda entry: entry.remaining(call.now))
            return ordered[-1:] if which == "longest" else ordered[:1]
        case "middle":
            ordered = sorted(entries, key=lambda entry: entry.remaining(call.now))
            return ordered[len(ordered) // 2 :][:1] if len(ordered) % 2 else []
        case "other":
            return [entry for entry in entries if str(entry.id) not in call.recent]
        case int():
            return entries[which - 1 : which]
    return entries


def _without(entries: list[Entry], excluded: Sequence[str], call: Call, noun: str) -> list[Entry]:
    left_out: list[Entry] = []
    for words in excluded:
        # "mac and cheese" is one name
        whole = any(all(any(alike(a, b) for b in words_of(e.name)) for a in words_of(words)) for e in entries)
        pieces = [words] if whole else re.split(r",|\band\b|\bor\b", words)
        for piece in filter(None, (piece.strip() for piece in pieces)):
            found = _meant(entries, piece, call)
            if not found:
                raise NotThere(f"{no_such(noun, piece)} I left everything as it is.")
            left_out += found
    return [entry for entry in entries if entry not in left_out]


def _meant(entries: list[Entry], words: str, call: Call) -> list[Entry]:
    """The entries that an exception means."""
    bare = re.sub(
        r"^(?:the|my|on|for|at|to|about) |\b(?:one|timer|alarm|reminder)s?\b|'s$", "", words
    ).strip()
    bare = re.sub(r"^(?:the|my|one|on|for|at|to|about) ", "", bare).strip()
    if found := [entry for entry in entries if is_called(entry.name, bare)]:
        return found
    if (which := order(bare)) is not None:
        return _in_order(entries, which, call)
    seconds = scan.read("duration", bare, context(call))
    if seconds is not None and (same := _of_length(entries, [timedelta(seconds=float(seconds))], call.now)):
        return same
    try:
        return at_times(entries, (bare,), call)
    except Unclear:
        return []


def at_times(entries: Sequence[Entry], times: Sequence[str], call: Call) -> list[Entry]:
    """The entries that ring at the times, on the days or in the parts of the day that words name.

    Raises:
        Unclear: the words are not understood.
    """
    held = held_times(times, call)
    found = [entry for entry in entries if _rings(entry, held, call)]
    wanted = [_days(rule) for rule in held.values("repeat")]
    return [entry for entry in found if entry.rule and _days(entry.rule) in wanted] or found


def held_times(times: Sequence[str], call: Call) -> Held:
    """The values of words for times.

    Raises:
        Unclear: they hold none, or something else.
    """
    try:
        held = hold(times, context(call))
    except Nonsense:
        held = Held()
    if not held.found:
        raise Unclear(f"I didn't get when “{' '.join(times)}” is. When?")
    return held


def _rings(entry: Entry, held: Held, call: Call) -> bool:
    due = entry.due
    for rule, values in held.found.items():
        for value, _, _ in values:
            match rule, value:
                case "clock", TimeOfDay():
                    fits = any((due.hour, due.minute) == (c.hour, c.minute) for c in value.choices)
                case "date", _:
                    fits = rings_within(entry, value, value, call)
                case "span", Span():
                    fits = rings_within(entry, value.start, value.end, call)
                case "part", str():
                    first, last = HOURS["night" if value == "tonight" else value]
                    fits = first <= due.hour < last or first <= due.hour + 24 < last
                    if value == "tonight":
                        fits = (fits or first - 3 <= due.hour) and due - call.now < timedelta(hours=24)
                case "repeat", Recurrence():
                    fits = entry.rule is not None and _is_among(_days(entry.rule), _days(value))
                case _, datetime():
                    fits = abs(due - value) < timedelta(minutes=1)
                case _:
                    fits = abs(due - call.now - timedelta(seconds=float(value))) < timedelta(minutes=1)
            if not fits:
                return False
    return True


def rings_within(entry: Entry, start: object, end: object, call: Call) -> bool:
    """Whether an entry rings from a date to another, or between two moments."""
    zone = call.now.tzinfo
    if isinstance(start, TimeOfDay) or isinstance(end, TimeOfDay):
        return True
    begins = start if isinstance(start, datetime) else datetime.combine(start, time(), zone)  # type: ignore[arg-type]
    ends = end if isinstance(end, datetime) else datetime.combine(end, time(23, 59, 59), zone)  # type: ignore[arg-type]
    due: datetime | None = entry.due
    if entry.rule is not None and due is not None and due < begins:
        due = following(
            entry.rule, (begins.astimezone(UTC) - timedelta(seconds=1)).astimezone(zone), entry.due
        )
    return due is not None and begins <= due <= ends


def _days(rule: Recurrence) -> tuple[str, frozenset[int]]:
    """What a repetition is about: the days of the week that are left, or its unit."""
    if rule.unit in ("day", "week") and rule.interval == 1:
        days = rule.days or (EVERY_DAY if rule.unit == "day" else ())
        return "week", frozenset(days) - frozenset(rule.except_days)
    return f"{rule.interval} {rule.unit}", frozenset(rule.days)


def _is_among(days: tuple[str, frozenset[int]], other: tuple[str, frozenset[int]]) -> bool:
    return days == other or (days[0] == other[0] == "week" and bool(days[1]) and days[1] <= other[1])
