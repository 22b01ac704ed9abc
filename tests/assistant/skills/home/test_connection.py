"""The connection: every failure in one sentence, and a token that nothing shows."""

from __future__ import annotations

import logging
import time
import traceback
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.skills.config import HomeAssistantConfig
from assistant.skills.home.connection import HttpConnection
from models.errors import ConfigError, SkillError
from tests.fixtures.home_assistant import Fault, HomeStandIn


def connection(home: HomeStandIn, timeout_s: float = 4.0, token: str = "secret") -> HttpConnection:
    return HttpConnection(HomeAssistantConfig(url=home.url, token=SecretStr(token), timeout_s=timeout_s))


def test_an_answer_has_status_and_text(home_assistant: HomeStandIn) -> None:
    one = connection(home_assistant)
    assert one.send("GET", "/api/").checked().json() == {"message": "API running."}
    assert one.send("GET", "/api/states/light.none").status == 404
    one.close()
    # a closed connection reports it like a lost one
    with pytest.raises(SkillError, match="could not be reached"):
        one.send("GET", "/api/")


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("garbled", "don't understand"),
        ("deep", "don't understand"),
        ("packed", "don't understand"),
        ("huge", "too long"),
        ("redirect", "another address"),
        ("slow", "in time"),
        ("slow headers", "in time"),
        ("closed", "could not be reached"),
    ],
)
def test_each_fault_has_its_sentence(home_assistant: HomeStandIn, fault: Fault, sentence: str) -> None:
    home_assistant.fault = fault
    # drips last three seconds, and no single one of them is late
    limit = 0.4 if "slow" in fault else 4.0
    began = time.monotonic()
    with pytest.raises(SkillError, match=sentence) as raised:
        connection(home_assistant, limit).send("GET", "/api/states").checked().json()
    assert time.monotonic() - began < limit + 1
    assert "secret" not in "".join(traceback.format_exception(raised.value))


def test_a_redirect_is_not_followed(home_assistant: HomeStandIn) -> None:
    home_assistant.fault = "redirect"
    assert connection(home_assistant).send("GET", "/api/states").status == 302
    assert home_assistant.requests == ["GET /api/states"]


@pytest.mark.parametrize(("status", "sentence"), [(401, "access token"), (403, "access token"), (500, "500")])
def test_a_refusal_names_its_reason(home_assistant: HomeStandIn, status: int, sentence: str) -> None:
    home_assistant.broken = status
    with pytest.raises(SkillError, match=sentence):
        connection(home_assistant).send("GET", "/api/states").checked()


def test_no_proxy_hears_of_it(home_assistant: HomeStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert connection(home_assistant).send("GET", "/api/").status == 200


def test_the_token_is_in_no_log_and_no_representation(
    home_assistant: HomeStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    home_assistant.token = "s3cr3t"
    caplog.set_level(logging.DEBUG)
    one = connection(home_assistant, token="s3cr3t")
    assert one.send("GET", "/api/").status == 200
    assert "s3cr3t" not in caplog.text + repr(one) + str(vars(one)["_client"])


@pytest.mark.parametrize(
    "token", ["s3cr3t\nHost: other", "s3cr3t\r", "s3cr3t\x00", "s3cr3t kept", "s3cr3té", "", "s" * 5000]
)
def test_a_token_that_no_header_can_hold_is_refused_unseen(token: str, tmp_path: Path) -> None:
    config = HomeAssistantConfig(url="http://home:8123", token=SecretStr(token))
    with pytest.raises(ConfigError, match="token") as raised:
        HttpConnection(config)
    shown = "".join(traceback.format_exception(raised.value))
    assert "s3cr3t" not in shown and "ssss" not in shown


def test_a_token_file_may_end_with_a_line_break_only(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("s3cr3t\n")
    HttpConnection(HomeAssistantConfig(url="http://home:8123", token_file=file))
    for content in (b"s3cr3t\nmore\n", b"\xff\xfes3cr3t", b""):
        file.write_bytes(content)
        with pytest.raises(ConfigError, match="token") as raised:
            HttpConnection(HomeAssistantConfig(url="http://home:8123", token_file=file))
        assert "s3cr3t" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    "url", ["http://", "http://home:port", "http://me:s3cr3t@home", "http://ho me", "http://home\n"]
)
def test_a_wrong_address_is_refused_unseen(url: str) -> None:
    with pytest.raises(ConfigError, match="address") as raised:
        HttpConnection(HomeAssistantConfig(url=url, token=SecretStr("x")))
    assert "s3cr3t" not in "".join(traceback.format_exception(raised.value))
