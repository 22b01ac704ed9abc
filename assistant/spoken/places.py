"""Spoken places and time zones → tzinfo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from assistant.spoken.gazetteer import index, unaccented
from assistant.spoken.numbers import digits

_ZONES = {
    "Pacific": ("America/Los_Angeles", "pacific|pst|pdt|pt|west coast|western|the west|west"),
    "Mountain": ("America/Denver", "mountain|mst|mdt|mt"),
    "Central": ("America/Chicago", "central|cst|cdt"),
    "Eastern": ("America/New_York", "eastern|est|edt|et|east coast|the east|east"),
    "Alaska": ("America/Anchorage", "alaskan|akst"),
    "Hawaii": ("Pacific/Honolulu", "hawaiian|hst"),
    "Atlantic": ("America/Halifax", "atlantic|ast"),
    "GMT": ("UTC", "gmt|gtm|greenwich mean|greenwich|utc|zulu|universal|coordinated universal"),
    "British": ("Europe/London", "british summer|bst|british"),
    "Central European": ("Europe/Berlin", "central european|cet|cest"),
    "Eastern European": ("Europe/Athens", "eastern european|eet"),
    "Indian": ("Asia/Kolkata", "indian standard|indian|ist"),
    "Japan": ("Asia/Tokyo", "jst|japanese"),
    "Moscow": ("Europe/Moscow", "msk"),
    "Irish": ("Europe/Dublin", "irish"),
    "Australian Eastern": ("Australia/Sydney", "australian eastern|aest|aedt"),
}
_KNOWN_AS = {
    "London": "uk|united kingdom|england|great britain|britain",
    "Edinburgh": "scotland",
    "Cardiff": "wales",
    "Belfast": "northern ireland",
    "New York": "usa|us|united states|united states of america|america|the states",
    "New York City": "nyc",
    "Los Angeles": "la",
    "Washington": "dc|washington dc",
    "Seattle": "washington state",
    "Las Vegas": "vegas",
    "Philadelphia": "philly",
    "San Francisco": "frisco",
    "Toronto": "ontario",
    "Montreal": "quebec",
    "Vancouver": "british columbia",
    "Calgary": "alberta",
    "Winnipeg": "manitoba",
    "Halifax": "nova scotia",
    "Sydney": "new south wales",
    "Brisbane": "queensland",
    "Melbourne": "victoria",
    "Hobart": "tasmania",
    "Perth": "western australia",
    "Adelaide": "south australia",
    "Amsterdam": "holland",
    "Sao Paulo": "brasil|san paulo",
    "Naha": "okinawa",
    "Denpasar": "bali",
    "Abidjan": "ivory coast",
    "Srinagar": "kashmir",
    "Mumbai": "bombay",
    "Kolkata": "calcutta",
    "Bengaluru": "bangalore",
    "Beijing": "peking",
    "Ho Chi Minh City": "saigon",
    "Hong Kong": "hongkong",
}
_NICKNAMES = {nickname: city for city, names in _KNOWN_AS.items() for nickname in names.split("|")}
_INITIALS = {"uk": "the UK", "us": "the US", "usa": "the USA", "la": "LA", "dc": "DC", "nyc": "NYC"}
_WITH_ARTICLE = (
    "united ",
    "netherlands",
    "philippines",
    "maldives",
    "bahamas",
    "czech republic",
    "gambia",
    "states",
)
_FILLER = re.compile(
    r"\b(time|times|zones?|standard|daylight|half|part|area|region|city of|state of|right now|right noe|now"
    r"|currently"
    r"|current|today|please|at the moment|at present|of the|in|at|the|my|olly)\b|'s\b|'$"
)
_OFFSET = re.compile(r"\b(?:gmt|gtm|utc)\s*(plus|minus|[+-])?\s*(\d{1,2})(?:[ :]?(30|45))?\b")


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere with a time of its own."""

    name: str
    """As it is said: "Tokyo", "the UK", "Eastern time"."""
    zone: tzinfo
    is_zone: bool = False
    """A time zone, not a place: "it's 5 PM Eastern time", not "in Eastern time"."""

    @property
    def where(self) -> str:
        """Follows a time: "in Tokyo", "Eastern time"."""
        return self.name if self.is_zone else f"in {self.name}"


