"""The checkpoint that a recognizer hears a language with.

What an adapter learned for one language may cost another, so that each has an adapter of its own over the
same base. The first lies in the recognizer's folder, further ones in `languages/<ISO 639-1>` within it; a
language without one is heard by the untouched base. Knows no network.
"""

from __future__ import annotations

from pathlib import Path

from models.asr.whisper import short_context
from models.checkpoint import adapter_base

FOLDER = "languages"


def own_folder(recognizer: Path, language: str) -> Path:
    """Where a recognizer keeps its checkpoint of a language that is not its first."""
    return recognizer / FOLDER / language


def checkpoint(name_or_dir: str, language: str) -> str:
    """The name or folder of the checkpoint that hears a language.

    A base by name, a whole checkpoint, and an adapter that names no language hear every language.

    Arguments:
        language: ISO 639-1.

    Raises:
        CheckpointError: the recognizer's settings are damaged.
    """
    folder = Path(name_or_dir).expanduser()
    if not folder.is_dir():
        return name_or_dir
    if (own := own_folder(folder, language)).is_dir():
        return str(own)
    first = short_context.read(folder).language
    base = adapter_base(folder)
    return base if base and first not in (None, language) else name_or_dir
