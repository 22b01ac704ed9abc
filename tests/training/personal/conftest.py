"""An owner whose words are tones, with a tiny Whisper and a tiny classifier to begin from."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models import recordings
from models.asr.whisper import short_context
from models.asr.whisper.short_context import ShortContext
from models.bundles import bundle
from models.manifest import Example
from tests.models.asr.whisper.conftest import tiny_whisper  # noqa: F401 - fixture
from tests.training.classifier.conftest import sentences, tiny_base  # noqa: F401 - fixture
from tests.training.recognizer.conftest import tone
from training.personal.config import PersonalConfig

COMMANDS = {"turn on the light": 300.0, "turn off the light": 700.0, "sing a song": 1500.0}
INTENTS = {"turn on the light": "lights_on", "turn off the light": "lights_off", "sing a song": "sing"}


@pytest.fixture
def recorded() -> Callable[..., list[Example]]:
    """Say so many commands into the owner's recordings; `sing` is an intent that nothing knows yet."""

    def record(n: int, *, labelled: bool = True) -> list[Example]:
        texts, when = list(COMMANDS), datetime(2026, 11, 22, 19, 30)
        made = []
        for i in range(n):
            text = texts[i % len(texts)]
            sound = recordings.keep_sound(
                tone(COMMANDS[text], 0.5 + 0.02 * i, i), when + timedelta(seconds=i)
            )
            made.append(
                Example(
                    text=text,
                    audio=sound,
                    speaker="owner",
                    intent=INTENTS[text] if labelled else None,
                    slots=(),
                )
            )
        recordings.append(made)
        return made

    return record


@pytest.fixture
def settings() -> PersonalConfig:
    """Seconds instead of minutes."""
    return PersonalConfig.model_validate(
        {
            "voices": ["espeak"], "general_held": 2, "curve": [4], "margin": 10.0,
            "recognizer": {
                "copies": 1, "passes": 1, "least_steps": 2, "general": 4,
                "lora": {"rank": 4, "alpha": 8, "dropout": 0.0},
                "trainer": {"batch_size": 4, "learning_rate": 1e-3},
            },
            "classifier": {
                "general": 10,
                "trainer": {"epochs": 2, "batch_size": 16, "learning_rate": 1e-3, "head_learning_rate": 1e-2},
            },
        }
    )  # fmt: skip


@pytest.fixture
def in_use(tiny_whisper: Path, tiny_base: Path, tmp_path: Path) -> bundle.Bundle:  # noqa: F811
    """A bundle of tiny models."""
    from models import manifest
    from training.classifier import recipe
    from training.classifier.config import ClassifierConfig

    manifest.write(tmp_path / "lights.jsonl", sentences())
    folder = tmp_path / "tiny-bundle"
    shutil.copytree(tiny_whisper, folder / "recognizer")
    asked = ShortContext(padding_frames=30, silent_states=0, resting_states=0, trained=True)
    (folder / "recognizer" / short_context.FILE).write_text(asked.model_dump_json())
    config = ClassifierConfig.model_validate(
        {
            "base": str(tiny_base), "adapter_rank": 16,
            "trainer": {"epochs": 2, "learning_rate": 3e-3, "head_learning_rate": 3e-2},
        }
    )  # fmt: skip
    recipe.main(config, [tmp_path / "lights.jsonl"], folder / "classifier", on="cpu")
    (folder / bundle.FILE).write_text(
        'name = "tiny"\nversion = "1"\nrecognizer = "recognizer"\nclassifier = "classifier"\n'
        'generator = "smollm2-135m-instruct"\n'
    )
    return bundle.read(folder)
