"""README's table of the released models' figures, from their `metrics.json`, between two markers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models import files
from models.errors import CheckpointError, ConfigError
from training.report import figures

BEGIN, END = "<!-- assistant-train figures -->", "<!-- end of assistant-train figures -->"
KEYS: dict[str, tuple[str, ...]] = {
    "recognizer": ("wer", "cer_no_spaces"),
    "classifier": (
        "intent_accuracy", "slot_f1", "sentiment_macro_f1", "in_scope_rejected", "oos_recall",
    ),
    "generator": (
        "slot_error_rate", "slot_error_rate_greedy", "unsupported", "bleu", "perplexity", "reply_words",
    ),
}  # fmt: skip
"""Part → what README shows of it."""


def table(released: Path) -> str:
    """The released models' figures by test data, as Markdown; a part that is not there has none.

    Raises:
        CheckpointError: a model's metrics cannot be read.
    """
    head = "| model | test data | figure | base | this | n |", "|---|---|---|---|---|---|"
    return "\n".join([*head, *_rows(released)])


def write(readme: Path, released: Path) -> bool:
    """Put the table between the markers of `readme`; whether that changed anything.

    Raises:
        ConfigError: the file or its markers are missing.
        CheckpointError: a model's metrics cannot be read.
    """
    text = _read(readme)
    made = replaced(text, table(released), str(readme))
    if made == text:
        return False
    files.write_text(readme, made)
    return True


def replaced(text: str, block: str, where: str) -> str:
    """The text with this block between its markers.

    Raises:
        ConfigError: the markers are missing.
    """
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ConfigError(f"lacks the markers {BEGIN} and {END}", where=where)
    return f"{head}{BEGIN}\n{block}\n{END}{tail}"


def _read(readme: Path) -> str:
    try:
        return readme.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read ({error})", where=str(readme)) from error


def _rows(released: Path) -> Iterator[str]:
    for part, keys in KEYS.items():
        file = released / part / "metrics.json"
        if not file.is_file():
            continue
        metrics = _metrics(file)
        before = metrics.get("baseline", {}).get("manifests", {})
        shown = f"[{part}](models/released/{part}/README.md)"
        for name, found in metrics.get("manifests", {}).items():
            for f in figures.read(found, before.get(name, {}), keys):
                n = "" if f.tuned.n is None else f"{f.tuned.n:,}"
                yield f"| {shown} | {name} | {f.title} | {_short(f.base)} | {_bold(f)} | {n} |"
                shown = ""


def _bold(figure: figures.Figure) -> str:
    value = _short(figure.tuned)
    return f"**{value}**" if figure.verdict == "better" else value


def _short(estimate: figures.Estimate | None) -> str:
    return "–" if estimate is None else figures.number(estimate.value)


def _metrics(file: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CheckpointError(f"is no table of metrics ({error})", where=str(file)) from error
    return found
