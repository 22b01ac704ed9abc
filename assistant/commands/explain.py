"""`assistant explain`: the understanding of a text and the reasons for it.

Shows alternative intents, unknown slot values with the nearest known ones, and words outside the domain.
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
from assistant.skills.danger.detection import detect
from assistant.turn import Recognition, Turn
from models.manifest import modifiers_to_json
from models.text.say_lists import join
from models.types import Command, Transcript, Understanding

if TYPE_CHECKING:
    from models.nlu.decision import ConfirmationPolicy


def explain_text(config: Config, text: str, console: Console) -> None:
    """Print the decision of the classifier and of its domain's confirmation policy on a text.

    Raises:
        CheckpointError: the classifier cannot be loaded.
    """
    policy = factory.confirmation_policy(config)
    typed, understood = Transcript(text), factory.classifier(config).understand(text)
    if policy is not None:
        understood = policy.apply(typed, understood)
    console.print(render(Turn(Recognition("", typed), understood), "understanding"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bright_black", justify="right", min_width=9)
    grid.add_column()
    for label, value in reasons(understood, policy):
        grid.add_row(label, Text(printable(value)))
    console.print(Padding(grid, (0, 0, 0, 1), expand=False))


def reasons(understood: Understanding, policy: ConfirmationPolicy | None) -> Iterator[tuple[str, str]]:
    """The reasons for an understanding, each a label and a line."""
    if danger := detect(understood.text, understood.danger):
        yield "danger", f"'{danger.words}' is taken for {danger.kind}: a fixed reply, and nothing is done"
    if understood.danger is not None:
        yield "in danger", f"{understood.danger:.0%} by the classifier"
    for command in understood.commands:
        yield "command", _told(command)
    others = [f"{c.intent}  {c.confidence:.0%}" for c in understood.candidates]
    if others := others if understood.intent is None else others[1:]:
        yield "or rather", ", ".join(others)
    named = {slot.name: slot for slot in understood.slots or ()}
    for unknown in understood.unresolved:
        slot = named.get(unknown.name)
        overlaps = slot is not None and unknown.start < slot.end and slot.start < unknown.end
        no = f"only '{slot.text}' of '{unknown.text}' is" if overlaps and slot else f"'{unknown.text}' is not"
        yield "unknown", f"{unknown.name}: {no} one of its values; near: {join(unknown.near, 'or')}"
    if policy is not None and (strange := policy.unknown_words(understood.text)):
        quoted = [f"'{word}'" for word in dict.fromkeys(strange)]
        yield "strange", f"the domain knows no {join(quoted, 'and no')}"


def _told(command: Command) -> str:
    """A command on one line: its words, act and relation, intent, slots and modifiers."""
    parts = [f"'{command.text}'", command.dialogue_act]
    parts += [command.relation] if command.relation != "new" else []
    parts.append(command.intent or "no intent")
    parts += [f"{slot.name}: {slot.value}" for slot in command.slots]
    for name, said in modifiers_to_json(command.modifiers).items():
        words = join(said, "and") if isinstance(said, list) else said
        parts.append(name if said is True else f"{name}: {words}")
    return "  ".join(parts)
