"""What the fuzz tests share: their number of examples, and content that is nearly right.

In CI each runs for seconds. For an hour: `python -m tests.fuzzing.hour`.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "60"))


def fuzzed(share: float = 1.0) -> settings:
    """The settings of a fuzz test.

    Arguments:
        share: of the examples; below 1 for a slow test.
    """
    return settings(
        max_examples=max(5, round(share * EXAMPLES)),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A content with some bytes changed, left out or put in, or cut off; or other bytes altogether."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=500))
    content = bytearray(whole)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, max(0, len(content) - 1)) | st.integers(0, min(200, len(content))))
        piece = draw(st.binary(max_size=8) | st.sampled_from([b"\xff" * 4, b"\x00" * 4, b"\xff\xff\xff\x7f"]))
        content[at : at + (len(piece) if draw(st.booleans()) else 0)] = piece
    return bytes(content[: draw(st.integers(0, len(content)))] if draw(st.integers(0, 3)) == 0 else content)


texts = st.text(max_size=40) | st.text("ab {}[]()|<>\"'\\\n\x00\x1b0987654321.,:-", max_size=60)
numbers = st.integers() | st.floats() | st.sampled_from([10**30, -1, 0, 1e308])
leaves = st.none() | st.booleans() | numbers | texts


def values(keys: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """JSON values whose objects have these keys."""
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys | texts, inner, max_size=4)
    )
