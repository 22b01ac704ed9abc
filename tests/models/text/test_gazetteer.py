"""The table of places: made once, made again where it is damaged."""

from __future__ import annotations

from pathlib import Path

from models.text import gazetteer


def test_the_table_is_made_once_and_made_again_where_it_is_damaged(home: Path) -> None:
    gazetteer.index.cache_clear()
    made = gazetteer.index()
    (file,) = (home / "caches").iterdir()
    gazetteer.index.cache_clear()
    assert gazetteer.index() == made
    file.write_text('{"tokyo": 1')
    gazetteer.index.cache_clear()
    assert gazetteer.index() == made


def test_entries_have_zone_country_and_region_the_largest_first() -> None:
    entries = gazetteer.index()["portland"]
    assert [(each.region, each.zone, each.country) for each in entries[:2]] == [
        ("Oregon", "America/Los_Angeles", "US"),
        ("Maine", "America/New_York", "US"),
    ]
    (norway, *_) = gazetteer.index()["norway"]
    assert (norway.country, norway.zone, norway.population) == ("NO", "Europe/Oslo", 0)


def test_plain_names() -> None:
    assert gazetteer.plain("St. John's") == "st johns"
    assert gazetteer.plain("São Paulo") == "sao paulo"
    assert gazetteer.plain("Saint-Étienne") == "saint etienne"
    assert gazetteer.unaccented("Århus") == "Arhus"
