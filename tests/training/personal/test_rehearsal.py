"""General speech and sentences: the same on every machine, and apart from those that prove a model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from models.text.normalise import normalise
from training.personal.rehearsal import SPOKEN, first, general_sentences, rehearsal_speech, split_voices


def test_sentences_to_learn_from_and_to_score_on_are_apart() -> None:
    learned, held = general_sentences()
    assert len(learned) > len(held) > 40
    assert not {normalise(e.text or "") for e in learned} & {normalise(e.text or "") for e in held}


def test_the_choice_does_not_depend_on_the_order() -> None:
    learned, _ = general_sentences()
    assert first(learned, 5) == first(learned[::-1], 5) and len(first(learned[:3], 5)) == 3


def test_the_voices_of_the_proof_are_never_learned_from() -> None:
    learning, scoring = split_voices(["espeak"])
    assert scoring.voices and not {*learning.voices} & {*scoring.voices}


def test_a_single_voice_speaks_both() -> None:
    learning, scoring = split_voices(["espeak:en-us"])
    assert [*learning.voices] == [*scoring.voices] == ["espeak:en-us"]


def test_half_of_the_speech_comes_from_the_owners_manifests(tones: Callable[..., Path]) -> None:
    found = rehearsal_speech(4, 2, [tones()], ["espeak"])
    assert len(found.learned) == 4 and {name: len(clips) for name, clips in found.held.items()} == {
        "tones": 2, SPOKEN: 2,
    }  # fmt: skip
    assert sum(e.split == "train" and "tones" not in str(e.speaker) for e in found.learned) >= 2
    assert all(e.audio and e.audio.is_file() for e in found.learned)
    again = rehearsal_speech(4, 2, [tones()], ["espeak"])
    assert again == found
