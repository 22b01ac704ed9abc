from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from models.errors import ConfigError
from training.config import kind, read


class Small(BaseModel):
    model_config = ConfigDict(extra="forbid")
    epochs: int = 1
    name: str = ""


def test_a_configuration_is_read_with_its_defaults(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text("epochs = 3\n")
    assert read(path, Small) == Small(epochs=3) and kind(path) == ""
    path.write_text('kind = "wav2vec2"\n')
    assert kind(path) == "wav2vec2"


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text('epochs = "many"\ncolour = "red"\n')
    with pytest.raises(ConfigError, match=r"epochs: .*; colour: extra inputs are not permitted") as error:
        read(path, Small)
    assert str(path) in str(error.value)


@pytest.mark.parametrize("content", [None, b"epochs = ", b"\xff"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "small.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match="cannot be read as a configuration"):
        read(path, Small)
