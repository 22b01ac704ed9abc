"""Every committed configuration of a classifier is valid."""

import pytest
from pydantic import ValidationError

from training.classifier.config import ClassifierConfig, CrossFitting
from training.config import CONFIGS, read


@pytest.mark.parametrize("name", ["classifier", "domain", "crossfit", "smoke/classifier"])
def test_committed_configurations_are_read(name: str) -> None:
    assert read(CONFIGS / f"{name}.toml", ClassifierConfig).base == "minilm-l6-v2"


def test_unknown_options_and_heads_are_refused() -> None:
    with pytest.raises(ValidationError, match="act_precision"):
        ClassifierConfig.model_validate({"act_precision": 0.9})
    with pytest.raises(ValidationError, match="loss_weights"):
        ClassifierConfig.model_validate({"loss_weights": {"mood": 1.0}})
    with pytest.raises(ValidationError, match="folds"):
        CrossFitting(manifests=("a",), folds=1)
    with pytest.raises(ValidationError, match="dialogues"):
        ClassifierConfig.model_validate({"dialogues": True})
