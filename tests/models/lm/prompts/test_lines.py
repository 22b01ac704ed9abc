"""The lines of a prompt, by hand."""

from models.lm.prompts.lines import asking, listed, notes
from models.types import Message


def test_facts_are_listed_on_one_line() -> None:
    facts = {"confirm": True, "city": "Paris", "vegan": False, "party_size": 2}
    assert listed(facts) == "Facts: confirm; city: Paris; not vegan; party size: 2"


def test_empty_lines_are_left_out() -> None:
    assert asking("hello", "", "Result: Hi.") == "hello\nResult: Hi."


def test_the_profile_is_one_system_message() -> None:
    assert notes({"name": "Anna", "home_town": "Bonn"}) == [
        Message("system", "The user's name is Anna. The user's home town is Bonn.")
    ]
    assert notes(None) == notes({}) == []
