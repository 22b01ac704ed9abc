import pytest

from training.config import CONFIGS, kind, read
from training.recognizer.wav2vec2.config import CtcConfig


def test_the_committed_configuration_can_be_read() -> None:
    assert kind(CONFIGS / "digits.toml") == "wav2vec2"
    assert read(CONFIGS / "digits.toml", CtcConfig).base == ""
    with pytest.raises(ValueError, match="equally long"):
        CtcConfig.model_validate({"kind": "wav2vec2", "network": {"conv_dim": [8]}})


def test_the_width_must_fit_the_heads() -> None:
    with pytest.raises(ValueError, match="divisible"):
        CtcConfig.model_validate({"kind": "wav2vec2", "network": {"width": 30, "heads": 4}})
