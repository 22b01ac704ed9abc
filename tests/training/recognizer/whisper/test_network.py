"""The weights that each mode trains, and outputs at the labelled places alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from training.recognizer.whisper.config import LoraConfig, Mode
from training.recognizer.whisper.network import load

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:transformers")
LORA = LoraConfig(rank=2, alpha=4, dropout=0.0)


@pytest.mark.parametrize(
    ("mode", "encoder", "decoder"),
    [("lora", True, True), ("frozen_encoder", False, True), ("full", True, True)],
)
def test_each_mode_trains_its_weights(tiny_whisper: Path, mode: Mode, encoder: bool, decoder: bool) -> None:
    model = load(tiny_whisper, mode, LORA)
    trained = {name for name, p in model.named_parameters() if p.requires_grad}
    assert any(".encoder." in name for name in trained) == encoder
    assert any(".decoder." in name for name in trained) == decoder
    assert model.adapted == (mode != "full") == all("lora_" in name for name in trained)
    assert not any("encoder.embed_positions" in name for name in trained)


def test_features_and_their_encoder_states_give_the_same_outputs(tiny_whisper: Path) -> None:
    model = load(tiny_whisper, "lora", LORA).eval()
    features = torch.randn(2, 80, 60, generator=torch.Generator().manual_seed(0))
    tokens = torch.tensor([[1, 2, 3], [4, 5, 6]])
    labelled = torch.tensor([[True, False, True], [False, True, False]])
    with torch.no_grad():
        whole, kept = model(features, tokens, labelled), model(model.encode(features), tokens, labelled)
    assert whole.logits.shape == (3, model.model.config.vocab_size)
    assert whole.hidden.shape == (3, model.model.config.d_model)
    torch.testing.assert_close(whole.logits, kept.logits)
