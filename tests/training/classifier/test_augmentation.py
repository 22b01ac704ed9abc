"""Varied punctuation, slot values and contexts keep the labels."""

import random

from models.manifest import CommandLabel, Example, SlotLabel
from models.nlu.words import words
from models.types import Message, Modifiers
from training.classifier.augmentation import exchange, repunctuate, with_context
from training.data.commands import modifier_spans


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


TWO = "turn off every light in the attic at 7 am, then wake me in the hall"
COMMANDS = (
    CommandLabel(
        0, 41, slots=(SlotLabel("room", "attic", 28, 33), SlotLabel("time", "7 am", 37, 41)),
        modifiers=Modifiers(all=True, at="at 7 am"),
    ),
    CommandLabel(48, 67, slots=(SlotLabel("room", "hall", 63, 67),), modifiers=Modifiers()),
)  # fmt: skip


def test_commands_and_modifiers_move_with_their_words() -> None:
    draw, values = random.Random(0), {"time": ["noon", "half past ten"], "room": ["garden shed"]}
    seen = set()
    for _ in range(40):
        changed = exchange(Example(text=TWO, commands=COMMANDS), values, draw)
        text, (first, second) = changed.text or "", changed.commands or ()
        assert text[first.start : first.end].startswith("turn off every light in the ")
        assert text[first.end : second.start] == ", then "
        assert text[second.start : second.end].startswith("wake me in the ")
        assert second.end == len(text) and second.modifiers == Modifiers()
        assert [text[s.start : s.end] for s in first.slots or ()] == [s.value for s in first.slots or ()]
        assert first.modifiers and first.modifiers.all and modifier_spans(text, first) is not None
        seen.add(first.modifiers.at)
    assert seen == {"at 7 am", "at noon", "at half past ten"}


def test_what_the_context_may_name_stays() -> None:
    said = (Message("user", "turn on the hall"), Message("assistant", "Done."))
    after = Example(text=TWO, commands=COMMANDS, context=said)
    assert exchange(after, {"room": ["shed"], "time": ["noon"]}, random.Random(0)) == after


def test_a_modifier_within_a_slot_keeps_the_values() -> None:
    slot = SlotLabel("date", "every friday morning", 12, 32)
    command = CommandLabel(0, 32, slots=(slot,), modifiers=Modifiers(repeat="every friday"))
    kept = Example(text="wake me up, every friday morning", commands=(command,))
    assert all(exchange(kept, {"date": ["today"]}, random.Random(n)) == kept for n in range(9))


def test_only_a_new_command_follows_any_exchange() -> None:
    said, draw = (Message("user", "hello"), Message("assistant", "Hi.")), random.Random(0)
    assert with_context(Example(text="stop"), [said], draw).context == said
    assert with_context(Example(text="stop"), [], draw).context == ()
    follows = Example(text="the hall too", commands=(CommandLabel(0, 12, relation="follow_up"),))
    assert with_context(follows, [said], draw).context == ()


def test_punctuation_varies() -> None:
    draw = random.Random(0)
    question = {" ".join(w.text for w in repunctuate(words("what time is it"), draw)) for _ in range(50)}
    assert question >= {"what time is it", "what time is it ?"}
    marked = {" ".join(w.text for w in repunctuate(words("stop!"), draw)) for _ in range(50)}
    assert marked == {"stop", "stop !"}
