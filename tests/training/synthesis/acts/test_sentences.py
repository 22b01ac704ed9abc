"""One sentence in other acts."""

import random

from models.manifest import Example, SlotLabel
from training.synthesis.acts import sentences

LIGHT = Example(
    text="turn off the kitchen lights", intent="iot_hue_lightoff", split="train",
    slots=(SlotLabel("house_place", "kitchen", 13, 20),),
)  # fmt: skip
LATTE = Example(text="i'd like a latte", intent="order", slots=(SlotLabel("drink", "latte", 11, 16),))


def drawn(example: Example) -> list[tuple[str, str, str, str | None]]:
    (source,) = sentences.read([example])
    found = []
    for seed in range(60):
        for kind, draft in sentences.single(source, random.Random(seed)):
            assert [s.value for s in draft.phrase.slots or ()] == [s.value for s in example.slots or ()]
            assert all(draft.phrase.text[s.start : s.end] == s.value for s in draft.phrase.slots or ())
            found.append((kind, draft.phrase.text, draft.act, draft.intent))
    return found


def test_a_clause_in_every_act() -> None:
    found = drawn(LIGHT)
    assert ("prohibition", "don't turn off the kitchen lights", "prohibition", "iot_hue_lightoff") in found
    assert ("prohibition", "leave the kitchen lights on", "prohibition", "iot_hue_lightoff") in found
    assert ("question", "are the kitchen lights still on", "question", "iot_query") in found
    assert ("statement", "the kitchen lights are off", "statement", "iot_hue_lightoff") in found
    assert any(text.startswith("would you mind turning off") for _, text, *_ in found)
    assert {kind for kind, *_ in found} == {"prohibition", "statement", "question", "request"}


def test_a_thing_in_every_act() -> None:
    found = drawn(LATTE)
    assert ("prohibition", "don't make me a latte", "prohibition", "order") in found
    assert ("question", "how much is a latte", "question", None) in found
    assert ("statement", "i already had a latte", "statement", "order") in found
    assert ("request", "a latte please", "request", "order") in found


def test_the_speaker_is_not_who_wakes_the_speaker() -> None:
    wake = Example(text="wake me at six", intent="alarm_set", slots=(SlotLabel("time", "six", 11, 14),))
    told = [text for kind, text, *_ in drawn(wake) if kind == "statement"]
    assert told and not any(text.split()[0] in {"i", "we", "i've", "i'm"} for text in told)


def test_what_is_still_to_come_is_not_told() -> None:
    later = Example(text="turn on the fan tomorrow", intent="iot_wemo_on", slots=())
    assert not any(" turned " in text for _, text, *_ in drawn(later))


def test_unrecognized_and_social_sentences_give_none() -> None:
    others = [
        Example(text="lights", intent="iot_hue_lighton", slots=()),
        Example(text="well done olly", intent="general_praise"),
        Example(text="is there any soup left", intent="order", slots=()),
        Example(text="x", out_of_scope=True),
    ]  # fmt: skip
    assert sentences.read([*others, LATTE, LATTE])[0].thing is not None
    assert len(sentences.read([*others, LATTE, LATTE])) == 2
