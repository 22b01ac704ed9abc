"""Spoken help."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.skills.api import INTERFACE, Call, Result, SkillContext, operation
from assistant.skills.config import HomeAssistantConfig, SkillsConfig
from assistant.skills.home.lights import Lights
from assistant.skills.talk.help import MOST_WORDS, Help
from assistant.skills.talk.jokes import Jokes
from assistant.skills.talk.owner import Owner
from tests.fixtures.talk import Table


class Eggs:
    """A skill with two operations, one of them hidden, and a long one."""

    name = "eggs"
    interface = INTERFACE
    title = "egg timers"

    def __init__(self, context: SkillContext) -> None:
        pass

    @operation("egg_boil", does="boil an egg", examples=("boil an egg", "time my breakfast"))
    def boil(self, call: Call) -> Result:
        """Boil."""
        return Result({}, "Boiling.")

    @operation("egg_cancel", does="cancel an egg", examples=("cancel the egg timer",))
    def cancel(self, call: Call) -> Result:
        """Stop."""
        return Result({}, "Stopped.")

    @operation("egg_steal", does="steal an egg", examples=("steal the eggs",), hidden=True)
    def steal(self, call: Call) -> Result:
        """Steal."""
        return Result({}, "Stolen.")


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path, Eggs, Jokes, Owner, Help)


def test_the_topics(table: Table) -> None:
    assert table.ask("what can you do", "general_help") == (
        "I can help with egg timers, jokes and your settings. Ask about one of them to hear more."
    )


def test_a_topic_has_examples(table: Table) -> None:
    said = table.ask("what can you do with timers", "general_help")
    assert said == "You can say: “cancel the egg timer” or “boil an egg”."
    said = table.ask("how do i cancel an egg timer", "general_help")
    assert said == "You can say: “cancel the egg timer” or “boil an egg”."
    assert "steal" not in said


def test_an_operation_is_found_by_its_words(table: Table) -> None:
    said = table.ask("how do i set the metric system", "general_help")
    assert said.startswith("You can say: “use metric units”")
    assert "“time my breakfast”" in table.ask("help me with breakfast", "general_help")


@pytest.mark.parametrize("text", ["what can you do", "tell me about your settings", "how do timers work"])
def test_help_is_short(tmp_path: Path, text: str) -> None:
    many = [
        type(f"Skill{number}", (Eggs,), {"name": f"skill{number}", "title": f"thing number {number}"})
        for number in range(30)
    ]
    said = Table(tmp_path, Eggs, Owner, *many, Help).ask(text, "general_help")
    assert len(said.split()) <= MOST_WORDS


def test_without_skills(tmp_path: Path) -> None:
    assert "only chat" in Table(tmp_path, Help).ask("help", "general_help")


def test_what_is_not_set_up_is_left_out(tmp_path: Path) -> None:
    said = Table(tmp_path / "a", Jokes, Lights, Help).ask("what can you do", "general_help")
    assert said == "I can help with jokes. Ask about one of them to hear more."
    house = SkillsConfig(home_assistant=HomeAssistantConfig(url="http://house", token="secret"))  # type: ignore[arg-type]
    said = Table(tmp_path / "b", Jokes, Lights, Help, config=house).ask("what can you do", "general_help")
    assert "lights" in said
