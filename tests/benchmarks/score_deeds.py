"""What the assistant does about clear commands, and about sentences that ask for nothing to be changed.

python -m tests.benchmarks.score_deeds [--classifier DIR] [--quiet] [--json]

Each sentence is said to an assistant with a memory and a house of its own, in which the timers, alarms,
lists, devices and rooms that its labels name exist. The complete, clear commands of `clear_commands.jsonl`
must be carried out, not asked about or refused; with --quiet, the prohibitions, statements and questions of
`sentences.jsonl` must change nothing. Nothing is chosen on either.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from assistant import factory
from assistant.commands.test import fresh
from assistant.config import Config
from assistant.conversation.replay import Answered
from assistant.conversation.script import Script, SourcedScript
from assistant.skills.config import HomeAssistantConfig, SkillsConfig
from assistant.turn import Turn
from tests.benchmarks.score_understanding import QUIET
from tests.fixtures.home_assistant import HomeStandIn, serve

FOLDER = Path(__file__).parent.parent / "understanding"
NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)
Result = Literal["carried out", "asked", "refused", "not there", "changed", "nothing changed"]
_STATES = {"cover": "open", "light": "on", "vacuum": "docked"}
_ATTRIBUTES: dict[str, dict[str, Any]] = {
    "light": {"brightness": 128, "color_mode": "hs", "supported_color_modes": ["color_temp", "hs"],
              "min_color_temp_kelvin": 2000, "max_color_temp_kelvin": 6500},
    "cover": {"current_position": 50, "supported_features": 15},
    "fan": {"percentage": 50, "percentage_step": 1, "supported_features": 49},
    "vacuum": {"supported_features": 12316},
}  # fmt: skip
_DOMAINS = {
    "iot_hue": "light", "iot_wemo": "switch", "iot_cover": "cover", "iot_fan": "fan",
    "iot_cleaning": "vacuum", "iot_query": "light", "iot_coffee": "switch",
}  # fmt: skip
"""Prefix of an intent → domain of the entities that it is about."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its first command's intent, and the values that its labels name."""

    text: str
    intent: str
    slots: dict[str, list[str]]
    said: str = ""
    """What the user said before."""
    is_quiet: bool = False
    """Whether nothing may be changed."""

    def first(self, name: str, otherwise: str = "") -> str:
        """The first value of a slot."""
        return self.slots.get(name, [otherwise])[0]


def clear_commands() -> Iterator[Sentence]:
    """Complete, clear commands."""
    for row in _rows("clear_commands.jsonl"):
        yield Sentence(row["text"], row["intent"], _values(row["slots"]))


def quiet_sentences() -> Iterator[Sentence]:
    """Sentences whose commands all are prohibitions, statements or questions."""
    for row in _rows("sentences.jsonl"):
        if {command["dialogue_act"] for command in row["commands"]} <= {*QUIET}:
            slots = [slot for command in row["commands"] for slot in command["slots"]]
            said = next((m["text"] for m in row.get("context", ()) if m["role"] == "user"), "")
            intent = row["commands"][0]["intent"] or ""
            yield Sentence(row["text"], intent, _values(slots), said, is_quiet=True)


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


