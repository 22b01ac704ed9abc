"""A wish and the house → the devices that are meant, or the question or refusal where that is not clear."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.skills.api import EVERY, Ambiguous, Call, NeedsConfirmation, Option, Result
from assistant.skills.home.house import Area, Entity, House
from assistant.skills.home.hub import Hub
from assistant.skills.home.mentions import completed, unused
from assistant.skills.home.naming import is_plural, words
from assistant.skills.home.saying import inside, names, the
from assistant.skills.home.targets import Targets, find, united
from assistant.skills.home.wishes import Wish, bare
from models.text.say_lists import capital, join

MOST = 3
"""Devices that are switched without a question."""
NAMED = 5
"""Candidates that are named one by one."""
_LISTED = 8
"""Devices that are named where the words name none."""
_HERE = frozenset({"here", "room"})
_THEM = frozenset({"them", "they", "these", "those", "both"})
_AREA = "area:"
SENSORS = frozenset({"sensor", "binary_sensor", "weather", "sun", "person", "device_tracker", "zone"})


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices of a wish."""

    chosen: tuple[Entity, ...]
    unavailable: tuple[Entity, ...] = ()


def choose(
    hub: Hub, call: Call, wished: Wish, groups: Sequence[Collection[str]], noun: str, verb: str
) -> Devices | Result:
    """The devices that are meant, or the refusal that names what is not there or not possible.

    Arguments:
        groups: domains in the order in which they are searched; a later one only for what no earlier one has.
        noun: plural name of the first group's devices: "lights".
        verb: what is to be done with them: "turn on".

    Raises:
        Ambiguous: several devices fit, or none does and there are others.
        SkillError: Home Assistant gives no usable answer.
    """
    house = hub.house()
    every = [domain for group in groups for domain in group]
    wished = completed(house, wished, every)
    if strange := unused(wished):
        return refusal(f"I don't know what to do with “{strange}” there.")
    leans = wished.vague or (wished.everything and not (wished.phrases() or wished.places or wished.excluded))
    several = wished.everything or bool(_THEM & set(wished.text.lower().split()))
    if leans and (recent := hub.recent(call, every, several=several)):
        return _parted(recent)
    if call.chosen and call.chosen.startswith(_AREA):
        area = house.place(call.chosen.removeprefix(_AREA))
        wished = wished.of((area.name,) if area else ())
    targets = _targets(hub, house, wished, groups)
    if targets.unknown and wished.lent:
        wished = wished.of(())
        targets = _targets(hub, house, wished, groups)
    if targets.unknown:
        return _not_there(hub, wished, targets, groups, noun, verb)
    if targets.candidates:
        return _parted((*targets.chosen, *targets.unavailable, *_picked(house, call, targets, noun)))
    if targets.empty and not (targets.chosen or targets.unavailable):
        where, said = inside(*targets.empty), join(wished.phrases(), "or") or noun
        verb = "are" if is_plural(said) else "is"
        return Result({"place": targets.empty[0]}, f"There {verb} no {said} {where}.", "failed")
    if not (targets.chosen or targets.unavailable):
        return Result({}, f"There are no {noun} to {verb}.", "failed")
    return Devices(targets.chosen, targets.unavailable)


def refusal(text: str) -> Result:
    """The result of what is not possible."""
    return Result({}, text, "failed")


def confirm(call: Call, devices: Sequence[Entity], noun: str, verb: str) -> None:
    """Ask first about doors and about many devices.

    Raises:
        NeedsConfirmation: there was no yes yet.
    """
    if call.confirmed:
        return
    if any(device.sensitive for device in devices):
        raise NeedsConfirmation(f"Do you want me to {verb} {names(devices)}?")
    if len(devices) > MOST and call.chosen != EVERY:
        first, _, rest = verb.partition(" ")
        raise NeedsConfirmation(
            f"That's {len(devices)} {noun}. {capital(first)} them all {rest}".strip() + "?"
        )


