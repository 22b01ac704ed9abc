"""The part that the skills of the house share: undo, and on and off."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.skills.api import INTERFACE, Call, Result, SkillContext
from assistant.skills.home.choosing import Devices, choose, confirm, refusal
from assistant.skills.home.describing import describe
from assistant.skills.home.house import Entity
from assistant.skills.home.hub import UNAVAILABLE, hub
from assistant.skills.home.restoring import restore, snapshot
from assistant.skills.home.saying import NAMED, subject, unreached
from assistant.skills.home.switching import STARTED, is_on, switch
from assistant.skills.home.wishes import Wish

COVERS = frozenset({"cover"})
STOPPING = frozenset({"stop", "halt", "freeze", "pause", "hold"})
"""Words for leaving a moving cover where it is."""
_CAN_STOP = 8
"""Bit of `supported_features` of a cover."""
_TOGGLES = re.compile(r"\b(?:toggle|flip)\b", re.IGNORECASE)


class DeviceSkill:
    """A skill for devices of Home Assistant."""

    interface = INTERFACE
    noun = "devices"
    """Plural name of its devices."""

    def __init__(self, context: SkillContext) -> None:
        self._hub = hub(context)

    @property
    def is_set_up(self) -> bool:
        """See `NeedsSetup`."""
        return self._hub.home is not None

    def undo(self, call: Call, data: Mapping[str, Any]) -> Result:
        """See `Undoes`."""
        home = self._hub.home
        if home is None:
            return UNAVAILABLE
        done, gone = restore(home, data)
        left = f" {unreached(gone, self.noun)}" if gone else ""
        if not done:
            return refusal(left.strip() or "There is nothing to bring back.")
        who, verb = subject(done, self.noun)
        states = {describe(entity) for entity in done}
        as_before = f"{states.pop()} again" if len(states) == 1 else "as before"
        touched = self._hub.touch(call, done)
        return Result({"device": who}, f"{who} {verb} {as_before}.{left}", changes=True, touched=touched)

    def _chosen(
        self, call: Call, wished: Wish, groups: Sequence[Collection[str]], verb: str, *, leans: bool = False
    ) -> Devices | Result:
        """The devices within reach that are meant, or the reply that there are none.

        Arguments:
            leans: whether the devices named last are meant where none is: "brighter".
        """
        if leans and wished.vague and not wished.kind:
            call = replace(call, pointed=True)
        found = choose(self._hub, call, wished, groups, self.noun, verb)
        if isinstance(found, Result) or found.chosen:
            return found
        self._hub.touch(call, found.unavailable)
        return refusal(unreached(found.unavailable, self.noun))

    def _switched(self, call: Call, wished: Wish, groups: Sequence[Collection[str]], *, on: bool) -> Result:
        home = self._hub.home
        if home is None:
            return UNAVAILABLE
        # "and the kettle on", whatever was done before
        on = on if wished.on is None else wished.on
        state = "on" if on else "off"
        found = self._chosen(call, wished, groups, f"turn {state}")
        if isinstance(found, Result):
            return found
        if _TOGGLES.search(wished.text):
            on = not all(map(is_on, found.chosen))
            state = "on" if on else "off"
        other = [entity for entity in found.chosen if is_on(entity) is not on]
        if not other:
            # the state may be stale
            switch(home, found.chosen, on=on)
            return self._already(call, found, state)
        noun = self.noun if all(entity.domain in groups[0] for entity in other) else "devices"
        confirm(call, other, noun, f"turn {state}")
        before = snapshot(other)
        # the others too: a device may have been switched by hand a moment ago
        switch(home, found.chosen, on=on)
        undo = before if len(before["states"]) == len(other) else None
        if all(entity.domain in STARTED for entity in other) and on:
            return self._started(call, found, other, undo)
        shown = found.chosen if len(found.chosen) <= NAMED else other
        return self._told(call, found, shown, state, undo, noun=noun)

    def _halted(self, call: Call, wished: Wish) -> Result:
        """Stop moving covers where they are."""
        home = self._hub.home
        if home is None:
            return UNAVAILABLE
        found = self._chosen(call, wished, (COVERS,), "stop")
        if isinstance(found, Result):
            return found
        if unable := [cover for cover in found.chosen if not _can_stop(cover)]:
            who, _ = subject(unable, "blinds")
            return refusal(f"{who} can't be stopped on the way.")
        home.call("cover", "stop_cover", found.chosen)
        who, verb = subject(found.chosen, "blinds")
        told = f"{who} {'has' if verb == 'is' else 'have'} stopped.{self._out_of_reach(found)}"
        touched = self._hub.touch(call, found.chosen)
        return Result({"device": who}, told, changes=True, touched=touched)

    def _started(
        self, call: Call, found: Devices, started: Sequence[Entity], undo: Mapping[str, Any] | None
    ) -> Result:
        """The reply where scenes, scripts or machines were started."""
        who, verb = subject(started, self.noun)
        told = f"{who} {'has' if verb == 'is' else 'have'} started.{self._out_of_reach(found)}"
        touched = self._hub.touch(call, found.chosen)
        return Result({"device": who}, told, changes=True, undo=undo, touched=touched)

    def _already(self, call: Call, found: Devices, state: str) -> Result:
        """The reply where the devices are so already; their service is called all the same."""
        who, verb = subject(found.chosen, self.noun)
        told = f"{who} {verb} already {state}.{self._out_of_reach(found)}"
        touched = self._hub.touch(call, found.chosen)
        return Result({"device": who, "state": state}, told, touched=touched)

    def _told(
        self,
        call: Call,
        found: Devices,
        changed: Sequence[Entity],
        state: str,
        undo: Mapping[str, Any] | None,
        more: str = "",
        noun: str = "",
    ) -> Result:
        """The reply where devices were changed.

        Arguments:
            state: what they are now, to follow "is".
            more: further sentences.
            noun: plural name of the changed devices; that of the skill where empty.
        """
        who, verb = subject(changed, noun or self.noun)
        told = f"{who} {verb} {state}.{more}{self._out_of_reach(found)}"
        # "it" means all that were named
        touched = self._hub.touch(call, found.chosen)
        return Result({"device": who, "state": state}, told, changes=True, undo=undo, touched=touched)

    def _out_of_reach(self, found: Devices) -> str:
        return f" {unreached(found.unavailable, self.noun)}" if found.unavailable else ""


def _can_stop(cover: Entity) -> bool:
    features = cover.attributes.get("supported_features")
    return not isinstance(features, int) or bool(features & _CAN_STOP)
