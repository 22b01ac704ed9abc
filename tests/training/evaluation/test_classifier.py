import pytest

from models.manifest import CommandLabel, Example, SlotLabel
from models.types import Command, IntentCandidate, Slot, Understanding
from training.evaluation import classifier

TEXT = "wake me at six"
SIX = SlotLabel("time", "six", 11, 14)


def heard(
    intent: str, decision: str, sure: float = 0.9, slots: tuple[Slot, ...] = (), mood: str | None = None
) -> Understanding:
    return Understanding(
        TEXT, intent=None if decision == "reject" else intent, decision=decision, slots=slots,  # type: ignore[arg-type]
        candidates=(IntentCandidate(intent, sure),), intent_confidence=sure, sentiment=mood,  # type: ignore[arg-type]
    )  # fmt: skip


def test_every_rate_by_hand() -> None:
    six = Slot("time", "six", "six", 11, 14)
    scored = [
        (Example(text=TEXT, intent="alarm", slots=(SIX,)), heard("alarm", "act", slots=(six,))),
        (Example(text=TEXT, intent="alarm", slots=(SIX,)), heard("alarm", "reject")),
        (Example(text=TEXT, intent="alarm", slots=()), heard("play", "confirm", slots=(six,))),
        (Example(text=TEXT, out_of_scope=True), heard("play", "reject")),
        (Example(text=TEXT, out_of_scope=True), heard("play", "act")),
        (Example(text=TEXT, sentiment="positive"), heard("play", "act", mood="positive")),
        (Example(text=TEXT, sentiment="negative"), heard("play", "act", mood="positive")),
    ]
    found = classifier.classifier_metrics(scored)
    assert found.n == 7
    # of the first candidate, rejected or not
    assert found["intent_accuracy"].value == pytest.approx(2 / 3) and found["intent_accuracy"].n == 3
    # one right of two found and two there: a rejected sentence has no slots
    assert found["slot_f1"].value == pytest.approx(2 * 1 / (2 + 2))
    assert found["frame_accuracy"].value == pytest.approx(1 / 3)
    assert found["in_scope_rejected"].value == pytest.approx(1 / 3)
    assert found["oos_recall"].value == 0.5 and found["oos_precision"].value == 0.5
    assert found["ece"].value == pytest.approx(0.9 - 2 / 3)
    assert found["sentiment_macro_f1"].value == pytest.approx((2 / 3 + 0) / 2)
    assert found.intents["alarm"].recall == pytest.approx(2 / 3)
    low, high = found["intent_accuracy"].ends
    assert 0 <= low <= 2 / 3 <= high <= 1


def test_labels_that_are_missing_give_no_rates() -> None:
    found = classifier.classifier_metrics(
        [(Example(text=TEXT, sentiment="neutral"), heard("a", "act", mood="neutral"))]
    )
    assert set(found.rates) & {"intent_accuracy", "slot_f1", "oos_recall", "in_scope_rejected"} == set()
    assert found["sentiment_accuracy"].value == 1.0


def test_what_a_manifest_never_labels_does_not_count() -> None:
    six, egg = Slot("time", "six", "six", 11, 14), Slot("item", "me", "me", 5, 7)
    example = Example(text=TEXT, intent="alarm", slots=(SIX,))
    both = IntentCandidate("timer", 0.6), IntentCandidate("alarm", 0.3)
    command = Command(TEXT, 0, 14, "request", slots=(egg, six))
    found = Understanding(TEXT, candidates=both, decision="act", slots=(egg, six), commands=(command,))
    ((_, counted),) = classifier.within_labels([(example, found)], [example])
    assert counted.slots == counted.commands[0].slots == (six,)
    assert [c.intent for c in counted.candidates] == ["alarm"]
    (other,) = classifier.within_labels([(example, found)], [Example(text=TEXT, intent="play")])
    assert other[1] == found


def test_marked_commands_have_the_labels() -> None:
    marked = Example(text=TEXT, commands=(CommandLabel(0, 14, intent="alarm", slots=(SIX,)),))
    outside = Example(text=TEXT, commands=(CommandLabel(0, 14, out_of_scope=True),))
    found = classifier.classifier_metrics(
        [(marked, heard("alarm", "act")), (outside, heard("alarm", "reject"))]
    )
    assert found["intent_accuracy"].value == 1.0 and found["intent_accuracy"].n == 1
    assert found["oos_recall"].value == 1.0 and found["in_scope_rejected"].value == 0.0
    assert (found["slot_f1"].value, found["frame_accuracy"].value) == (0.0, 0.0)
