"""Every committed configuration of a generator is valid."""

import pytest
from pydantic import ValidationError

from training.config import CONFIGS, read
from training.generator.config import GeneratorConfig


@pytest.mark.parametrize("name", ["generator", "smoke/generator"])
def test_committed_configurations_are_read(name: str) -> None:
    assert read(CONFIGS / f"{name}.toml", GeneratorConfig).base == "smollm2-135m-instruct"


def test_unknown_options_are_refused() -> None:
    with pytest.raises(ValidationError, match="smoothing"):
        GeneratorConfig.model_validate({"smoothing": 0.1})
