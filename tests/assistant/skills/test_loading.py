"""Other people's skills, good and bad, from real entry points of real modules."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from assistant.conversation.dialogue import Dialogue
from assistant.conversation.gate import Gate
from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.undo import UndoLog
from assistant.skills.api import INTERFACE, Call, SkillContext
from assistant.skills.config import SkillsConfig
from assistant.skills.loading import BUILT_IN, load, usable, warm_up
from assistant.skills.operations import operations
from assistant.skills.time.schedule import Schedule

_PLUGIN = """
from assistant.skills.api import Result, operation

class Skill:
    name = title = "{name}"
    interface = {interface}
    def __init__(self, context):
        self.table = context.config.plugins.get("{name}", {{}})
    @operation(*{intents!r}, does="moo")
    def moo(self, call):
        return Result({{"greeting": self.table.get("word", "moo")}}, "moo")

def broken(context):
    raise RuntimeError("no cow")
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., EntryPoint]:
    """Writes a module with a skill in it and returns its entry point."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made: list[str] = []

    def make(
        name: str, intents: set[str], attribute: str = "Skill", interface: int = INTERFACE
    ) -> EntryPoint:
        module = f"plugin_{name}_{len(made)}"
        made.append(module)
        source = _PLUGIN.format(name=name, intents=sorted(intents), interface=interface)
        (tmp_path / f"{module}.py").write_text(source)
        return EntryPoint(name, f"{module}:{attribute}", "assistant.skills")

    yield make
    for module in made:
        sys.modules.pop(module, None)


@pytest.fixture
def context(tmp_path: Path) -> SkillContext:
    database = Database(tmp_path / "a.sqlite3")
    return SkillContext(database, Profile(database), Schedule(database), UndoLog(database), Plans(database))


def test_built_in_skills_load_and_no_two_answer_the_same_intent(context: SkillContext) -> None:
    loaded = load(context, plugins=())
    assert loaded.problems == () and len(loaded.skills) == len(BUILT_IN)
    known = [
        intent for skill in loaded.skills for one in operations(skill) for intent in one.declared.intents
    ]
    assert len(known) == len(set(known))
    assert {skill.interface for skill in loaded.skills} == {INTERFACE}
    assert len({skill.name for skill in loaded.skills}) == len(loaded.skills)


def test_a_plugin_gets_its_table_and_comes_first(context: SkillContext, plugin) -> None:
    context = replace(context, config=SkillsConfig(plugins={"cow": {"word": "muh"}}))
    loaded = load(context, [plugin("cow", {"qa_maths", "cow_call"})])
    assert loaded.problems == ()
    assert loaded.skills[0].name == "cow"
    gate = Gate(loaded.skills, context.undo_log, context.plans)
    found = gate.operation("qa_maths")
    assert found is not None and found.skill == "cow"
    call = Call(datetime(2026, 11, 22, tzinfo=UTC), context.profile, Dialogue())
    assert found.run(call).facts == {"greeting": "muh"}


def test_bad_plugins_are_reported_and_the_rest_works(context: SkillContext, plugin) -> None:
    points = [
        plugin("cow", {"cow_call"}),
        plugin("broken", {"x"}, attribute="broken"),
        plugin("absent", {"x"}, attribute="nothing"),
        plugin("clock", {"y"}),
        plugin("bull", {"cow_call", "bull_call"}),
        plugin("calf", {"calf_call"}, interface=INTERFACE - 1),
        EntryPoint("ghost", "no_such_module:Skill", "assistant.skills"),
    ]
    loaded = load(context, points)
    assert loaded.skills[0].name == "cow"
    reasons = {problem.skill: problem.reason for problem in loaded.problems}
    assert set(reasons) == {"broken", "absent", "clock", "bull", "calf", "ghost"}
    assert "no cow" in reasons["broken"]
    assert "called clock too" in reasons["clock"]
    assert "cow_call" in reasons["bull"]
    assert f"version {INTERFACE - 1}" in reasons["calf"] and "Ask its author" in reasons["calf"]
    assert len(loaded.skills) == len(BUILT_IN) + 1


def test_skills_whose_intents_the_classifier_lacks_are_left_out(context: SkillContext) -> None:
    loaded = load(context, plugins=())
    kept = usable(loaded.skills, ("qa_maths", "timer_set"))
    assert {skill.name for skill in kept.skills} == {"arithmetic", "timers", "plans", "spelling", "chance"}
    assert len(kept.problems) == len(BUILT_IN) - 5
    assert usable(loaded.skills, ()).problems == ()


def test_warming_up_ends(context: SkillContext) -> None:
    thread = warm_up(load(context, plugins=()).skills, after_s=0)
    thread.join(30)
    assert not thread.is_alive()
