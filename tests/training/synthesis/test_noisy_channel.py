"""Re-recognized text: spoken, recognized, relabelled, and resumed after an interruption."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from models.manifest import Example, SlotLabel, Split
from models.types import Hypothesis, Samples, Transcript
from training.recognizer.augment import AugmentConfig, Augmenter
from training.synthesis import Cast, noisy_channel
from training.synthesis.noisy_channel import Hypotheses, HypothesisCache, NoisyChannel, relabel


class Parrot:
    """Recognizes the given texts in every sound, and keeps the sounds."""

    def __init__(self, *texts: str) -> None:
        self.texts, self.sounds = texts, list[Samples]()

    def transcribe(self, samples: Samples) -> Transcript | None:
        self.sounds.append(samples)
        alternatives = tuple(Hypothesis(text, 0.5) for text in self.texts)
        return Transcript(self.texts[0], 0.5, alternatives=alternatives) if self.texts else None


def channel(parrot: Parrot) -> NoisyChannel:
    others = Cast(["espeak:en-us"])
    own = Cast(["espeak"], without=others.voices)
    return NoisyChannel(parrot, "parrot", own, others, Augmenter(AugmentConfig(codec=0.0)))


def example(text: str = "a small mocha please", split: Split = "train") -> Example:
    start = text.index("mocha")
    slots = (SlotLabel("drink", "mocha", start, start + 5),)
    return Example(text=text, intent="order", slots=slots, split=split)


def test_sentences_are_spoken_and_recognized(tmp_path: Path) -> None:
    parrot = Parrot("A small marker please.", "A small mocha, please.")
    ((said, found),) = noisy_channel.recognize(
        [example()], channel(parrot), HypothesisCache(tmp_path / "notes.jsonl")
    )
    assert found.texts == ("A small marker please.", "A small mocha, please.")
    assert len(parrot.sounds) == 1 and np.abs(parrot.sounds[0]).max() > 0.01
    (line,) = relabel(said, found)
    assert line.text == "A small marker please." and line.intent == "order" and line.audio is None
    assert line.slots == (SlotLabel("drink", "mocha", 8, 14),)


def test_scored_sentences_have_other_voices(tmp_path: Path) -> None:
    examples = [example(f"{n} mocha please", split) for n in range(8) for split in ("train", "test")]
    found = list(
        noisy_channel.recognize(examples, channel(Parrot("x")), HypothesisCache(tmp_path / "notes.jsonl"))
    )
    voices = {s: {h.speaker for e, h in found if e.split == s} for s in ("train", "test")}
    assert voices["test"] == {"espeak:en-us"}
    assert not voices["train"] & voices["test"]


def test_an_interrupted_run_resumes(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    examples = [example(f"{n} mocha please") for n in range(4)]
    interrupted = noisy_channel.recognize(examples, channel(Parrot("one")), HypothesisCache(path))
    first = [next(interrupted)[1] for _ in range(3)]
    # killed while it wrote the third
    path.write_bytes(path.read_bytes()[:-9])
    parrot = Parrot("two")
    found = [h for _, h in noisy_channel.recognize(examples, channel(parrot), HypothesisCache(path))]
    assert found[:2] == first[:2]
    assert [h.texts for h in found] == [("one",), ("one",), ("two",), ("two",)]
    assert len(parrot.sounds) == 2
    assert [h for _, h in noisy_channel.recognize(examples, channel(parrot), HypothesisCache(path))] == found


def test_another_recognizer_has_its_own_results(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    list(noisy_channel.recognize([example()], channel(Parrot("one")), HypothesisCache(path)))
    other = dataclasses.replace(channel(Parrot("two")), name="another")
    ((_, found),) = noisy_channel.recognize([example()], other, HypothesisCache(path))
    assert found.texts == ("two",)


def test_a_recording_is_recognized_itself(tmp_path: Path) -> None:
    import soundfile

    sound = tmp_path / "order.wav"
    soundfile.write(sound, np.sin(np.arange(16_000) / 20).astype(np.float32) * 0.3, 16_000)
    recorded = dataclasses.replace(example(), audio=sound, speaker="anna")
    ((_, found),) = noisy_channel.recognize(
        [recorded], channel(Parrot("hm")), HypothesisCache(tmp_path / "notes.jsonl")
    )
    assert found.speaker == "anna"


def test_training_examples_differ_from_the_text_and_are_near_it() -> None:
    near = ("A small mocha, please!", "A small marker, please.", "a small marker please")
    texts = (*near, "Thank you.", "...")
    lines = list(relabel(example(), Hypotheses("v", texts)))
    assert [line.text for line in lines] == ["A small marker, please."]


@pytest.mark.parametrize("texts", [("Thank you.", "A small mocha."), ("A small mocha please.",)])
def test_a_scored_example_is_the_likeliest_hypothesis_however_distant(texts: tuple[str, ...]) -> None:
    (line,) = relabel(example(split="test"), Hypotheses("v", texts))
    assert line.text == texts[0] and line.split == "test"


def test_no_recognized_speech_gives_no_example(tmp_path: Path) -> None:
    ((said, found),) = noisy_channel.recognize(
        [example()], channel(Parrot()), HypothesisCache(tmp_path / "notes.jsonl")
    )
    assert found.texts == () and not list(relabel(said, found))


def test_the_draw_keeps_to_the_splits() -> None:
    examples = [example(f"{n} mocha please", "test" if n % 2 else "train") for n in range(20)]
    drawn = noisy_channel.sample(examples, {"train": 3}, seed=0)
    assert sum(e.split == "train" for e in drawn) == 3
    assert sum(e.split == "test" for e in drawn) == 10
    assert drawn == noisy_channel.sample(examples[::-1], {"train": 3}, seed=0)
