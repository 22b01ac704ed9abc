"""A classifier's folder with or without its encoder."""

from pathlib import Path

from models.nlu.files import TOKENIZER, encoder_of


def test_a_folder_with_a_tokenizer_holds_its_encoder(tmp_path: Path) -> None:
    assert encoder_of(tmp_path) is None
    (tmp_path / TOKENIZER).touch()
    assert encoder_of(tmp_path) == tmp_path
