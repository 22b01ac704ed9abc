"""Templates with marks: slots, commands, modifiers, agreement, articles, and what is refused."""

import random

import pytest

from models.errors import ConfigError
from training.corpora.own.marked import Drawing, Marked

LISTS = {
    "item": ("salt and vinegar crisps",),
    "place": ("(hall|attic|porch|cellar)",),
    "length": ("(eight|five) minute",),
    "event": ("tidy the {place}",),
}


def drawn(template: str, seed: int = 0) -> Marked:
    return Drawing(LISTS, random.Random(seed)).sentence(template)


def marked(found: Marked, kind: str) -> list[tuple[str, str]]:
    return [(span.name, found.text[span.start : span.end]) for span in getattr(found, kind)]


def test_slots_are_lists_other_lists_or_words() -> None:
    found = drawn("add {item} and {item=some plums} in {length:time} says {item:_}")
    assert marked(found, "slots")[:2] == [("item", "salt and vinegar crisps"), ("item", "some plums")]
    assert [name for name, _ in marked(found, "slots")] == ["item", "item", "time"]


def test_values_may_hold_lists_without_slots_of_their_own() -> None:
    found = drawn("remind me to {event}")
    assert marked(found, "slots") == [("event", found.text.removeprefix("remind me to "))]


def test_commands_and_modifiers_are_marked_without_outer_spaces() -> None:
    found = drawn("« (|) turn it off ‹at:in {length:time}s› (|) », «all ‹all:all› but ‹except:{place}›»")
    first, second = marked(found, "commands")
    assert first[1].startswith("turn it off in ") and second[1].startswith("all all but ")
    assert found.text == f"{first[1]}, {second[1]}"
    at, everything, excepted = marked(found, "modifiers")
    assert at[0] == "at" and everything == ("all", "all") and excepted[0] == "except"
    # what is excepted is no slot
    assert [name for name, _ in marked(found, "slots")] == ["time"]


def test_equal_values_where_asked_and_fresh_ones_elsewhere() -> None:
    for seed in range(20):
        drawing = Drawing(LISTS, random.Random(seed))
        first, second = drawing.sentence("{place@1} {place}"), drawing.sentence("{place@1}")
        assert first.text.split()[0] == second.text
        assert len(set(first.text.split())) == 2


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("a egg", "an egg"),
        ("an pear", "a pear"),
        ("a hour", "an hour"),
        ("an unit", "a unit"),
        ("a 8 minute timer", "an 8 minute timer"),
        ("an one", "a one"),
        ("(|) , yes (|), no (|)", "yes, no"),
        ("{item=a} apple", "a apple"),
    ],
)
def test_articles_and_commas_fit(template: str, text: str) -> None:
    assert drawn(template).text == text


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("{nothing}", "no list"),
        ("«turn it off", "no end"),
        ("turn it off»", "no beginning"),
        ("‹never:now› x", "no modifier"),
        ("«(|)» x", "no word"),
        ("(a|b", "cannot be read"),
        ("<rule>", "RuleReference"),
    ],
)
def test_errors_name_what_is_wrong(template: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        drawn(template)
