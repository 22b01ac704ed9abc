import pytest
from pydantic import ValidationError

from training.config import CONFIGS, read
from training.recognizer.whisper.config import RecognizerConfig


@pytest.mark.parametrize("file", ["recognizer.toml", "smoke/recognizer.toml"])
def test_the_committed_configurations_can_be_read(file: str) -> None:
    config = read(CONFIGS / file, RecognizerConfig)
    assert config.kind == "whisper" and config.base == "whisper-base" and config.mode == "lora"


@pytest.mark.parametrize("wrong", [{"mode": "half"}, {"padding_frames": 3001}, {"runs": 2}])
def test_other_keys_and_values_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        RecognizerConfig.model_validate(wrong)
