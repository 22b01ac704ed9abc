"""Short context: how little sound a checkpoint needs. A property of its training, kept beside its weights."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from models.checkpoint import read_settings

FILE = "short_context.json"


class ShortContext(BaseModel):
    """The padding after the utterance's own frames, in place of silence up to 30 s."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    padding_frames: int = Field(default=100, ge=0, le=3000)
    """Frames of silence, 10 ms each, for the encoder after the utterance."""
    silent_states: int = Field(default=600, ge=0, le=1500)
    """States of silence, 20 ms each, for the decoder after the encoder's; computed once. An untouched Whisper
    repeats itself without them; one fine-tuned on short context needs none."""
    resting_states: int = Field(default=64, ge=0, le=1500)
    """Further states of silence for the decoder: the shortest vectors of the rest, where an untouched Whisper
    puts more than half of its attention."""
    trained: bool = False
    """Whether the checkpoint was trained on short context and on sounds without speech. An uncertain decoding
    is then repeated with a wider beam; an untouched Whisper needs its 30 s for that."""
    language: str | None = None
    """The language that the checkpoint was trained on, ISO 639-1; None for any."""


def read(folder: Path) -> ShortContext:
    """The settings in a checkpoint's folder; those of an untouched Whisper where it has none.

    Raises:
        CheckpointError: the file holds other settings.
    """
    file = folder / FILE
    if not file.exists():
        return ShortContext()
    return read_settings(ShortContext, file, "these settings make no sense")
