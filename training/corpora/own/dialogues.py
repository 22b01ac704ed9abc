"""Sentences with commands, acts, relations and modifiers, some after an exchange, from templates.

SOURCE is a folder of TOML files like `dialogues` beside this file, which `-` stands for. Written for this
project.
Licence: Apache-2.0, as the project's.

Train and valid share no template; nothing is for testing.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from models.errors import ConfigError
from models.manifest import CommandLabel, Example, SlotLabel, Split
from models.types import DialogueAct, Message, Modifiers, Relation, Role
from training.config import read
from training.corpora.own.frames import OperationWords, SentenceFrame, filled
from training.corpora.own.marked import Drawing, Marked, MarkedSpan

FOLDER = Path(__file__).parent / "dialogues"
PER_SENTENCE = 12
"""The most examples of a template."""
VALID_PERCENT = 8
_TRIES = 3
"""Draws per example wanted, of which the distinct ones are kept."""
_PER_FRAME = 3
"""Examples of a frame per example of a template."""
_AFTER_ANY = 0.3
"""Share of the examples that stand after another group's exchange, where all sentences can."""
_TYPED = 0.2
"""Share of the examples with a typist's capitals and final punctuation."""
_ROLES: Sequence[Role] = ("user", "assistant")


class CommandLabels(BaseModel):
    """Labels of one command."""

    model_config = ConfigDict(extra="forbid")
    act: DialogueAct
    relation: Relation = "new"
    intent: str
    """Empty for out of scope."""


class DialogueGroup(BaseModel):
    """Sentences with equal labels."""

    model_config = ConfigDict(extra="forbid")
    kind: str
    """For balance and reports."""
    context: list[str] = []
    """The exchange before, the user's text first."""
    commands: list[CommandLabels] = Field(min_length=1)
    danger: bool = False
    sentences: list[str] = Field(min_length=1)


class ValueList(BaseModel):
    """Values of a slot, or words of a kind."""

    model_config = ConfigDict(extra="forbid")
    examples: list[str] = Field(min_length=1)


class DialogueFile(BaseModel):
    """The form of a file."""

    model_config = ConfigDict(extra="forbid")
    anywhere: bool = False
    """The sentences mean the same after any exchange; some get one of another group."""
    times: int = Field(default=1, ge=1)
    """Factor of the examples of each template, for kinds that need many."""
    slots: dict[str, ValueList] = {}
    dialogues: list[DialogueGroup] = []
    operations: list[OperationWords] = []
    frames: list[SentenceFrame] = []


def convert(source: Path) -> Iterator[Example]:
    """The folder's templates → examples with commands; `-` for this project's own.

    Raises:
        ConfigError: an invalid file or template.
    """
    yield from examples(folder=FOLDER if str(source) == "-" else source)


def examples(seed: int = 0, per_sentence: int = PER_SENTENCE, folder: Path = FOLDER) -> list[Example]:
    """Distinct examples of all files of the folder, at most `per_sentence` of each template.

    Raises:
        ConfigError: no file, or an invalid file or template, named.
    """
    files = read_folder(folder)
    groups = [group for file in files.values() for group in file.dialogues]
    material = _Material(
        lists=value_lists(files),
        operations=[operation for file in files.values() for operation in file.operations],
        exchanges=sorted({tuple(group.context) for group in groups if group.context}),
    )
    found: dict[tuple[str, tuple[Message, ...]], Example] = {}
    for path, file in files.items():
        for kind, sentence, drawn in _drawn(file, material, seed, per_sentence * file.times):
            try:
                for example in drawn:
                    found.setdefault(((example.text or "").lower().rstrip(".?!"), example.context), example)
            except (ConfigError, ValueError) as error:
                what = error.what if isinstance(error, ConfigError) else error
                raise ConfigError(f"{what} in {sentence!r} of {kind}", where=str(path)) from error
    return list(found.values())


def read_folder(folder: Path) -> Mapping[Path, DialogueFile]:
    """The folder's files by path.

    Raises:
        ConfigError: no file, or an invalid file.
    """
    files = {path: read(path, DialogueFile) for path in sorted(folder.glob("*.toml"))}
    if not files:
        raise ConfigError("holds no .toml file of dialogues", where=str(folder))
    return files


