"""The prompts of a checkpoint: `generator.json` says which ones it was trained on."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from models.checkpoint import read_json
from models.errors import CheckpointError
from models.files import write_text
from models.lm.prompts.few_shot import FewShot
from models.lm.prompts.protocol import Prompts
from models.lm.prompts.trained import NAME, Trained

FILE = "generator.json"


def of_checkpoint(folder: Path) -> Prompts:
    """The prompts that a model was trained on; few-shot ones for a base without the file.

    Raises:
        CheckpointError: the file is damaged, or names unknown prompts.
    """
    file = folder / FILE
    if not file.exists():
        return FewShot()
    content = read_json(file)
    name = content.get("prompts")
    if name is None:
        raise CheckpointError("does not name the prompts of its training", where=str(file))
    if name != NAME:
        raise CheckpointError(
            f"was trained on prompts called {name!r}, which this version does not know", where=str(file)
        )
    # earlier versions wrote "taught"
    words = content.get("learned_words", content.get("taught", ()))
    if not isinstance(words, list | tuple):
        raise CheckpointError("learned_words is no list of words", where=str(file))
    return Trained(frozenset(map(str, words)))


def write_prompts(folder: Path, learned_words: Collection[str] = ()) -> None:
    """Write into a checkpoint's folder that it was trained on `Trained` prompts."""
    content = {"prompts": NAME, "learned_words": sorted(learned_words)}
    write_text(folder / FILE, json.dumps(content) + "\n")
