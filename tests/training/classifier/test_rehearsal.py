"""General sentences: out of scope beside a domain that stands alone, rehearsal beside one that extends."""

from collections.abc import Sequence

from models.manifest import Example
from models.types import IntentCandidate, Message, Slot, Understanding
from training.classifier import rehearsal
from training.data import splits


class Teacher:
    """Knows lights, and questions that it refuses."""

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        if "light" in text:
            candidates = (IntentCandidate("lights", 0.9), IntentCandidate("other", 0.1))
            at = text.index("light")
            slots = (Slot("thing", "light", "light", at, at + 5),)
            return Understanding(text, "lights", 0.9, "act", candidates, slots, "neutral", 0.9)
        return Understanding(text, None, 0.1, "reject", (IntentCandidate("other", 0.1),), (), "neutral", 0.9)


OWN = [Example(text="light the lamp", intent="lamp_on"), Example(text="lamp off", intent="lamp_off")]


def test_out_of_scope_sentences_are_unrelated_to_the_domain() -> None:
    found = rehearsal.out_of_scope(Teacher(), OWN)
    assert len(found) > 500 and all(e.out_of_scope and e.intent is None for e in found)
    # the teacher takes the domain's own for lights, so that sentences about lights may be the domain's
    assert not [e.text for e in found if "light" in str(e.text)]


def test_lights_are_out_of_scope_of_an_unrelated_domain() -> None:
    others = [Example(text="feed the cat", intent="feed")]
    assert any("light" in str(e.text) for e in rehearsal.out_of_scope(Teacher(), others))


def test_scored_rehearsal_has_its_own_labels_or_the_teachers() -> None:
    found = rehearsal.rehearsed(Teacher(), OWN)
    assert len([e for e in found if e.split == "train"]) > 4000
    scored = [e for e in found if e.split != "train"]
    own = [e for e in scored if e.intent == "timer_set"]
    assert own and all(e.sentiment == "neutral" for e in own)
    labelled = [e for e in scored if e.intent == "lights"]
    assert labelled
    assert all((e.text or "")[s.start : s.end] == "light" for e in labelled for s in e.slots or ())
    assert any(e.out_of_scope for e in scored)
    assert not any(e.out_of_scope and e.intent for e in scored)


def test_a_sentence_of_the_domain_is_not_rehearsed() -> None:
    taken = next(e for e in rehearsal.rehearsed(Teacher(), []) if e.intent == "timer_set")
    left = rehearsal.rehearsed(Teacher(), [Example(text=taken.text, intent="egg")])
    assert splits.key(str(taken.text)) not in {splits.key(str(e.text)) for e in left}
