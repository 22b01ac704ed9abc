"""The one connection to Home Assistant of a conversation, which all the skills of the house share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from assistant.memory.database import Database
from assistant.skills.api import Call, Result, SkillContext
from assistant.skills.home.home_assistant import HomeAssistant
from assistant.skills.home.house import Entity, House

UNAVAILABLE = Result({}, "Home Assistant isn't set up on this assistant.", "unavailable")
RECENT = timedelta(minutes=10)
"""For how long "it" may mean a device of another skill."""


@dataclass(slots=True)
class Hub:
    """Home Assistant, and the devices that were named last."""

    home: HomeAssistant | None
    """None where it is not configured."""
    touched: tuple[str, ...] = ()
    """Identifiers."""
    touched_at: datetime | None = field(default=None)

    def house(self) -> House:
        """The house as it is now."""
        assert self.home is not None
        return self.home.house()

    def touch(self, call: Call, devices: Sequence[Entity]) -> tuple[str, ...]:
        """Keep the devices for "it" in the next utterance; their identifiers."""
        self.touched, self.touched_at = tuple(entity.id for entity in devices), call.now
        return self.touched

    def recent(self, call: Call, domains: Collection[str]) -> tuple[Entity, ...]:
        """The devices of these domains that a command means by "it"; none for one that leans on nothing."""
        if not call.pointed:
            return ()
        fresh = self.touched_at is not None and call.now - self.touched_at <= RECENT
        identities = call.recent or (self.touched if fresh else ())
        return tuple(entity for entity in self.house().of(domains) if entity.id in identities)


_HUBS: WeakKeyDictionary[Database, Hub] = WeakKeyDictionary()
"""By the database of the conversation."""


def hub(context: SkillContext) -> Hub:
    """The conversation's hub, made when it is first asked for."""
    if context.database not in _HUBS:
        config = context.config.home_assistant
        _HUBS[context.database] = Hub(HomeAssistant(config) if config else None)
    return _HUBS[context.database]
