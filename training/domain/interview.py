"""A new domain, asked for: its slots, its intents, how they are said → a domain file and a manifest.

The answers come from a person at a terminal, with help and a second try, or line by line from a pipe.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from models import manifest
from models.errors import ConfigError, InputError
from models.manifest import Example
from training.domain.file import Domain, IntentTemplates, SlotVocabulary, problems, write
from training.domain.templates import expand

FEW = 10
"""Sentences of an intent below which more are asked for."""
_IN_MANIFEST = 20
"""Sentences of each intent that the manifest shows."""
_NAME = re.compile(r"[A-Za-z]\w*")
_HELP = """
A **domain** is what your assistant is to understand: *intents* (what is wanted: `order_drink`) with *slots*
(what may vary in them: `size`). How an intent is said is a sentence, or a template that stands for many:

- `{size}`  the slot of that name: any of its values
- `[please]`  may be left out
- `(a|an|one)`  one of these

`[can i get|give me] (a|an) [{size}] {drink}` stands for "give me a small latte", "a mocha" and many more.
An empty answer ends a list.
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """Where answers come from.

    Arguments of the dataclass: the console that asks, and the stream that answers; None for the terminal.
    """

    console: Console
    stream: TextIO | None = None

    def ask(self, question: str, then: Callable[[str], str] | None = None) -> str:
        """One answer, stripped.

        Arguments:
            then: what is made of it; its ConfigError is shown and the question asked again, or ends it all
                where nobody sits at a terminal.

        Raises:
            InputError: the answers end here.
        """
        while True:
            answer = self._line(question)
            try:
                return then(answer) if then else answer
            except ConfigError as error:
                if self.stream is not None:
                    raise
                self.console.print(f"[yellow]{error}[/]")

    def yes(self, question: str) -> bool:
        """Whether the answer begins as "yes" does."""
        return self.ask(f"{question} \\[y/n]").lower().startswith("y")

    def several(self, question: str, then: Callable[[str], str] | None = None) -> Iterator[str]:
        """Answers until an empty one."""
        while answer := self.ask(question, lambda a: then(a) if then and a else a):
            yield answer

    def _line(self, question: str) -> str:
        if self.stream is None:
            try:
                return self.console.input(f"[bold]{question}[/] ").strip()
            except EOFError as error:
                raise InputError("nothing was written: the answers ended too early") from error
        line = self.stream.readline()
        if not line:
            raise InputError(f"nothing was written: the answers end before {question!r}")
        return line.strip()


def ask(answers: Answers) -> Domain:
    """The domain that the answers describe.

    Raises:
        InputError: the answers end too early.
        ConfigError: an answer from a pipe is wrong.
    """
    answers.console.print(Markdown(_HELP))
    name = answers.ask("Name of the domain:", _named)
    extends = answers.yes("Keep what the assistant understands already (timers, lists, lights …)?")
    domain = Domain(name=name, extends="home" if extends else "")
    for slot in answers.several("A slot, such as size:", _name):
        domain.slots[slot] = _slot(answers, slot)
    for intent in answers.several("An intent, such as order_drink:", _name):
        templates = list(answers.several(f"  A way to say {intent}:", lambda said: _template(said, domain)))
        said_back = "  What is answered, with {slot} for values (may be empty):"
        reply = answers.ask(said_back, lambda said: _fitting(IntentTemplates(reply=said), domain).reply)
        alone = IntentTemplates(sentences=templates, reply=reply)
        domain.intents[intent] = alone
        said = list(expand(domain.model_copy(update={"intents": {intent: alone}})))
        answers.console.print(f"  [green]{len(said)} sentences[/]" + (
            f"; {FEW} or more are understood better: add some to the file" if len(said) < FEW else ""
        ))  # fmt: skip
    if not domain.intents:
        raise InputError("nothing was written: a domain needs an intent")
    return domain


def _slot(answers: Answers, name: str) -> SlotVocabulary:
    listed = answers.ask(f"  What may {name} be? With commas:", lambda said: ", ".join(_listed(said)))
    values = listed.split(", ")
    if answers.yes("  May anything else be said there?"):
        return SlotVocabulary(examples=values)
    slot = SlotVocabulary(values=values)

    def same(said: str) -> str:
        value, equals, other = (part.strip() for part in said.partition("="))
        if not (equals and other and value in values):
            raise ConfigError("that is not one of the values, = and another way to say it")
        slot.synonyms.setdefault(value, []).append(other)
        return said

    for _ in answers.several("  Said in another way, as in eight ounce = 8 oz:", same):
        pass
    return slot


def _listed(said: str) -> list[str]:
    values = [value.strip() for value in said.split(",") if value.strip()]
    if not values:
        raise ConfigError("a slot needs a value at least")
    return list(dict.fromkeys(values))


def _name(said: str) -> str:
    if said and not _NAME.fullmatch(said):
        raise ConfigError(f"{said!r} is no name", do="take letters, digits and _, a letter first")
    return said


def _named(said: str) -> str:
    if not said:
        raise ConfigError("a domain needs a name")
    return _name(said)


def _template(said: str, domain: Domain) -> str:
    """The sentence with slots where it has their values, if hassil can read it."""
    return _fitting(IntentTemplates(sentences=[_with_slots(said, domain)]), domain).sentences[0]


def _fitting(templates: IntentTemplates, domain: Domain) -> IntentTemplates:
    """The same, if a domain with these slots can have them."""
    trial = domain.model_copy(update={"intents": {"it": templates}})
    if wrong := sorted(set(problems(trial))):
        raise ConfigError("; ".join(wrong).replace("it has", "there is"))
    for _ in expand(trial):
        pass
    return templates


def _with_slots(said: str, domain: Domain) -> str:
    """ "a small latte" → "a {size} latte": what is a value is learnt as one. Templates stay as they are."""
    if re.search(r"[{(\[]", said):
        return said
    known = [(value, name) for name, slot in domain.slots.items() for value in (*slot.values, *slot.examples)]
    for value, name in sorted(known, key=lambda pair: -len(pair[0])):
        said = re.sub(rf"(?<![\w{{]){re.escape(value)}(?![\w}}])", f"{{{name}}}", said, flags=re.IGNORECASE)
    return said


def save(domain: Domain, folder: Path, console: Console) -> tuple[Path, Path]:
    """Write `NAME.toml` and `NAME.jsonl` into a folder; what exists is not written over.

    Raises:
        InputError: one of them is there already.
    """
    toml, lines = folder / f"{domain.name}.toml", folder / f"{domain.name}.jsonl"
    for path in (toml, lines):
        if path.exists():
            raise InputError("there is such a file already", where=str(path), do="choose another --output")
    write(toml, domain)
    manifest.write(lines, list(_shown(domain)))
    grid = Table("intent", "an example", "sentences")
    counts = Counter(e.intent for e in expand(domain))
    for example in {e.intent: e for e in expand(domain)}.values():
        grid.add_row(str(example.intent), str(example.text), str(counts[example.intent]))
    console.print(grid)
    return toml, lines


def _shown(domain: Domain) -> Iterator[Example]:
    """Some sentences of each intent, their slots marked."""
    written: Counter[str | None] = Counter()
    for example in expand(domain):
        written[example.intent] += 1
        if written[example.intent] <= _IN_MANIFEST:
            yield example
