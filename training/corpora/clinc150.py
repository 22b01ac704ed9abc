"""CLINC150: 150 intents of ten domains, and questions outside all of them.

Download: https://github.com/clinc/oos-eval, `data/data_full.json`.
Licence: CC BY 3.0.
Paper: Larson et al., "An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction", 2019.

Upstream's splits share sentences that differ in an article or a "please"; such copies are dropped from what
trains (the published figures keep them).

`clinc150` says what each intent is to this assistant, by the table in `clinc150.toml`; its sentences carry no
slots. `clinc150-domain` keeps the corpus's own labels, for training it as a domain of its own.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from models.errors import DataError
from models.manifest import Example, Split
from training.data import leakage

_SPLITS: dict[str, Split] = {"train": "train", "val": "valid", "test": "test"}


class Mapping(BaseModel):
    """What the corpus's intents are to this assistant."""

    model_config = ConfigDict(extra="forbid")

    class Same(BaseModel):
        """Sentences of an intent that the assistant has too."""

        model_config = ConfigDict(extra="forbid")
        intent: str
        only: str = ""
        """A regular expression that a sentence must match to be used."""
        never: str = ""
        """One that it must not match."""
        reason: str = ""

    same: dict[str, Same]
    out_of_scope: dict[str, str]
    """Intent → why nothing of the assistant's covers it."""
    left_out: dict[str, str]
    """Intent → which of the assistant's intents it overlaps, so that it is neither."""
    unseen: list[str]
    """Out-of-scope intents kept from training, to score rejection of topics never seen."""
    personal: str
    """A regular expression: out-of-scope rows that match are about the speaker, others about the world."""


def convert(source: Path) -> Iterator[Example]:
    """`data_full.json` or its folder → examples of the assistant's intents and of none.

    The corpus's test split, or its validation split where there is no other, is the test split.

    Raises:
        DataError: the file is missing or not of this form.
    """
    yield from leakage.without_copies(_mapped(source))


def _mapped(source: Path) -> Iterator[Example]:
    mapping = Mapping.model_validate(
        tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    )
    rows = _read(source)
    scored = "test" if "test" in rows else "val"
    for name, pairs in rows.items():
        kind, split = name.removeprefix("oos_"), "test" if name.endswith(scored) else None
        if kind not in _SPLITS:
            continue
        for text, label in pairs:
            example = _place(text, label, mapping)
            if example is not None:
                unseen = label in mapping.unseen
                yield replace(example, split="test" if split or unseen else None)


def convert_domain(source: Path) -> Iterator[Example]:
    """The same file with the corpus's own 150 labels and splits."""
    yield from leakage.without_copies(_labelled(source))


def _labelled(source: Path) -> Iterator[Example]:
    for name, pairs in _read(source).items():
        split = _SPLITS.get(name.removeprefix("oos_"))
        if split is None:
            continue
        for text, label in pairs:
            oos = label == "oos"
            yield Example(text=text, intent=None if oos else label, out_of_scope=oos, split=split)


def _place(text: str, label: str, mapping: Mapping) -> Example | None:
    if label == "oos":
        return Example(text=text, out_of_scope=True) if re.search(mapping.personal, text) else None
    if label in mapping.out_of_scope:
        return Example(text=text, out_of_scope=True)
    same = mapping.same.get(label)
    if (
        same is None
        or (same.only and not re.search(same.only, text))
        or (same.never and re.search(same.never, text))
    ):
        return None
    return Example(text=text, intent=same.intent)


def _read(source: Path) -> dict[str, list[tuple[str, str]]]:
    path = source / "data_full.json" if source.is_dir() else source
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return TypeAdapter(dict[str, list[tuple[str, str]]]).validate_python(rows)
    except (OSError, ValueError) as error:
        raise DataError("is not CLINC150's data_full.json", where=str(path)) from error
