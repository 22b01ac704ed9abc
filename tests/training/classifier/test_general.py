"""General sentences beside a domain: strangers to one that stands alone, old labels to one that extends."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import ConfigError
from models.manifest import Example
from models.types import IntentCandidate, Slot, Understanding
from tests.fixtures.lights import sentences
from training.classifier import data as reading
from training.classifier import general
from training.classifier.config import ClassifierConfig
from training.data import splits


class Teacher:
    """Knows lights, and questions that it refuses."""

    def understand(self, text: str) -> Understanding:
        if "light" in text:
            candidates = (IntentCandidate("lights", 0.9), IntentCandidate("other", 0.1))
            at = text.index("light")
            slots = (Slot("thing", "light", "light", at, at + 5),)
            return Understanding(text, "lights", 0.9, "act", candidates, slots, "neutral", 0.9)
        return Understanding(text, None, 0.1, "reject", (IntentCandidate("other", 0.1),), (), "neutral", 0.9)


OWN = [Example(text="light the lamp", intent="lamp_on"), Example(text="lamp off", intent="lamp_off")]


def test_strangers_are_out_of_scope_and_mean_nothing_in_the_domain() -> None:
    strangers = general.strangers(Teacher(), OWN)
    assert len(strangers) > 500 and all(e.out_of_scope and e.intent is None for e in strangers)
    # the teacher takes the domain's own for lights, so that sentences about lights may be the domain's
    assert not [e.text for e in strangers if "light" in str(e.text)]


def test_a_domain_that_has_nothing_in_common_meets_lights_as_strangers() -> None:
    others = [Example(text="feed the cat", intent="feed")]
    assert any("light" in str(e.text) for e in general.strangers(Teacher(), others))


def test_what_is_replayed_and_scored_has_its_own_labels_or_the_teachers() -> None:
    placed = general.replayed(Teacher(), OWN)
    assert len([e for e in placed if e.split == "train"]) > 4000
    replayed = {str(e.text): e for e in placed if e.split != "train"}
    own = [e for e in replayed.values() if e.intent == "timer_set"]
    assert own and all(e.sentiment == "neutral" for e in own)
    taught = [e for e in replayed.values() if e.intent == "lights"]
    assert taught and all((e.text or "")[s.start : s.end] == "light" for e in taught for s in e.slots or ())
    assert any(e.out_of_scope for e in replayed.values())
    assert not any(e.out_of_scope and e.intent for e in replayed.values())


def test_a_sentence_of_the_domain_is_not_replayed_as_something_else() -> None:
    taken = next(e for e in general.replayed(Teacher(), []) if e.intent == "timer_set")
    left = general.replayed(Teacher(), [Example(text=taken.text, intent="egg")])
    assert splits.key(str(taken.text)) not in {splits.key(str(e.text)) for e in left}


def test_data_that_say_enough_themselves_stay_as_they_are(write_manifest: Callable[..., Path]) -> None:
    commands = [e for e in sentences() if not e.out_of_scope]
    strangers = [Example(text=f"stranger number {n}", out_of_scope=True, split="train") for n in range(100)]
    data = reading.read_data([write_manifest([*commands, *strangers])])
    assert reading.with_general(ClassifierConfig(general=True), data) is data
    few = reading.read_data([write_manifest(commands)])
    assert reading.with_general(ClassifierConfig(general=False), few) is few


def test_what_extends_begins_as_what_it_extends(write_manifest: Callable[..., Path], tmp_path: Path) -> None:
    path = tmp_path / "more.toml"
    path.write_text('name = "more"\nextends = "home"\n[intents.sing]\nsentences = ["sing (now|again)"]\n')
    data = reading.read_data([write_manifest()], [path])
    assert data.extends and data.domain is not None and data.domain.name == "more"
    with pytest.raises(ConfigError, match="begins as the classifier that has them"):
        reading.with_general(ClassifierConfig(start=""), data)
