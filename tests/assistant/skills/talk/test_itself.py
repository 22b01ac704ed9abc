"""What the assistant is and keeps."""

from __future__ import annotations

from pathlib import Path

from assistant.skills.config import HomeAssistantConfig, SkillsConfig
from assistant.skills.talk.itself import Itself
from assistant.skills.talk.owner import Owner
from tests.fixtures.talk import Table


def test_one_identity_whatever_the_owner_is_called(tmp_path: Path) -> None:
    table = Table(tmp_path, Itself, Owner)
    table.profile.set("name", "Marta")
    table.profile.set("home_town", "Porto")
    said = table.ask("where do you live", "general_identity")
    assert said == "I'm your assistant: an open-source computer program on this machine, not a person."
    assert table.say("call me lena", "profile_set", ("person_name", "lena")) == "I'll call you Lena."
    assert table.ask("who are you", "general_identity") == said


def test_its_name_is_configured(tmp_path: Path) -> None:
    table = Table(tmp_path, Itself, config=SkillsConfig(assistant_name="Ada"))
    assert table.ask("who are you", "general_identity").startswith("I'm Ada, an assistant:")


def test_privacy_is_answered_from_the_configuration(tmp_path: Path) -> None:
    nothing = Table(tmp_path / "a", Itself).ask("do you record me", "general_privacy")
    assert nothing == (
        "Nothing that you say leaves this computer: it is sent to no one, and I need no internet."
        " I don't keep what you say, only what you ask me to, such as lists and notes."
    )
    kept = Table(tmp_path / "b", Itself, privacy={"conversations": True}).ask("do you", "general_privacy")
    assert "I keep our conversations, on this computer only" in kept
    assert kept.endswith("“assistant forget” deletes it.")
    house = SkillsConfig(home_assistant=HomeAssistantConfig(url="http://house", token="secret"))  # type: ignore[arg-type]
    sent = Table(tmp_path / "c", Itself, config=house).ask("do you", "general_privacy")
    assert "go to your Home Assistant" in sent
    assert "secret" not in sent


def test_a_wish_to_delete_hears_how(tmp_path: Path) -> None:
    said = Table(tmp_path, Itself).say("delete my recordings", "general_privacy")
    assert said.endswith("“assistant forget” deletes it.")
