"""Several commands in one sentence, and one that holds "and"."""

import random

from models.manifest import Example, SlotLabel
from training.synthesis.acts import pairs, sentences
from training.synthesis.acts.values import SlotValues


def labelled(text: str, intent: str, **slots: str) -> Example:
    marks = tuple(SlotLabel(n, v, text.index(v), text.index(v) + len(v)) for n, v in slots.items())
    return Example(text=text, intent=intent, slots=marks, split="train")


HOME = [
    labelled("turn off the hall light", "iot_hue_lightoff", house_place="hall"),
    labelled("turn off the attic light", "iot_hue_lightoff", house_place="attic"),
    labelled("turn off the den light", "iot_hue_lightoff", house_place="den"),
    labelled("turn off the bath light", "iot_hue_lightoff", house_place="bath"),
    labelled("add milk to my list", "lists_createoradd", item="milk"),
    labelled("what is the weather in rome", "weather_query", place_name="rome"),
]
CAFE = [labelled(f"a {drink} please", "order", drink=drink) for drink in ("latte", "mocha", "flat white")]


def texts(example: Example) -> list[tuple[str, str | None, list[str]]]:
    text = example.text or ""
    return [
        (text[c.start : c.end], c.dialogue_act, [text[s.start : s.end] for s in c.slots or ()])
        for c in example.commands or ()
    ]


def test_pairs_keep_labels_and_mix_acts() -> None:
    sources = sentences.read(HOME)
    made = [pair for seed in range(30) for pair in pairs.joined(sources, random.Random(seed))]
    acts = set()
    for kind, example in made:
        commands = texts(example)
        assert len(commands) == (3 if kind == "triple" else 2) and len((example.text or "").split()) <= 20
        acts.add(tuple(act for _, act, _ in commands))
        for words, _, slots in commands:
            assert "light" not in words.lower() or slots in (["hall"], ["attic"], ["den"], ["bath"])
    assert {
        ("request", "request"),
        ("prohibition", "request"),
        ("question", "request"),
        ("statement", "request"),
    } <= acts


def test_things_are_two_orders() -> None:
    sources = sentences.read(CAFE)
    made = [example for seed in range(80) for _, example in pairs.joined(sources, random.Random(seed))]
    assert [("a latte", "request", ["latte"]), ("a mocha", "request", ["mocha"])] in [texts(e) for e in made]
    assert any("prohibition" in (act for _, act, _ in texts(e)) for e in made)


def test_a_shared_verb_has_two_targets() -> None:
    values = SlotValues(HOME)
    (source, *_) = sentences.read(HOME)
    made = [e for seed in range(20) for _, e in pairs.shared(source, values, random.Random(seed))]
    assert made and all(len(texts(e)) == 2 for e in made)
    assert {slots[0] for e in made for _, _, slots in texts(e)[1:]} <= {"attic", "den", "bath"}
    assert any(texts(e)[0][0].lower() == "turn off the hall" for e in made)


def test_one_thing_with_and_is_one_command() -> None:
    made = [e for seed in range(30) for _, e in pairs.whole(HOME[4], random.Random(seed))]
    assert made and all(len(e.commands or ()) == 1 and " and " in (e.text or "") for e in made)
    assert {len(e.slots or ()) for e in made} == {1, 2, 3}
    assert not list(pairs.whole(HOME[0], random.Random(0)))
