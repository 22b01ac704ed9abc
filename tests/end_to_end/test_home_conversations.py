"""The conversations about a house, replayed against the stand-in of Home Assistant; the share that is right
never falls."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr
from rich.console import Console

from assistant import factory
from assistant.commands.test import replay_scripts, summary
from assistant.config import Config
from assistant.conversation import script
from assistant.skills.config import HomeAssistantConfig, SkillsConfig
from tests.fixtures.home_assistant import HomeStandIn

pytestmark = pytest.mark.weights

FILE = Path(__file__).parents[1] / "conversations" / "home.jsonl"
LEAST = 71 / 73
"""Least share of conversations that are right: two below the last measurement."""


def test_the_share_that_is_right_does_not_fall(weights: Path, home_assistant: HomeStandIn) -> None:
    home = HomeAssistantConfig(url=home_assistant.url, token=SecretStr(home_assistant.token))
    config = Config(skills=SkillsConfig(home_assistant=home))
    classifier, generator = factory.classifier(config), factory.generator(config)
    console, held = Console(), []
    for sourced in script.read([str(FILE)]):
        # the house is as new in each conversation
        home_assistant.reset()
        right = replay_scripts(
            config, classifier, generator, [sourced], Console(quiet=True), json_lines=False
        )
        held.append((sourced.script.kind, right))
    console.print(summary(held))
    assert len(held) == len(FILE.read_text("utf-8").splitlines())
    assert sum(right for _, right in held) / len(held) >= LEAST
