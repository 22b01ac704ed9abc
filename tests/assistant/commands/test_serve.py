"""The warnings of `assistant serve`; tests/assistant/serving tests what it serves."""

from __future__ import annotations

import pytest

from assistant.commands.serve import warnings
from assistant.config import Config, ServingConfig
from models.errors import ConfigError


def test_an_open_address_is_warned_of() -> None:
    assert warnings(ServingConfig()) == []
    tables = {
        "host": "0.0.0.0",
        "token_file": "token",
        "wyoming_host": "::",
        "wyoming_clients": ["10.0.0.0/8"],
    }
    network, wyoming = warnings(ServingConfig.model_validate(tables))
    assert "certificate and key" in network and "Wyoming has neither" in wyoming
    tables |= {"certificate": "a.pem", "key": "a.key"}
    assert warnings(ServingConfig.model_validate(tables)) == [wyoming]


def test_another_address_needs_a_token() -> None:
    with pytest.raises(ConfigError, match="other computers: set token_file"):
        Config().serving_on({"host": "0.0.0.0", "port": None})
    assert Config().serving_on({"host": None, "port": 1}).serving.port == 1
    with pytest.raises(ValueError, match="set wyoming_clients too"):
        Config.model_validate({"serving": {"wyoming_host": "192.168.1.4"}})
    with pytest.raises(ValueError, match="belong together"):
        Config.model_validate({"serving": {"key": "a.pem"}})
