"""What the owner says about himself or herself: kept, told again, forgotten after a yes."""

from __future__ import annotations

import re

from assistant.memory.profile import Field, Profile
from assistant.skills.api import Question, Request, Result, SkillContext
from assistant.spoken import dates, places, times
from models.text import say
from models.text.say_lists import join

_NAME = re.compile(
    r"\b(?:call me|name is|name's|address me as|name to|calls? me"
    r"|known as)\s+(?P<value>[\w' -]+?)(?:\s+(?:from now on|please|now))*$"
)
_NAMED = re.compile(r"[^\W\d_][\w'.-]*(?: [\w'.-]+){0,3}")
"""What a name is made of; brackets and semicolons are never said of anybody."""
_TOWN = re.compile(
    r"\b(?:i (?:live|am living|stay|reside) in|i(?:'m| am| come) from|(?:i|have"
    r"|i've) moved to|(?:home ?town|home|city|town|location) (?:is(?: in)?|to))\s+"
    r"(?P<value>[\w' -]+?)(?:\s+(?:now|these days|please))*$"
)
_HABIT = re.compile(
    r"\bi (?:usually|always|often|normally|mostly|tend to|generally|like to) (?P<value>.+)$"
    r"|\bthat i (?P<value2>.+)$"
)
_METRIC = re.compile(
    r"\b(metric|celsius|centigrade|kilomet\w+|kilos?|kilograms?|lit(?:er|re)s?|met(?:er|re)s?|si)\b"
)
_IMPERIAL = re.compile(r"\b(imperial|fahrenheit|miles|pounds|feet|american|us|customary|inches|gallons)\b")
_FORGET = re.compile(r"\b(forget|delete|erase|remove|clear)\b")
_YOUR = {
    "i": "you",
    "my": "your",
    "me": "you",
    "am": "are",
    "i'm": "you're",
    "mine": "yours",
    "myself": "yourself",
}
_WORDS: dict[Field, str] = {
    "name": "your name",
    "home_town": "your home town",
    "unit_system": "your units",
    "habit": "your habits",
}


class Owner:
    """Name, home town, units and habits."""

    name = "owner"
    intents = frozenset({"profile_set", "profile_query"})
    summary = "remember your name, your home town and your habits"

    def __init__(self, context: SkillContext) -> None:
        pass

    def describe(self, request: Request) -> str:
        """See `Describes`."""
        if request.intent == "profile_query":
            return "tell you what I know about you"
        found = _told(request)
        if found is None:
            return "remember something about you"
        field, value = found
        return {
            "name": f"call you {value}",
            "home_town": f"remember that you live in {value}",
            "unit_system": f"use {value} units",
        }.get(field, f"remember that you {value}")

    def claims(self, request: Request) -> bool:
        """To be forgotten must never depend on a classifier; it asks before it forgets."""
        return _FORGET_WHOLE.fullmatch(re.sub(r"[^a-z' ]", "", request.text.lower()).strip()) is not None

    def handle(self, request: Request) -> Result:
        """See `Skill`."""
        if asked := forgetting(request):
            return asked
        if request.intent == "profile_query":
            return _known(request)
        found = _told(request)
        if found is None:
            return Result({}, "I didn't catch what I should remember.", "failed")
        field, value = found
        request.profile.set(field, value)
        match field:
            case "name":
                return Result({"name": value}, f"I'll call you {value}.")
            case "home_town":
                place = places.find(value)
                if place is None:
                    return Result(
                        {"home_town": value},
                        f"I'll remember that you live in {value}, but I don't know its time zone.",
                    )
                local = say.clock(request.now.astimezone(place.zone))
                return Result(
                    {"home_town": value, "time": local},
                    f"I'll remember that you live in {value}, where it's {local}.",
                )
            case "unit_system":
                return Result({"units": value}, f"I'll use {value} units.")
        return Result({"habit": value}, f"I'll remember that you {value}.")


_FORGET_WHOLE = re.compile(
    r"(please |can you |could you )?(forget|delete|erase|remove) (about )?"
    r"(my (name|nickname|home|home ?town|units|habits|profile)|who i am|where i live"
    r"|(everything|all|all that|what) (you know|you remember|i told you|i have told you"
    r"|i've told you) about (me|myself)"
    r"|everything about me)( please)?"
)


