"""Places and time zones named in English → where they are, and their zones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from models.text.gazetteer import GazetteerEntry, index, plain
from models.text.parse.clock import TimeOfDay
from models.text.parse.reader import Context
from models.text.parse.scan import read

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
    r"\b(?:time|times|zones?|standard|daylight|half|part|area|region|city of|state of|right now|now|currently"
    r"|current|today|please|at the moment|at present|of the|in|at|the|my|near|around)\b"
)
_OFFSET = re.compile(r"(?:gmt|gtm|utc)\s*(plus|minus)?\s*(\d.*|[a-z ]+)")
_LED = re.compile(r"\b(?:in|to|from|between|and|at|of|than|the|for|into|or|near)\W*$", re.IGNORECASE)
_FOLLOWED = re.compile(r"\W*(?:(?:standard |daylight )?time\b|'s time)", re.IGNORECASE)
_NO_PLACE_WORDS = """
    what is it this that here there when if be time and or date day hours minutes both general order case
    march may most of bath hall home reading nice mobile orange best same much split
    to from for than into by on off until till up as so after before next last
"""
_NO_PLACES = frozenset(_NO_PLACE_WORDS.split())
_WORD = re.compile(
    r"(?<!['’])[^\W\d_](?:[\w.-]|['’](?!s\b))*(?:\s+(?:plus|minus)\s+\d+(?:[\s:]?(?:00|15|30|45))?\b)?"
)
_MOST_WORDS = 4
_FURTHEST_HOUR = 14


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere with a time of its own."""

    name: str
    """As it is said: "Tokyo", "the UK", "Eastern time"."""
    zone: tzinfo
    is_zone: bool = False
    """A time zone, not a place: "it's 5 PM Eastern time", not "in Eastern time"."""
    country: str = ""
    """ISO 3166, two letters; empty for a time zone."""
    region: str = ""
    """The state in the USA, else the country's name; empty for a time zone."""

    @property
    def where(self) -> str:
        """Follows a time: "in Tokyo", "Eastern time"."""
        return self.name if self.is_zone else f"in {self.name}"


def find(text: str) -> Place | None:
    """The place or time zone that a text names, and nothing else: "tokyo", "dallas texas", "gmt plus 5:30".

    Of several places of a name the largest; see `candidates`.
    """
    bare = _bare(text)
    if not bare:
        return None
    if (offset := _offset(bare)) is not None:
        return offset
    for name, (zone, words) in _ZONES.items():
        if re.fullmatch(words, bare):
            return Place(name if name == "GMT" else f"{name} time", ZoneInfo(zone), is_zone=True)
    found = _entries(bare)
    return _place(bare, found[0]) if found else None


def candidates(text: str) -> list[Place]:
    """The different places of the name, the one that `find` takes first: "portland" in Oregon and in Maine.

    Their `name` holds the region where there are several.
    """
    bare = _bare(text)
    found = _entries(bare)
    if len(found) < 2 or not found[0].population:
        return [place] if (place := find(text)) is not None else []
    return [
        Place(
            f"{entry.name}, {entry.region}", ZoneInfo(entry.zone), country=entry.country, region=entry.region
        )
        for entry in found
    ]


def mentioned(text: str) -> list[tuple[int, int, Place]]:
    """The places in a sentence that a preposition or the word "time" shows to be some: start, end, place."""
    found: list[tuple[int, int, Place]] = []
    words = list(_WORD.finditer(text))
    position = 0
    while position < len(words):
        led = _LED.search(text, 0, words[position].start()) is not None
        for length in range(min(_MOST_WORDS, len(words) - position), 0, -1):
            start, end = words[position].start(), words[position + length - 1].end()
            if not (led or _FOLLOWED.match(text, end)) or re.search(r"[;:!?]", text[start:end]):
                continue
            place = None if _is_no_place(text[start:end]) else find(text[start:end])
            if place is not None:
                found.append((start, end, place))
                position += length - 1
                break
        position += 1
    return found


def warm() -> None:
    """Read the gazetteer."""
    index()


def _is_no_place(phrase: str) -> bool:
    first, *_, last = [*phrase.lower().split(), phrase.lower().split()[-1]]
    return phrase.lower() in _NO_PLACES or any(_FILLER.fullmatch(word) for word in (first, last))


def _bare(text: str) -> str:
    text = re.sub(r"['’]s\b|['’]$", "", text)
    text = re.sub(r"\b([^\W\d])\.\s?(?=[^\W\d]\.)", r"\1", text)
    text = re.sub(r"[-−](?=\s?\d)", " minus ", text.replace("+", " plus "))
    return " ".join(_FILLER.sub(" ", plain(text)).split())


def _offset(bare: str) -> Place | None:
    match = _OFFSET.fullmatch(bare)
    if match is None:
        return None
    distance = read("clock", match[2], Context(datetime(2026, 1, 1, tzinfo=UTC)))
    if not isinstance(distance, TimeOfDay) or distance.hour > _FURTHEST_HOUR:
        return None
    back = match[1] == "minus"
    ahead = timedelta(minutes=distance.minutes) * (-1 if back else 1)
    minutes = f":{distance.minute:02}" if distance.minute else ""
    said = f"GMT {'minus' if back else 'plus'} {distance.hour}{minutes}"
    return Place(said, timezone(ahead), is_zone=True)


def _entries(bare: str) -> list[GazetteerEntry]:
    """The places of a name, or those of a town in a region: "london ontario"."""
    known = index()
    city = _NICKNAMES.get(bare)
    if found := known.get(plain(city) if city else bare):
        return found[:1] if city else list(found)
    words = bare.split()
    for cut in range(len(words) - 1, 0, -1):
        towns, region = known.get(" ".join(words[:cut]), []), " ".join(words[cut:])
        around = known.get(plain(_NICKNAMES.get(region, region)), [])
        if towns and around and (chosen := _within(towns, around[0])):
            return [chosen]
    return []


def _within(towns: list[GazetteerEntry], around: GazetteerEntry) -> GazetteerEntry | None:
    """The largest town in a region; by the part of the world where the table does not have the region."""

    def closeness(town: GazetteerEntry) -> int:
        same_part = around.zone.split("/")[0] == town.zone.split("/")[0]
        return 4 * (around.region == town.region) + 2 * (around.country == town.country) + same_part

    close = max((town for town in towns if town.population), key=closeness, default=None)
    return close if close and closeness(close) else None


def _place(bare: str, entry: GazetteerEntry) -> Place:
    return Place(_said(bare, entry), ZoneInfo(entry.zone), country=entry.country, region=entry.region)


def _said(bare: str, entry: GazetteerEntry) -> str:
    if bare in _INITIALS:
        return _INITIALS[bare]
    town = plain(entry.name)
    said = entry.name if bare.startswith(town) else " ".join(word.capitalize() for word in bare.split())
    return f"the {said}" if bare.startswith(_WITH_ARTICLE) else said
