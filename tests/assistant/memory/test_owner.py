"""The `[owner]` table."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assistant.memory.owner import OwnerConfig


def test_every_setting_is_optional() -> None:
    assert set(OwnerConfig().model_dump().values()) == {None}


@pytest.mark.parametrize(
    "wrong",
    [{"zone": "Mars/Base"}, {"zone": "/etc/passwd"}, {"hours": 13}, {"country": "usa"}, {"units": "si"}],
)
def test_impossible_settings_are_errors(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        OwnerConfig.model_validate(wrong)
