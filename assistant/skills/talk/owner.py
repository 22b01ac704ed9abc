"""What the owner says about himself or herself: kept, told again, forgotten after a yes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from assistant.memory.profile import Profile
from assistant.skills.api import (
    INTERFACE,
    Call,
    NeedsConfirmation,
    Result,
    SkillContext,
    Unclear,
    operation,
)
from assistant.skills.talk.telling import (
    ASKED,
    HABIT,
    HOURS,
    NAME,
    UNITS,
    UNWANTED,
    WHERE,
    WORDS,
    Forgetting,
    Where,
    said,
)
from models.text import say
from models.text.gazetteer import country_name
from models.text.say_lists import join
from models.text.settings import ALL, Setting

_CONFIGURED: tuple[Setting, ...] = ("name", "home_town", "unit_system", "hours")


class Owner:
    """Name, home town, units, clock, zone, country and habits."""

    name = "owner"
    interface = INTERFACE
    title = "your settings"

    def __init__(self, context: SkillContext) -> None:
        self._profile = context.profile

    def names(self) -> list[str]:
        """See `Names`."""
        return [name for name in (self._profile.name, self._profile.home_town) if name]

    @operation(
        "profile_set",
        does=(
            "remember that[ you are called {name}][ you live in {where}][ you use {units} units]"
            "[ you prefer the {hours}-hour clock][ you {habit}]"
        ),
        examples=(
            "call me Robin", "I live in Leeds", "use metric units", "I prefer the 24 hour clock",
            "my time zone is Pacific", "I usually get up at seven",
        ),
        changes="undoable",
    )  # fmt: skip
    def tell(
        self,
        call: Call,
        name: Annotated[str | None, NAME] = None,
        where: Annotated[Where | None, WHERE] = None,
        units: Annotated[str | None, UNITS] = None,
        hours: Annotated[int | None, HOURS] = None,
        habit: Annotated[str | None, HABIT] = None,
    ) -> Result:
        """Keep what was told."""
        told: dict[Setting, tuple[str, str]] = {}
        if name:
            told["name"] = name, f"I'll call you {name}."
        if where:
            told[where.setting] = where.value, _moved(where, call)
        if units:
            told["unit_system"] = units, f"I'll use {units} units."
        if hours:
            told["hours"] = str(hours), f"I'll use the {hours}-hour clock."
        if habit:
            told["habit"] = habit, f"I'll remember that you {habit}."
        if not told:
            raise Unclear("I didn't catch what I should remember.")
        before = {setting: call.profile.rows(setting) for setting in told}
        for setting, (value, _) in told.items():
            call.profile.set(setting, value)
        return Result(
            {setting: value for setting, (value, _) in told.items() if setting != "hours"},
            " ".join(sentence for _, sentence in told.values()),
            changes=any(call.profile.rows(setting) != rows for setting, rows in before.items()),
            undo={"rows": _merged(before), "settings": list(told)},
            touched=tuple(told),
        )

    @operation(does="call you that", opposes=("profile_set",), changes="undoable", hidden=True)
    def unlearn(
        self,
        call: Call,
        name: Annotated[str | None, NAME] = None,
        where: Annotated[Where | None, WHERE] = None,
        units: Annotated[str | None, UNITS] = None,
        hours: Annotated[int | None, HOURS] = None,
        habit: Annotated[str | None, HABIT] = None,
    ) -> Result:
        """Drop what was told wrongly: "don't call me Bob", "that's not my name"."""
        values: dict[Setting, str | None] = {
            "name": name,
            where.setting if where else "home_town": where.value if where else None,
            "unit_system": units, "hours": str(hours) if hours else None, "habit": habit,
        }  # fmt: skip
        wrong = [
            setting for setting, value in values.items() if value and value in call.profile.told(setting)
        ]
        if wrong:
            return _forgotten(call, Forgetting(tuple(wrong), habit), "All right, I have forgotten {what}.")
        if name:
            return Result({}, f"Okay, I won't call you {name}.", fixed=True)
        return Result({}, "Okay, I won't.", fixed=True)

    @operation(
        "profile_query",
        does="tell you what I know about you",
        examples=("what's my name", "where do I live", "what do you know about me"),
        answers=("profile_set", "profile_remove"),
    )
    def known(self, call: Call, asked: Annotated[tuple[Setting, ...] | None, ASKED] = None) -> Result:
        """Tell what is known."""
        facts: dict[str, str] = {}
        wanted = asked or _own(call.profile)
        known = [clause for setting in wanted for clause in _clauses(setting, call.profile, facts)]
        if not asked and not known:
            sentence = "I know nothing about you yet. You can tell me your name, or where you live."
            return Result({}, sentence, "failed")
        if not known:
            words = join([WORDS[setting] for setting in wanted], "or")
            return Result({}, f"You haven't told me {words} yet.", "failed")
        sentence = join(known)
        return Result(facts, f"{sentence[:1].upper()}{sentence[1:]}.", touched=tuple(wanted))

    @operation(
        "profile_remove",
        does="forget {what}",
        examples=("forget my name", "forget where I live", "forget everything about me"),
        changes="undoable",
    )
    def forget(self, call: Call, what: Annotated[Forgetting | None, UNWANTED] = None) -> Result:
        """Forget some of it or all, after a yes."""
        what = what or Forgetting(ALL)
        told = tuple(setting for setting in what.settings if call.profile.told(setting))
        if not told or (what.habit and what.habit not in call.profile.habits):
            return Result({}, _nothing_to_forget(call.profile, what), "failed")
        if not call.confirmed:
            raise NeedsConfirmation(f"Do you want me to forget {said(what)}?")
        return _forgotten(call, Forgetting(what.settings, what.habit), "I have forgotten {what}.")

    def undo(self, call: Call, data: Mapping[str, Any]) -> Result:
        """See `Undoes`."""
        call.profile.restore(data["rows"])
        what = join([WORDS[setting] for setting in data["settings"]])
        return Result({}, f"I've put {what} back as it was.", changes=True, touched=tuple(data["settings"]))


def _own(profile: Profile) -> list[Setting]:
    """All settings; zone and country only where the home town does not give them."""
    return [setting for setting in ALL if setting not in ("zone", "country") or profile.told(setting)]


def _moved(where: Where, call: Call) -> str:
    place = where.place
    local = say.clock(call.now.astimezone(place.zone), hours24=call.profile.hours24) if place else ""
    match where.setting:
        case "zone":
            return f"I'll use {where.said}, where it's {local}."
        case "country":
            return f"I'll remember that you are in {where.said}."
    if place is None:
        return f"I'll remember that you live in {where.said}, but I don't know its time zone."
    return f"I'll remember that you live in {where.said}, where it's {local}."


def _merged(rows: Mapping[Setting, Mapping[str, list[str]]]) -> dict[str, list[str]]:
    return {row: values for kept in rows.values() for row, values in kept.items()}


def _forgotten(call: Call, what: Forgetting, sentence: str) -> Result:
    before = {setting: call.profile.rows(setting) for setting in what.settings}
    for setting in what.settings:
        kept = [habit for habit in call.profile.habits if habit != what.habit] if what.habit else []
        call.profile.forget(setting)
        for habit in kept if setting == "habit" else ():
            call.profile.set("habit", habit)
    left = _configured(call.profile, what)
    words = said(what)
    still = f" The configuration still says that {join(left)}." if left else ""
    return Result(
        {},
        sentence.format(what=words) + still,
        changes=True,
        undo={"rows": _merged(before), "settings": list(what.settings)},
        touched=what.settings,
    )


def _nothing_to_forget(profile: Profile, what: Forgetting) -> str:
    configured = _configured(profile, what)
    if what.habit:
        return f"You haven't told me that you {what.habit}."
    if configured:
        return f"It is in the configuration that {join(configured)}; change it there, under [owner]."
    if len(what.settings) == len(ALL):
        return "There is nothing to forget: I know nothing about you."
    return f"There is nothing to forget: you haven't told me {said(what)}."


def _configured(profile: Profile, what: Forgetting) -> list[str]:
    """What is still known of settings of which nothing is told: clauses."""
    settings = [setting for setting in what.settings if setting in _CONFIGURED]
    return [clause for setting in settings for clause in _clauses(setting, profile, {})]


def _clauses(setting: Setting, profile: Profile, facts: dict[str, str]) -> list[str]:
    """What is known of a setting: "you are Robin"; its values are added to `facts`."""
    match setting:
        case "name" if profile.name:
            facts["name"] = profile.name
            return [f"you are {profile.name}"]
        case "home_town" if profile.home_town:
            facts["home_town"] = profile.home_town
            return [f"you live in {profile.home_town}"]
        case "unit_system" if profile.units:
            facts["units"] = profile.units
            return [f"you use {profile.units} units"]
        case "hours" if profile.clock:
            return [f"you prefer the {profile.clock}-hour clock"]
        case "zone" if profile.zone:
            facts["zone"] = str(profile.zone).split("/")[-1].replace("_", " ")
            return [f"you are in the time zone of {facts['zone']}"]
        case "country" if profile.country:
            facts["country"] = country_name(profile.country)
            return [f"you are in {facts['country']}"]
        case "habit":
            facts |= {f"habit_{index}": habit for index, habit in enumerate(profile.habits, 1)}
            return [f"you {habit}" for habit in profile.habits]
    return []
