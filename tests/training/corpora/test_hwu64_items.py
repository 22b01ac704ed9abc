"""Items in sentences about lists."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from models.manifest import Example, SlotLabel
from training.corpora import hwu64
from training.corpora.hwu64_items import INTENTS, with_items

Shared = Callable[[str], Path]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("add a wrist watch to the shopping list", "wrist watch"),
        (
            "please update my grocery list with one gallon of two percent milk",
            "one gallon of two percent milk",
        ),
        ("take milk off my grocery list", "milk"),
        ("remove the milk from the shopping list", "milk"),
        ("on my grocery list please add oranges", "oranges"),
        ("we need milk", "milk"),
    ],
)
def test_a_clear_item_is_marked(text: str, item: str) -> None:
    (example,) = with_items([Example(text=text, intent="lists_createoradd", slots=())])
    (slot,) = example.slots or ()
    assert (slot.name, slot.value, text[slot.start : slot.end]) == ("item", item, item)


def test_other_slots_stay_and_slots_within_the_item_go() -> None:
    text = "add coffee to the grocery list"
    slots = (SlotLabel("drink_type", "coffee", 4, 10), SlotLabel("list_name", "grocery", 18, 25))
    (example,) = with_items([Example(text=text, intent="lists_createoradd", slots=slots)])
    assert [(s.name, s.value) for s in example.slots or ()] == [("item", "coffee"), ("list_name", "grocery")]


def test_sentences_about_lists_have_none_and_unclear_ones_are_unknown() -> None:
    whole = [
        Example(text=t, intent="lists_remove", slots=())
        for t in ("delete my shopping list", "remove this item")
    ]
    unclear = Example(text="move buying eggs item to trash from to do list", intent="lists_remove", slots=())
    other = Example(text="add milk to the list", intent="alarm_set", slots=())
    found = list(with_items([*whole, unclear, other]))
    assert [e.slots for e in found] == [(), (), None, ()]


def test_coverage_of_the_real_sentences(shared_data: Shared) -> None:
    examples = [e for e in hwu64.convert(shared_data("hwu64")) if e.intent in INTENTS]
    kinds = Counter(
        "unknown" if e.slots is None else "item" if any(s.name == "item" for s in e.slots) else "none"
        for e in with_items(examples)
    )
    assert kinds["item"] > 90 and kinds["unknown"] < 60
