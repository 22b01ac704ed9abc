"""Explanations by the released models, of which nothing is carried out or kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config import Config
from assistant.conversation.dry_run import Decided
from assistant.explaining import explainer
from assistant.explaining.explainer import Explainer
from assistant.memory.database import Database
from models.types import Command

pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore:Setting forward, backward hooks"),
]


def test_a_decision_is_about_the_command_of_its_words() -> None:
    lamp, fan = Command("lamp on", 0, 7), Command("fan off and on", 12, 26)
    off, on = Decided(Command("fan off", 12, 19), None), Decided(Command("on", 24, 26), None)
    assert explainer.aligned([lamp, fan], [off, on]) == [(1, off), (1, on)]
    assert explainer.aligned([lamp, fan], []) == [(0, None), (1, None)]


@pytest.mark.weights
def test_every_command_with_its_words_and_what_would_change_it(weights: Path) -> None:
    with Explainer(Config()) as explain:
        both = explain.typed("turn on the kitchen lights and set a timer")
        forbidden = explain.typed("don't set an alarm for seven")
    lights, timer = both.commands
    assert (lights.verdict, timer.verdict) == ("refuses", "asks") or lights.verdict == "acts"
    assert "timers needs the length, which is not clear." in timer.reasons
    intent = next(a for a in timer.attributions if a.of == "intent")
    assert max(intent.words, key=lambda word: word.share).text == "timer"
    assert intent.error < 0.1
    assert {a.of for a in lights.attributions} == {"intent", "act", "slot"} and both.sentiment is not None
    assert any(n.sentence.intent == "timer_set" for n in timer.neighbours)
    assert timer.changes and all(len(flip.edits) <= 2 for flip in timer.changes)
    (alarm,) = forbidden.commands
    act = next(a for a in alarm.attributions if a.of == "act")
    assert act.label == "prohibition" and max(act.words, key=lambda word: word.share).text == "don't"
    assert alarm.verdict == "does nothing"
    assert not Database().file.exists()


@pytest.mark.weights
def test_an_utterance_is_explained_after_others(weights: Path) -> None:
    with Explainer(Config()) as alone, Explainer(Config(), ["what time is it in Paris"]) as later:
        first, second = alone.typed("and in London"), later.typed("and in London")
    assert first.reply != second.reply and "time" in second.reply
    assert second.commands[0].verdict == "acts"
    for explanation in (first, second):
        for attribution in explanation.commands[0].attributions:
            assert [word.text for word in attribution.words] == ["and", "in", "london"]
            assert attribution.error < 0.25


@pytest.mark.weights
def test_without_the_extra_all_else_is_told(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explainer, "find_spec", lambda name: None)
    Database().file.parent.mkdir(parents=True)
    Database().file.write_bytes(b"a damaged memory")
    with Explainer(Config()) as explain:
        found = explain.typed("what time is it")
    assert not found.attributed and found.commands[0].attributions == () and found.commands[0].changes
