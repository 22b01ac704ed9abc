"""What is heard joins what was said: spoken, recognized, labelled, and gone on with after a stop."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from models.manifest import Example, SlotLabel, Split
from models.types import Hypothesis, Samples, Transcript
from training.recognizer.augment import Augmenter
from training.recognizer.whisper.config import AugmentConfig
from training.synthesis import Cast, recognized
from training.synthesis.recognized import Hypotheses, HypothesisCache, NoisyChannel, examples_of


class Parrot:
    """Says the same about every sound, and counts."""

    def __init__(self, *texts: str) -> None:
        self.texts, self.sounds = texts, list[Samples]()

    def transcribe(self, samples: Samples) -> Transcript | None:
        self.sounds.append(samples)
        alternatives = tuple(Hypothesis(text, 0.5) for text in self.texts)
        return Transcript(self.texts[0], 0.5, alternatives=alternatives) if self.texts else None


def ear(parrot: Parrot) -> NoisyChannel:
    others = Cast(["espeak:en-us"])
    own = Cast(["espeak"], without=others.voices)
    return NoisyChannel(parrot, "parrot", own, others, Augmenter(AugmentConfig(codec=0.0)))


def example(text: str = "a small mocha please", split: Split = "train") -> Example:
    start = text.index("mocha")
    slots = (SlotLabel("drink", "mocha", start, start + 5),)
    return Example(text=text, intent="order", slots=slots, split=split)


def test_sentences_are_spoken_and_heard(tmp_path: Path) -> None:
    parrot = Parrot("A small marker please.", "A small mocha, please.")
    ((said, found),) = recognized.listen([example()], ear(parrot), HypothesisCache(tmp_path / "notes.jsonl"))
    assert found.texts == ("A small marker please.", "A small mocha, please.")
    assert len(parrot.sounds) == 1 and np.abs(parrot.sounds[0]).max() > 0.01
    (line,) = examples_of(said, found)
    assert line.text == "A small marker please." and line.intent == "order" and line.audio is None
    assert line.slots == (SlotLabel("drink", "mocha", 8, 14),)


def test_what_is_scored_on_has_other_voices(tmp_path: Path) -> None:
    examples = [example(f"{n} mocha please", split) for n in range(8) for split in ("train", "test")]
    found = list(recognized.listen(examples, ear(Parrot("x")), HypothesisCache(tmp_path / "notes.jsonl")))
    voices = {s: {h.speaker for e, h in found if e.split == s} for s in ("train", "test")}
    assert voices["test"] == {"espeak:en-us"}
    assert not voices["train"] & voices["test"]


def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    examples = [example(f"{n} mocha please") for n in range(4)]
    interrupted = recognized.listen(examples, ear(Parrot("one")), HypothesisCache(path))
    first = [next(interrupted)[1] for _ in range(3)]
    # killed while it wrote the third
    path.write_bytes(path.read_bytes()[:-9])
    parrot = Parrot("two")
    found = [h for _, h in recognized.listen(examples, ear(parrot), HypothesisCache(path))]
    assert found[:2] == first[:2]
    assert [h.texts for h in found] == [("one",), ("one",), ("two",), ("two",)]
    assert len(parrot.sounds) == 2
    assert [h for _, h in recognized.listen(examples, ear(parrot), HypothesisCache(path))] == found


def test_another_recognizer_listens_anew(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    list(recognized.listen([example()], ear(Parrot("one")), HypothesisCache(path)))
    other = dataclasses.replace(ear(Parrot("two")), name="another")
    ((_, found),) = recognized.listen([example()], other, HypothesisCache(path))
    assert found.texts == ("two",)


def test_a_recording_is_heard_itself(tmp_path: Path) -> None:
    import soundfile

    sound = tmp_path / "order.wav"
    soundfile.write(sound, np.sin(np.arange(16_000) / 20).astype(np.float32) * 0.3, 16_000)
    recorded = dataclasses.replace(example(), audio=sound, speaker="anna")
    ((_, found),) = recognized.listen(
        [recorded], ear(Parrot("hm")), HypothesisCache(tmp_path / "notes.jsonl")
    )
    assert found.speaker == "anna"


def test_only_what_differs_and_is_near_is_learnt_from() -> None:
    near = ("A small mocha, please!", "A small marker, please.", "a small marker please")
    texts = (*near, "Thank you.", "...")
    lines = list(examples_of(example(), Hypotheses("v", texts)))
    assert [line.text for line in lines] == ["A small marker, please."]


@pytest.mark.parametrize("texts", [("Thank you.", "A small mocha."), ("A small mocha please.",)])
def test_what_is_scored_on_is_the_likeliest_however_far(texts: tuple[str, ...]) -> None:
    (line,) = examples_of(example(split="test"), Hypotheses("v", texts))
    assert line.text == texts[0] and line.split == "test"


def test_nobody_heard_gives_no_line(tmp_path: Path) -> None:
    ((said, found),) = recognized.listen(
        [example()], ear(Parrot()), HypothesisCache(tmp_path / "notes.jsonl")
    )
    assert found.texts == () and not list(examples_of(said, found))


def test_the_draw_keeps_to_the_splits() -> None:
    examples = [example(f"{n} mocha please", "test" if n % 2 else "train") for n in range(20)]
    drawn = recognized.draw(examples, {"train": 3}, seed=0)
    assert sum(e.split == "train" for e in drawn) == 3
    assert sum(e.split == "test" for e in drawn) == 10
    assert drawn == recognized.draw(examples[::-1], {"train": 3}, seed=0)
