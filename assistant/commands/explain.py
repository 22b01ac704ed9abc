"""`assistant explain`: what is made of a text, and why.

What else it may mean, which values were not understood and what is near them, which words the domain lacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant import factory
from assistant.config import Config
from assistant.console import printable, render
from assistant.spoken.phrases import join
from assistant.turn import Recognition, Turn
from models.types import Transcript, Understanding

if TYPE_CHECKING:
    from models.nlu.doubting import ConfirmationPolicy


def explain(config: Config, text: str, console: Console) -> None:
    """Prints what the classifier, and the doubt about its domain, make of a text.

    Raises:
        CheckpointError: the classifier is none.
    """
    doubt = factory.doubt(config)
    typed, understood = Transcript(text), factory.classifier(config).understand(text)
    if doubt is not None:
        understood = doubt.weigh(typed, understood)
    console.print(render(Turn(Recognition("", typed), understood), "understanding"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bright_black", justify="right", min_width=9)
    grid.add_column()
    for label, value in reasons(understood, doubt):
        grid.add_row(label, Text(printable(value)))
    console.print(Padding(grid, (0, 0, 0, 1), expand=False))


def reasons(understood: Understanding, doubt: ConfirmationPolicy | None) -> Iterator[tuple[str, str]]:
    """What stands behind it, a label and a line each."""
    others = [f"{c.intent}  {c.confidence:.0%}" for c in understood.candidates]
    if others := others if understood.intent is None else others[1:]:
        yield "or rather", ", ".join(others)
    named = {slot.name: slot for slot in understood.slots or ()}
    for heard in understood.unresolved:
        taken = named.get(heard.name)
        part = taken is not None and heard.start < taken.end and taken.start < heard.end
        no = f"only '{taken.text}' of '{heard.text}' is" if part and taken else f"'{heard.text}' is not"
        yield "unknown", f"{heard.name}: {no} one of its values; near: {join(heard.near, 'or')}"
    if doubt is not None and (strange := doubt.strange(understood.text)):
        quoted = [f"'{word}'" for word in dict.fromkeys(strange)]
        yield "strange", f"the domain knows no {join(quoted, 'and no')}"
