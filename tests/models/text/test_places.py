"""Places and time zones."""

from __future__ import annotations

import pytest

from models.text import places


@pytest.mark.parametrize(
    ("text", "name", "zone", "country"),
    [
        ("oslo", "Oslo", "Europe/Oslo", "NO"),
        ("Boston's", "Boston", "America/New_York", "US"),
        ("the uk", "the UK", "Europe/London", "GB"),
        ("the U.S.", "the US", "America/New_York", "US"),
        ("austin texas", "Austin", "America/Chicago", "US"),
        ("Perth, Western Australia", "Perth", "Australia/Perth", "AU"),
        ("portland maine", "Portland", "America/New_York", "US"),
        ("portland", "Portland", "America/Los_Angeles", "US"),
        ("london ontario", "London", "America/Toronto", "CA"),
        ("Paris, Texas", "Paris", "America/Chicago", "US"),
        ("new zealand", "New Zealand", "Pacific/Auckland", "NZ"),
        ("florida", "Florida", "America/New_York", "US"),
        ("Bogotá", "Bogotá", "America/Bogota", "CO"),
        ("Saint-Étienne", "Saint-Étienne", "Europe/Paris", "FR"),
        ("bombay", "Bombay", "Asia/Kolkata", "IN"),
        ("the netherlands", "the Netherlands", "Europe/Amsterdam", "NL"),
        ("pacific time", "Pacific time", "America/Los_Angeles", ""),
        ("the eastern european time zone", "Eastern European time", "Europe/Athens", ""),
        ("g.m.t.", "GMT", "UTC", ""),
        ("utc plus five thirty", "GMT plus 5:30", "UTC+05:30", ""),
        ("gmt-3", "GMT minus 3", "UTC-03:00", ""),
        ("GMT+5:45", "GMT plus 5:45", "UTC+05:45", ""),
        ("gmt plus two", "GMT plus 2", "UTC+02:00", ""),
        ("cet", "Central European time", "Europe/Berlin", ""),
    ],
)
def test_a_place_alone(text: str, name: str, zone: str, country: str) -> None:
    place = places.find(text)
    assert place is not None
    assert (place.name, str(place.zone), place.country) == (name, zone, country)


@pytest.mark.parametrize(
    "text", ["", "another town", "mordor", "the time", "gmt plus ninety", "oslo and bergen"]
)
def test_no_place(text: str) -> None:
    assert places.find(text) is None
    assert places.candidates(text) == []


def test_places_of_one_name() -> None:
    found = places.candidates("springfield")
    assert len(found) > 2
    assert found[0].name == "Springfield, Missouri"
    assert len({place.name for place in found}) == len(found)
    assert [place.name for place in places.candidates("springfield illinois")] == ["Springfield"]
    assert [place.name for place in places.candidates("japan")] == ["Japan"]
    assert [place.name for place in places.candidates("eastern time")] == ["Eastern time"]


@pytest.mark.parametrize(
    "marked",
    [
        "what time is it in [Reykjavík] right now",
        "if it's noon in [new york] what is it in [hong kong]",
        "is it late in [the united states]",
        "when it's 3 pm [pacific] time",
        "what is [tokyo]'s time",
        "how far apart are the clocks of [lima] and [cairo]",
        "set a timer in general",
        "is bath time at six",
    ],
)
def test_places_in_a_sentence(marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    shown = text
    for start, end, place in reversed(places.mentioned(text)):
        assert place == places.find(text[start:end])
        shown = f"{shown[:start]}[{shown[start:end]}]{shown[end:]}"
    assert shown.replace("the [united", "[the united") == marked


def test_where_it_is() -> None:
    oslo, eastern = places.find("oslo"), places.find("eastern time")
    assert oslo is not None
    assert eastern is not None
    assert (oslo.where, eastern.where) == ("in Oslo", "Eastern time")
    places.warm()
