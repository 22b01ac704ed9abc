"""HWU64: requests to a home assistant, 64 intents with slots.

Download: https://github.com/xliuhw/NLU-Evaluation-Data, `CrossValidation/autoGeneFromRealAnno/…/trainset` (a
CSV file per intent, `;` between fields).
Licence: CC BY 4.0.
Paper: Liu, Eshghi, Swietojanski, Rieser, "Benchmarking Natural Language Understanding Services for building
Conversational Agents", 2019.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from models.errors import DataError
from models.manifest import Example, SlotLabel

_FIELDS = {"scenario", "intent", "answer_annotation"}
_MARKED = re.compile(r"\[\s*(\w+)\s*:\s*([^\]]*?)\s*\]")


def convert(source: Path) -> Iterator[Example]:
    """The folder of CSV files → examples with intent and slots.

    Raises:
        DataError: no CSV file, or one without the fields.
    """
    files = sorted(source.glob("*.csv"))
    if not files:
        raise DataError("holds no .csv file of HWU64", where=str(source))
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, delimiter=";")
            if not set(reader.fieldnames or ()) >= _FIELDS:
                raise DataError(f"lacks the fields {sorted(_FIELDS)}", where=f"{path}:1")
            for row in reader:
                text, slots = unmark(row["answer_annotation"])
                if text:
                    yield Example(text=text, intent=f"{row['scenario']}_{row['intent']}", slots=slots)


def unmark(annotation: str) -> tuple[str, tuple[SlotLabel, ...]]:
    """ "wake me at [time : six]" → the plain text and its slots."""
    text, slots, last = "", [], 0
    for match in _MARKED.finditer(annotation):
        text = _join(text, annotation[last : match.start()])
        value = " ".join(match[2].split())
        if text and not text.endswith(" ") and annotation[match.start() - 1].isspace():
            text += " "
        if value:
            slots.append(SlotLabel(match[1], value, len(text), len(text) + len(value)))
        text += value
        last = match.end()
    return _join(text, annotation[last:]).rstrip(), tuple(slots)


def _join(before: str, piece: str) -> str:
    """Append with single spaces; pieces without a space between them stay joined."""
    spaced = re.sub(r"\s+", " ", piece)
    return before + (spaced.lstrip() if not before or before.endswith(" ") else spaced)
