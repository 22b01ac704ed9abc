"""The table's rows of repeat."""

from __future__ import annotations

from typing import Any

import pytest

from tests.models.text.value_rows import check, rows


@pytest.mark.parametrize("row", rows("repeat"))
def test_the_whole_text_is_read(row: dict[str, Any]) -> None:
    check(row)
