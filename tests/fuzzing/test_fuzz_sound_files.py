"""Sound files with any fault: sound up to it, or one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from models.audio import read
from models.errors import SoundFileError
from tests.fuzzing.fuzzing import damaged, fuzzed

FORMATS = {
    "a.wav": "PCM_16", "b.wav": "FLOAT", "c.wav": "ULAW", "a.flac": "PCM_16", "a.ogg": "VORBIS",
    "a.mp3": "MPEG_LAYER_III", "a.aiff": "PCM_16", "a.au": "PCM_16", "a.caf": "ALAC_16", "b.ogg": "OPUS",
}  # fmt: skip
LONGEST_S = 600
"""No file of these holds more; a longer one would be read by what its header claims."""


@pytest.fixture(scope="module")
def wholes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("wholes")
    noise = np.random.default_rng(0).uniform(-0.3, 0.3, (8_000, 2)).astype(np.float32)
    for name, subtype in FORMATS.items():
        soundfile.write(folder / name, noise, 16_000, subtype=subtype)
    return {name: (folder / name).read_bytes() for name in FORMATS}


@fuzzed(10)
@given(data=st.data())
def test_a_sound_file(data: st.DataObject, wholes: dict[str, bytes], tmp_path: Path) -> None:
    file = tmp_path / "sound"
    file.write_bytes(data.draw(damaged(wholes[data.draw(st.sampled_from(sorted(wholes)))])))
    heard = 0
    try:
        for block in read(file):
            assert block.dtype == np.float32
            assert np.isfinite(block).all()
            heard += len(block)
            assert heard < LONGEST_S * 16_000
    except SoundFileError as error:
        assert "\n" not in str(error)
