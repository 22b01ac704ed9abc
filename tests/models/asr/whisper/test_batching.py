"""Whisper's batches, with the released recognizer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models import asr, audio, paths
from models.asr.whisper.batching import FRAME_STEP, batched

EXAMPLES = Path(__file__).parents[4] / "examples"


@pytest.mark.weights
def test_several_threads_get_the_transcripts_of_one(weights: Path) -> None:
    sounds = [audio.load(file) for file in sorted(EXAMPLES.glob("*.wav"))]
    folder = str(paths.released() / "recognizer")
    alone = asr.load(folder, device="cpu", engine="int8")
    shared = asr.load(folder, device="cpu", engine="int8", around=batched, frame_step=FRAME_STEP)
    expected = [alone.transcribe(sound) for sound in sounds]
    with ThreadPoolExecutor(len(sounds)) as pool:
        heard = list(pool.map(shared.transcribe, sounds))
    assert [one and one.text for one in heard] == [one and one.text for one in expected]


def test_an_engine_without_batches_stays_as_it_is() -> None:
    class Torch:
        pass

    engine = Torch()
    assert batched(engine) is engine  # type: ignore[arg-type]
