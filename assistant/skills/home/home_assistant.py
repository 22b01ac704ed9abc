"""Home Assistant's REST API: the house as it is, and services for its devices. Knows no sentence.

Endpoints: `GET /api/states`, `POST /api/services/<domain>/<service>`, `POST /api/template`
(https://developers.home-assistant.io/docs/api/rest). The access token is in no error, log or representation.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Collection, Iterable
from typing import Any

from assistant.skills.config import HomeAssistantConfig
from assistant.skills.home.connection import HttpConnection
from assistant.skills.home.house import Area, Entity, Floor, House

STATES_S = 2.0
"""Age at which the states are asked for again."""
LAYOUT_S = 60.0
"""Age at which areas and floors are asked for again."""
_ENTITY_ID = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
# tojson is Jinja's own filter; Home Assistant's to_json would do too
_ROWS = (
    '"NAMEs": [{% for one in NAMEs() %}'
    '{{ {"id": one, "name": NAME_name(one), "members": NAME_MEMBERS(one) | list} | tojson }}'
    '{{ "," if not loop.last }}{% endfor %}]'
)
_AREAS = _ROWS.replace("NAME", "area").replace("MEMBERS", "entities")
_FLOORS = _ROWS.replace("NAME", "floor").replace("MEMBERS", "areas")
_LAYOUTS = (f"{{{_AREAS}, {_FLOORS}}}", f"{{{_AREAS}}}")
"""Templates of areas and floors; the second one for versions before 2024.4, which have no floors."""

_Layout = tuple[tuple[Area, ...], tuple[Floor, ...]]


class HomeAssistant:
    """One instance.

    Raises:
        ConfigError: the address or the token is wrong, or the token file cannot be read.
    """

    def __init__(self, config: HomeAssistantConfig) -> None:
        self._connection = HttpConnection(config)
        self._states: tuple[float, list[dict[str, Any]]] | None = None
        self._layout: tuple[float, _Layout] | None = None
        self._place_ids: dict[str, str] = {}

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def house(self) -> House:
        """The house, at most `STATES_S` seconds old; its areas and floors at most `LAYOUT_S`.

        A token that may render no templates gives a house without areas.

        Raises:
            SkillError: Home Assistant cannot be reached or gives no usable answer.
        """
        states = self._known_states()
        areas, floors = self._known_layout()
        area_of = {entity: area for area in areas for entity in area.entities}
        floor_of = {area: floor.name for floor in floors for area in floor.areas}
        entities = []
        for state in states:
            area = area_of.get(state["entity_id"])
            entities.append(_entity(state, area, floor_of.get(area.id, "") if area else ""))
        return House(tuple(entities), areas, floors)

    def names(self) -> list[str]:
        """The names of devices and places that were read last."""
        devices = [_name(state) for state in (self._states[1] if self._states else ())]
        areas, floors = self._layout[1] if self._layout else ((), ())
        return [*devices, *(area.name for area in areas), *(floor.name for floor in floors)]

    def entities(self, domains: Collection[str]) -> list[Entity]:
        """The devices of these domains as they are now."""
        self._states = None
        return list(self.house().of(domains))

    def in_area(self, area: str, entities: Iterable[Entity]) -> list[Entity]:
        """Those of `entities` that belong to the area of that name."""
        return [entity for entity in entities if entity.area.lower() == area.lower()]

    def place_id(self, words: str) -> str:
        """The identifier of the area or floor with this name or alias; empty without one.

        Only templates know the aliases; versions that cannot look them up give an empty answer. Asked for
        again as seldom as the areas.
        """
        self._known_layout()
        if words not in self._place_ids:
            self._place_ids[words] = self._looked_up(words)
        return self._place_ids[words]

    def _looked_up(self, words: str) -> str:
        quoted = json.dumps(words)
        answer = self._render(f"{{{{ area_id({quoted}) or floor_id({quoted}) or '' }}}}")
        return answer.strip() if answer and re.fullmatch(r"\s*\w+\s*", answer) else ""

    def call(self, domain: str, service: str, entities: Iterable[Entity], **data: Any) -> None:
        """Call a service for these devices.

        Raises:
            SkillError: Home Assistant cannot be reached, or refuses.
        """
        self._states = None
        body = {"entity_id": [entity.id for entity in entities], **data}
        self._connection.send("POST", f"/api/services/{domain}/{service}", body).checked()

    def _known_states(self) -> list[dict[str, Any]]:
        if self._states is None or time.monotonic() - self._states[0] > STATES_S:
            found = self._connection.send("GET", "/api/states").checked().json()
            if not isinstance(found, list):
                raise self._connection.misunderstood()
            self._states = (time.monotonic(), [state for state in found if _is_state(state)])
        return self._states[1]

    def _known_layout(self) -> _Layout:
        if self._layout is None or time.monotonic() - self._layout[0] > LAYOUT_S:
            answers = (self._render(template) for template in _LAYOUTS)
            layout = next((layout for layout in map(_layout, answers) if layout is not None), ((), ()))
            self._layout = (time.monotonic(), layout)
            self._place_ids.clear()
        return self._layout[1]

    def _render(self, template: str) -> str | None:
        """The text of a template; None where this version or this token cannot render it."""
        answer = self._connection.send("POST", "/api/template", {"template": template})
        return None if answer.status in (400, 401, 403, 404) else answer.checked().text


def _is_state(state: object) -> bool:
    identity = state.get("entity_id") if isinstance(state, dict) else None
    return isinstance(identity, str) and _ENTITY_ID.fullmatch(identity) is not None


def _attributes(state: dict[str, Any]) -> dict[str, Any]:
    attributes = state.get("attributes")
    return attributes if isinstance(attributes, dict) else {}


def _name(state: dict[str, Any]) -> str:
    """The name that the owner gave a device, else the one in its identifier."""
    name = _attributes(state).get("friendly_name") or state["entity_id"].partition(".")[2].replace("_", " ")
    return " ".join(str(name).split())


def _entity(state: dict[str, Any], area: Area | None, floor: str) -> Entity:
    return Entity(
        state["entity_id"], _name(state), str(state.get("state", "")), _attributes(state),
        area.name if area else "", floor, changed=str(state.get("last_changed") or ""),
    )  # fmt: skip


def _layout(answer: str | None) -> _Layout | None:
    """Areas and floors of a rendered template; None where it is something else."""
    try:
        found = json.loads(answer or "")
        areas = tuple(Area(*_row(row)) for row in found["areas"])
        floors = tuple(Floor(*_row(row)) for row in found.get("floors", ()))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return areas, floors


def _row(row: dict[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    return str(row["id"]), str(row["name"] or row["id"]), tuple(map(str, row["members"]))
