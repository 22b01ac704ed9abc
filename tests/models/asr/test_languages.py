"""Which checkpoint hears a language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.asr import languages
from models.asr.whisper import short_context
from models.asr.whisper.short_context import ShortContext


@pytest.fixture
def recognizer(tmp_path: Path) -> Path:
    """An adapter trained on English."""
    folder = tmp_path / "recognizer"
    folder.mkdir()
    (folder / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": "whisper-base"}))
    (folder / "adapter_model.safetensors").touch()
    (folder / short_context.FILE).write_text(ShortContext(trained=True, language="en").model_dump_json())
    return folder


def test_an_adapter_hears_the_language_that_it_was_trained_on_and_its_base_any_other(
    recognizer: Path,
) -> None:
    assert languages.checkpoint(str(recognizer), "en") == str(recognizer)
    assert languages.checkpoint(str(recognizer), "zh") == "whisper-base"


def test_a_language_with_a_checkpoint_of_its_own_is_heard_by_that(recognizer: Path) -> None:
    own = languages.own_folder(recognizer, "zh")
    own.mkdir(parents=True)
    assert languages.checkpoint(str(recognizer), "zh") == str(own)
    assert languages.checkpoint(str(recognizer), "de") == "whisper-base"


def test_what_names_no_language_hears_every_one(recognizer: Path, tiny_whisper: Path) -> None:
    (recognizer / short_context.FILE).write_text(ShortContext(trained=True).model_dump_json())
    for name in (str(recognizer), str(tiny_whisper), "whisper-base"):
        assert languages.checkpoint(name, "zh") == name
