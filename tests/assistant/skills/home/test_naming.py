"""Names in comparable words, kinds of devices, and slips of the recognizer."""

from __future__ import annotations

import pytest

from assistant.skills.home.naming import fits, is_plural, kinds, nearest, same, telling, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Bedroom's lights", ("bedroom", "light")),
        ("all of my lamps", ("lamp",)),
        ("Lamp two", ("lamp", "2")),
        ("second floor", ("2nd", "floor")),
        ("2nd Floor", ("2nd", "floor")),
        ("Café-Maschine", ("cafe", "maschine")),
        ("kids’ room", ("kid", "room")),
        ("light switches", ("light", "switch")),
        ("the glass bus", ("glass", "bus")),
        ("lamp in the hall", ("lamp", "hall")),
        ("the", ("the",)),
        ("", ()),
    ],
)
def test_words_of_a_name(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


def test_names_are_the_same_however_they_are_written() -> None:
    assert same(("bed", "room"), ("bedroom",))
    assert not same(("bed",), ("bedroom",))
    assert not same((), ())


@pytest.mark.parametrize(
    ("phrase", "plural"),
    [
        ("lights", True),
        ("each lamp", True),
        ("both", True),
        ("the light", False),
        ("glass", False),
        ("", False),
    ],
)
def test_a_plural_means_all_that_fit(phrase: str, plural: bool) -> None:
    assert is_plural(phrase) is plural


def test_words_tell_a_name_or_a_kind() -> None:
    assert telling(("reading", "lamp")) == ("reading",)
    assert kinds(("reading", "lamp")) == ("lamp",)


@pytest.mark.parametrize(
    ("kind", "domain", "device_class", "name", "expected"),
    [
        (("light",), "light", "", ("porch",), True),
        (("light",), "switch", "outlet", ("heater",), False),
        (("fan",), "switch", "outlet", ("extractor", "fan"), True),
        (("blind",), "cover", "blind", ("left",), True),
        (("blind",), "cover", "curtain", ("left",), False),
        (("blind",), "cover", "", ("left",), True),
        (("blind",), "cover", "", ("left", "curtain"), False),
        (("door",), "cover", "blind", ("left",), False),
        ((), "cover", "blind", ("left",), True),
        (("everything",), "fan", "", ("left",), True),
    ],
)
def test_a_device_is_of_a_kind(kind, domain, device_class, name, expected) -> None:  # type: ignore[no-untyped-def]
    assert fits(kind, domain, device_class, name) is expected


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (("kichen",), "Kitchen"),
        (("conservetory",), "Conservatory"),
        (("kitchenette",), None),
        (("hell",), None),
        (("dining", "room"), None),
        (("lamp", "3"), None),
        (("night",), None),
        ((), None),
    ],
)
def test_only_what_is_clearly_nearest_is_a_slip(spoken: tuple[str, ...], expected: str | None) -> None:
    names = ["Kitchen", "Conservatory", "Hall", "Living Room", "Lamp 2", "Light"]
    assert nearest(spoken, [(words(name), name) for name in names]) == expected


def test_two_names_about_as_near_are_none() -> None:
    assert nearest(("darkroom",), [(("barkroom",), 1), (("parkroom",), 2)]) is None
