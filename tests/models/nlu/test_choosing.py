from models.nlu.choosing import choose
from models.types import Hypothesis, IntentCandidate, Transcript, Understanding

HEARD = Transcript(
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


def test_what_is_understood_stays() -> None:
    understand, asked = _understand({"make it rane": 0.8, "make it rain": 0.99})
    transcript, understanding = choose(HEARD, understand)
    assert transcript is HEARD and understanding.intent_confidence == 0.8
    assert asked == ["make it rane"]


def test_what_was_heard_for_nearly_as_likely_and_is_understood_takes_its_place() -> None:
    understand, _ = _understand({"make it rane": 0.5, "make it rain": 0.99})
    transcript, understanding = choose(HEARD, understand)
    assert (transcript.text, transcript.confidence) == ("make it rain", 0.7)
    assert understanding.decision == "act"


def test_what_the_recognizer_hardly_believes_is_no_way_out() -> None:
    understand, asked = _understand({"main": 0.99})
    transcript, understanding = choose(HEARD, understand)
    assert transcript is HEARD and understanding.decision == "reject"
    assert asked == ["make it rane", "make it rain"]


def test_typed_text_has_no_other_way_to_be_read() -> None:
    understand, _ = _understand({})
    typed = Transcript("make it rane")
    assert choose(typed, understand)[0] is typed
