"""Few-shot examples in groups, from `examples.toml`.

A prompt holds the group nearest to the utterance or draft. A group is short enough to be computed once and
kept, and near enough for a small model to follow it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from models.types import Fact, Sentiment

ParaphraseExample = tuple[str, str, Sentiment, str]
"""Utterance, draft, the user's mood, and a paraphrase of the draft."""
ChatExample = tuple[str, str]
"""Utterance and reply."""


class StatementExample(NamedTuple):
    """A question, the facts of its answer, and a sentence that states them."""

    utterance: str
    facts: dict[str, Fact]
    sentence: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    paraphrases: dict[str, tuple[ParaphraseExample, ...]]
    chats: dict[str, tuple[ChatExample, ...]]
    statements: tuple[StatementExample, ...]


_EXAMPLES = _File.model_validate(
    tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
)
PARAPHRASES = _EXAMPLES.paraphrases
CHATS = _EXAMPLES.chats
STATEMENTS = _EXAMPLES.statements
