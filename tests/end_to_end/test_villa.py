"""Sentences for other houses than that of the conversations, told by the services that they call."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from rich.console import Console

from assistant import factory
from assistant.commands.test import fresh, summary
from assistant.config import Config
from assistant.conversation.replay import Answered
from assistant.conversation.script import Script, SourcedScript
from assistant.skills.config import HomeAssistantConfig, SkillsConfig
from assistant.turn import as_json
from tests.fixtures.home_assistant import HomeStandIn, serve

pytestmark = pytest.mark.weights

FOLDER = Path(__file__).parent
UNSEEN = FOLDER.parent / "unseen"
LEAST = {
    FOLDER / "villa": 0.96,
    UNSEEN / "cottage": 100 / 108,
    UNSEEN / "loft": 59 / 63,
    UNSEEN / "barn": 73 / 75,
}
"""Least share of a house's sentences that call the services that they mean, and no others."""

Calls = set[tuple[str, str, str]]
"""Service, device and further data of each call."""


def called(calls: list[list[Any]]) -> Calls:
    return {
        (service, device, json.dumps(data, sort_keys=True))
        for service, devices, data in calls
        for device in devices
    }


def made(home: HomeStandIn) -> Calls:
    """The calls that the house got."""
    calls = [[service, data["entity_id"], dict(data)] for service, data in home.calls]
    for _, _, data in calls:
        del data["entity_id"]
    return called(calls)


@pytest.mark.parametrize("house", LEAST, ids=lambda house: house.name)
def test_the_share_that_is_right_does_not_fall(weights: Path, house: Path) -> None:
    entities = json.loads(house.with_suffix(".json").read_text("utf-8"))
    sentences = [json.loads(line) for line in house.with_suffix(".jsonl").read_text("utf-8").splitlines()]
    with serve(HomeStandIn.of(entities)) as home:
        held = [(sentence["kind"], right) for sentence, right in scored(home, sentences)]
    Console().print(summary(held))
    assert sum(right for _, right in held) / len(held) >= LEAST[house]


def scored(home: HomeStandIn, sentences: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], bool]]:
    """Whether each sentence, said to the house as it was made, calls what it means and says what it must."""
    here = HomeAssistantConfig(url=home.url, token=SecretStr(home.token), timeout_s=20)
    config = Config(skills=SkillsConfig(home_assistant=here))
    classifier = factory.classifier(config)
    for sentence in sentences:
        home.reset()
        # a question before many devices are switched is answered with yes
        script = Script.model_validate({"id": sentence["say"], "turns": [sentence["say"], "yes"]})
        reply = ""
        with fresh(config, classifier, None, SourcedScript("house.jsonl", script)) as replay:
            for event in replay.run(script):
                assert isinstance(event, Answered)
                reply = reply or as_json(event.turn, "reply")["reply"]
                if event.number or not reply.endswith("?"):
                    break
        right = made(home) == called(sentence["calls"])
        right &= re.search(sentence.get("reply", ""), reply, re.IGNORECASE) is not None
        yield sentence, right
