"""Streams of real clips and of spoken sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from models.audio import SAMPLE_RATE_HZ
from models.errors import SynthesisError
from models.manifest import Example
from models.types import Samples
from tests.fixtures.rests import words
from training.synthesis.casting import VoiceSettings
from training.turn.streams import PAUSES_S, is_for_sound, real, spoken


class Teller:
    """A cast of one voice whose words are tones of 0.2 s; a comma is a rest."""

    def __init__(self, voice: str, *, mute: bool = False) -> None:
        self.voice, self.mute = voice, mute
        self.said: list[str] = []

    def draw(self, seed: str) -> VoiceSettings:
        return VoiceSettings(self.voice)

    def say(self, text: str, manner: VoiceSettings) -> Samples:
        if self.mute:
            raise SynthesisError("mute")
        self.said.append(text)
        return words(*(0.2 * len(part.split()) for part in text.split(",") if part.strip()))


def clip(folder: Path, name: str, samples: Samples) -> Path:
    soundfile.write(folder / name, samples, SAMPLE_RATE_HZ)
    return folder / name


def test_real_clips_come_as_they_are_and_with_pauses_in_their_rests(tmp_path: Path) -> None:
    examples = [
        Example(audio=clip(tmp_path, "a.wav", words(0.5, 0.4, 0.3)), speaker="anna", split="train"),
        Example(audio=clip(tmp_path, "b.wav", words(0.6)), speaker="bob", split="valid"),
        Example(text="no sound"),
    ]
    *found, other = real({"an4": examples})
    assert [stream.name for stream in found] == ["an4-a-0", "an4-a-1", "an4-a-2"]
    assert [len(stream.clip.pauses_s) for stream in found] == [0, 1, 2]
    assert {(stream.corpus, stream.split, stream.speaker) for stream in found} == {("an4", "train", "anna")}
    for stream in found:
        for begin_s, end_s in stream.clip.pauses_s:
            assert PAUSES_S[0] <= round(end_s - begin_s, 2) <= PAUSES_S[1]
            assert 0.3 <= round(stream.clip.to_come_s(end_s), 2) <= 0.7
    assert other.name == "an4-b-0" and other.clip.pauses_s == ()
    again = next(real({"an4": examples}))
    assert np.array_equal(again.clip.samples, found[0].clip.samples)


def test_sentences_are_spoken_by_the_voices_of_their_split() -> None:
    texts = [f"turn on the {place} number {n}" for place in ("hall", "kitchen", "attic") for n in range(60)]
    voices = {split: Teller(f"voice:{split}") for split in ("train", "valid", "test")}
    found = list(spoken(texts, voices, {"train": 12, "valid": 3, "test": 3}))  # type: ignore[arg-type]
    assert {stream.speaker for stream in found if stream.split == "train"} == {"voice:train"}
    assert sum(stream.split == "train" for stream in found) == 36
    assert len({stream.name for stream in found}) == len(found)
    assert all(len(stream.clip.pauses_s) == int(stream.name[-1]) for stream in found)
    assert all(stream.clip.to_come_s(end_s) >= 0.1 for stream in found for _, end_s in stream.clip.pauses_s)
    said = [said for cast in voices.values() for said in cast.said]
    assert any(each.endswith(("um,", "uh,", "er,")) for each in said)


def test_a_single_word_has_no_pause() -> None:
    voices = {split: Teller("voice") for split in ("train", "valid", "test")}
    texts = [f"stop{n}" for n in range(60)]
    found = list(spoken(texts, voices, {"train": 9, "valid": 9, "test": 9}))  # type: ignore[arg-type]
    assert found and all(stream.name.endswith("-0") for stream in found)


def test_what_a_voice_cannot_say_is_left_out() -> None:
    voices = {split: Teller("voice", mute=True) for split in ("train", "valid", "test")}
    assert not list(spoken(["turn on the light"], voices, {"train": 9, "valid": 9, "test": 9}))  # type: ignore[arg-type]


def test_an_eighth_of_the_training_sentences_is_for_the_sound() -> None:
    share = np.mean([is_for_sound(f"sentence about topic{n}") for n in range(800)])
    assert 0.09 < share < 0.16
