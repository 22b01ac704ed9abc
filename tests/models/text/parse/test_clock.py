"""The table's rows of clock that do not depend on the moment."""

from __future__ import annotations

from typing import Any

import pytest

from tests.models.text.value_rows import check, rows


@pytest.mark.parametrize("row", [row for row in rows("clock") if "now" not in row.values[0]])
def test_the_whole_text_is_read(row: dict[str, Any]) -> None:
    check(row)
