"""Acts, boundaries and orders of classifiers trained for a domain, and what the assistant does by them.

python -m tests.benchmarks.score_domains coffee=DIR cafe=DIR … [--json] [--mistakes FILE]

The sentences are those of tests/domains; nothing is chosen on them. Each is said to an assistant with an
empty memory.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant import factory
from assistant.commands.test import fresh
from assistant.config import Config
from assistant.conversation.replay import Answered
from assistant.conversation.script import Said, Script, SourcedScript
from assistant.turn import Turn
from models.manifest import CommandLabel, Example
from models.text.normalise import normalise
from models.types import Action, Command, Understanding
from tests.benchmarks.score_understanding import QUIET, read
from training.data.commands import commands_of
from training.evaluation import metrics, utterances

SENTENCES = Path(__file__).parent.parent / "domains"
STANDING_ALONE = ("coffee", "cafe")
"""Domains that replace the built-in intents."""
_SEVERAL, _STRANGE = "several commands", "request of another kind"


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence of a domain, its understanding, and the assistant's turn."""

    domain: str
    example: Example
    turn: Turn

    @property
    def understood(self) -> Understanding:
        """What the classifier made of the sentence."""
        assert self.turn.understanding is not None
        return self.turn.understanding

    @property
    def labels(self) -> list[CommandLabel]:
        """The commands as they are marked."""
        return list(commands_of(self.example))

    @property
    def kind(self) -> str:
        """The act, or that there are several commands, or none of the domain's."""
        if len(self.labels) > 1:
            return _SEVERAL
        wanted = self.requests or self.labels[0].dialogue_act != "request"
        return str(self.labels[0].dialogue_act) if wanted else _STRANGE

    @property
    def requests(self) -> list[CommandLabel]:
        """The commands that are to be done: requests of the domain, or of what it extends."""
        return [c for c in self.labels if c.dialogue_act == "request" and not c.out_of_scope]

    @property
    def actions(self) -> list[Action]:
        """What was done or asked."""
        found = self.turn.actions or (self.turn.action,)
        return [action for action in found if action is not None]


def main() -> None:
    """Print the figures by domain and kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("classifiers", nargs="+", metavar="DOMAIN=DIR", type=_named)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mistakes", type=Path, help="file for the sentences that are not right as a whole")
    arguments = parser.parse_args()
    heard = [one for name, folder in arguments.classifiers for one in hear(name, folder)]
    if arguments.mistakes:
        lines = [json.dumps(_mistake(one), ensure_ascii=False) for one in heard if not right(one)]
        arguments.mistakes.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    found = figures(heard)
    if arguments.json:
        print(json.dumps(found))
    else:
        show(found)


def _named(given: str) -> tuple[str, Path]:
    name, _, folder = given.partition("=")
    return name, Path(folder)


def hear(name: str, folder: Path) -> list[Heard]:
    """A domain's sentences, each said to an assistant with the classifier in `folder`."""
    config = Config(classifier_dir=str(folder))
    classifier, heard = factory.classifier(config), []
    _, examples = read(SENTENCES / f"{name}.jsonl")
    for example in examples:
        script = SourcedScript(name, Script(id=name, turns=[Said(say=example.text or "")]))
        with fresh(config, classifier, None, script) as replay:
            (answered,) = [event for event in replay.run(script.script) if isinstance(event, Answered)]
        heard.append(Heard(name, _open(example, name), answered.turn))
    return heard


def _open(example: Example, domain: str) -> Example:
    """The example, its other intents unknown where the domain adds to the built-in ones."""
    if domain in STANDING_ALONE:
        return example
    commands = [
        replace(c, out_of_scope=False, slots=c.slots if c.intent else None) for c in commands_of(example)
    ]
    return replace(example, commands=tuple(commands))


def right(heard: Heard) -> bool:
    """Whether commands, acts, intents and slots are right, values included."""
    if not utterances.whole(heard.example, heard.understood):
        return False
    pairs = utterances.aligned(heard.example, heard.understood)
    return all(
        label.dialogue_act in QUIET
        or label.slots is None
        or command is None
        or _values(label) == _values(command)
        for label, command in pairs
    )


def _values(command: CommandLabel | Command) -> set[tuple[str, str]]:
    return {(slot.name, normalise(slot.value)) for slot in command.slots or ()}


def done(heard: Heard) -> bool:
    """Whether each request and nothing else was carried out, unasked and with its values."""
    wanted = heard.requests
    carried = [action for action in heard.actions if action.status == "done" and action.skill != "small_talk"]
    return len(carried) == len(wanted) == len(heard.actions) and right(heard)


def figures(heard: Sequence[Heard]) -> dict[str, dict[str, dict[str, float]]]:
    """The figures by domain and kind; `all` takes the domains and the kinds together."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for domain in (*dict.fromkeys(one.domain for one in heard), "all"):
        of = [one for one in heard if domain in (one.domain, "all")]
        kinds = [*sorted({one.kind for one in of}), "all"]
        found[domain] = {kind: _figures([one for one in of if kind in (one.kind, "all")]) for kind in kinds}
    return found


def _figures(heard: Sequence[Heard]) -> dict[str, float]:
    pairs = [pair for one in heard for pair in utterances.aligned(one.example, one.understood)]
    counts = metrics.span_counts(
        [utterances.word_spans(one.example.text or "", one.labels) for one in heard],
        [utterances.word_spans(one.example.text or "", one.understood.commands) for one in heard],
    )
    quiet = [one for one in heard if not one.requests]
    asking = [one for one in heard if one.requests]
    return {
        "sentences": len(heard),
        "acts": _share(c is not None and c.dialogue_act == label.dialogue_act for label, c in pairs),
        "boundaries": metrics.span_f1(counts),
        "whole": _share(right(one) for one in heard),
        "requests": len(asking),
        "done": sum(done(one) for one in asking),
        "asked back": sum(any(a.status == "asked" for a in one.actions) for one in asking),
        "quiet": len(quiet),
        "changed": sum(any(a.changes for a in one.actions) for one in quiet),
        "asked about": sum(any(a.status == "asked" for a in one.actions) for one in quiet),
    }  # fmt: skip


def _share(given: Iterable[bool]) -> float:
    values = list(given)
    return sum(values) / len(values)


def _mistake(heard: Heard) -> dict[str, Any]:
    return {
        "domain": heard.domain, "kind": heard.kind, "text": heard.example.text,
        "truth": [(c.dialogue_act, c.intent, sorted(_values(c))) for c in heard.labels],
        "found": [(c.text, c.dialogue_act, c.intent, sorted(_values(c))) for c in heard.understood.commands],
        "reply": heard.turn.reply,
    }  # fmt: skip


def show(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    """The figures as a table."""
    console = Console(width=160)
    for domain, kinds in found.items():
        table = Table("", *next(iter(kinds.values())), title=domain, title_justify="left")
        for kind, row in kinds.items():
            table.add_row(kind, *(f"{n:.3f}" if isinstance(n, float) else str(n) for n in row.values()))
        console.print(table)


if __name__ == "__main__":
    main()
