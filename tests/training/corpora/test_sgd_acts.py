"""Schema-Guided Dialogue's acts and relations: each rule, what stays unknown, the real files."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.types import Message
from tests.fixtures.corpora import lines
from training.corpora import sgd_acts
from training.corpora.sgd import SgdExchange
from training.corpora.sgd_acts import TurnLabels

Shared = Callable[[str], Path]


def exchange(user: str, *acts: tuple[str, str, list[str]], intent: str = "BookTable") -> SgdExchange:
    return SgdExchange(
        dialogue_id="1", user=user, system="What?", system_acts=list(acts), service="Food", intent=intent
    )


REQUEST = ("REQUEST", "day", list[str]())
CONFIRM = ("CONFIRM", "day", ["Monday"])
FRIDAY = ("CONFIRM", "day", ["Friday"])
OFFER = ("OFFER", "name", ["Luigi"])
GINO = ("OFFER", "name", ["Gino"])
INTENT = ("OFFER_INTENT", "intent", ["BookTable"])
INFORM = ("INFORM", "phone", ["12"])
MORE = ("REQ_MORE", "", list[str]())
DONE = ("NOTIFY_SUCCESS", "", list[str]())
BYE = ("GOODBYE", "", list[str]())


@pytest.mark.parametrize(
    ("asked", "said", "replied", "labels"),
    [
        (REQUEST, "On Monday.", CONFIRM, TurnLabels("value", "answer", "request")),
        (REQUEST, "On Monday.", REQUEST, None),
        (REQUEST, "Which days are free?", INFORM, None),
        (REQUEST, "Actually a taxi.", CONFIRM, None),
        (CONFIRM, "Yes, that's right.", DONE, TurnLabels("yes", "answer", "request")),
        (CONFIRM, "On Friday rather.", FRIDAY, TurnLabels("correction", "correction", "request")),
        (CONFIRM, "Yes. And where is it?", DONE, None),
        (CONFIRM, "No, leave it.", MORE, TurnLabels("no", "answer", "prohibition")),
        (INTENT, "Yes, please.", REQUEST, TurnLabels("yes", "answer", "request")),
        (OFFER, "What's the phone number?", INFORM, TurnLabels("asks", "follow_up", "question")),
        (OFFER, "What else is there?", GINO, TurnLabels("more", "follow_up", "question")),
        (OFFER, "Is it cheap?", MORE, None),
        (DONE, "Thanks a lot.", MORE, TurnLabels("social", "new", "social")),
        (MORE, "Thank you, no.", BYE, None),
    ],
)  # fmt: skip
def test_rules(
    asked: tuple[str, str, list[str]],
    said: str,
    replied: tuple[str, str, list[str]],
    labels: TurnLabels | None,
) -> None:
    assert sgd_acts.labels_of(exchange("A table.", asked), exchange(said, replied)) == labels


def test_a_search_has_no_act_and_a_declined_intent_is_a_prohibition() -> None:
    before = exchange("Food.", REQUEST, intent="FindRestaurants")
    labels = sgd_acts.labels_of(before, exchange("In Rome.", OFFER, intent="FindRestaurants"))
    assert labels == TurnLabels("searched value", "answer", None)
    declined = sgd_acts.labels_of(exchange("It's fine.", INTENT), exchange("Not now.", MORE, intent="NONE"))
    assert declined == TurnLabels("no", "answer", "prohibition")


def test_new_needs_a_new_service_and_nothing_that_points_back() -> None:
    before = exchange("Thanks.", MORE)
    ride = exchange("Get a cab for two.", REQUEST, intent="GetRide").model_copy(update={"service": "Rides"})
    assert sgd_acts.labels_of(before, ride, {"Food"}) == TurnLabels("new", "new", "request")
    assert sgd_acts.labels_of(before, ride, {"Food", "Rides"}) is None
    pointing = ride.model_copy(update={"user": "Get a cab there."})
    carried = ride.model_copy(update={"system_acts": [("CONFIRM", "to", ["What"])]})
    assert sgd_acts.labels_of(before, pointing, {"Food"}) is None
    assert sgd_acts.labels_of(before, carried, {"Food"}) is None


def row(dialogue: str, user: str, *acts: tuple[str, str, list[str]]) -> dict[str, Any]:
    return {**exchange(user, *acts).model_dump(), "dialogue_id": dialogue, "turn": 0}


def test_context_is_the_exchange_before(tmp_path: Path) -> None:
    train = [
        row(f"1_{n:05}", *said) for n in range(5) for said in (("A table.", REQUEST), ("Friday.", CONFIRM))
    ]
    lines(tmp_path / "train.jsonl", *train)
    lines(tmp_path / "dev.jsonl", row("2", "A bed.", REQUEST), row("2", "Monday.", CONFIRM))
    examples = list(sgd_acts.convert(tmp_path))
    # one text has at most three examples
    assert Counter(e.text for e in examples) == {"Friday.": 3, "Monday.": 1}
    monday = next(e for e in examples if e.text == "Monday.")
    assert monday.context == (Message("user", "A bed."), Message("assistant", "What?"))
    assert (monday.split, monday.relation, monday.dialogue_act) == ("test", "answer", "request")
    assert monday.intent is None and not monday.out_of_scope and monday.commands is None
    assert monday.danger is False


def test_upstreams_own_form(tmp_path: Path) -> None:
    def said(text: str) -> dict[str, Any]:
        frame = {"service": "Food", "state": {"active_intent": "BookTable", "slot_values": {}}}
        return {"speaker": "USER", "utterance": text, "frames": [frame]}

    def answered(act: str) -> dict[str, Any]:
        frame = {"service": "Food", "actions": [{"act": act, "slot": "day", "values": ["Friday"]}]}
        return {"speaker": "SYSTEM", "utterance": "Which?", "frames": [frame]}

    turns = [said("A table."), answered("REQUEST"), said("Friday."), answered("CONFIRM")]
    for part in ("train", "dev"):
        (tmp_path / part).mkdir()
        dialogue = {"dialogue_id": part, "services": ["Food"], "turns": turns}
        (tmp_path / part / "dialogues_001.json").write_text(json.dumps([dialogue]))
    assert [(e.text, e.dialogue_act) for e in sgd_acts.convert(tmp_path)] == [("Friday.", "request")] * 2


def test_real(shared_data: Shared) -> None:
    examples = list(sgd_acts.convert(shared_data("sgd")))
    assert 5_000 < len(examples) <= 6_000
    amounts = Counter(e.relation for e in examples)
    assert amounts["answer"] > 2_000 and amounts["follow_up"] > 1_000 and amounts["correction"] > 500
    acts = Counter(e.dialogue_act for e in examples)
    assert acts["prohibition"] > 200 and acts["social"] > 500 and acts["statement"] == 0
