"""Thresholds, n-best choice and the confirmation policy."""

from __future__ import annotations

import pytest

from models.manifest import SlotLabel
from models.nlu.decision import MIN_CERTAINTY, MIN_HEARD, ConfirmationPolicy, believed, choose, decide
from models.nlu.domain import DomainDescription, DomainSentence, DomainSlot
from models.nlu.labels import Thresholds
from models.types import Command, Decision, Hypothesis, IntentCandidate, Transcript, Understanding


def test_a_confidence_at_the_threshold_passes_it() -> None:
    thresholds = Thresholds(reject=0.3, confirm=0.7)
    decided = [decide(c, thresholds) for c in (0.29, 0.3, 0.69, 0.7)]
    assert decided == ["reject", "confirm", "confirm", "act"]


def test_an_unsure_request_is_confirmed() -> None:
    thresholds = Thresholds(reject=0.3, confirm=0.7, request=0.9)
    assert [decide(0.8, thresholds, request) for request in (0.89, 0.9)] == ["confirm", "act"]
    assert decide(0.8, thresholds) == "act" and decide(0.2, thresholds, 0.5) == "reject"


# ── n-best choice ────────────────────────────────────────────────────────────

RECOGNIZED = Transcript(
    "make it rane",
    0.8,
    alternatives=(Hypothesis("make it rane", 0.8), Hypothesis("make it rain", 0.7), Hypothesis("main", 0.3)),
)


def _understand(known: dict[str, float]):  # type: ignore[no-untyped-def]
    asked: list[str] = []

    def understand(text: str) -> Understanding:
        asked.append(text)
        sure = known.get(text, 0.0)
        decision = "act" if sure > 0.7 else "confirm" if sure > 0.4 else "reject"
        return Understanding(text, "rain", sure, decision, (IntentCandidate("rain", sure),))

    return understand, asked


def test_an_understood_hypothesis_stays() -> None:
    understand, asked = _understand({"make it rane": 0.8, "make it rain": 0.99})
    transcript, understanding = choose(RECOGNIZED, understand)
    assert transcript is RECOGNIZED and understanding.intent_confidence == 0.8
    assert asked == ["make it rane"]


def test_a_nearly_as_likely_hypothesis_that_is_understood_is_chosen() -> None:
    understand, _ = _understand({"make it rane": 0.5, "make it rain": 0.99})
    transcript, understanding = choose(RECOGNIZED, understand)
    assert (transcript.text, transcript.confidence) == ("make it rain", 0.7)
    assert understanding.decision == "act"


def test_an_unlikely_hypothesis_is_not_considered() -> None:
    understand, asked = _understand({"main": 0.99})
    transcript, understanding = choose(RECOGNIZED, understand)
    assert transcript is RECOGNIZED and understanding.decision == "reject"
    assert asked == ["make it rane", "make it rain"]


def test_typed_text_has_one_hypothesis() -> None:
    understand, _ = _understand({})
    typed = Transcript("make it rane")
    assert choose(typed, understand)[0] is typed


def test_a_hypothesis_of_danger_stays() -> None:
    def understand(text: str) -> Understanding:
        danger = text == RECOGNIZED.text
        return Understanding(text, "rain", 0.9, "reject" if danger else "act", danger=float(danger))

    assert choose(RECOGNIZED, understand)[0] is RECOGNIZED


def test_every_command_has_to_be_understood() -> None:
    def understand(text: str) -> Understanding:
        second: Decision = "act" if text == "make it rain" else "reject"
        commands = tuple(Command(text, 0, 1, decision=d) for d in ("act", second))
        return Understanding(text, "rain", 0.9, "act", commands=commands)

    assert choose(RECOGNIZED, understand)[0].text == "make it rain"


# ── confirmation policy ──────────────────────────────────────────────────────

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
POLICY = ConfirmationPolicy(TEA)


def decision_on(
    text: str, confidence: float = 1.0, intent: str = "order", decision: Decision = "act"
) -> Decision | None:
    understanding = Understanding(text, intent, 0.9, decision)
    return POLICY.apply(Transcript(text, confidence), understanding).decision


def test_a_certain_order_in_the_domains_words_is_acted_on() -> None:
    assert decision_on("Bring Anna an assam, please!") == "act"
    assert decision_on("bring me mint tea", MIN_CERTAINTY) == "act"


def test_low_confidence_of_the_recognizer_is_confirmed() -> None:
    assert decision_on("bring me mint tea", MIN_CERTAINTY - 0.01) == "confirm"
    assert decision_on("bring me mint tea", MIN_CERTAINTY - 0.01, intent="wipe") == "confirm"


def test_words_outside_the_domain_are_confirmed() -> None:
    assert POLICY.unknown_words("we will meet at the assam place") == [
        "we",
        "will",
        "meet",
        "at",
        "the",
        "place",
    ]
    assert decision_on("we will meet at the assam place") == "confirm"


def test_an_order_in_other_words_needs_more_confidence() -> None:
    assert decision_on("could you bring me an assam now please") == "act"
    assert decision_on("could you bring me an assam now please", 0.7) == "confirm"


@pytest.mark.parametrize("decision", ["confirm", "reject"])
def test_other_decisions_stay(decision: Decision) -> None:
    assert decision_on("we will meet", 0.1, decision=decision) == decision


def test_intents_outside_the_domain_are_left_to_the_thresholds() -> None:
    assert decision_on("set a timer", 0.1, intent="timer_set") == "act"


def test_each_order_of_a_sentence_is_confirmed() -> None:
    commands = tuple(Command("a", 0, 1, intent=i, decision="act") for i in ("timer_set", "order"))
    understanding = Understanding("we will meet", "timer_set", 0.9, "act", commands=commands)
    applied = POLICY.apply(Transcript("we will meet", 0.1), understanding)
    assert applied.decision == "act" and [c.decision for c in applied.commands] == ["act", "confirm"]


# ── badly heard sentences ────────────────────────────────────────────────────


def test_what_was_badly_heard_is_no_command_and_keeps_what_it_may_have_been() -> None:
    candidates = (IntentCandidate("rain", 0.9),)
    first = Command("make it rain", 0, 12, intent="rain", decision="act", intent_confidence=0.9)
    understood = Understanding(
        first.text,
        "rain",
        0.9,
        "act",
        candidates,
        slots=(),
        sentiment="neutral",
        commands=(first,),
        danger=0.8,
    )
    assert believed(Transcript(first.text, MIN_HEARD), understood) is understood
    unheard = believed(Transcript(first.text, MIN_HEARD - 0.01), understood)
    assert not unheard.heard and (unheard.intent, unheard.decision, unheard.slots) == (None, "reject", ())
    assert [(c.intent, c.decision) for c in unheard.commands] == [(None, "reject")]
    assert (unheard.candidates, unheard.sentiment, unheard.danger) == (candidates, "neutral", 0.8)


def test_without_an_intent_head_nothing_is_rejected() -> None:
    unheard = believed(Transcript("hm", 0.1), Understanding("hm", sentiment="neutral"))
    assert not unheard.heard and unheard.decision is None and unheard.slots is None


def test_what_is_no_number_is_never_acted_on() -> None:
    thresholds, nothing = Thresholds(reject=0.3, confirm=0.7), float("nan")

    assert decide(nothing, thresholds) == "reject"
    assert decide(0.9, thresholds, nothing) == "confirm"
    assert decide(0.9, Thresholds.model_construct(reject=nothing, confirm=0.0, request=0.0)) == "reject"
