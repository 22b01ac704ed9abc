"""README's tree names the folders that exist, all of them in the three packages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("assistant", "models", "training")
ENTRY = re.compile(r"^( *)(\S+)/ +\S")


def tree() -> dict[str, set[str]]:
    """Top folder → its folders, as README lists them."""
    text = (ROOT / "README.md").read_text("utf-8")
    block = text.partition("## The tree\n\n```\n")[2].partition("```")[0]
    found: dict[str, set[str]] = {}
    top = ""
    for line in block.splitlines():
        entry = ENTRY.match(line)
        assert entry, f"no folder and purpose in {line!r}"
        indent, name = entry.groups()
        if not indent:
            top = name
            found[top] = set()
        else:
            found[top].add(name)
    return found


def test_every_folder_of_the_tree_exists() -> None:
    listed = tree()
    assert set(PACKAGES) < set(listed)
    missing = [
        f"{top}/{name}"
        for top, names in listed.items()
        for name in (".", *names)
        if not (ROOT / top / name).is_dir()
    ]
    assert not missing


@pytest.mark.parametrize("package", PACKAGES)
def test_every_folder_of_a_package_is_in_the_tree(package: str) -> None:
    folders = {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}
    data = {path.parent.name for path in (ROOT / package).glob("*/*.toml")}
    assert tree()[package] == folders | data
