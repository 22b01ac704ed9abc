"""The `[skills]` table of the configuration."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assistant.skills.config import HomeAssistantConfig, SkillsConfig


def test_home_assistant_needs_an_address_and_exactly_one_token() -> None:
    home = HomeAssistantConfig.model_validate({"url": "http://home:8123/", "token": "secret"})
    assert home.url == "http://home:8123" and "secret" not in repr(home)
    for wrong in ({"token": "x"}, {"url": "home:8123", "token": "x"}, {"url": "http://home"}):
        with pytest.raises(ValidationError):
            HomeAssistantConfig.model_validate(wrong)
    with pytest.raises(ValidationError, match="either token or token_file"):
        HomeAssistantConfig.model_validate({"url": "http://home", "token": "x", "token_file": "y"})


def test_skills_are_disabled_by_name() -> None:
    assert SkillsConfig.model_validate({"off": ["jokes"]}).off == {"jokes"}
