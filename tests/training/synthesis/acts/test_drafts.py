"""Drafts become examples."""

import random

from models.manifest import SlotLabel
from training.synthesis.acts.drafts import Draft, assemble
from training.synthesis.acts.phrases import Stretch

FIRST = Draft(Stretch("add milk", (SlotLabel("item", "milk", 4, 8),)), "request", "lists_createoradd")
SECOND = Draft(Stretch("i had eggs", (SlotLabel("item", "eggs", 6, 10),)), "statement")


def test_commands_share_the_sentence_out() -> None:
    for seed in range(40):
        made = assemble([FIRST, ", and ", SECOND], "train", random.Random(seed))
        assert made is not None and made.commands is not None and made.text is not None
        one, two = made.commands
        assert made.text[one.start : one.end].lower() == "add milk"
        assert made.text[two.start : two.end].lower().rstrip(".!") == "i had eggs"
        assert two.end == len(made.text) and two.intent is None and not two.out_of_scope
        assert [made.text[s.start : s.end] for c in made.commands for s in c.slots or ()] == ["milk", "eggs"]
        assert (made.intent, made.dialogue_act, made.relation, made.split) == (
            "lists_createoradd", "request", "new", "train",
        )  # fmt: skip
        assert made.slots == one.slots


def test_long_sentences_are_none() -> None:
    assert assemble([FIRST, " and ", Draft(Stretch("a " * 20), "request")], None, random.Random(0)) is None
