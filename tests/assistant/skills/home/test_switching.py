"""Services for on and off."""

from __future__ import annotations

import pytest

from assistant.skills.home.house import Entity
from assistant.skills.home.switching import is_on


@pytest.mark.parametrize(
    ("identity", "state", "on"),
    [
        ("light.a", "on", True),
        ("media_player.a", "playing", True),
        ("media_player.a", "standby", False),
        ("climate.a", "heat", True),
        ("climate.a", "off", False),
        ("vacuum.a", "docked", False),
        ("vacuum.a", "cleaning", True),
        ("scene.a", "2026-11-22T12:00:00+00:00", None),
        ("switch.a", "unavailable", None),
    ],
)
def test_is_on(identity: str, state: str, on: bool | None) -> None:
    assert is_on(Entity(identity, "A", state)) is on
