"""Timers: several at once, with or without names."""

from __future__ import annotations

import re
from datetime import timedelta

from assistant.skills.api import Question, Request, Result, SkillContext
from assistant.skills.time.schedule import Entry
from assistant.spoken import durations
from assistant.spoken.numbers import digits
from models.text.say_lists import count, every, join
from models.text import say

_LONGEST = timedelta(days=30)
_CALLED = re.compile(r"\b(?:called|named|labell?ed) (?:the |my )?([a-z' ]+?)(?: for \d.*| in \d.*| please)?$")
_FOR = re.compile(r"\bfor (?:the |my )?([a-z][a-z' ]*?)(?: for \d.*| please)?$")
_BEFORE = re.compile(r"\b([a-z']+(?: [a-z']+)?) timers?\b")
_MORE = re.compile(
    r"\b(add|put|extend|prolong)\b.*\b(to|on|by)\b.*\btimer|\bextend\b|\bmore (minutes|seconds|hours"
    r"|time)\b.*\b(to|on)\b"
)
_NO_NAMES = re.compile(
    r"\b(an?|the|my|your|this|that|another|new|all|both|every|each|any|set|start|stop|cancel|delete|remove|clear|kill|pause|off|turn"
    r"|of|on|for|is|are|what|which|how|me|please|minutes?|hours?|seconds?|secs|mins?|half|and|with|create|make|begin|active|left|running"
    r"|time|timers?|current|up|to|have|i|there|check|status|first|last|next|other|only|one|do|in)\b"
)


class Timers:
    """Countdown timers."""

    name = "timers"
    intents = frozenset({"timer_set", "timer_query", "timer_cancel"})
    summary = "set timers"

    def __init__(self, context: SkillContext) -> None:
        self._schedule = context.schedule

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        name, length = _name(request), durations.find(request.text)
        named = f"the {name} timer" if name else "the timer"
        match request.intent:
            case "timer_set":
                return f"set a timer for {say.duration(length)}" if length else "set a timer"
            case "timer_cancel":
                return f"cancel {named}"
        return f"tell you how long {named} still runs"

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        match request.intent:
            case "timer_set" if _MORE.search(digits(request.text)):
                return self._extend(request)
            case "timer_set":
                return self._set(request, _name(request))
            case "timer_cancel":
                return self._cancel(request)
        return self._query(request)

    def _set(self, request: Request, name: str) -> Result:
        length = durations.find(request.slot("duration") or request.text) or durations.find(request.text)
        if length is None:

            def answer(reply: Request) -> Result | None:
                return self._start(reply, name, found) if (found := durations.find(reply.text)) else None

            return Result({}, "For how long?", "asked", Question(on_answer=answer))
        return self._start(request, name, length)

    def _start(self, request: Request, name: str, length: timedelta) -> Result:
        if length > _LONGEST:
            return Result({}, "That is too long for a timer.", "failed")
        self._schedule.add("timer", request.now + length, request.now, name)
        said = say.duration(length)
        facts = {"duration": said} | ({"name": name} if name else {})
        return Result(
            facts, f"The {name} timer is set for {said}." if name else f"The timer is set for {said}."
        )

    def _extend(self, request: Request) -> Result:
        more = durations.find(request.text)
        running = self._schedule.entries("timer", request.now)
        named = [entry for entry in running if entry.name and entry.name in digits(request.text)]
        chosen = named or running
        if more is None or len(chosen) != 1:
            reason = "No timer is running." if not running else "Tell me which timer, and how much longer."
            return Result({}, reason, "failed")
        self._schedule.remove(chosen)
        entry = chosen[0]
        self._schedule.add("timer", entry.due + more, entry.set_at, entry.name)
        left = say.duration(entry.due + more - request.now)
        return Result(
            {"left": left}, f"Your {f'{entry.name} ' if entry.name else ''}timer has {left} left now."
        )

    def _query(self, request: Request) -> Result:
        running = self._schedule.entries("timer", request.now)
        chosen = _chosen(running, request) or running
        if not running:
            return Result({}, "No timer is running.")
        if len(chosen) == 1:
            left = say.duration(chosen[0].due - request.now)
            name = f"{chosen[0].name} timer" if chosen[0].name else "timer"
            return Result(
                {"left": left} | ({"name": chosen[0].name} if chosen[0].name else {}),
                f"Your {name} has {left} left.",
            )
        parts = [f"{say.duration(entry.due - request.now)} on the {entry.called} timer" for entry in chosen]
        facts = {
            f"left_{index}": say.duration(entry.due - request.now) for index, entry in enumerate(chosen, 1)
        }
        return Result(facts, f"There are {join(parts)}.")

    def _cancel(self, request: Request) -> Result:
        running = self._schedule.entries("timer", request.now)
        if not running:
            return Result({}, "No timer is running.")
        if len(running) > 1 and re.search(r"\b(all|every|both|timers)\b", digits(request.text)):

            def act(_: Request) -> Result:
                self._schedule.remove(running)
                return Result({"count": len(running)}, f"Cancelled {count(len(running), 'timer')}.")

            return Result(
                {"count": len(running)},
                f"Do you want me to cancel {every(len(running))} timers?",
                "asked",
                Question(on_yes=act),
            )
        chosen = _chosen(running, request)
        if not chosen and (wanted := _name(request)) and len(running) >= 1:
            return Result({"name": wanted}, f"No timer is called {wanted}.", "failed")
        if not chosen and len(running) == 1:
            chosen = running
        if len(chosen) != 1:

            def pick(reply: Request) -> Result | None:
                picked = _chosen(running, reply)
                return self._remove(picked[0]) if len(picked) == 1 else None

            names = join([entry.called for entry in chosen or running], "or")
            return Result({}, f"Which one, the {names} timer?", "asked", Question(on_answer=pick))
        return self._remove(chosen[0])

    def _remove(self, entry: Entry) -> Result:
        self._schedule.remove([entry])
        return Result({"name": entry.called}, f"The {entry.called} timer is cancelled.")


def _name(request: Request) -> str:
    """What the timer is called; empty where nothing names it."""
    text = digits(request.text)
    spoken = request.slot("timer_name")
    if spoken:
        return digits(spoken).removesuffix(" timer").removesuffix(" timers").strip()
    for pattern in (_CALLED, _FOR, _BEFORE):
        if match := pattern.search(text):
            name = " ".join(_NO_NAMES.sub(" ", match[1]).split())
            if name:
                return name
    return ""


def _chosen(running: list[Entry], request: Request) -> list[Entry]:
    """The timers that the request names: by name, by length, as the first or the last."""
    text = digits(request.text)
    if named := [
        entry for entry in running if entry.name and re.search(rf"\b{re.escape(entry.name)}\b", text)
    ]:
        return named
    if (length := durations.find(text)) and (
        same := [entry for entry in running if abs(entry.length - length) < timedelta(seconds=1)]
    ):
        return same
    if re.search(r"\b(first|1st|next)\b", text):
        return running[:1]
    if re.search(r"\b(last|latest|newest)\b", text):
        return sorted(running, key=lambda entry: entry.set_at)[-1:]
    return []
