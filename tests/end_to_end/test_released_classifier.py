"""The classifier that ships: what people type and what a recognizer writes are understood alike."""

import json
from pathlib import Path

import pytest

from models import nlu, paths
from models.checkpoint import ADAPTER
from models.nlu import JointClassifier, labels
from models.nlu.files import HEADS

RELEASED = paths.released() / "classifier"
MOST_BYTES = 13_000_000

pytestmark = [pytest.mark.weights, pytest.mark.filterwarnings("ignore::FutureWarning:transformers")]


@pytest.fixture(params=["int8", "torch"])
def classifier(request: pytest.FixtureRequest, weights: Path) -> JointClassifier:
    return nlu.load(RELEASED, device="cpu", engine=request.param)


def test_it_understands_however_it_is_written(classifier: JointClassifier) -> None:
    for text in ("turn on the kitchen lights", "Turn on the kitchen lights.", "TURN ON THE KITCHEN LIGHTS!"):
        understood = classifier.understand(text)
        assert (understood.intent, understood.decision) == ("iot_hue_lighton", "act")
        (place,) = understood.slots or ()
        assert (place.name, place.text, place.start, place.end) == ("house_place", text[12:19], 12, 19)
    spelled = classifier.understand("set an alarm for seven thirty am")
    digits = classifier.understand("Set an alarm for 7:30 AM.")
    assert spelled.intent == digits.intent == "alarm_set"
    assert [(s.name, s.text) for s in digits.slots or ()] == [("time", "7:30 AM")]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("set a timer for ten minutes", "timer_set"),
        ("how many ounces are in three cups", "unit_conversion"),
        ("call me anna", "profile_set"),
        ("what is the largest state", "qa_factoid"),
        ("stop", "general_commandstop"),
        ("hello", "general_greet"),
        ("never mind", "general_cancel"),
        ("what's 5 plus 8", "qa_maths"),
    ],
)
def test_its_own_intents(classifier: JointClassifier, text: str, intent: str) -> None:
    assert classifier.understand(text).intent == intent


def test_what_nothing_covers_is_rejected(classifier: JointClassifier) -> None:
    for text in ("how do i jump start my car", "is my bank account blocked", "", "?!", "…"):
        understood = classifier.understand(text)
        assert (understood.decision, understood.intent, understood.slots) == ("reject", None, ())
        assert len(understood.candidates) == 3 and understood.sentiment


def test_a_very_long_line_is_understood_from_its_beginning(classifier: JointClassifier) -> None:
    text = "turn on the kitchen lights " + "and " * 20_000
    assert classifier.understand(text).text == text


def test_moods(classifier: JointClassifier) -> None:
    assert classifier.understand("I love it, thank you so much!").sentiment == "positive"
    assert classifier.understand("this is terrible, I hate it").sentiment == "negative"


def test_its_files_are_small_and_its_card_is_true() -> None:
    assert sum((RELEASED / name).stat().st_size for name in (ADAPTER, HEADS)) < MOST_BYTES
    metrics = json.loads((RELEASED / "metrics.json").read_text(encoding="utf-8"))
    hwu64 = metrics["manifests"]["hwu64"]
    assert hwu64["in_scope_rejected"] <= 0.04
    assert metrics["manifests"]["clinc150"]["oos_recall"] >= 0.6
    card = (RELEASED / "README.md").read_text(encoding="utf-8")
    assert f"{hwu64['intent_accuracy']:.3f}" in card and f"{hwu64['slot_f1']:.3f}" in card
    assert len(labels.read(RELEASED).labels.intents) >= 74
