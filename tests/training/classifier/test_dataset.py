import random

from models.manifest import Example, SlotLabel
from training.classifier.dataset import exchange


def example() -> Example:
    slots = (SlotLabel("time", "7 am", 8, 12), SlotLabel("room", "attic", 20, 25))
    return Example(text="wake at 7 am in the attic now", intent="alarm", slots=slots)


def test_other_values_stand_where_the_slots_were() -> None:
    draw = random.Random(0)
    values = {"time": ["noon", "half past ten"], "room": ["hall"]}
    seen = set()
    for _ in range(30):
        changed = exchange(example(), values, draw)
        text = changed.text or ""
        assert [text[s.start : s.end] for s in changed.slots or ()] == [s.value for s in changed.slots or ()]
        assert [s.name for s in changed.slots or ()] == ["time", "room"]
        assert changed.intent == "alarm" and text.startswith("wake at ") and text.endswith(" now")
        seen.add(text)
    assert seen == {
        f"wake at {time} in the {room} now"
        for time in ("7 am", "noon", "half past ten")
        for room in ("attic", "hall")
    }


def test_a_slot_that_nobody_else_fills_stays() -> None:
    assert exchange(example(), {}, random.Random(0)) == example()
