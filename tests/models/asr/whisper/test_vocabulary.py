"""Whisper's prompt and text tokens."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.asr.whisper.vocabulary import WhisperVocabulary
from models.errors import CheckpointError, ConfigError


def test_the_prompt_names_language_and_task(tiny_whisper: Path) -> None:
    assert WhisperVocabulary(tiny_whisper).prompt("zh") == (6, 8, 10, 14)


def test_the_prompt_of_an_english_model_names_no_language(english_whisper: Path) -> None:
    vocabulary = WhisperVocabulary(english_whisper)
    assert vocabulary.prompt("en") == (6, 14)
    with pytest.raises(ConfigError, match="English only"):
        vocabulary.prompt("zh")


@pytest.mark.parametrize("language", ["xx", "transcribe", "endoftext", ""])
def test_an_unknown_language_is_an_error(tiny_whisper: Path, language: str) -> None:
    with pytest.raises(ConfigError, match="no language"):
        WhisperVocabulary(tiny_whisper).prompt(language)


def test_suppressed_tokens(tiny_whisper: Path) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    assert vocabulary.end not in vocabulary.suppressed
    assert {1, 6, 8, 14, 15, 1515} <= set(vocabulary.suppressed)
    assert vocabulary.suppressed_first == (0, 5)
    assert vocabulary.no_speech == 13


def test_text_has_no_special_tokens_and_no_outer_spaces(tiny_whisper: Path) -> None:
    assert WhisperVocabulary(tiny_whisper).text([4, 3, 5, 14]) == "taa"


def test_a_folder_without_a_tokenizer(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"no tokenizer\.json"):
        WhisperVocabulary(tmp_path)


def test_text_becomes_tokens_and_text_again(tiny_whisper: Path) -> None:
    vocabulary = WhisperVocabulary(tiny_whisper)
    assert vocabulary.text(vocabulary.tokens("ta ta")) == "ta ta"
    assert vocabulary.tokens("") == ()
