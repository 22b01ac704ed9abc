"""The project's written dialogues in personal training: to rehearse, and others to prove acts on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rich.progress import track

from models.command_line import err
from models.manifest import Example
from training.corpora.own import dialogues
from training.data.commands import commands_of
from training.evaluation import utterances
from training.evaluation.classifier import Understands
from training.personal.rehearsal import first


def to_rehearse() -> list[Example]:
    """One example of each training template."""
    return [e for e in _written() if e.split == "train"]


def to_prove_on(most: int) -> list[Example]:
    """Dialogues of other templates in other words, at most this many."""
    rehearsed = {e.text for e in to_rehearse()}
    return first([e for e in _written() if e.split == "valid" and e.text not in rehearsed], most)


def acts_right(classifier: Understands, examples: Sequence[Example]) -> list[bool]:
    """Whether each example's commands are told apart, and their acts are right."""
    shown = track(examples, "dialogues", transient=True, console=err)
    return [_right(e, classifier) for e in shown]


def _right(example: Example, classifier: Understands) -> bool:
    understood = classifier.understand(example.text or "", example.context)
    if len(understood.commands) != len(commands_of(example)):
        return False
    pairs = utterances.aligned(example, understood)
    return all(command is not None and command.dialogue_act == label.dialogue_act for label, command in pairs)


@cache
def _written() -> tuple[Example, ...]:
    return tuple(dialogues.examples(per_sentence=1))
