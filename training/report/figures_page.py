"""The released models' figures as Markdown tables between markers, from their `metrics.json`.

`.github/docs/figures.md` holds every figure, README the few that decide whether to use the assistant.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from models import files
from models.errors import CheckpointError, ConfigError
from training.evaluation.types import Metric, Scores, number
from training.report import figures

README, PAGE = Path("README.md"), Path(".github/docs/figures.md")
KEYS: dict[str, tuple[str, ...]] = {
    "recognizer": ("wer", "wer_whisper_normalised", "cer_no_spaces"),
    "classifier": (
        "intent_accuracy", "slot_f1", "sentiment_macro_f1", "in_scope_rejected", "oos_recall",
    ),
    "generator": (
        "slot_error_rate", "slot_error_rate_greedy", "unsupported", "bleu", "perplexity", "reply_words",
    ),
}  # fmt: skip
"""Part → the keys of its figures in the full table."""
SUMMARY: tuple[tuple[str, str, str, str], ...] = (
    ("recognizer", "an4", "wer", "spelled names and numbers, word error rate"),
    ("recognizer", "speechocean762", "wer", "Mandarin accents, half of them children, word error rate"),
    ("classifier", "hwu64", "intent_accuracy", "home commands, intent accuracy"),
    ("classifier", "hwu64", "slot_f1", "home commands, slot F1"),
    ("classifier", "clinc150", "oos_recall", "out-of-scope sentences rejected"),
    ("generator", "skills", "slot_error_rate", "facts that a reply misses, slot error rate"),
    ("generator", "skills", "unsupported", "hallucinated replies, before the filter"),
)
"""Part, manifest, key and title of each row of README's table."""


def table(released: Path) -> str:
    """Every figure of the released models by manifest; a missing part has none.

    Raises:
        CheckpointError: a model's metrics cannot be read.
    """
    lines = ["| model | test data | figure | base | this | n |", "|---|---|---|---|---|---|"]
    for part, keys in KEYS.items():
        shown = f"[{part}](../../models/released/{part}/README.md)"
        for name, rows in _by_manifest(released, part, keys):
            for f in rows:
                n = "" if f.tuned.n is None else f"{f.tuned.n:,}"
                lines.append(f"| {shown} | {name} | {f.title} | {_short(f.base)} | {_bold(f)} | {n} |")
                shown = ""
    return "\n".join(lines)


def summary(released: Path) -> str:
    """The figures of `SUMMARY`, each with the command that prints it; a missing part has none.

    Raises:
        CheckpointError: a model's metrics cannot be read.
    """
    lines = ["| figure | base | this | command |", "|---|---|---|---|"]
    for part, manifest, key, title in SUMMARY:
        command = f"`assistant-train evaluate --data {manifest}.jsonl --{part} models/released/{part}`"
        for name, rows in _by_manifest(released, part, (key,)):
            if name == manifest:
                lines += [f"| {title} | {_short(f.base)} | {_bold(f)} | {command} |" for f in rows]
    return "\n".join(lines)


BLOCKS = {"figures": table, "summary of figures": summary}
"""Name in the markers → the block between them."""


def write(page: Path, released: Path) -> bool:
    """Replace the blocks between the markers of `page`; return whether that changed anything.

    Raises:
        ConfigError: the file or its markers are missing.
        CheckpointError: a model's metrics cannot be read.
    """
    text = _read(page)
    made = replaced(text, released, str(page))
    if made == text:
        return False
    files.write_text(page, made)
    return True


def replaced(text: str, released: Path, where: str) -> str:
    """The text with new blocks between its markers.

    Raises:
        ConfigError: the text has no pair of markers.
        CheckpointError: a model's metrics cannot be read.
    """
    found = False
    for name, block in BLOCKS.items():
        begin, end = markers(name)
        head, opened, rest = text.partition(begin)
        _, closed, tail = rest.partition(end)
        if opened and closed:
            text = f"{head}{begin}\n{block(released)}\n{end}{tail}"
            found = True
    if not found:
        raise ConfigError(f"lacks the markers {' and '.join(markers('figures'))}", where=where)
    return text


def markers(name: str) -> tuple[str, str]:
    """The comments around a block."""
    return f"<!-- assistant-train {name} -->", f"<!-- end of assistant-train {name} -->"


def _read(page: Path) -> str:
    try:
        return page.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read ({error})", where=str(page)) from error


def _by_manifest(
    released: Path, part: str, keys: Sequence[str]
) -> list[tuple[str, tuple[figures.Figure, ...]]]:
    file = released / part / "metrics.json"
    return figures.by_manifest(_scores(file), keys) if file.is_file() else []


def _bold(figure: figures.Figure) -> str:
    value = _short(figure.tuned)
    return f"**{value}**" if figure.verdict == "better" else value


def _short(metric: Metric | None) -> str:
    return "–" if metric is None else number(metric.value)


def _scores(file: Path) -> Scores:
    try:
        return Scores.from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise CheckpointError(f"is no table of metrics ({error})", where=str(file)) from error
