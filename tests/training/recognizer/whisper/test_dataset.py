"""Batches of Whisper: prompt, text and end; epochs by their number alone; sounds without speech."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch

from models.asr.whisper.vocabulary import WhisperVocabulary
from models.audio import SAMPLE_RATE_HZ
from training.recognizer.augment import AugmentConfig, Augmenter
from training.recognizer.clips import load, read_data
from training.recognizer.whisper.dataset import IGNORED, RecognizerDataset


def test_batches_hold_prompt_text_and_end(tiny_whisper: Path, tones: Callable[..., Path]) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    prompt = vocabulary.prompt("en")
    clips = load(read_data([tones()]).splits["train"])
    dataset = RecognizerDataset(clips, vocabulary, prompt, 80, batch_size=2, padding_frames=30)
    for batch in dataset:
        assert batch["features"].shape[2] % 2 == 0
        for tokens, labels, clip in zip(batch["tokens"], batch["labels"], batch["clip"], strict=True):
            language, *written = labels[labels != IGNORED].tolist()
            assert tuple(tokens[: len(prompt)].tolist()) == prompt
            assert language == prompt[1]
            assert written == [*vocabulary.tokens(clips[clip].text), vocabulary.end]
            # each label is the next token
            assert tokens[labels != IGNORED].tolist()[2:] == written[:-1]
    longest = max(clip.samples.size for clip in clips) // 160
    assert max(batch["features"].shape[2] for batch in dataset) in (longest + 30, longest + 31)


def test_an_epoch_is_the_same_whatever_came_before(tiny_whisper: Path, tones: Callable[..., Path]) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    clips = load(read_data([tones()]).splits["train"])

    def made(*epochs: int) -> list[dict[str, torch.Tensor]]:
        dataset = RecognizerDataset(
            clips, vocabulary, vocabulary.prompt("en"), 80, batch_size=4, padding_frames=30,
            per_epoch={"tones": 6}, augmenter=Augmenter(AugmentConfig()), joined=0.5,
        )  # fmt: skip
        for epoch in epochs:
            dataset.set_epoch(epoch)
        return list(dataset)

    for one, two in zip(made(0, 1, 2), made(2), strict=True):
        assert all(torch.equal(one[key], two[key]) for key in one)
    assert sum(len(batch["clip"]) for batch in made(1)) == 6


def test_a_sound_without_text_is_labelled_as_no_speech(
    tiny_whisper: Path, tones: Callable[..., Path]
) -> None:
    data, vocabulary = read_data([tones()]), WhisperVocabulary(tiny_whisper)
    (hum,) = load(data.noises)
    assert hum.manifest == "tones" and hum.samples.size == SAMPLE_RATE_HZ
    prompt = vocabulary.prompt("en")
    (batch,) = RecognizerDataset([hum], vocabulary, prompt, 80, batch_size=1, padding_frames=30)
    assert batch["labels"][0].tolist() == [vocabulary.no_speech, *[IGNORED] * (len(prompt) - 1)]


def test_each_text_has_the_prompt_and_the_spelling_of_its_language(
    tiny_whisper: Path, tones: Callable[..., Path]
) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    clips = load(read_data([tones()]).splits["train"])[:2]
    clips[1] = replace(clips[1], text="ab", example=replace(clips[1].example, language="zh"))
    dataset = RecognizerDataset(
        clips, vocabulary, vocabulary.prompt("en"), 80, batch_size=2, padding_frames=30,
        augmenter=Augmenter(AugmentConfig()), joined=1.0,
    )  # fmt: skip
    (batch,) = dataset
    prompts = {tuple(row[:4].tolist()) for row in batch["tokens"]}
    # none is joined with the other
    assert prompts == {vocabulary.prompt("en"), vocabulary.prompt("zh")}
    assert vocabulary.tokens("ab", "zh") != vocabulary.tokens("ab", "en") == vocabulary.tokens("ab")
