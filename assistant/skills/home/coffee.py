"""The coffee machine, switched through Home Assistant."""

from __future__ import annotations

from typing import Annotated

from assistant.skills.api import Ambiguous, Call, Option, Result, operation
from assistant.skills.home.choosing import Devices, refusal
from assistant.skills.home.devices import DeviceSkill
from assistant.skills.home.house import Entity
from assistant.skills.home.hub import UNAVAILABLE
from assistant.skills.home.naming import words
from assistant.skills.home.restoring import snapshot
from assistant.skills.home.saying import the, unreached
from assistant.skills.home.switching import is_on, switch
from assistant.skills.parameters import text, texts

_DOMAINS = frozenset({"switch", "button", "input_boolean"})
_MACHINES = frozenset({"coffee", "espresso", "coffeemaker"})


class Coffee(DeviceSkill):
    """On; off is that of plugs."""

    name = "coffee"
    title = "coffee"
    noun = "coffee machines"

    @operation(
        "iot_coffee",
        does="turn on the coffee machine",
        examples=("make me a coffee",),
        changes="undoable",
        delayable=True,
    )
    def make(
        self,
        call: Call,
        machine: Annotated[str | None, text("device_type", "house_place")] = None,
        kinds: Annotated[tuple[str, ...], texts("coffee_type", "drink_type", "food_type")] = (),
        shop: Annotated[str | None, text("business_name", "business_type", "person")] = None,
    ) -> Result:
        """Switch on the coffee machine."""
        if shop is not None:
            return Result({}, "Ordering coffee isn't set up on this assistant.", "unavailable")
        home = self._hub.home
        if home is None:
            return UNAVAILABLE
        found = self._machine(call)
        if found is None:
            return refusal("There is no coffee machine in Home Assistant.")
        if not found.available:
            return refusal(unreached([found], self.noun))
        more = "" if not kinds else " I can't choose the coffee."
        devices = Devices((found,))
        if is_on(found):
            return self._already(call, devices, "on")
        before = None if found.domain == "button" else snapshot([found])
        switch(home, [found], on=True)
        state = "started" if found.domain == "button" else "on"
        return self._told(call, devices, [found], state, before, more)

    def _machine(self, call: Call) -> Entity | None:
        """The machine; None where the house has none.

        Raises:
            Ambiguous: it has several.
        """
        machines = [one for one in self._hub.house().of(_DOMAINS) if _is_machine(one)]
        if len(machines) > 1:
            if picked := [one for one in machines if one.id == call.chosen]:
                return picked[0]
            raise Ambiguous(tuple(Option(one.id, the(one)) for one in machines))
        return machines[0] if machines else None


def _is_machine(entity: Entity) -> bool:
    named = {*words(entity.name), *words(entity.id.partition(".")[2].replace("_", " "))}
    return bool(named & _MACHINES)
