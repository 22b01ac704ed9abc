"""No library looks anything up on a hub, or warns, while adapters are written, read, merged and converted."""

from __future__ import annotations

import socket
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from peft import PeftModel

from models import asr, lm
from models.checkpoint import merge_adapter
from models.nlu import adapter
from models.nlu.joint_bert import load_encoder
from models.weights import store
from training.generator import recipe as generator_recipe
from training.generator.config import GeneratorConfig
from training.recognizer.whisper import network
from training.recognizer.whisper import recipe as recognizer_recipe
from training.recognizer.whisper.config import RecognizerConfig

HUB_ID = "someone/some-model"


@pytest.fixture(autouse=True)
def lookups(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Connection attempts, all refused; asserted at the end, since libraries swallow the error."""
    tried: list[object] = []

    def refuse(*arguments: object, **_: object) -> None:
        tried.append(arguments)
        raise OSError("no network in this test")

    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    yield tried
    assert not tried


@pytest.fixture(autouse=True)
def no_warnings() -> Iterator[None]:
    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always")
        yield
    # deprecations concern the libraries among themselves; the command line sends them to the log
    others = [each for each in raised if not issubclass(each.category, FutureWarning | DeprecationWarning)]
    assert not [str(each.message) for each in others]


def test_a_recognizers_adapter(tiny_whisper: Path, tmp_path: Path) -> None:
    config = RecognizerConfig(base=str(tiny_whisper))
    model = network.load(tiny_whisper, "lora", config.lora)
    # as in an adapter that continues another one, trained on another machine
    model.whisper.peft_config["default"].base_model_name_or_path = HUB_ID
    saved = recognizer_recipe.save(config, model, tmp_path / "adapter")
    assert store.adapter_base(saved) == str(tiny_whisper)
    assert asr.load(str(saved), device="cpu", engine="torch")
    assert (store.engine(saved, "whisper") / "model.bin").exists()


def test_a_generators_adapter(tiny_gpt: Path, tmp_path: Path) -> None:
    config, saved = GeneratorConfig(base=str(tiny_gpt)), tmp_path / "adapter"
    model = generator_recipe.build(tiny_gpt, config)
    model.peft_config["default"].base_model_name_or_path = HUB_ID
    generator_recipe.finish(config, model, saved)
    assert store.adapter_base(saved) == str(tiny_gpt)
    assert lm.load(str(saved), device="cpu", engine="torch")
    assert (store.engine(saved, "gpt") / "model.bin").exists()


def test_a_classifiers_adapter(tiny_bert: Path, tmp_path: Path) -> None:
    encoder = load_encoder(tiny_bert)
    before = encoder.state_dict()
    changed = {name: value + 0.01 for name, value in before.items()}
    factors = adapter.factorise(before, changed, rank=2)
    matrices = {name: value for name, value in factors.items() if "embeddings" not in name}
    adapter.write(tmp_path, str(tiny_bert), matrices, {}, 2)
    merge_adapter(encoder, tmp_path)
    assert (store.engine(tmp_path, "bert") / "model.bin").exists()


def test_an_adapter_whose_base_is_not_here_is_continued(tiny_whisper: Path, tmp_path: Path) -> None:
    config = RecognizerConfig(base=str(tiny_whisper))
    first = network.load(tiny_whisper, "lora", config.lora)
    saved = recognizer_recipe.save(config, first, tmp_path / "first")
    settings = saved / "adapter_config.json"
    settings.write_text(settings.read_text("utf-8").replace(str(tiny_whisper), HUB_ID), "utf-8")
    whole = network.load(tiny_whisper, "full", config.lora)
    continued = PeftModel.from_pretrained(whole.whisper, str(saved), is_trainable=True)
    again = recognizer_recipe.save(config, network.RecognizerNetwork(continued), tmp_path / "again")
    assert store.adapter_base(again) == str(tiny_whisper)
