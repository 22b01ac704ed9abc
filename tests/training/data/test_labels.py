"""Labels that cannot be learned, or contradict each other."""

from __future__ import annotations

from models.manifest import Example, SlotLabel
from models.types import Message
from training.data import labels


def checks(*examples: Example) -> list[str]:
    return [finding.check for finding in labels.find(examples)]


def test_good_labels_have_no_findings() -> None:
    assert (
        checks(
            Example("lights on", intent="on", slots=(SlotLabel("what", "lights", 0, 6),)),
            Example("switch it on", intent="on"),
            Example("lights off", intent="off", slots=(SlotLabel("what", "lights", 0, 6),)),
            Example("switch it off", intent="off"),
        )
        == []
    )


def test_a_single_class() -> None:
    assert checks(Example("lights on", intent="on"), Example("on", intent="on")) == ["one-class"]
    assert checks(Example("lights on", intent="on"), Example("on", intent="on", split="test")) == [
        "label-once"
    ]


def test_the_same_words_with_two_labels() -> None:
    context = (Message("user", "the lights"),)
    one, other = Example("Lights on!", intent="on"), Example("lights on", out_of_scope=True)
    elsewhere = Example("lights on", intent="off", context=context)

    assert "conflicting-labels" in checks(one, other)
    assert "conflicting-labels" not in checks(one, elsewhere)
    (finding,) = [f for f in labels.find([one, other]) if f.check == "conflicting-labels"]
    assert finding.what == "intent: 'lights on' is out of scope here and on in "


def test_a_slot_that_cuts_a_word() -> None:
    for start, end, cut in ((5, 11, True), (4, 10, True), (4, 11, False), (4, 12, False)):
        example = Example("the kitchen, please", slots=(SlotLabel("room", "kitchen", start, end),))
        assert ("cut-word" in checks(example)) is cut
