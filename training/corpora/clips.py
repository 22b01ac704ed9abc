"""General speech with known text, and room impulse responses: small pieces of several open collections.

Download: https://github.com/ggml-org/whisper.cpp (`samples/jfk.wav`),
https://github.com/cmusphinx/pocketsphinx (`test/data/librivox`, `test/data/cards`),
https://github.com/speechbrain/speechbrain and https://github.com/lhotse-speech/lhotse (impulse responses);
listed in `manifest.jsonl` (file, text, lang, kind).
Licence: each its own, as its origin says; jfk and LibriVox are in the public domain.

`clips` is the English speech with known text, all test: a fine-tuned recognizer must not have forgotten it.
`clips-rooms` is the impulse responses without text, all train.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from models.manifest import Example
from training.corpora import rows


class _Row(BaseModel):
    file: str
    text: str | None
    lang: str
    kind: str


def convert(source: Path) -> Iterator[Example]:
    """The folder → English speech with its text.

    Raises:
        DataError: a missing manifest or an invalid line.
    """
    for _, row in rows.read(source / "manifest.jsonl", _Row):
        if row.kind == "speech" and row.lang == "en" and row.text:
            yield Example(text=row.text, audio=source / row.file, split="test")


def convert_rooms(source: Path) -> Iterator[Example]:
    """The folder → impulse responses of rooms, without text."""
    for _, row in rows.read(source / "manifest.jsonl", _Row):
        if row.kind == "rir":
            yield Example(audio=source / row.file, split="train")