def _targets(hub: Hub, house: House, wished: Wish, groups: Sequence[Collection[str]]) -> Targets:
    phrases = wished.phrases()
    if wished.everything and not phrases and len(groups) > 1:
        # "everything in the kitchen": what is switched on and off, but not what is started
        groups = [frozenset(groups[0]) | frozenset(groups[1]), *groups[2:]]
    together = _grouped(hub, house, wished, phrases, groups)
    if not together.unknown or len(phrases) < 2:
        return together
    # "the spots and the radio" are devices of two kinds
    apart = [_grouped(hub, house, wished, [phrase], groups) for phrase in phrases]
    return united(apart)


def _grouped(
    hub: Hub, house: House, wished: Wish, phrases: Sequence[str], groups: Sequence[Collection[str]]
) -> Targets:
    """What the phrases mean among the first domains that have it."""
    assert hub.home is not None
    found: list[Targets] = []
    for group in groups:
        # "the lights" are all of them, and a word such as "lamp" tells them from others
        targets = find(
            house, wished.places, phrases, group, everything=wished.everything, excluded=wished.excluded,
            lookup=hub.home.place_id,
        )  # fmt: skip
        if not targets.unknown and not (targets.empty and phrases):
            return targets
        found.append(targets)
    return next((one for one in found if not one.unknown), found[0])


def _not_there(
    hub: Hub, wished: Wish, targets: Targets, groups: Sequence[Collection[str]], noun: str, verb: str
) -> Result:
    """The refusal by name where the words mean a device of another kind.

    Raises:
        Ambiguous: they mean nothing, and there are devices to choose from.
    """
    house = hub.house()
    others = {entity.domain for entity in house.entities} - {one for group in groups for one in group}
    meant = _targets(hub, house, wished, [others - SENSORS])
    if not meant.unknown and (named := (*meant.chosen, *meant.unavailable, *meant.candidates)):
        return refusal(f"I can't {verb} {names(named)}.")
    unknown = _unknown(targets.unknown)
    entities = house.of(groups[0])
    areas = [area for area in house.areas if any(entity.area == area.name for entity in entities)]
    if not entities:
        return refusal(unknown)
    if wished.devices and not wished.places and len(entities) <= _LISTED:
        there = f"I know {names(entities)}."
    elif areas:
        there = f"There are {noun} {inside(*[area.name for area in areas])}."
    else:
        there = f"I know {names(entities)}."
    options = (*_area_options(areas, noun), *_options(entities))
    raise Ambiguous(options, f"{unknown} {there} Which do you mean?")


def _unknown(phrases: Sequence[str]) -> str:
    if all(set(words(phrase)) <= _HERE for phrase in phrases):
        return "I don't know which room you are in."
    return f"I don't know of any {join([bare(phrase).lower() for phrase in phrases], 'or')} here."


def _picked(house: House, call: Call, targets: Targets, noun: str) -> tuple[Entity, ...]:
    """The candidates that the owner chose.

    Raises:
        Ambiguous: there is no choice yet.
    """
    candidates = targets.candidates
    if call.chosen == EVERY:
        return candidates
    if picked := tuple(entity for entity in candidates if entity.id == call.chosen):
        return picked
    if len(candidates) <= NAMED:
        raise Ambiguous(_options(candidates, with_areas=True), several=True)
    areas = [area for area in house.areas if any(entity.area == area.name for entity in candidates)]
    where = f" There are some {inside(*[area.name for area in areas])}." if areas else ""
    options = (*_area_options(areas, noun), *_options(candidates))
    raise Ambiguous(options, f"Which {noun} do you mean?{where}", several=True)


def _area_options(areas: Sequence[Area], noun: str) -> tuple[Option, ...]:
    return tuple(
        Option(_AREA + area.id, f"the {area.name.lower()} {noun}", (area.name, *area.aliases))
        for area in areas
    )


def _options(entities: Sequence[Entity], *, with_areas: bool = False) -> tuple[Option, ...]:
    return tuple(
        Option(entity.id, the(entity), (*entity.aliases, *([entity.area] if with_areas else ())))
        for entity in entities
    )


def _parted(entities: Sequence[Entity]) -> Devices:
    entities = tuple(dict.fromkeys(entities))
    return Devices(
        tuple(entity for entity in entities if entity.available),
        tuple(entity for entity in entities if not entity.available),
    )
