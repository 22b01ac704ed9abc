"""Operations from the signatures of a skill's methods."""

from __future__ import annotations

from typing import Annotated

import pytest

from assistant.skills.api import Call, Parameter, Result, operation
from assistant.skills.operations import intents, operations
from tests.fixtures.lamps import Lamps


def test_a_signature_declares_parameters() -> None:
    found = {one.name: one for one in operations(Lamps())}

    assert list(found) == ["switch_on", "switch_off", "which", "sell", "blink"]
    assert set(found["switch_off"].parameters) == {"room", "everything", "but"}
    assert found["switch_off"].needed == frozenset()
    assert found["switch_on"].needed == {"room"}
    assert found["switch_on"].parameters["room"].slots == ("house_place",)
    assert found["sell"].declared.changes == "lasting"
    assert intents(Lamps()) == {"lamp_on", "lamp_off", "lamp_query", "lamp_sell", "lamp_blink"}


class Careless:
    """A skill with a parameter that no slot gives, or that nobody asks for."""

    name, interface, title = "careless", 2, "careless"

    @operation("x", does="x")
    def run(self, call: Call, room: Annotated[str, Parameter(lambda reading: None)]) -> Result:
        return Result({}, room)


class Blind(Careless):
    """A skill with a parameter without an annotation that reads it."""

    @operation("x", does="x")
    def run(self, call: Call, room: str = "") -> Result:
        return Result({}, room)


@pytest.mark.parametrize(
    ("skill", "why"), [(Careless(), "has no question"), (Blind(), "is read from nothing")]
)
def test_a_careless_declaration_is_an_error(skill: Careless, why: str) -> None:
    with pytest.raises(TypeError, match=rf"careless.run: room {why}"):
        operations(skill)
