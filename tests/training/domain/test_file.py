"""A domain's TOML: what is refused, and what is written."""

from pathlib import Path

import pytest

from models.errors import ConfigError
from tests.fixtures.coffee import COFFEE, write
from training import domain


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("{drink}", "{cake}"), "which \\[slots.cake\\] does not describe"),
        (('name = "coffee"', ""), "name"),
        (("values", "valeus"), "valeus"),
        (('name = "coffee"', 'name = "coffee"\nextends = "work"'), "extends"),
        (("values = ", "examples = "), "which is none of its values"),
        (('examples = ["(flat|skinny) white", "mocha"]', ""), "neither values nor examples"),
        (("[slots.size]", "[slots.size"), "cannot be read as a domain"),
    ],
)
def test_a_wrong_domain_is_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        domain.read(write(tmp_path, COFFEE.replace(*change)))


def test_a_domain_is_written_as_it_is_read(tmp_path: Path) -> None:
    read = domain.read(write(tmp_path, COFFEE))
    domain.write(tmp_path / "again.toml", read)
    assert domain.read(tmp_path / "again.toml") == read
    assert "extends" not in (tmp_path / "again.toml").read_text(encoding="utf-8")


def test_the_entries_are_no_slot(tmp_path: Path) -> None:
    kept = 'keep = true\nreply = "Noted: {entries}."'
    assert domain.read(write(tmp_path, f"{COFFEE}{kept}")).intents["orderDrink"].keep
    with pytest.raises(ConfigError, match="kept without a reply"):
        domain.read(write(tmp_path, f"{COFFEE}keep = true"))
    with pytest.raises(ConfigError, match="stands for the kept sentences"):
        domain.read(write(tmp_path, COFFEE.replace("[slots.drink]", "[slots.entries]")))