def value_lists(files: Mapping[Path, DialogueFile]) -> Mapping[str, tuple[str, ...]]:
    """The value lists of all files by name.

    Raises:
        ConfigError: two files have a list of one name.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for path, file in files.items():
        if double := sorted(lists.keys() & file.slots.keys()):
            raise ConfigError(f"[slots.{double[0]}] stands in another file too", where=str(path))
        lists |= {name: tuple(values.examples) for name, values in file.slots.items()}
    return lists


def split_of_template(sentence: str) -> Split:
    """Train or valid: a function of the template alone."""
    number = int.from_bytes(hashlib.sha256(sentence.encode()).digest()[:8], "big") % 100
    return "valid" if number < VALID_PERCENT else "train"


@dataclass(frozen=True, slots=True)
class _Material:
    """What the sentences of all files share."""

    lists: Mapping[str, tuple[str, ...]]
    operations: Sequence[OperationWords]
    exchanges: Sequence[Sequence[str]]
    """Templates of exchanges."""


def _drawn(
    file: DialogueFile, material: _Material, seed: int, amount: int
) -> Iterator[tuple[str, str, Iterator[Example]]]:
    """Kind, sentence and examples of every sentence of a file."""
    strangers = material.exchanges if file.anywhere else ()
    for group in file.dialogues:
        for sentence in group.sentences:
            draw = random.Random(f"{seed} {group.kind} {group.context} {sentence}")
            yield group.kind, sentence, _of_group(group, sentence, material.lists, strangers, draw, amount)
    for frame in file.frames:
        for sentence in frame.sentences:
            draw = random.Random(f"{seed} {frame.kind} {sentence}")
            yield frame.kind, sentence, _of_frame(frame, sentence, material, strangers, draw, amount)


def _of_group(
    group: DialogueGroup,
    sentence: str,
    lists: Mapping[str, tuple[str, ...]],
    strangers: Sequence[Sequence[str]],
    draw: random.Random,
    amount: int,
) -> Iterator[Example]:
    seen: set[tuple[str, bool]] = set()
    for _ in range(_TRIES * amount):
        drawing = Drawing(lists, draw)
        context = _context(group.context, strangers, drawing, draw)
        marked = drawing.sentence(sentence)
        if (key := (marked.text, bool(context))) not in seen:
            seen.add(key)
            yield _example(group, sentence, marked, context, draw)
        if len(seen) == amount:
            break


def _of_frame(
    frame: SentenceFrame,
    sentence: str,
    material: _Material,
    strangers: Sequence[Sequence[str]],
    draw: random.Random,
    amount: int,
) -> Iterator[Example]:
    """One example of each of some operations."""
    fitting = [operation for operation in material.operations if operation.intent not in frame.but]
    for operation in draw.sample(fitting, min(amount * _PER_FRAME, len(fitting))):
        labels = CommandLabels(act=frame.act, intent=frame.intent_of(operation))
        group = DialogueGroup(kind=frame.kind, commands=[labels], sentences=[sentence])
        drawing = Drawing(material.lists, draw)
        context = _context((), strangers, drawing, draw)
        yield _example(group, sentence, drawing.sentence(filled(sentence, operation)), context, draw)


def _context(
    own: Sequence[str], strangers: Sequence[Sequence[str]], drawing: Drawing, draw: random.Random
) -> tuple[Message, ...]:
    """The group's own exchange, or by chance one of the strangers."""
    if not own and strangers and draw.random() < _AFTER_ANY:
        own = draw.choice(strangers)
    texts = (drawing.sentence(template).text for template in own)
    return tuple(Message(role, text) for role, text in zip(cycle(_ROLES), texts, strict=False))


def _example(
    group: DialogueGroup, sentence: str, marked: Marked, context: tuple[Message, ...], draw: random.Random
) -> Example:
    text, labels = marked.text, group.commands
    if draw.random() < _TYPED:
        text = typed(text, question=labels[-1].act == "question" or bool(_ASKING.match(text)), draw=draw)
    spans = marked.commands
    if not spans and len(labels) == 1:
        spans = [MarkedSpan("", 0, len(text))]
    elif spans and spans[-1].end == len(marked.text):
        spans[-1] = MarkedSpan("", spans[-1].start, len(text))
    if len(spans) != len(labels):
        raise ConfigError(f"{len(spans)} commands are marked where {len(labels)} have labels")
    commands = tuple(_command(label, span, marked, text) for label, span in zip(labels, spans, strict=True))
    if sum(len(c.slots or ()) for c in commands if not c.out_of_scope) < sum(
        any(not c.out_of_scope and c.start <= s.start < c.end for c in commands) for s in marked.slots
    ):
        raise ConfigError("a slot crosses the end of a command")
    first = commands[0]
    return Example(
        text=text,
        split=split_of_template(sentence),
        intent=first.intent,
        out_of_scope=first.out_of_scope,
        slots=first.slots,
        context=context,
        dialogue_act=first.dialogue_act,
        relation=first.relation,
        danger=group.danger,
        commands=commands,
    )


def _command(label: CommandLabels, command: MarkedSpan, marked: Marked, text: str) -> CommandLabel:
    def inside(spans: Sequence[MarkedSpan]) -> list[MarkedSpan]:
        return [s for s in spans if command.start <= s.start and s.end <= command.end]

    def said(name: str) -> tuple[str, ...]:
        return tuple(text[s.start : s.end] for s in inside(marked.modifiers) if s.name == name)

    slots = tuple(SlotLabel(s.name, text[s.start : s.end], s.start, s.end) for s in inside(marked.slots))
    return CommandLabel(
        command.start,
        command.end,
        dialogue_act=label.act,
        relation=label.relation,
        intent=label.intent or None,
        out_of_scope=not label.intent,
        # words of an utterance out of scope are no values
        slots=slots if label.intent else (),
        modifiers=Modifiers(
            all=bool(said("all")),
            excluded=said("except"),
            at=next(iter(said("at")), None),
            repeat=next(iter(said("repeat")), None),
            lasting=next(iter(said("for")), None),
        ),
    )


_ASKING = re.compile(r"(?:can|could|would|will|what|who|where|when|how|is|are|do|does|did)\b", re.I)


def typed(text: str, question: bool, draw: random.Random) -> str:
    """The text as a person types it: capitals, and mostly a final stop; offsets stay."""
    text = re.sub(r"\bi\b", "I", text)
    mark = "" if text[-1] in ".?!" else draw.choice(("?", "?", "") if question else (".", ".", "!", ""))
    return text[0].upper() + text[1:] + mark
