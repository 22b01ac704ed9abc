"""How little sound a checkpoint needs, from its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.asr.whisper import short_context
from models.asr.whisper.short_context import ShortContext
from models.errors import CheckpointError


def test_short_context_is_read_from_the_checkpoint(tmp_path: Path) -> None:
    assert short_context.read(tmp_path) == ShortContext()
    (tmp_path / short_context.FILE).write_text(
        '{"padding_frames": 30, "silent_states": 0, "resting_states": 0}'
    )
    assert short_context.read(tmp_path) == ShortContext(padding_frames=30, silent_states=0, resting_states=0)


@pytest.mark.parametrize("content", ['{"padding": 30}', '{"padding_frames": -1}', "{", "[]"])
def test_short_context_that_makes_no_sense(tmp_path: Path, content: str) -> None:
    (tmp_path / short_context.FILE).write_text(content)
    with pytest.raises(CheckpointError, match=r"make no sense|is no JSON"):
        short_context.read(tmp_path)
