"""Home Assistant's REST API: which devices there are, and telling them what to do. Knows no intent.

Endpoints: `GET /api/states`, `POST /api/services/<domain>/<service>`, `POST /api/template`
(https://developers.home-assistant.io/docs/api/rest).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.skills.config import HomeAssistantConfig
from models.errors import ConfigError, SkillError

if TYPE_CHECKING:
    import httpx

_NOISE = re.compile(
    r"the|my|an?|all|of|in|on|this|that|our|your|please|every|smart|wemo|switch|house|home|now"
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A device that Home Assistant knows."""

    id: str
    """`light.kitchen_ceiling`."""
    name: str
    """As its owner called it."""
    state: str
    attributes: Mapping[str, Any]

    @property
    def domain(self) -> str:
        """`light`."""
        return self.id.partition(".")[0]


class HomeAssistant:
    """One instance, asked anew for its devices at each request.

    Raises:
        ConfigError: the token file cannot be read.
    """

    def __init__(self, config: HomeAssistantConfig) -> None:
        self._url, self._timeout_s = config.url, config.timeout_s
        self._headers = {"Authorization": f"Bearer {_token(config)}"}

    @cached_property
    def _client(self) -> httpx.Client:
        # made when first used: httpx and its certificates take half a second to load
        import httpx

        secure = self._url.startswith("https")
        return httpx.Client(base_url=self._url, headers=self._headers, timeout=self._timeout_s, verify=secure)

    def close(self) -> None:
        """Closes the connection."""
        if "_client" in self.__dict__:
            self._client.close()

    def entities(self, domains: frozenset[str]) -> list[Entity]:
        """The devices of these domains."""
        found = self._send("GET", "/api/states")
        if not isinstance(found, list):
            raise SkillError("Home Assistant gave an answer that I don't understand", where=self._url)
        return [
            _entity(state)
            for state in found
            if isinstance(state, dict) and str(state.get("entity_id", "")).partition(".")[0] in domains
        ]

    def call(self, domain: str, service: str, entities: list[Entity], **data: Any) -> None:
        """Calls a service for these devices."""
        body = {"entity_id": [entity.id for entity in entities], **data}
        self._send("POST", f"/api/services/{domain}/{service}", body)

    def in_area(self, area: str, entities: list[Entity]) -> list[Entity]:
        """Those of `entities` that belong to the area of that name."""
        name, identity = json.dumps(area.title()), json.dumps(area.lower().replace(" ", "_"))
        template = f"{{{{ area_entities({name}) + area_entities({identity}) }}}}"
        found = self._send("POST", "/api/template", {"template": template})
        return [entity for entity in entities if entity.id in str(found)]

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        import httpx

        try:
            response = self._client.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise SkillError(
                "Home Assistant could not be reached",
                where=self._url,
                do=f"check its address and the network ({error})",
            ) from error
        if response.status_code in (401, 403):
            raise SkillError(
                "Home Assistant refused the access token", where=self._url, do="make a new long-lived token"
            )
        if response.status_code >= 400:
            raise SkillError(f"Home Assistant answered {response.status_code} to {path}", where=self._url)
        try:
            return response.json()
        except json.JSONDecodeError:
            return response.text


def _entity(state: dict[str, Any]) -> Entity:
    identity, attributes = str(state["entity_id"]), state.get("attributes") or {}
    name = attributes.get("friendly_name") or identity.partition(".")[2].replace("_", " ")
    return Entity(identity, str(name), str(state.get("state", "")), attributes)


def match(entities: list[Entity], words: str) -> list[Entity]:
    """The entities whose names hold every word of `words`, singular or plural; all of them where it has no
    telling word."""
    wanted = [_stem(word) for word in re.findall(r"[a-z0-9]+", words.lower()) if not _NOISE.fullmatch(word)]
    together = "".join(wanted)
    kept = []
    for entity in entities:
        name = entity.name.lower() + " " + entity.id.partition(".")[2].replace("_", " ")
        known = {_stem(word) for word in re.findall(r"[a-z0-9]+", name)}
        joined = "".join(re.findall(r"[a-z0-9]+", name))
        # "bed room" is the bedroom
        if all(word in known for word in wanted) or (len(together) > 4 and together in joined):
            kept.append(entity)
    return kept


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word


def _token(config: HomeAssistantConfig) -> str:
    if config.token is not None:
        return config.token.get_secret_value()
    assert config.token_file is not None  # the configuration was checked
    try:
        return config.token_file.expanduser().read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            "Home Assistant's token cannot be read",
            where=str(config.token_file),
            do=f"check the file ({error})",
        ) from error
