"""The owner's profile: what the owner told the assistant, before what the configuration says.

What was told is stored in the state folder only.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from assistant.memory.database import Database
from assistant.memory.owner import OwnerConfig, Units
from models.errors import StateError
from models.text import places
from models.text.gazetteer import currency
from models.text.settings import Setting

log = logging.getLogger(__name__)

# the rows "zone" and "home_country" follow the home town; "own_zone" and "country" were told themselves
_ROWS: dict[Setting, tuple[str, ...]] = {
    "name": ("name",),
    "home_town": ("home_town", "zone", "home_country"),
    "unit_system": ("unit_system",),
    "hours": ("hours",),
    "zone": ("own_zone",),
    "country": ("country",),
    "habit": ("habit",),
}
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS profile (field TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (field, value))"
)


class Profile:
    """Name, home town, units, clock, zone, country and habits; each None or empty until known.

    Arguments:
        configured: what holds where nothing was told.
    """

    def __init__(self, database: Database, configured: OwnerConfig | None = None) -> None:
        self._database, self._configured = database, configured or OwnerConfig()
        self._known: dict[str, tuple[str, ...]] = {}
        """What was read last, for a database that fails."""
        database.declare(_SCHEMA)

    @property
    def name(self) -> str | None:
        """The owner's name."""
        return self._first("name") or self._configured.name

    @property
    def home_town(self) -> str | None:
        """The owner's home town."""
        return self._first("home_town") or self._configured.home

    @property
    def units(self) -> Units | None:
        """The system of units for replies."""
        kept = self._first("unit_system")
        return "metric" if kept == "metric" else "imperial" if kept == "imperial" else self._configured.units

    @property
    def clock(self) -> Literal[12, 24] | None:
        """The clock of the replies, as told or configured."""
        told = self._first("hours")
        return (24 if told == "24" else 12) if told else self._configured.hours

    @property
    def hours24(self) -> bool:
        """Whether replies say times of day by the 24-hour clock."""
        return self.clock == 24

    @property
    def habits(self) -> tuple[str, ...]:
        """The owner's habits, in the second person without its pronoun ("get up at 7")."""
        return self.told("habit")

    @property
    def zone(self) -> tzinfo | None:
        """The time zone told, else that of the home town; None where both are unknown."""
        if key := self._first("own_zone") or self._first("zone"):
            return _zone(key)
        if self._configured.zone:
            return ZoneInfo(self._configured.zone)
        place = self._configured_home()
        return place.zone if place else None

    @property
    def country(self) -> str | None:
        """The country told, else that of the home town, ISO 3166-1 alpha-2."""
        if told := self._first("country") or self._first("home_country"):
            return told
        if home := self._first("home_town"):
            # a home town of an older version has no country beside it
            place = places.find(home)
            if place is not None and place.country:
                return place.country
        if self._configured.country:
            return self._configured.country
        place = self._configured_home()
        return (place.country or None) if place else None

    @property
    def currency(self) -> str:
        """The currency of the country, ISO 4217; US dollars where the country is unknown."""
        return currency(self.country or "US")

    def facts(self) -> dict[str, str]:
        """All known fields, name → value, for the generator's prompts."""
        known = {
            "name": self.name,
            "home town": self.home_town,
            "units": self.units,
            "habits": "; ".join(self.habits),
        }
        return {field: value for field, value in known.items() if value}

    def told(self, field: Setting) -> tuple[str, ...]:
        """The values of `field` that the owner told, oldest first."""
        return self._values(_ROWS[field][0])

    def set(self, field: Setting, value: str) -> None:
        """Store `value`: a habit is added, any other field is replaced.

        Arguments:
            value: a zone as its IANA name, a country as ISO 3166-1 alpha-2, hours as "12" or "24".
        """
        rows = [(_ROWS[field][0], value)]
        if field == "home_town":
            # zone and country are stored as well, to spare every start the lookup
            place = places.find(value)
            rows += [("zone", str(place.zone)), ("home_country", place.country)] if place else []
        with self._database.open() as connection:
            if field != "habit":
                connection.executemany("DELETE FROM profile WHERE field = ?", _named(_ROWS[field]))
            connection.executemany("INSERT OR IGNORE INTO profile VALUES (?, ?)", rows)

    def forget(self, field: Setting | None = None) -> None:
        """Delete what was told of `field`; None for the whole profile."""
        with self._database.open() as connection:
            if field is None:
                connection.execute("DELETE FROM profile")
            else:
                connection.executemany("DELETE FROM profile WHERE field = ?", _named(_ROWS[field]))

    def rows(self, field: Setting) -> dict[str, list[str]]:
        """What is stored of `field`, as JSON, for `restore`."""
        return {row: list(self._values(row)) for row in _ROWS[field]}

    def restore(self, rows: Mapping[str, Sequence[str]]) -> None:
        """Replace what is stored by what `rows` returned before."""
        with self._database.open() as connection:
            connection.executemany("DELETE FROM profile WHERE field = ?", _named(rows))
            pairs = [(row, value) for row, values in rows.items() for value in values]
            connection.executemany("INSERT OR IGNORE INTO profile VALUES (?, ?)", pairs)

    def _configured_home(self) -> places.Place | None:
        """Where the configuration says that the owner lives, unless the owner told of another town."""
        home = self._configured.home
        return places.find(home) if home and not self._first("home_town") else None

    def _values(self, row: str) -> tuple[str, ...]:
        try:
            with self._database.open() as connection:
                rows = connection.execute("SELECT value FROM profile WHERE field = ? ORDER BY rowid", (row,))
                self._known[row] = tuple(str(value) for (value,) in rows.fetchall())
        except StateError:
            # the database reports it; replies without the owner's name are better than none
            log.exception("the profile is not read")
        return self._known.get(row, ())

    def _first(self, row: str) -> str | None:
        return next(iter(self._values(row)), None)


def _named(rows: Mapping[str, Sequence[str]] | Sequence[str]) -> list[tuple[str]]:
    return [(row,) for row in rows]


def _zone(key: str) -> tzinfo | None:
    """A zone from its name; an offset, as `str` writes it, has none in the table of zones."""
    if key.startswith("UTC") and key != "UTC":
        return datetime.strptime(key.removeprefix("UTC"), "%z").tzinfo
    return ZoneInfo(key)
