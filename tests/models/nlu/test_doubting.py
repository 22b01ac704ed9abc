"""What was half heard becomes a question; what was heard well, and what is none of the domain's, stays."""

from __future__ import annotations

import pytest

from models.manifest import SlotLabel
from models.nlu.domain import DomainDescription, DomainSentence, DomainSlot
from models.nlu.doubting import UNSURE, ConfirmationPolicy
from models.types import Decision, Transcript, Understanding

TEA = DomainDescription(
    name="tea",
    slots={"tea": DomainSlot(values=("assam", "mint tea")), "who": DomainSlot(examples=("anna",))},
    replies={"wipe": "Wiped."},
    sentences=(
        DomainSentence(
            text="bring me an assam please", intent="order", slots=(SlotLabel("tea", "assam", 12, 17),)
        ),
    ),
)
DOUBT = ConfirmationPolicy(TEA)


def weighed(
    text: str, confidence: float = 1.0, intent: str = "order", decision: Decision = "act"
) -> Decision | None:
    understanding = Understanding(text, intent, 0.9, decision)
    return DOUBT.weigh(Transcript(text, confidence), understanding).decision


def test_what_is_all_of_the_domain_and_heard_surely_is_carried_out() -> None:
    assert weighed("Bring Anna an assam, please!") == "act"
    assert weighed("bring me mint tea", UNSURE) == "act"


def test_what_the_recognizer_was_not_sure_of_is_asked_about() -> None:
    assert weighed("bring me mint tea", UNSURE - 0.01) == "confirm"
    assert weighed("bring me mint tea", UNSURE - 0.01, intent="wipe") == "confirm"


def test_what_the_domain_hardly_knows_is_asked_about() -> None:
    assert DOUBT.strange("we will meet at the assam place") == ["we", "will", "meet", "at", "the", "place"]
    assert weighed("we will meet at the assam place") == "confirm"


def test_an_order_in_other_words_is_carried_out_where_it_was_heard_surely() -> None:
    assert weighed("could you bring me an assam now please") == "act"
    assert weighed("could you bring me an assam now please", 0.7) == "confirm"


@pytest.mark.parametrize("decision", ["confirm", "reject"])
def test_what_is_not_acted_on_stays_as_it_is(decision: Decision) -> None:
    assert weighed("we will meet", 0.1, decision=decision) == decision


def test_an_intent_of_somebody_else_is_none_of_its_business() -> None:
    assert weighed("set a timer", 0.1, intent="timer_set") == "act"
