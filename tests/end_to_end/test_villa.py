"""Sentences for another house than that of the conversations, told by the services that they call."""

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
SENTENCES = [json.loads(line) for line in (FOLDER / "villa.jsonl").read_text("utf-8").splitlines()]
LEAST = 0.94
"""Least share of sentences that call the services that they mean, and no others."""

Calls = set[tuple[str, str, str]]
"""Service, device and further data of each call."""


@pytest.fixture
def villa() -> Iterator[HomeStandIn]:
    """A house with locks, a garage, sensors, a garden and names of its own."""
    with serve(HomeStandIn.of(json.loads((FOLDER / "villa.json").read_text("utf-8")))) as home:
        yield home


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


def test_the_share_that_is_right_does_not_fall(weights: Path, villa: HomeStandIn) -> None:
    home = HomeAssistantConfig(url=villa.url, token=SecretStr(villa.token), timeout_s=20)
    config = Config(skills=SkillsConfig(home_assistant=home))
    classifier = factory.classifier(config)
    held = []
    for sentence in SENTENCES:
        villa.reset()
        # a question before many devices are switched is answered with yes
        script = Script.model_validate({"id": sentence["say"], "turns": [sentence["say"], "yes"]})
        reply = ""
        with fresh(config, classifier, None, SourcedScript("villa.jsonl", script)) as replay:
            for event in replay.run(script):
                assert isinstance(event, Answered)
                reply = reply or as_json(event.turn, "reply")["reply"]
                if event.number or not reply.endswith("?"):
                    break
        right = made(villa) == called(sentence["calls"])
        right &= re.search(sentence.get("reply", ""), reply, re.IGNORECASE) is not None
        held.append((sentence["kind"], right))
    Console().print(summary(held))
    assert sum(right for _, right in held) / len(held) >= LEAST
