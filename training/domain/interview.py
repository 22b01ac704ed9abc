"""`assistant-train domain new`: questions about slots, intents and sentences → a domain file and a manifest.

Answers come from a terminal, with help and second tries, or line by line from a pipe.
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
"""An intent with fewer sentences gets a hint to add more."""
_IN_MANIFEST = 20
"""The most sentences of each intent in the manifest."""
_NAME = re.compile(r"[A-Za-z]\w*")
_HELP = """
A **domain** is what your assistant understands: *intents* (the user's wishes: `order_drink`) with *slots*
(their variable parts: `size`). Describe an intent by sentences, or by templates for many sentences:

- `{size}`  a slot: any of its values
- `[please]`  optional words
- `(a|an|one)`  alternatives

`[can i get|give me] (a|an) [{size}] {drink}` stands for "give me a small latte", "a mocha" and many more.
An empty answer ends a list.
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """A source of answers."""

    console: Console
    """Shows the questions."""
    stream: TextIO | None = None
    """Gives the answers; None for the terminal."""

    def ask(self, question: str, then: Callable[[str], str] | None = None) -> str:
        """One answer, stripped.

        Arguments:
            then: converts the answer. At a terminal its ConfigError is shown and the question repeated.

        Raises:
            InputError: there are no more answers.
            ConfigError: an answer from a stream is wrong.
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
        """Whether the answer begins with "y"."""
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
    """Ask for a domain.

    Raises:
        InputError: the answers end too early.
        ConfigError: an answer from a pipe is wrong.
    """
    answers.console.print(Markdown(_HELP))
    name = answers.ask("Name of the domain:", _named)
    extends = answers.yes("Keep the built-in intents (timers, lists, lights …)?")
    domain = Domain(name=name, extends="home" if extends else "")
    for slot in answers.several("A slot, such as size:", _name):
        domain.slots[slot] = _slot(answers, slot)
    for intent in answers.several("An intent, such as order_drink:", _name):
        templates = list(answers.several(f"  A way to say {intent}:", lambda said: _template(said, domain)))
        question = "  The reply, with {slot} for values (may be empty):"
        reply = answers.ask(question, lambda said: _fitting(IntentTemplates(reply=said), domain).reply)
        alone = IntentTemplates(sentences=templates, reply=reply)
        domain.intents[intent] = alone
        n = sum(1 for _ in expand(domain.model_copy(update={"intents": {intent: alone}})))
        hint = f"; {FEW} or more are understood better: add some to the file" if n < FEW else ""
        answers.console.print(f"  [green]{n} sentences[/]{hint}")
    if not domain.intents:
        raise InputError("nothing was written: a domain needs an intent")
    return domain


def _slot(answers: Answers, name: str) -> SlotVocabulary:
    listed = answers.ask(f"  Values of {name}, with commas:", lambda said: ", ".join(_listed(said)))
    values = listed.split(", ")
    if answers.yes("  May it have other values?"):
        return SlotVocabulary(examples=values)
    slot = SlotVocabulary(values=values)

    def synonym(said: str) -> str:
        value, equals, other = (part.strip() for part in said.partition("="))
        if not (equals and other and value in values):
            raise ConfigError("that is not one of the values, = and another way to say it")
        slot.synonyms.setdefault(value, []).append(other)
        return said

    for _ in answers.several("  A synonym, as in eight ounce = 8 oz:", synonym):
        pass
    return slot


def _listed(said: str) -> list[str]:
    values = [value.strip() for value in said.split(",") if value.strip()]
    if not values:
        raise ConfigError("a slot needs at least one value")
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
    """The sentence with slots in place of their values.

    Raises:
        ConfigError: hassil cannot read it.
    """
    return _fitting(IntentTemplates(sentences=[_with_slots(said, domain)]), domain).sentences[0]


def _fitting(templates: IntentTemplates, domain: Domain) -> IntentTemplates:
    """The templates, checked against the domain's slots.

    Raises:
        ConfigError: an unknown slot, or a template that hassil cannot read.
    """
    trial = domain.model_copy(update={"intents": {"it": templates}})
    if wrong := sorted(set(problems(trial))):
        raise ConfigError("; ".join(wrong).replace("it has", "there is"))
    for _ in expand(trial):
        pass
    return templates


def _with_slots(said: str, domain: Domain) -> str:
    """Replace slots' values by the slots: "a small latte" → "a {size} latte". Templates stay unchanged."""
    if re.search(r"[{(\[]", said):
        return said
    known = [(value, name) for name, slot in domain.slots.items() for value in (*slot.values, *slot.examples)]
    for value, name in sorted(known, key=lambda pair: -len(pair[0])):
        said = re.sub(rf"(?<![\w{{]){re.escape(value)}(?![\w}}])", f"{{{name}}}", said, flags=re.IGNORECASE)
    return said


def save(domain: Domain, folder: Path, console: Console) -> tuple[Path, Path]:
    """Write `NAME.toml` and `NAME.jsonl` into a folder.

    Raises:
        InputError: one of them exists already.
    """
    toml, lines = folder / f"{domain.name}.toml", folder / f"{domain.name}.jsonl"
    for path in (toml, lines):
        if path.exists():
            raise InputError("the file exists already", where=str(path), do="choose another --output")
    write(toml, domain)
    manifest.write(lines, list(_shown(domain)))
    grid = Table("intent", "example", "sentences")
    counts = Counter(e.intent for e in expand(domain))
    for example in {e.intent: e for e in expand(domain)}.values():
        grid.add_row(str(example.intent), str(example.text), str(counts[example.intent]))
    console.print(grid)
    return toml, lines


def _shown(domain: Domain) -> Iterator[Example]:
    """The first sentences of each intent."""
    written: Counter[str | None] = Counter()
    for example in expand(domain):
        written[example.intent] += 1
        if written[example.intent] <= _IN_MANIFEST:
            yield example
