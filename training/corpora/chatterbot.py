"""ChatterBot corpus: small talk, written by hand and of uneven quality.

Download: https://github.com/gunthercox/chatterbot-corpus, `chatterbot_corpus/data/`, YAML, a folder a
language.
Licence: BSD-3-Clause.

English alone, unless SOURCE is the folder of another language. A conversation's lines are the user's and
the assistant's in turn; the lists of many answers to one sentence, which a few topics hold instead, give a
pair each. A conversation stays in one split, with all those that open with a near-identical sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError

from models.errors import DataError
from models.manifest import Example
from models.types import Message
from training.corpora.conversation import pairs
from training.data.splits import key, split_of

_ANSWERS = {"computers", "emotion"}
"""Topics where what follows the first line are answers to it, not a conversation."""


class _Topic(BaseModel):
    categories: list[str]
    conversations: list[list[str] | str]
    """Text where a mark was lost: nothing tells its lines apart, and it is left out."""


def convert(source: Path) -> Iterator[Example]:
    """The corpus, or one language's folder → examples with context and reply.

    Raises:
        DataError: no topic, or one that is not of its form.
    """
    files = sorted(_folder(source).glob("*.yml"))
    if not files:
        raise DataError("holds no .yml file of ChatterBot's", where=str(source))
    for path in files:
        for lines in _read(path).conversations:
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


def _read(path: Path) -> _Topic:
    try:
        return _Topic.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError(f"not YAML ({error.problem})", where=f"{path}:{line}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", where=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read ({error})", where=str(path)) from error
