"""An explanation in the terminal: words in the colours of what they speak for, with numbers beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from assistant.console import labelled
from assistant.explaining.explanation import CommandExplanation, Explanation, Hearing
from assistant.explaining.wording import NAMES, change, heading, headline, likely
from models.command_line import printable

if TYPE_CHECKING:
    from models.nlu.attribution import Attribution, WordShare

_STYLES = {"acts": "green", "talks": "green", "asks": "yellow", "does nothing": "yellow", "refuses": "red"}
_NUMBERS = 3
"""Words whose shares are told in numbers."""
_FAINT = 0.15
"""Part of the largest share below which a word is left without a colour."""
HINT = "Which words decided is told with: pip install 'trainable-assistant[explain]'"


def render(explanation: Explanation) -> RenderableType:
    """An explanation for a person."""
    parts: list[RenderableType] = [Text(f" {printable(explanation.text)}", style="bold")]
    if explanation.hearing is not None:
        parts.append(_grid(_heard(explanation.hearing)))
    for command in explanation.commands:
        parts.append(Text(f" {printable(headline(command))}", style=_STYLES[command.verdict]))
        parts.append(_grid(_rows(command)))
    parts.append(_grid(_whole(explanation)))
    return Group(*parts)


def _grid(rows: Iterator[tuple[str, Text]]) -> RenderableType:
    return labelled(rows, label_width=10, below=1)


def _heard(hearing: Hearing) -> Iterator[tuple[str, Text]]:
    for label, hypotheses in (("heard", hearing.heard), ("unbiased", hearing.unbiased)):
        for place, hypothesis in enumerate(hypotheses):
            mark = " ← understood" if label == "heard" and place == hearing.chosen else ""
            line = Text(f"{hypothesis.confidence:.0%}  {printable(hypothesis.text)}")
            yield label if not place else "", line.append(mark, style="cyan")
    for before, after in hearing.changed:
        yield "biasing", Text(f"“{before}” → “{after}”", style="magenta")


def _rows(command: CommandExplanation) -> Iterator[tuple[str, Text]]:
    for label, values in (("intent", likely(command.candidates)), ("act", likely(command.acts))):
        if values:
            yield label, Text(values)
    for reason in command.reasons:
        yield "why", Text(printable(reason))
    for attribution in command.attributions:
        yield NAMES[attribution.of], _words(attribution)
    for near in command.neighbours:
        told = f"{near.likeness:.2f}  {near.sentence.text}  ({near.sentence.intent or 'out of scope'})"
        yield "learned", Text(printable(told))
    for flip in command.changes:
        yield "otherwise", Text(printable(change(flip)))


def _whole(explanation: Explanation) -> Iterator[tuple[str, Text]]:
    if explanation.sentiment is not None:
        yield "sentiment", _words(explanation.sentiment)
    for note in explanation.notes:
        yield "note", Text(printable(note))
    yield "would say", Text(printable(explanation.reply), style="bold cyan")
    yield "ms", Text(f"{explanation.took_ms:.0f}", style="bright_black")
    if not explanation.attributed:
        yield "", Text(HINT, style="dim")


def _words(attribution: Attribution) -> Text:
    """The words in order, coloured, then the largest shares and how exact their sum is."""
    most = max((abs(word.share) for word in attribution.words), default=0.0) or 1.0
    line = Text(f"{heading(attribution)}: ")
    for word in attribution.words:
        line.append(printable(word.text), style=_style(word.share / most)).append(" ")
    ranked = sorted(attribution.words, key=lambda word: -abs(word.share))[:_NUMBERS]
    line.append("  " + ", ".join(_number(word) for word in ranked), style="dim")
    return line.append(f"  error {attribution.error:.3f}", style="bright_black")


def _style(share: float) -> str:
    if abs(share) < _FAINT:
        return "dim"
    return ("bold " if abs(share) > 0.5 else "") + ("green" if share > 0 else "red")


def _number(word: WordShare) -> str:
    return f"{printable(word.text)} {word.share:+.1f}"
