"""Values exchanged in place."""

import random

from models.manifest import Example, SlotLabel
from training.synthesis.acts import phrases
from training.synthesis.acts.phrases import Stretch
from training.synthesis.acts.values import SlotValues, exchanged, place


def alarm(time: str) -> Example:
    text = f"set an alarm for {time}"
    return Example(
        text=text, intent="alarm_set", split="train", slots=(SlotLabel("time", time, 17, len(text)),)
    )


def test_the_place_of_a_value() -> None:
    slot = SlotLabel("house_place", "hall", 13, 17)
    where = place("turn off the hall light now", slot)
    assert (where.before, where.after) == ("the", "light") and where.around("den").text == "the den light"
    assert place("turn on wemo", SlotLabel("d", "wemo", 8, 12)).before == ""
    order = place("make a latte", SlotLabel("drink", "latte", 7, 12))
    assert [order.around(v).text for v in ("espresso", "two espressos")] == ["an espresso", "two espressos"]


def test_other_values_are_of_the_same_kind() -> None:
    examples = [alarm(t) for t in ("six", "seven am", "noon", "this week")]
    values = SlotValues(examples)
    slot = (examples[0].slots or ())[0]
    assert {values.other(examples[0], slot, random.Random(n)) for n in range(20)} == {"seven am", "noon"}
    assert SlotValues(examples[:2]).other(examples[0], slot, random.Random(0)) is None


def test_an_exchange_moves_the_other_slots() -> None:
    text = Stretch(
        "add eggs to my shopping list",
        (SlotLabel("item", "eggs", 4, 8), SlotLabel("list", "shopping", 15, 23)),
    )
    value = Stretch("oil and vinegar", (SlotLabel("item", "oil and vinegar", 0, 15),))
    made = exchanged(text, (text.slots or ())[0], [value])
    assert made is not None and made.text == "add oil and vinegar to my shopping list"
    assert [made.text[s.start : s.end] for s in made.slots or ()] == ["oil and vinegar", "shopping"]
    assert phrases.of(alarm("six")).text == "set an alarm for six"
