"""The owner's profile, as told to the assistant. Stored in the state folder only."""

from __future__ import annotations

from datetime import tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from assistant.memory.database import Database
from models.text import places

Field = Literal["name", "home_town", "unit_system", "habit"]
FIELDS: tuple[Field, ...] = ("name", "home_town", "unit_system", "habit")

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS profile (field TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (field, value))"
)
_FORGET = "DELETE FROM profile WHERE field IN (?, ?)"


class Profile:
    """Name, home town, units and habits; each None or empty until told."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.open() as connection:
            connection.execute(_SCHEMA)

    @property
    def name(self) -> str | None:
        """The owner's name."""
        return self._first("name")

    @property
    def home_town(self) -> str | None:
        """The owner's home town."""
        return self._first("home_town")

    @property
    def units(self) -> Literal["metric", "imperial"] | None:
        """The system of units for replies."""
        kept = self._first("unit_system")
        return "metric" if kept == "metric" else "imperial" if kept == "imperial" else None

    @property
    def habits(self) -> tuple[str, ...]:
        """The owner's habits, as clauses in the second person ("you get up at 7")."""
        return self.values("habit")

    @property
    def zone(self) -> tzinfo | None:
        """The time zone of the home town; None where the town is unknown."""
        key = self._first("zone")
        return ZoneInfo(key) if key else None

    @property
    def hours24(self) -> bool:
        """Whether clock times are said in 24 hours."""
        return False

    def facts(self) -> dict[str, str]:
        """All known fields, name → value, for the generator's prompts."""
        known = {
            "name": self.name,
            "home town": self.home_town,
            "units": self.units,
            "habits": "; ".join(self.habits),
        }
        return {field: value for field, value in known.items() if value}

    def values(self, field: Field | Literal["zone"]) -> tuple[str, ...]:
        """The values of `field`, oldest first."""
        with self._database.open() as connection:
            rows = connection.execute(
                "SELECT value FROM profile WHERE field = ? ORDER BY rowid", (field,)
            ).fetchall()
        return tuple(value for (value,) in rows)

    def set(self, field: Field, value: str) -> None:
        """Store `value`: a habit is added, any other field is replaced."""
        rows: list[tuple[str, str]] = [(field, value)]
        if field == "home_town":
            # the zone is stored as well, to spare every start the lookup
            place = places.find(value)
            rows += [("zone", str(place.zone))] if place else []
        with self._database.open() as connection:
            if field != "habit":
                connection.execute(_FORGET, _with_zone(field))
            connection.executemany("INSERT OR IGNORE INTO profile VALUES (?, ?)", rows)

    def forget(self, field: Field | None = None) -> None:
        """Delete the values of `field`; None for the whole profile."""
        with self._database.open() as connection:
            if field is None:
                connection.execute("DELETE FROM profile")
            else:
                connection.execute(_FORGET, _with_zone(field))

    def _first(self, field: Field | Literal["zone"]) -> str | None:
        values = self.values(field)
        return values[0] if values else None


def _with_zone(field: Field) -> tuple[str, str]:
    return field, "zone" if field == "home_town" else field
