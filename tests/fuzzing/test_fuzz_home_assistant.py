"""Home Assistant's replies of any content: a house, or one sentence that a skill says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.skills.config import HomeAssistantConfig
from assistant.skills.home.connection import HttpAnswer, HttpConnection
from assistant.skills.home.describing import describe
from assistant.skills.home.home_assistant import HomeAssistant
from models.errors import SkillError
from tests.fuzzing.fuzzing import damaged, fuzzed, leaves, values

STATES = (
    b'[{"entity_id": "light.hall", "state": "on", "last_changed": "2026-11-22T14:45:00+00:00", "attributes":'
    b' {"friendly_name": "Hall", "brightness": 128, "supported_color_modes": ["hs"]}},'
    b' {"entity_id": "climate.hall", "state": "heat", "attributes": {"temperature": 20.5}}]'
)
LAYOUT = (
    b'{"areas": [{"id": "hall", "name": "Hall", "members": ["light.hall"]}],'
    b' "floors": [{"id": "ground", "name": "Ground floor", "members": ["hall"]}]}'
)
keys = st.sampled_from(
    ["entity_id", "state", "attributes", "friendly_name", "brightness", "areas", "floors", "id", "name",
     "members", "temperature", "last_changed", "percentage", "current_position"]
)  # fmt: skip
nearly = st.lists(
    st.fixed_dictionaries(
        {"entity_id": st.sampled_from(["light.a", "cover.b", "climate.c", "fan.d", "scene.e", "x"]) | leaves},
        optional={
            "state": st.sampled_from(["on", "open", "heat"]) | values(keys), "last_changed": values(keys),
            "attributes": st.dictionaries(keys, values(keys)),
        },
    ),
    max_size=4,
)  # fmt: skip
contents = (
    damaged(STATES) | damaged(LAYOUT) | values(keys).map(lambda v: json.dumps(v).encode())
    | nearly.map(lambda v: json.dumps(v).encode())
)  # fmt: skip


@fuzzed(4)
@given(
    states=contents, layout=contents, status=st.sampled_from([200, 200, 200, 201, 204, 302, 401, 404, 500])
)
def test_a_reply(states: bytes, layout: bytes, status: int) -> None:
    home = HomeAssistant(HomeAssistantConfig.model_validate({"url": "http://home:8123", "token": "secret"}))
    answers = {"/api/states": states, "/api/template": layout}

    class Line(HttpConnection):
        def __init__(self) -> None:
            self._url = "http://home:8123"

        def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> HttpAnswer:
            return HttpAnswer(self._url, path, status, answers[path].decode("utf-8", "replace"))

    home._connection = Line()
    try:
        house = home.house()
        for entity in house.entities:
            assert isinstance(entity.name, str)
            assert describe(entity)
            assert entity.members == () or entity.domain not in ("scene", "script")
            assert entity.sensitive in (True, False)
        home.place_id("hall")
    except SkillError as error:
        assert "secret" not in str(error)


@pytest.mark.parametrize("status", [301, 403, 503])
def test_a_refusal_is_one_sentence(status: int) -> None:
    with pytest.raises(SkillError) as caught:
        HttpAnswer("http://home:8123", "/api/states", status, "").checked()
    assert "\n" not in str(caught.value)
