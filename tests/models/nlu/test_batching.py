"""The classifier's batches, with the released classifier."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models import nlu, paths
from models.nlu.batching import batched
from models.types import Message

TEXTS = ["what time is it", "set a timer for five minutes and add eggs to my shopping list", "hello", "stop"]
CONTEXT = (Message("user", "set a timer"), Message("assistant", "For how long?"))


@pytest.mark.weights
def test_several_threads_get_the_answers_of_one(weights: Path) -> None:
    folder = paths.released() / "classifier"
    alone = nlu.load(folder, device="cpu", engine="auto")
    shared = nlu.load(folder, device="cpu", engine="auto", around=batched)
    calls = [(text, context) for text in TEXTS for context in ((), CONTEXT)] * 3
    expected = [alone.understand(*call) for call in calls]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda call: shared.understand(*call), calls))
    for one, other in zip(found, expected, strict=True):
        assert (one.intent, one.slots, one.decision) == (other.intent, other.slots, other.decision)
        assert one.intent_confidence == pytest.approx(other.intent_confidence, abs=1e-3)
