"""Personal training of a Whisper: the start, rehearsal in turn, and the same start for every owner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from models.asr import languages
from models.asr.whisper import confidence, short_context
from models.asr.whisper.confidence import Calibration
from models.asr.whisper.features import FULL_FRAMES
from models.asr.whisper.short_context import ShortContext
from models.bundles import bundle
from models.checkpoint import ADAPTER
from models.manifest import Example
from training.personal.config import PersonalConfig
from training.personal.recognizer import (
    PersonalTrainer,
    RehearsalBatches,
    is_whisper,
    read_start,
    save_recognizer,
)
from training.trainer.sharding import Batch

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")


class Numbers:
    """Batches that tell their source, pass and number."""

    def __init__(self, source: int, n: int) -> None:
        self._source, self._n, self._epoch = source, n, 0

    def set_epoch(self, epoch: int) -> None:
        self._epoch = epoch

    def __len__(self) -> int:
        return self._n

    def __getitem__(self, number: int) -> Batch:
        return {"which": torch.tensor([self._source, self._epoch, number])}


def test_recordings_alone_are_batches_too() -> None:
    batches = RehearsalBatches(Numbers(0, 2), None, passes=2, least=1)  # type: ignore[arg-type]
    assert [batches[i]["which"].tolist() for i in range(len(batches))] == [
        [0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1],
    ]  # fmt: skip
    assert batches.kinds == 1


def test_recordings_and_general_speech_take_turns() -> None:
    batches = RehearsalBatches(Numbers(0, 2), Numbers(1, 3), passes=2, least=1)  # type: ignore[arg-type]
    drawn = [batches[i]["which"].tolist() for i in range(len(batches))]
    assert drawn == [[0, 0, 0], [1, 0, 0], [0, 0, 1], [1, 0, 1], [0, 1, 0], [1, 0, 2], [0, 1, 1], [1, 1, 0]]
    assert len(RehearsalBatches(Numbers(0, 2), Numbers(1, 3), 1, least=20)) == 40  # type: ignore[arg-type]


def test_the_start_is_a_base_or_an_adapter_over_one(tiny_whisper: Path, in_use: bundle.Bundle) -> None:
    base = read_start(str(tiny_whisper))
    assert base.base == tiny_whisper and base.adapter is None and is_whisper(str(tiny_whisper))
    assert base.padding_frames == FULL_FRAMES
    assert read_start(in_use.recognizer).padding_frames == 30


def test_every_owner_begins_from_the_start_and_the_adapter_is_read_back(
    recorded: Callable[..., list[Example]], personal_settings: PersonalConfig, in_use: bundle.Bundle,
    tmp_path: Path,
) -> None:  # fmt: skip
    calibration = Calibration(weight=-1.0, bias=0.5)
    (Path(in_use.recognizer) / confidence.FILE).write_text(calibration.model_dump_json())
    own, start = recorded(4), read_start(in_use.recognizer)
    trainer = PersonalTrainer(personal_settings.recognizer, start, own[:2], on="cpu")
    first = {n: p.clone() for n, p in trainer.fit(own, tmp_path / "a").named_parameters()}
    trainer.fit(own[2:], tmp_path / "b")
    again = dict(trainer.fit(own, tmp_path / "c").named_parameters())
    assert all(torch.equal(weight, again[name]) for name, weight in first.items())
    made = save_recognizer(start, trainer.model, tmp_path / "recognizer")
    assert read_start(str(made)).base == start.base and read_start(str(made)).context == start.context
    assert read_start(str(made)).calibration == calibration
    learned = {n: p.clone() for n, p in trainer.model.named_parameters()}
    trainer.blend(0.5)
    half = dict(trainer.model.named_parameters())
    moved = [n for n, p in learned.items() if "lora_B" in n and p.any()]
    assert moved and all(torch.allclose(half[n], learned[n] / 2) for n in moved)
    trainer.blend(1.0)
    assert all(torch.equal(half[n], learned[n]) for n in moved)
    trainer.reset()
    untrained = [n for n, p in trainer.model.named_parameters() if "lora_B" in n and not p.any()]
    assert untrained and any(first[n].any() for n in untrained)


def test_a_further_language_gets_an_adapter_of_its_own_beside_the_first(
    recorded: Callable[..., list[Example]], personal_settings: PersonalConfig, tiny_whisper: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    chinese = [replace(e, language="zh") for e in recorded(4)]
    first = read_start(str(tiny_whisper))
    english = PersonalTrainer(personal_settings.recognizer, first, chinese[:1], on="cpu")
    folder = save_recognizer(first, english.model, tmp_path / "english")
    context = ShortContext(padding_frames=30, silent_states=0, resting_states=0, trained=True, language="en")
    (folder / short_context.FILE).write_text(context.model_dump_json())
    before = (folder / ADAPTER).read_bytes()

    start = read_start(str(folder), "zh")
    assert start.learns_encoder and start.adapter is None and start.context == ShortContext()
    trainer = PersonalTrainer(personal_settings.recognizer, start, chinese[:2], on="cpu")
    learned = dict(trainer.fit(chinese, tmp_path / "run").named_parameters())
    assert any("encoder" in n and "lora_B" in n and p.any() for n, p in learned.items())
    made = save_recognizer(start, trainer.model, tmp_path / "both")

    assert (made / ADAPTER).read_bytes() == before
    again = read_start(str(made), "zh")
    assert again.adapter == languages.own_folder(made, "zh") and not again.learns_encoder
    assert again.context.trained and again.context.language == "zh"
    assert read_start(str(made), "en").adapter == made
    further = save_recognizer(read_start(str(made)), english.model, tmp_path / "more")
    assert languages.own_folder(further, "zh").is_dir()
