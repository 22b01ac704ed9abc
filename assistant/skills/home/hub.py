"""The one connection to Home Assistant of a conversation, which all the skills of the house share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from assistant.memory.database import Database
from assistant.skills.api import Call, Result, SkillContext
from assistant.skills.home.home_assistant import HomeAssistant
from assistant.skills.home.house import Entity, House
from models.errors import SkillError

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
    together: tuple[str, ...] = ()
    """Identifiers of the devices named in the same utterance as `touched`, these among them."""
    after: str | None = None
    """The utterance before that one."""

    def house(self) -> House:
        """The house as it is now."""
        assert self.home is not None
        return self.home.house()

    def names(self) -> list[str]:
        """The names of devices and places, as far as they were read."""
        return self.home.names() if self.home else []

    def warm(self) -> None:
        """Read the house, if it is set up and can be reached."""
        if self.home is not None and not self.home.names():
            with suppress(SkillError):
                self.home.house()

    def touch(self, call: Call, devices: Sequence[Entity]) -> tuple[str, ...]:
        """Keep the devices for "it" in the next utterance; their identifiers."""
        identities = tuple(entity.id for entity in devices)
        heard = call.dialogue.last_heard
        same = self.touched_at == call.now and self.after == heard
        self.together = (*self.together, *identities) if same else identities
        self.touched, self.touched_at, self.after = identities, call.now, heard
        return self.touched

    def recent(self, call: Call, domains: Collection[str], *, several: bool = False) -> tuple[Entity, ...]:
        """The devices of these domains that a command means by "it"; none for one that leans on nothing.

        Arguments:
            several: whether "them" was said, so that all devices of one utterance are meant.
        """
        if not call.pointed:
            return ()
        fresh = self.touched_at is not None and call.now - self.touched_at <= RECENT
        # what was named last counts more than what the latest command of the same kind was about
        identities = (self.touched if fresh else ()) or call.recent
        if several and fresh and set(identities) <= set(self.together):
            identities = self.together
        return tuple(entity for entity in self.house().of(domains) if entity.id in identities)


_HUBS: WeakKeyDictionary[Database, Hub] = WeakKeyDictionary()
"""By the database of the conversation."""


def hub(context: SkillContext) -> Hub:
    """The conversation's hub, made when it is first asked for."""
    if context.database not in _HUBS:
        config = context.config.home_assistant
        _HUBS[context.database] = Hub(HomeAssistant(config) if config else None)
    return _HUBS[context.database]
