"""CLINC150: 150 intents of ten domains, and questions outside all of them.

Download: https://github.com/clinc/oos-eval, `data/data_full.json`.
Licence: CC BY 3.0.
Paper: Larson et al., "An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction", 2019.

Upstream's splits share sentences that differ in an article or a "please"; these copies are dropped from
training (the published figures keep them).

`clinc150` maps the corpus's intents to the assistant's by the table `clinc150.toml`; its sentences have no
slots. `clinc150-domain` keeps the corpus's own labels, to train it as a domain of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from models.manifest import Example, Split
from training.config import read
from training.corpora import rows
from training.data import leakage

_SPLITS: dict[str, Split] = {"train": "train", "val": "valid", "test": "test"}
_PARTS = TypeAdapter(dict[str, list[tuple[str, str]]])


class IntentTable(BaseModel):
    """The corpus's intents in terms of the assistant's: the form of `clinc150.toml`."""

    model_config = ConfigDict(extra="forbid")

    class Same(BaseModel):
        """An intent that the assistant has too."""

        model_config = ConfigDict(extra="forbid")
        intent: str
        only: str = ""
        """Regular expression that a sentence must match."""
        never: str = ""
        """Regular expression that a sentence must not match."""
        reason: str = ""

    same: dict[str, Same]
    out_of_scope: dict[str, str]
    """Intent → why none of the assistant's intents covers it."""
    left_out: dict[str, str]
    """Intent → the assistant's intents that it overlaps, so that its sentences are not used."""
    unseen: list[str]
    """Out-of-scope intents kept out of training, to score the rejection of unseen topics."""
    personal: str
    """Regular expression of the out-of-scope sentences about the speaker; the others are about the world."""


def convert(source: Path) -> Iterator[Example]:
    """`data_full.json` or its folder → examples of the assistant's intents, and out-of-scope ones.

    The corpus's test split, or its validation split if there is no other, is the test split.

    Raises:
        DataError: a missing or an invalid file.
    """
    yield from leakage.without_copies(_mapped(source))


def _mapped(source: Path) -> Iterator[Example]:
    table = read(Path(__file__).with_suffix(".toml"), IntentTable)
    parts = _read(source)
    scored = "test" if "test" in parts else "val"
    for name, pairs in parts.items():
        kind, split = name.removeprefix("oos_"), "test" if name.endswith(scored) else None
        if kind not in _SPLITS:
            continue
        for text, label in pairs:
            example = _place(text, label, table)
            if example is not None:
                unseen = label in table.unseen
                yield replace(example, split="test" if split or unseen else None)


def convert_domain(source: Path) -> Iterator[Example]:
    """`data_full.json` or its folder → examples with the corpus's own 150 labels and splits."""
    yield from leakage.without_copies(_labelled(source))


def _labelled(source: Path) -> Iterator[Example]:
    for name, pairs in _read(source).items():
        split = _SPLITS.get(name.removeprefix("oos_"))
        if split is None:
            continue
        for text, label in pairs:
            oos = label == "oos"
            yield Example(text=text, intent=None if oos else label, out_of_scope=oos, split=split)


def _place(text: str, label: str, table: IntentTable) -> Example | None:
    if label == "oos":
        return Example(text=text, out_of_scope=True) if re.search(table.personal, text) else None
    if label in table.out_of_scope:
        return Example(text=text, out_of_scope=True)
    same = table.same.get(label)
    if (
        same is None
        or (same.only and not re.search(same.only, text))
        or (same.never and re.search(same.never, text))
    ):
        return None
    return Example(text=text, intent=same.intent)


def _read(source: Path) -> dict[str, list[tuple[str, str]]]:
    return rows.read_json(source / "data_full.json" if source.is_dir() else source, _PARTS)
