"""Acts by intent."""

import pytest

from models.manifest import Example
from training.synthesis.acts import intents


@pytest.mark.parametrize(
    ("intent", "act"),
    [
        ("alarm_set", "request"), ("alarm_query", "question"), ("qa_maths", "question"), ("general_joke",
        "request"),
        ("general_praise", None), ("order_drink", "request"), ("iot_query", "question"),
        ("email_querycontact", "question"),
    ],
)  # fmt: skip
def test_an_intent_tells_the_act(intent: str, act: str | None) -> None:
    assert intents.act(Example(text="x", intent=intent)) == act


def test_a_label_wins_and_what_is_unknown_has_none() -> None:
    assert intents.act(Example(text="x", intent="alarm_set", dialogue_act="question")) == "question"
    assert intents.act(Example(text="x")) is None


def test_domains_of_an_owner_are_told_by_their_names() -> None:
    assert (
        intents.public("note_set") and not intents.public("note_remedy") and not intents.public("order_drink")
    )
    assert intents.orders_things("order_drink") and not intents.orders_things("alarm_set")