def forgetting(request: Request) -> Result | None:
    """The question whether to forget what is known about the owner; None where that was not asked for."""
    text = request.text.lower()
    if not _FORGET.search(text) or re.search(r"\bdon'?t forget\b", text):
        return None
    fields = _fields(text)
    if re.search(
        r"\b(everything|all|what)\b.*\b(about me|i told you|i said about|you know)\b|\bmy profile\b", text
    ):
        fields = []
    elif not fields:
        return None
    what = join([_WORDS[field] for field in fields]) if fields else "everything about you"

    def act(reply: Request) -> Result:
        for field in fields:
            reply.profile.forget(field)
        if not fields:
            reply.profile.forget()
        return Result({"forgotten": what}, f"I have forgotten {what}.")

    return Result({"what": what}, f"Do you want me to forget {what}?", "asked", Question(on_yes=act))


def _fields(text: str) -> list[Field]:
    asked: list[Field] = []
    if re.search(
        r"\b(name|nickname|who (am i|i am)|call me)\b|\bwho do you think i am\b|\bdo you remember me\b", text
    ):
        asked.append("name")
    if re.search(r"\b(home ?town|home|town|city|where (do )?i|live|from)\b", text):
        asked.append("home_town")
    if re.search(r"\b(units?|measurement|metric|imperial)\b", text):
        asked.append("unit_system")
    if re.search(r"\b(habits?|routine|usually|preferences|get up|go to bed)\b", text):
        asked.append("habit")
    return asked


def _told(request: Request) -> tuple[Field, str] | None:
    text = re.sub(r"[.,!?;]+(?=\s|$)", "", request.text.replace("’", "'")).strip()
    lower = text.lower()
    name = _NAMED.match(request.slot("person_name") or _group(_NAME, lower) or "")
    if name:
        return "name", _titled(name[0].rstrip("'. -"))
    unit = request.slot("unit_system") or (
        lower if re.search(r"\bunits?\b|\bsystem\b|\buse (metric|imperial)\b", lower) else None
    )
    if (unit and (metric := _METRIC.search(unit.lower()))) or (unit and _IMPERIAL.search(unit.lower())):
        return "unit_system", "metric" if metric else "imperial"
    habit = request.slot("habit")
    town = request.slot("home_town") or (None if habit else _group(_TOWN, lower))
    if town:
        place = places.find(town)
        return "home_town", place.name if place and not place.is_zone else _titled(town)
    habit = habit or _group(_HABIT, lower)
    return ("habit", _second_person(habit.lower())) if habit else None


def _group(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return next((value for value in match.groups() if value), None) if match else None


def _known(request: Request) -> Result:
    profile, text = request.profile, f"{request.text} {request.slot('profile_field') or ''}".lower()
    fields = _fields(text)
    if "about me" in text or "told you" in text or not fields:
        return _everything(profile)
    field = fields[0]
    values = profile.values(field)
    if not values:
        return Result({}, f"You haven't told me {_WORDS[field]} yet.", "failed")
    match field:
        case "name":
            return Result({"name": values[0]}, f"You are {values[0]}.")
        case "home_town":
            return Result({"home_town": values[0]}, f"You live in {values[0]}.")
        case "unit_system":
            return Result({"units": values[0]}, f"You use {values[0]} units.")
    said = join([f"you {value}" for value in values])
    return Result({"habits": said}, f"You told me that {said}.")


def _everything(profile: Profile) -> Result:
    facts: dict[str, str] = {}
    parts: list[str] = []
    if profile.name:
        facts["name"] = profile.name
        parts.append(f"you are called {profile.name}")
    if profile.home_town:
        facts["home_town"] = profile.home_town
        parts.append(f"you live in {profile.home_town}")
    if profile.units:
        facts["units"] = profile.units
        parts.append(f"you use {profile.units} units")
    for index, habit in enumerate(profile.habits, 1):
        facts[f"habit_{index}"] = habit
        parts.append(f"you {habit}")
    if not parts:
        return Result(
            {}, "I know nothing about you yet. You can tell me your name, or where you live.", "failed"
        )
    return Result(facts, f"You told me that {join(parts)}.")


def usual_waking(request: Request) -> str | None:
    """The time at which the owner said to get up, in the words of `times.said`; None where it was not
    told."""
    for habit in reversed(request.profile.habits):
        if re.search(r"\b(get|gets|wake|wakes|rise) ?(up)?\b", habit) and (
            when := times.moment(habit, request.now, waking=True)
        ):
            days = dates.repeats(habit)
            return say.clock(when) if not days or request.now.weekday() in days else None
    return None


def _titled(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split())


def _second_person(clause: str) -> str:
    return " ".join(_YOUR.get(word, word) for word in clause.split())
