"""ChatterBot corpus: small talk, written by hand and of uneven quality.

Download: https://github.com/gunthercox/chatterbot-corpus, `chatterbot_corpus/data/`, YAML, a folder per
language.
Licence: BSD-3-Clause.

English only, unless SOURCE is the folder of another language. A conversation's lines alternate between user
and assistant; the topics that list answers to one sentence give a pair per answer. A conversation stays in
one split, with all others whose first sentence is near-identical.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from models.errors import DataError
from models.manifest import Example
from models.types import Message
from training.corpora import rows
from training.corpora.conversation import pairs
from training.data.splits import key, split_of

_ANSWERS = {"computers", "emotion"}
"""Topics whose lines after the first are alternative answers to it, not a conversation."""


class _Topic(BaseModel):
    categories: list[str]
    conversations: list[list[str] | str]
    """A string where upstream's list mark is missing; left out, as its lines cannot be separated."""


def convert(source: Path) -> Iterator[Example]:
    """The corpus, or one language's folder → examples with context and reply.

    Raises:
        DataError: no topic, or an invalid one.
    """
    files = sorted(_folder(source).glob("*.yml"))
    if not files:
        raise DataError("holds no .yml file of ChatterBot's", where=str(source))
    for path in files:
        for lines in rows.read_yaml(path, _Topic).conversations:
            if isinstance(lines, str) or not lines:
                continue
            split = split_of(key(lines[0]))
            texts = [" ".join(line.split()) for line in lines]
            if path.stem in _ANSWERS:
                for answer in texts[1:]:
                    yield Example(text=texts[0], reply=answer, split=split)
            else:
                turns = [Message("assistant" if n % 2 else "user", text) for n, text in enumerate(texts)]
                yield from pairs(turns, split)


def _folder(source: Path) -> Path:
    for inner in ("chatterbot_corpus/data/english", "data/english", "english"):
        if (source / inner).is_dir():
            return source / inner
    return source
