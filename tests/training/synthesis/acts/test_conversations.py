"""What is said after a sentence and a reply."""

import random

from models.manifest import Example, SlotLabel
from training.synthesis.acts import conversations, sentences
from training.synthesis.acts.values import SlotValues


def labelled(text: str, intent: str, **slots: str) -> Example:
    marks = tuple(SlotLabel(n, v, text.index(v), text.index(v) + len(v)) for n, v in slots.items())
    return Example(text=text, intent=intent, slots=marks, split="train")


ALARMS = [labelled(f"set an alarm for {t}", "alarm_set", time=t) for t in ("six", "nine", "noon", "midnight")]
WEATHER = [
    labelled(f"what is the weather in {p}", "weather_query", place_name=p)
    for p in ("rome", "oslo", "leeds", "york")
]
KNOWN = frozenset({"alarm_set", "weather_query", "general_affirm", "general_negate"})


def drawn(example: Example, known: frozenset[str] = KNOWN) -> list[tuple[str, Example]]:
    examples = [*ALARMS, *WEATHER]
    others, values = sentences.read(examples), SlotValues(examples)
    (source,) = sentences.read([example])
    return [
        made for seed in range(80)
        for made in conversations.next_sentences(source, others, values, known, random.Random(seed))
    ]  # fmt: skip


def test_every_kind_has_its_relation_and_a_context() -> None:
    relations = {
        "correction": "correction", "follow_up": "follow_up", "pointing": "follow_up", "undo": "follow_up",
        "answer": "answer", "yes_no": "answer", "while_open": "new", "new": "new",
    }  # fmt: skip
    found = drawn(ALARMS[0])
    assert {kind for kind, _ in found} == set(relations)
    for kind, example in found:
        (command,) = example.commands or ()
        assert command.relation == example.relation == relations[kind]
        assert [m.role for m in example.context] == ["user", "assistant"]
        assert (command.start, command.end) == (0, len(example.text or ""))
        for slot in example.slots or ():
            assert (example.text or "")[slot.start : slot.end].lower() == slot.value


def test_a_correction_has_another_value() -> None:
    made = [e for kind, e in drawn(ALARMS[0]) if kind == "correction"]
    assert all(e.intent == "alarm_set" and e.dialogue_act == "request" for e in made)
    assert {s.value for e in made for s in e.slots or ()} == {"nine", "noon", "midnight"}


def test_an_answer_fills_what_was_left_out() -> None:
    made = [e for kind, e in drawn(ALARMS[0]) if kind == "answer"]
    assert made and all(e.context[0].text == "set an alarm" and "?" in e.context[1].text for e in made)


def test_a_question_is_led_on_as_a_question() -> None:
    made = [e for kind, e in drawn(WEATHER[0]) if kind == "follow_up"]
    assert made and all(e.dialogue_act == "question" for e in made)
    assert any((e.text or "").startswith("and in ") for e in made)


def test_yes_and_no_have_intents_where_these_are_known() -> None:
    intents = {(e.dialogue_act, e.intent) for kind, e in drawn(ALARMS[0]) if kind == "yes_no"}
    assert intents == {("request", "general_affirm"), ("prohibition", "general_negate")}
    others = [e for kind, e in drawn(ALARMS[0], frozenset({"alarm_set"})) if kind == "yes_no"]
    assert others and all(e.intent is None and not e.out_of_scope for e in others)
    wake = labelled("wake me at my usual time", "alarm_set")
    asked = [e.context[1].text for kind, e in drawn(wake) if kind == "yes_no"]
    assert all("wake you at your usual time" in text for text in asked)
