"""The fewest words whose change changes the result."""

from __future__ import annotations

from collections.abc import Sequence

from models.nlu.counterfactual import Edit, changed, smallest_changes
from models.types import Command, Understanding


def understand(text: str) -> Understanding:
    """A light switch that needs "light", is stopped by "not", and divides at "and"."""
    commands = []
    for part in text.split(" and "):
        words, start = part.split(), text.index(part)
        intent = "off" if "off" in words else "on"
        heard = "light" in words or "lamp" in words
        commands.append(
            Command(
                part, start, start + len(part), "prohibition" if "not" in words else "request", "new",
                intent if heard else None, 0.9, "act" if heard else "reject",
            )
        )  # fmt: skip
    return Understanding(text, commands=tuple(commands))


def understand_all(texts: Sequence[str]) -> list[Understanding]:
    """Each text by itself."""
    return [understand(text) for text in texts]


def test_one_word_that_is_dropped_or_replaced() -> None:
    found = smallest_changes(understand("light on"), 0, understand_all, ["off", "on"])
    assert [(f.text, f.intent, f.decision) for f in found] == [
        ("light off", "off", "act"), ("on", None, "reject"),
    ]  # fmt: skip
    assert found[0].edits == (Edit("on", (6, 8), "off"),)
    assert found[1].edits == (Edit("light", (0, 5)),)


def test_each_result_once_and_of_its_own_command() -> None:
    text = "light on and do not turn light off"
    found = smallest_changes(understand(text), 1, understand_all)
    assert {(f.dialogue_act, f.intent) for f in found} == {
        ("request", "off"), ("prohibition", "on"), ("prohibition", None),
    }  # fmt: skip
    assert all(f.text.startswith("light on and ") for f in found)


def test_two_words_where_one_changes_nothing() -> None:
    (found,) = smallest_changes(understand("light lamp on"), 0, understand_all)
    assert found.text == "on" and len(found.edits) == 2
    assert smallest_changes(understand("light"), 0, understand_all) == []
    # the most important words are tried first, and only so many
    same = [understand("light on")]
    assert smallest_changes(understand("light lamp on"), 0, lambda texts: same * len(texts)) == []


def test_a_change_leaves_no_gap() -> None:
    assert changed("a b, c", (Edit("b", (2, 3)),)) == "a , c"
    assert changed("a b c", (Edit("a", (0, 1)), Edit("c", (4, 5), "d"))) == "b d"