def _values(slots: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for slot in slots:
        values.setdefault(slot["name"], []).append(slot["value"])
    return values


def house(command: Sentence) -> HomeStandIn:
    """A house that holds what the command names, in the room that it names."""
    domain = next((d for prefix, d in _DOMAINS.items() if command.intent.startswith(prefix)), "light")
    places = command.slots.get("house_place", ["kitchen"])
    names = command.slots.get("device_type", [])
    nouns = {"light": "light", "cover": "blinds", "fan": "fan", "vacuum": "robot vacuum", "switch": "plug"}
    noun = "coffee machine" if command.intent == "iot_coffee" else nouns[domain]
    return HomeStandIn.of(
        [
            {
                "entity_id": f"{domain}.{i}", "name": f"{place} {name}".title(), "area": place.title(),
                "floor": "Ground Floor", "state": _STATES.get(domain, "off"),
                "attributes": _ATTRIBUTES.get(domain, {}),
            }
            for i, (place, name) in enumerate((p, n) for p in places for n in names or [noun])
        ]
    )  # fmt: skip


def before(command: Sentence) -> list[str | float]:
    """Sentences to say, and seconds to wait, so that what the command speaks about exists."""
    kind = command.intent.partition("_")[0]
    makers: dict[str, Callable[[Sentence], list[str | float]]] = {
        "timer": _timer, "alarm": _alarm, "reminder": _reminder, "lists": _list, "note": _note,
    }  # fmt: skip
    if command.is_quiet:
        # what an act by mistake could change
        made = makers.get(kind, _owner)(command)
        return [
            *(made or ["set a timer for one hour", "add milk to my shopping list"]),
            *filter(None, [command.said]),
        ]
    if command.intent in ("timer_set", "alarm_set", "reminder_set", "note_set"):
        return []
    return makers.get(kind, _owner)(command)


def _owner(command: Sentence) -> list[str | float]:
    return ["my name is Robin", "I live in Leeds"] if command.intent == "profile_query" else []


def _timer(command: Sentence) -> list[str | float]:
    name = command.first("timer_name")
    length = "one hour" if name else command.first("duration", "one hour")
    made = f"set a {name} timer for {length}" if name else f"set a timer for {length}"
    return [made, *([f"pause the {name} timer"] if command.intent == "timer_resume" else ())]


def _alarm(command: Sentence) -> list[str | float]:
    if command.intent == "alarm_snooze":
        return ["set an alarm for 14:46", 61.0]
    of = f" for {command.first('event_name')}" if "event_name" in command.slots else ""
    return [f"set an alarm{of} at {command.first('time', '7 am')} {command.first('date', 'tomorrow')}"]


def _reminder(command: Sentence) -> list[str | float]:
    return [f"remind me to {command.first('event_name', 'water the plants')} tomorrow at noon"]


def _list(command: Sentence) -> list[str | float]:
    lists = command.slots.get("list_name", ["shopping"])
    if command.intent == "lists_createoradd" and "item" not in command.slots:
        return []
    items = " and ".join(command.slots.get("item", ["milk"]))
    made: list[str | float] = [f"make a {name} list" for name in lists]
    return made if command.intent == "lists_createoradd" else [*made, f"add {items} to the {lists[0]} list"]


def _note(command: Sentence) -> list[str | float]:
    return [f"remember that {command.first('note_text', 'the spare key is under the mat')}"]


def result(command: Sentence, turn: Turn, *, asks: bool) -> Result:
    """What became of a command; `not there` where the right operation found nothing to act on."""
    actions = [action for action in turn.actions or (turn.action,) if action]
    if command.is_quiet:
        return "changed" if any(action.changes for action in actions) else "nothing changed"
    if asks:
        return "asked"
    if actions and all(action.status not in ("failed", "unavailable") for action in actions):
        return "carried out"
    understood = turn.understanding
    meant = command.intent.replace("reminder_", "calendar_")
    return "not there" if actions and understood and understood.intent == meant else "refused"


def say(commands: Sequence[Sentence], classifier: Path | None) -> Iterator[tuple[Sentence, Turn, Result]]:
    """Each command said after what it needs.

    Arguments:
        classifier: its folder; None for the released one.
    """
    plain = Config(classifier_dir=str(classifier) if classifier else None)
    network = factory.classifier(plain)
    for command in commands:
        with serve(house(command)) as home:
            at_home = HomeAssistantConfig(url=home.url, token=SecretStr(home.token))
            config = plain.model_copy(update={"skills": SkillsConfig(home_assistant=at_home)})
            steps = [{"wait_s": step} if isinstance(step, float) else step for step in before(command)]
            script = Script.model_validate({"id": "sentence", "now": NOW, "turns": [*steps, command.text]})
            with fresh(config, network, None, SourcedScript(FOLDER.name, script)) as replay:
                *_, last = [event for event in replay.run(script) if isinstance(event, Answered)]
                asks = replay.conversation.dialogue.question is not None
        yield command, last.turn, result(command, last.turn, asks=asks)


def main() -> None:
    """Print the results, and every sentence that was not answered as it must be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--classifier", type=Path)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    sentences = list(quiet_sentences() if arguments.quiet else clear_commands())
    said = list(say(sentences, arguments.classifier))
    if arguments.json:
        for command, turn, became in said:
            print(json.dumps({"text": command.text, "result": became, "reply": turn.reply}))
        return
    table, console = Table("result", "sentences", "share"), Console()
    for became, n in Counter(became for _, _, became in said).most_common():
        table.add_row(became, str(n), f"{n / len(said):.3f}")
    for command, turn, became in said:
        if became not in ("carried out", "nothing changed"):
            console.print(f"{became}: {command.text} → {turn.reply}", markup=False, soft_wrap=True)
    console.print(table)


if __name__ == "__main__":
    main()
