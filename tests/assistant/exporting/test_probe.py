"""Answers, times and memory of models in another process."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.config import Config
from assistant.exporting import probe
from assistant.exporting.probe import ProbeRequest
from models.errors import AssistantError
from models.types import Command, Slot, Understanding


def test_all_three_models_are_asked(tiny_bundle: Path, session_home: Path, tmp_path: Path) -> None:
    soundfile.write(
        tmp_path / "a.wav", np.random.default_rng(0).normal(0, 0.2, 8000).astype(np.float32), 16_000
    )
    request = ProbeRequest(
        config=Config(bundle=str(tiny_bundle), device="cpu", engine="torch"),
        parts=("recognizer", "classifier", "generator"), sentences=("turn the light on", "hello"),
        sounds=(tmp_path / "a.wav",),
    )  # fmt: skip
    found = probe.measure(request)
    assert len(found.recognizer) == 1 and len(found.classifier) == len(found.generator) == 2
    assert found.milliseconds.keys() == {"recognizer", "classifier", "generator"}
    assert min(found.milliseconds.values()) > 0
    assert found.memory_mb is not None and found.memory_mb > 50


def test_a_process_of_its_own_answers_alike(tiny_bundle: Path) -> None:
    request = ProbeRequest(
        config=Config(bundle=str(tiny_bundle), device="cpu", engine="torch"),
        parts=("classifier",), sentences=("turn the light on",),
    )  # fmt: skip
    found = probe.probe(request)
    assert found.classifier == probe.measure(request).classifier
    assert found.recognizer == [] and found.generator == []


def test_a_model_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    request = ProbeRequest(
        config=Config(classifier_dir=str(tmp_path), device="cpu"), parts=("classifier",), sentences=("a",)
    )
    with pytest.raises(AssistantError, match=r"classifier\.json"):
        probe.probe(request)


def test_commands_hold_what_decides() -> None:
    slot = Slot("place", "kitchen", "kitchen", 3, 10)
    one = Command("in kitchen", 0, 10, intent="lights_on", decision="act", slots=(slot,))
    told = json.loads(probe.commands(Understanding("in kitchen", commands=(one,))))
    assert told == [["lights_on", "act", "request", [["place", 3, 10]]]]
