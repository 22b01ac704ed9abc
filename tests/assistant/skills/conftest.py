"""A conversation with every built-in skill, a clock that stands still, and a Home Assistant that answers
over real HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.responder import DialogueResponder
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.skills.api import SkillContext
from assistant.skills.config import SkillsConfig
from assistant.skills.loading import load
from assistant.skills.time.schedule import Schedule
from models.types import Action, Decision, Sentiment, Slot, Understanding

SUNDAY_AFTERNOON = datetime(2026, 11, 22, 14, 45, tzinfo=ZoneInfo("Europe/London"))


@dataclass
class Loudspeaker:
    """A loudspeaker that is only numbers."""

    volume: int = 50
    muted: bool = False


@dataclass
class Chat:
    """Says things to the responder as the classifier would have understood them."""

    context: SkillContext
    responder: DialogueResponder
    cancelled: list[bool]
    now: datetime = SUNDAY_AFTERNOON
    dialogue: Dialogue = field(default_factory=Dialogue)
    action: Action | None = None

    def say(
        self,
        text: str,
        intent: str | None = None,
        decision: Decision | None = None,
        sentiment: Sentiment = "neutral",
        **slots: str,
    ) -> str:
        """The reply; without an intent the classifier rejected the text."""
        found = tuple(Slot(name, value, value, 0, len(value)) for name, value in slots.items())
        understanding = Understanding(
            text, intent, 0.9, decision or ("act" if intent else "reject"), (), found, sentiment, 0.9
        )
        reply = self.responder.respond(understanding, self.dialogue)
        spoken = " ".join(reply.sentences)
        self.action = reply.action
        self.dialogue.add(understanding, spoken)
        return spoken

    def wait(self, **spent: float) -> None:
        """Lets time pass."""
        self.now += timedelta(**spent)

    @property
    def status(self) -> str | None:
        return self.action.status if self.action else None

    @property
    def facts(self) -> dict[str, Any]:
        return dict(self.action.facts) if self.action else {}


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., Chat]:
    """Begins a conversation; a second one in the same test finds what the first one kept."""

    def begin(config: SkillsConfig | None = None, speaker: Loudspeaker | None = None) -> Chat:
        database = Database(tmp_path / "state" / "assistant.sqlite3")
        profile = Profile(database)
        cancelled: list[bool] = []
        context = SkillContext(
            database,
            profile,
            Schedule(database),
            config or SkillsConfig(),
            speaker,
            lambda: cancelled.append(True),
        )
        loaded = load(context, plugins=())
        assert loaded.problems == ()
        chat = Chat(
            context, DialogueResponder(loaded.skills, None, None, profile, lambda: chat.now), cancelled
        )
        return chat

    return begin


@pytest.fixture
def chat(start: Callable[..., Chat]) -> Chat:
    """A conversation with nothing configured."""
    return start()


# ── a Home Assistant of a few endpoints ──────────────────────────────────────


@dataclass
class Home:
    """What the fake instance knows, and what it was told."""

    url: str
    states: dict[str, dict[str, Any]]
    areas: dict[str, list[str]]
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    token: str = "secret"
    broken: int = 0
    """A status that every request gets; 0 for none."""


def _state(name: str, state: str = "off") -> dict[str, Any]:
    return {"state": state, "attributes": {"friendly_name": name}}


@pytest.fixture
def home() -> Iterator[Home]:
    """Home Assistant on a free port of this computer."""
    states = {
        "light.kitchen_ceiling": _state("Kitchen ceiling"),
        "light.kitchen_counter": _state("Kitchen counter lights"),
        "light.bedroom": _state("Bedroom lamp"),
        "light.hue_7": _state("Hue 7"),
        "switch.kettle": _state("Kettle"),
        "switch.coffee": _state("Coffee machine"),
        "fan.office": _state("Office fan"),
        "vacuum.rosie": _state("Rosie", "docked"),
        "lock.front_door": _state("Front door", "locked"),
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    home = Home(f"http://127.0.0.1:{server.server_port}", states, {"Balcony": ["light.hue_7"]})
    server.home = home  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield home
    server.shutdown()
    thread.join()
    server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Keeps quiet."""

    @property
    def home(self) -> Home:
        return self.server.home  # type: ignore[attr-defined, no-any-return]

    def do_GET(self) -> None:
        """Lists the states."""
        if self._refused():
            return
        if self.path == "/api/states":
            self._answer(200, [{"entity_id": name, **state} for name, state in self.home.states.items()])
        else:
            self._answer(404, {"message": "Not found"})

    def do_POST(self) -> None:
        """Calls services and renders the one template that is asked for."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._refused():
            return
        if self.path == "/api/template":
            asked = [ids for area, ids in self.home.areas.items() if f'"{area}"' in body["template"]]
            self._answer(200, [name for ids in asked for name in ids])
        elif self.path.startswith("/api/services/"):
            service = self.path.removeprefix("/api/services/")
            if "color_name" in body and body["color_name"] == "maroon":
                self._answer(400, {"message": "400: Bad Request"})
                return
            self.home.calls.append((service, body))
            for name in body["entity_id"]:
                if service.endswith(("turn_on", "turn_off")):
                    self.home.states[name]["state"] = service.rpartition("_")[2]
            self._answer(200, [])
        else:
            self._answer(404, {"message": "Not found"})

    def _refused(self) -> bool:
        if self.home.broken:
            self._answer(self.home.broken, {"message": "broken"})
        elif self.headers["Authorization"] != f"Bearer {self.home.token}":
            self._answer(401, {"message": "Unauthorized"})
        else:
            return False
        return True

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
