"""Names as they are said."""

from __future__ import annotations

import pytest

from assistant.skills.time.calling import is_called


@pytest.mark.parametrize(
    ("name", "said", "same"),
    [
        ("bun", "the buns", True),
        ("peaches", "peach", True),
        ("to feed the hens", "hens", True),
        ("to feed the hens", "feed my hens", True),
        ("spaghetti", "spagetti", True),
        ("bun", "bin", False),
        ("to feed the hens", "wash the hens", False),
        ("", "bun", False),
        ("bun", "the", False),
    ],
)
def test_names(name: str, said: str, same: bool) -> None:
    assert is_called(name, said) == same
