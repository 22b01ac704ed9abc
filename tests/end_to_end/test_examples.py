"""The sounds that the README plays: small, whole, and heard right."""

import re
from pathlib import Path

import pytest
import soundfile

from assistant.audio import sound_file
from assistant.listening import listener
from models import asr
from models.text.normalise import normalise

EXAMPLES = Path(__file__).parents[2] / "examples"
SOUNDS = sorted(EXAMPLES.glob("*.wav"))
SAID = dict(re.findall(r"\| `(.+?\.wav)` \| (.+?) \|", (EXAMPLES / "README.md").read_text("utf-8")))


def test_every_sound_is_described() -> None:
    assert SAID.keys() == {sound.name for sound in SOUNDS} and SOUNDS


@pytest.mark.parametrize("sound", SOUNDS, ids=lambda sound: sound.stem)
def test_a_sound_is_small_and_one_utterance(sound: Path) -> None:
    info = soundfile.info(sound)
    assert (info.samplerate, info.channels, info.subtype) == (16_000, 1, "PCM_16")
    assert sound.stat().st_size < 100_000
    (utterance,) = listener.utterances(sound_file.frames(str(sound)))
    assert 0.2 < utterance.start_s < utterance.end_s < info.duration


@pytest.mark.weights
def test_whisper_hears_what_is_said(weights: Path) -> None:
    recognizer = asr.load("whisper-base")
    for sound in SOUNDS:
        (utterance,) = listener.utterances(sound_file.frames(str(sound)))
        heard = recognizer.transcribe(utterance.samples)
        assert heard is not None
        assert normalise(heard.text) == normalise(SAID[sound.name])