def find(text: str) -> Place | None:
    """The place or time zone that `text` names and nothing else ("tokyo", "dallas texas", "eastern standard
    time")."""
    read = digits(unaccented(text))
    if (offset := _offset(read)) is not None:
        return offset
    bare = " ".join(_FILLER.sub(" ", read).split())
    if not bare:
        return None
    for name, (zone, words) in _ZONES.items():
        if re.fullmatch(words, bare) and not (name in ("Eastern", "Central") and "european" in bare):
            said = name if name == "GMT" else f"{name} time"
            return Place(said, ZoneInfo(zone), is_zone=True)
    return _place(bare)


def mentioned(text: str) -> list[tuple[int, int, Place]]:
    """Every place in `digits(text)` that an "in", "to", "from" or the word "time" shows to be one: start,
    end, place."""
    read = digits(unaccented(text))
    found: list[tuple[int, int, Place]] = []
    words = list(re.finditer(r"[a-z'.]+(?: (?:plus|minus) \d+(?: 30)?)?|\d+", read))
    position = 0
    while position < len(words):
        before = read[: words[position].start()].rstrip()
        led = re.search(r"\b(in|to|from|between|and|at|of|than|the|for|into)$", before) is not None
        for length in (4, 3, 2, 1):
            if position + length > len(words):
                continue
            start, end = words[position].start(), words[position + length - 1].end()
            followed = re.match(r" (standard |daylight )?time\b|'s time", read[end:]) is not None
            if not (led or followed):
                continue
            phrase = read[start:end]
            if (
                _FILLER.fullmatch(phrase.split()[0])
                or _FILLER.fullmatch(phrase.split()[-1])
                or phrase in _NO_PLACES
            ):
                continue
            if (place := find(phrase)) is not None:
                found.append((start, end, place))
                position += length - 1
                break
        position += 1
    return found


_NO_PLACES = {
    "what",
    "is",
    "it",
    "this",
    "that",
    "here",
    "there",
    "when",
    "if",
    "be",
    "time",
    "and",
    "or",
    "date",
    "day",
    "hours",
}


def _offset(read: str) -> Place | None:
    match = _OFFSET.fullmatch(" ".join(_FILLER.sub(" ", read).split()))
    if match is None:
        return None
    sign, hours, minutes = match[1] or "plus", int(match[2]), int(match[3] or 0)
    if hours > 14:
        return None
    ahead = timedelta(hours=hours, minutes=minutes) * (-1 if sign in ("minus", "-") else 1)
    said = f"GMT {'minus' if sign in ('minus', '-') else 'plus'} {hours}" + (f":{minutes}" if minutes else "")
    return Place(said, timezone(ahead), is_zone=True)


def _place(bare: str) -> Place | None:
    known = index()
    city = _NICKNAMES.get(bare)
    if found := known.get(_key(city) if city else bare):
        name, zone = found
        return Place(_said(bare, name), ZoneInfo(zone))
    words = bare.split()
    # "dallas texas": the town, where the rest is a country or state in its time zone's part of the world
    for cut in range(len(words) - 1, 0, -1):
        town, region = known.get(" ".join(words[:cut])), " ".join(words[cut:])
        around = known.get(_key(_NICKNAMES.get(region, region)))
        if town and around and town[1].split("/")[0] == around[1].split("/")[0]:
            return Place(town[0], ZoneInfo(town[1]))
    return None


def _said(bare: str, name: str) -> str:
    if bare in _INITIALS:
        return _INITIALS[bare]
    said = name if _key(name) == bare else " ".join(word.capitalize() for word in bare.split())
    return f"the {said}" if bare.startswith(_WITH_ARTICLE) else said


def _key(name: str) -> str:
    return digits(unaccented(name)).replace("'", "")


def warm() -> None:
    """Reads the tables."""
    index()
