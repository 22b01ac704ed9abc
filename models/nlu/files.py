"""The names of a classifier checkpoint's files. Knows no format."""

from pathlib import Path

DESCRIPTION, DOMAIN = "classifier.json", "domain.json"
HEADS = "heads.safetensors"
ONNX = "classifier.onnx"
TOKENIZER = "tokenizer.json"


def encoder_of(folder: Path) -> Path | None:
    """The folder itself where it was exported with its encoder and tokenizer; None for an adapter."""
    return folder if (folder / TOKENIZER).is_file() else None
