"""How many complete, clear commands are asked about, refused or not carried out.

python -m tests.benchmarks.score_clear_commands [--sentences FILE] [--classifier DIR] [--json]

Each sentence is said to an assistant with a memory and a house of its own, in which the timers, alarms,
lists, devices and rooms that the sentence's labels name exist. Nothing is chosen on the sentences.
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
from tests.fixtures.home_assistant import HomeStandIn, serve

SENTENCES = Path(__file__).parent.parent / "understanding" / "clear_commands.jsonl"
NOW = datetime(2026, 11, 22, 14, 45, tzinfo=UTC)
Result = Literal["carried out", "asked", "refused", "not there"]
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
class Clear:
    """A complete, clear command and the values that its labels name."""

    text: str
    intent: str
    slots: dict[str, list[str]]

    def first(self, name: str, otherwise: str = "") -> str:
        """The first value of a slot."""
        return self.slots.get(name, [otherwise])[0]


def read(path: Path) -> Iterator[Clear]:
    """The sentences of a file."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        slots: dict[str, list[str]] = {}
        for slot in row["slots"]:
            slots.setdefault(slot["name"], []).append(slot["value"])
        yield Clear(row["text"], row["intent"], slots)


def house(command: Clear) -> HomeStandIn:
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


def before(command: Clear) -> list[str | float]:
    """Sentences to say, and seconds to wait, so that what the command speaks about exists."""
    kind = command.intent.partition("_")[0]
    makers: dict[str, Callable[[Clear], list[str | float]]] = {
        "timer": _timer, "alarm": _alarm, "reminder": _reminder, "lists": _list, "note": _note,
    }  # fmt: skip
    if command.intent in ("timer_set", "alarm_set", "reminder_set", "note_set"):
        return []
    return makers.get(kind, _owner)(command)


def _owner(command: Clear) -> list[str | float]:
    return ["my name is Robin", "I live in Leeds"] if command.intent == "profile_query" else []


def _timer(command: Clear) -> list[str | float]:
    name = command.first("timer_name")
    length = "one hour" if name else command.first("duration", "one hour")
    made = f"set a {name} timer for {length}" if name else f"set a timer for {length}"
    return [made, *([f"pause the {name} timer"] if command.intent == "timer_resume" else ())]


def _alarm(command: Clear) -> list[str | float]:
    if command.intent == "alarm_snooze":
        return ["set an alarm for 14:46", 61.0]
    of = f" for {command.first('event_name')}" if "event_name" in command.slots else ""
    return [f"set an alarm{of} at {command.first('time', '7 am')} {command.first('date', 'tomorrow')}"]


def _reminder(command: Clear) -> list[str | float]:
    return [f"remind me to {command.first('event_name', 'water the plants')} tomorrow at noon"]


def _list(command: Clear) -> list[str | float]:
    lists = command.slots.get("list_name", ["shopping"])
    if command.intent == "lists_createoradd" and "item" not in command.slots:
        return []
    items = " and ".join(command.slots.get("item", ["milk"]))
    made: list[str | float] = [f"make a {name} list" for name in lists]
    return made if command.intent == "lists_createoradd" else [*made, f"add {items} to the {lists[0]} list"]


def _note(command: Clear) -> list[str | float]:
    return [f"remember that {command.first('note_text', 'the spare key is under the mat')}"]


def result(command: Clear, turn: Turn, *, asks: bool) -> Result:
    """What became of a command; `not there` where the right operation found nothing to act on."""
    actions = [action for action in turn.actions or (turn.action,) if action]
    if asks:
        return "asked"
    if actions and all(action.status not in ("failed", "unavailable") for action in actions):
        return "carried out"
    understood = turn.understanding
    meant = command.intent.replace("reminder_", "calendar_")
    return "not there" if actions and understood and understood.intent == meant else "refused"


def say(commands: Sequence[Clear], classifier: Path | None) -> Iterator[tuple[Clear, Turn, Result]]:
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
            script = Script.model_validate({"id": "clear", "now": NOW, "turns": [*steps, command.text]})
            with fresh(config, network, None, SourcedScript(SENTENCES.name, script)) as replay:
                *_, last = [event for event in replay.run(script) if isinstance(event, Answered)]
                asks = replay.conversation.dialogue.question is not None
        yield command, last.turn, result(command, last.turn, asks=asks)


def main() -> None:
    """Print the results by subject, and every command that was not carried out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sentences", type=Path, default=SENTENCES)
    parser.add_argument("--classifier", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    said = list(say(list(read(arguments.sentences)), arguments.classifier))
    if arguments.json:
        for command, turn, became in said:
            print(json.dumps({"text": command.text, "result": became, "reply": turn.reply}))
        return
    table, console = Table("result", "commands", "share"), Console()
    for became, n in Counter(became for _, _, became in said).most_common():
        table.add_row(became, str(n), f"{n / len(said):.3f}")
    for command, turn, became in said:
        if became != "carried out":
            console.print(f"{became}: {command.text} → {turn.reply}", markup=False, soft_wrap=True)
    console.print(table)


if __name__ == "__main__":
    main()
