"""The page of what can be said."""

from __future__ import annotations

from assistant.skills import page
from assistant.skills.loading import BUILT_IN


def test_the_page_is_up_to_date() -> None:
    assert page.PAGE.read_text("utf-8") == page.page(), "run python -m assistant.skills.page"


def test_every_shown_operation_is_on_it() -> None:
    text = page.page()
    assert "“call me Robin”" in text
    assert "| undo that | “undo that”; “take that back” | undo |" in text
    assert "be thanked" not in text
    assert text.count("\n## ") <= len(BUILT_IN)
