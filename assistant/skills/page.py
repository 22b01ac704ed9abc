"""The page of what can be said, from the declarations of the built-in skills.

`python -m assistant.skills.page` writes it.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.memory.database import Database
from assistant.memory.plans import Plans
from assistant.memory.profile import Profile
from assistant.memory.undo import UndoLog
from assistant.skills.api import Operation, Refuses, Skill, SkillContext
from assistant.skills.loading import BUILT_IN
from assistant.skills.operations import operations
from assistant.skills.time.schedule import Schedule
from assistant.skills.wording import clause
from models import files
from models.text.say_lists import capital, join

PAGE = Path(__file__).parents[2] / ".github" / "docs" / "what-you-can-say.md"
_HEAD = """# What you can say

Made from the declarations of the skills by `python -m assistant.skills.page`; do not edit it. The sentences
are examples: any other wording with the same meaning does. What is marked **asks** is done only after a yes,
**undo** is taken back by "undo that", and **later** can be put off ("in ten minutes …", "at six …"),
repeated, or done for a while.
"""
_MARKS = {"lasting": "asks", "undoable": "undo"}


def page() -> str:
    """The page as Markdown."""
    with TemporaryDirectory() as folder:
        skills = [create(_context(Path(folder))) for create in BUILT_IN]
        sections: dict[str, list[Skill]] = {}
        for skill in skills:
            sections.setdefault(skill.title, []).append(skill)
        return "\n".join(
            [_HEAD, *(_section(title, each) for title, each in sections.items() if _shown(each))]
        )


def write() -> None:
    """Write the page into the repository."""
    files.write_text(PAGE, page())


def _section(title: str, skills: list[Skill]) -> str:
    lines = [f"## {capital(title)}", "", "| it can | you say | |", "|---|---|---|"]
    lines += [_row(one) for one in _shown(skills)]
    lacking = sorted(
        {lack for skill in skills if isinstance(skill, Refuses) for lack in skill.lacks.values()}
    )
    if lacking:
        lines += ["", f"It cannot {join(lacking, 'or')}."]
    return "\n".join([*lines, ""])


def _shown(skills: list[Skill]) -> list[Operation]:
    return [one for skill in skills for one in operations(skill) if not one.declared.hidden]


def _row(one: Operation) -> str:
    marks = [_MARKS[one.declared.changes]] if one.declared.changes in _MARKS else []
    marks += ["later"] if one.declared.delayable else []
    said = "; ".join(f"“{example}”" for example in one.declared.examples)
    return f"| {clause(one, {})} | {said} | {', '.join(marks)} |"


def _context(folder: Path) -> SkillContext:
    """A context without anything in it; declarations do not depend on one."""
    database = Database(folder / "assistant.sqlite3")
    return SkillContext(database, Profile(database), Schedule(database), UndoLog(database), Plans(database))


if __name__ == "__main__":
    write()
