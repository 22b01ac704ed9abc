"""How a text is folded, and where its characters stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text.parse.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Twenty-five, please!", "twenty five,"),
        ("7pm", "7 pm"),
        ("10-minute", "10 minute"),
        ("Mon–Fri", "mon to fri"),
        ("um, half past two.", "half past two"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("text", "part", "written"),
    [
        ("Wake me, um, at 7pm!", "7 pm", "7pm"),
        ("open Mon–Fri only", "mon to fri", "Mon–Fri"),
        ("a  Twenty-Five   minute timer", "twenty five minute", "Twenty-Five   minute"),
    ],
)
def test_a_stretch_is_found_in_the_text_as_written(text: str, part: str, written: str) -> None:
    folded = fold(text)
    start = folded.text.index(part)
    begin, end = folded.written(start, start + len(part))
    assert text[begin:end] == written


@given(st.text(max_size=40))
def test_every_character_has_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
