"""Home Assistant that is away, refuses the token, or answers."""

from __future__ import annotations

from pathlib import Path

from assistant.commands.checks import home
from assistant.commands.checks.check import mended
from assistant.config import Config
from assistant.skills.config import HomeAssistantConfig, SkillsConfig
from tests.fixtures.home_assistant import HomeStandIn


def using(url: str, **token: str) -> Config:
    wanted = HomeAssistantConfig.model_validate({"url": url, "timeout_s": 1, **token})
    return Config(skills=SkillsConfig(home_assistant=wanted))


def test_nothing_is_said_where_it_is_not_configured() -> None:
    assert list(home.home_assistant(Config())) == []


def test_it_answers_to_the_right_token_alone(home_assistant: HomeStandIn) -> None:
    (right,) = home.home_assistant(using(home_assistant.url, token="secret"))
    assert right.status == "ok"
    (wrong,) = home.home_assistant(using(home_assistant.url, token="stolen"))
    assert wrong.status == "missing" and "refused the access token" in wrong.found
    assert wrong.do == "make a new long-lived token" and "stolen" not in wrong.found


def test_it_is_away_or_ill(home_assistant: HomeStandIn) -> None:
    (away,) = home.home_assistant(using("http://127.0.0.1:9", token="secret"))
    assert away.status == "missing" and "could not be reached" in away.found and "address" in away.do
    home_assistant.fault = "slow"
    (late,) = home.home_assistant(using(home_assistant.url, token="secret"))
    assert "did not answer in time" in late.found
    home_assistant.fault, home_assistant.broken = "", 500
    (ill,) = home.home_assistant(using(home_assistant.url, token="secret"))
    assert "answered 500" in ill.found


def test_a_token_file_that_others_can_read_is_closed(home_assistant: HomeStandIn, tmp_path: Path) -> None:
    file = tmp_path / "token"
    config = using(home_assistant.url, token_file=str(file))
    (missing,) = home.home_assistant(config)
    assert missing.status == "missing" and "cannot be read" in missing.found
    file.write_text("secret\n")
    file.chmod(0o644)
    opened, answers = home.home_assistant(config)
    assert opened.status == "warning" and opened.do == f"chmod 600 {file}"
    assert answers.status == "ok"
    assert mended(opened).status == "ok"
    assert file.stat().st_mode & 0o777 == 0o600
    (only,) = home.home_assistant(config)
    assert only.status == "ok"
