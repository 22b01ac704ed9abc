"""The JSON line that other programs read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from assistant.console import meter, render
from assistant.turn import Recognition, Turn, Until, as_json
from models.types import Action, Command, IntentCandidate, Modifiers, Slot, Transcript, Understanding

UNDERSTOOD = Understanding(
    text="turn on the kitchen lights",
    intent="iot_hue_lighton",
    intent_confidence=0.98,
    decision="act",
    candidates=(
        IntentCandidate("iot_hue_lighton", 0.98),
        IntentCandidate("iot_wemo_on", 0.01),
        IntentCandidate("iot_hue_lightup", 0.004),
    ),
    slots=(Slot("house_place", "kitchen", "kitchen", 12, 19),),
    sentiment="neutral",
    sentiment_confidence=0.91,
    commands=(
        Command(
            "turn on the kitchen lights",
            0,
            26,
            intent="iot_hue_lighton",
            intent_confidence=0.98,
            decision="act",
            slots=(Slot("house_place", "kitchen", "kitchen", 12, 19),),
        ),
    ),
)
SLOTS = [{"name": "house_place", "value": "kitchen", "text": "kitchen", "start": 12, "end": 19}]
ACTION = {
    "skill": "lights", "status": "done", "changes": True, "facts": {"place": "kitchen", "state": "on"},
}  # fmt: skip
COMMAND = {
    "text": "turn on the kitchen lights", "start": 0, "end": 26, "dialogue_act": "request",
    "relation": "new", "intent": "iot_hue_lighton", "intent_confidence": 0.98, "decision": "act",
    "slots": SLOTS, "modifiers": {},
}  # fmt: skip


def whole_turn() -> Turn:
    return Turn(
        recognition=Recognition(
            "a.wav",
            Transcript("turn on the kitchen lights", 0.94),
            start_s=0.42,
            end_s=3.18,
            recognize_ms=61.24,
        ),
        understanding=UNDERSTOOD,
        action=Action("lights", "done", {"place": "kitchen", "state": "on"}, changes=True),
        reply="The kitchen lights are on.",
        timings_ms={"recognize": 61.24, "understand": 5.9, "respond": 120.3, "synthesize": 9.8},
    )


def test_a_whole_turn() -> None:
    assert as_json(whole_turn(), "reply") == {
        "source": "a.wav", "start_s": 0.42, "end_s": 3.18,
        "transcript": "turn on the kitchen lights", "transcript_confidence": 0.94,
        "intent": "iot_hue_lighton", "intent_confidence": 0.98, "decision": "act",
        "candidates": [
            {"intent": "iot_hue_lighton", "confidence": 0.98},
            {"intent": "iot_wemo_on", "confidence": 0.01},
            {"intent": "iot_hue_lightup", "confidence": 0.004},
        ],
        "slots": SLOTS,
        "sentiment": "neutral", "sentiment_confidence": 0.91,
        "commands": [COMMAND | {"action": ACTION}],
        "action": ACTION,
        "reply": "The kitchen lights are on.",
        "timings_ms": {
            "recognize": 61.2, "understand": 5.9, "respond": 120.3, "synthesize": 9.8, "total": 197.2,
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("until", "missing"),
    [
        ("transcript", {"intent", "slots", "sentiment", "commands", "action", "reply"}),
        ("understanding", {"action", "reply"}),
    ],
)
def test_what_comes_later_is_left_out(until: Until, missing: set[str]) -> None:
    assert not missing & as_json(whole_turn(), until).keys()


def test_commands_before_a_reply_have_no_action() -> None:
    assert as_json(whole_turn(), "understanding")["commands"] == [COMMAND]


def test_every_command_has_its_action() -> None:
    off = Command(
        "not the hall", 31, 43, "prohibition", "correction",
        modifiers=Modifiers(all=True, excluded=("hall",), lasting="an hour"),
    )  # fmt: skip
    turn = whole_turn()
    turn.understanding = replace(UNDERSTOOD, commands=(*UNDERSTOOD.commands, off, off))
    assert [c["action"] for c in as_json(turn, "reply")["commands"]] == [ACTION, None, None]
    turn.actions = (None, turn.action, None)
    line = as_json(turn, "reply")
    assert [c["action"] for c in line["commands"]] == [None, ACTION, None]
    second = line["commands"][1]
    assert (second["dialogue_act"], second["relation"]) == ("prohibition", "correction")
    assert (second["intent"], second["intent_confidence"], second["decision"]) == (None, None, None)
    assert second["modifiers"] == {"all": True, "except": ["hall"], "for": "an hour"}


@pytest.mark.parametrize(
    ("heard", "line"),
    [
        (Recognition("a.wav"), {"source": "a.wav", "transcript": None}),
        (Recognition("a.wav", error="no such file."), {"source": "a.wav", "error": "no such file."}),
    ],
)
def test_silence_and_errors(heard: Recognition, line: dict[str, Any]) -> None:
    assert as_json(Turn(heard), "reply") == line


def test_typed_text_has_no_times() -> None:
    turn = Turn(Recognition("stdin", Transcript("hello")), UNDERSTOOD, timings_ms={"understand": 5.0})
    line = as_json(turn, "understanding")
    assert not {"start_s", "end_s"} & line.keys()
    assert line["timings_ms"] == {"understand": 5.0, "total": 5.0}


def test_absent_heads_are_null() -> None:
    line = as_json(
        Turn(Recognition("stdin", Transcript("hello")), Understanding("hello", sentiment="positive")),
        "understanding",
    )
    assert line["intent"] is None and line["slots"] is None and line["candidates"] == []
    assert line["sentiment"] == "positive"


def test_a_person_sees_every_part() -> None:
    console = Console(record=True, width=120, file=None, force_terminal=False)
    with console.capture() as capture:
        console.print(render(whole_turn(), "reply"))
    seen = capture.get()
    for part in (
        "kitchen lights",
        "iot_hue_lighton",
        "98%",
        "house_place: kitchen",
        "neutral",
        "are on.",
        "recognize 61",
    ):
        assert part in seen


def test_the_meter_grows_with_the_level() -> None:
    assert [meter(level).plain.count("▮") for level in (-120, -70, -35, 0)] == [0, 0, 12, 24]
