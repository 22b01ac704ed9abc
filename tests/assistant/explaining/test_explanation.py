"""An explanation as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.fixtures.explanations import ACT, EXPLANATION, TEXT


def test_all_of_it_is_json() -> None:
    found = json.loads(json.dumps(EXPLANATION.to_json()))
    assert (found["text"], found["danger"], found["reply"]) == (TEXT, 0.125, "Okay, I won't.")
    assert found["hearing"]["changed"] == [["van", "fan"]]
    (command,) = found["commands"]
    assert command["verdict"] == "does nothing" and command["candidates"][0] == ["fan_off", 0.9]
    assert command["attributions"][0]["words"][0] == {"text": "don't", "start": 0, "end": 5, "share": 2.5}
    assert command["neighbours"][0]["sentence"]["intent"] == "fan_off"
    assert command["changes"][0]["edits"][0]["word"] == "don't"
    assert found["sentiment"]["attribution"]["label"] == "negative"


def test_what_is_no_number_is_null() -> None:
    odd = replace(EXPLANATION, sentiment=replace(ACT, lead=float("nan")))
    assert odd.to_json()["sentiment"]["attribution"]["lead"] is None
