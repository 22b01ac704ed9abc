"""A program that is killed: it sets timers, alarms, reminders, plans, lists and notes, and keeps recordings.

    python -m tests.benchmarks.kills_child NUMBER [--drain]

The skills, the gate and the memory are the assistant's; the commands are made by hand, so that every name is
one of a kind. A line on standard output, JSON, before each command ("try"), after its confirmation ("did"),
for each ring and for each recording. With `--drain` nothing new is set: it tells what is due, and leaves.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from datetime import datetime
from itertools import count
from typing import Annotated

import numpy as np

from assistant.clock import local_time
from assistant.memory.database import Database
from assistant.skills.api import INTERFACE, Call, Result, operation
from assistant.skills.parameters import text
from models import paths, recordings
from models.audio import SAMPLE_RATE_HZ
from models.manifest import Example
from models.types import Modifiers
from tests.fixtures.skills import Chat, over

SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprtvz" for vowel in "aiou"]
EFFECTS = "effects.txt"
DRAIN_S, SLOW_S = 4.0, 0.2


class Lamps:
    """Lamps outside of the computer: what is switched on cannot be seen in the memory."""

    name = "kill_lamps"
    interface = INTERFACE
    title = "lamps"

    @operation("kill_lamp_on", does="turn on {room}", changes="undoable", delayable=True)
    def switch_on(
        self, call: Call, room: Annotated[str, text("house_place", ask="Which?", say="the {} lamp".format)]
    ) -> Result:
        """Switch a lamp on, slowly; it is seen as a line of a file."""
        time.sleep(SLOW_S)
        with (paths.home() / EFFECTS).open("a") as effects:
            effects.write(f"{room}\n")
        time.sleep(SLOW_S)
        return Result({"room": room}, f"The {room} lamp is on.", changes=True)


def main() -> None:
    """Say things until the process is killed."""
    number, drains = int(sys.argv[1]), "--drain" in sys.argv
    chat = over(Database(), Lamps())
    tell({"ready": number})
    if drains:
        end = time.monotonic() + DRAIN_S
        while time.monotonic() < end:
            ring(chat)
            time.sleep(0.1)
        return
    threading.Thread(target=record, args=(number,), daemon=True).start()
    chosen, names = random.Random(number), (name_of(number, i) for i in count())
    here: list[tuple[str, str]] = []
    while True:
        ring(chat)
        kind = chosen.choice(["timer", "short timer", "alarm", "reminder", "plan", "item", "note", "gone"])
        if kind != "gone":
            name = next(names)
            here += [(kind, name)] if said(chat, kind, name) else []
        elif removable := [each for each in here if each[0] in ("timer", "item")]:
            here.remove(each := chosen.choice(removable))
            said(chat, f"no {each[0]}", each[1])


def name_of(number: int, turn: int) -> str:
    """A word for this turn of this process."""
    digits = number * 1000 + turn
    letters = ""
    while digits or len(letters) < 8:
        digits, rest = divmod(digits, len(SYLLABLES))
        letters = SYLLABLES[rest] + letters
    return letters


def said(chat: Chat, kind: str, name: str) -> bool:
    """Whether a command was confirmed."""
    tell({"try": kind, "name": name})
    chat.now = local_time()
    match kind:
        case "timer":
            chat.say(
                f"set a {name} timer for nine hours", "timer_set", timer_name=name, duration="nine hours"
            )
        case "short timer":
            chat.say(
                f"set a {name} timer for one second", "timer_set", timer_name=name, duration="one second"
            )
        case "no timer":
            chat.say(f"cancel the {name} timer", "timer_cancel", timer_name=name)
        case "alarm":
            chat.say(
                f"a {name} alarm for 9 am tomorrow",
                "alarm_set", event_name=name, time="9 am", date="tomorrow",
            )  # fmt: skip
        case "reminder":
            chat.say(
                f"remind me to {name} tomorrow at 9 am",
                "calendar_set", event_name=name, time="9 am", date="tomorrow",
            )  # fmt: skip
        case "plan":
            later = Modifiers(at="in one second")
            chat.say(f"turn on the {name} in one second", "kill_lamp_on", house_place=name, modifiers=later)
        case "item":
            chat.say(f"add {name} to my list", "lists_createoradd", item=name)
        case "no item":
            chat.say(f"take {name} off my list", "lists_remove", item=name)
        case "note":
            chat.say(f"remember that the {name} is red", "note_set", note_text=f"the {name} is red")
    if done := chat.status == "done":
        tell({"did": kind, "name": name})
    return done


def ring(chat: Chat) -> None:
    """Tell what is due."""
    for due in chat.agenda.due(local_time()):
        tell({"rang": due.sentence})
        chat.agenda.rang(due)


def record(number: int) -> None:
    """Keep one recording after the other."""
    sound = np.random.default_rng(number).normal(0, 0.1, SAMPLE_RATE_HZ).astype(np.float32)
    for turn in count():
        kept = recordings.keep(Example(text=f"sentence {number} {turn}"), sound, datetime.now())
        tell({"did": "recording", "name": recordings.identity(kept)})
        time.sleep(0.05)


def tell(line: dict[str, object]) -> None:
    """One line in one call, so that two threads do not mix theirs."""
    os.write(1, (json.dumps(line) + "\n").encode())


if __name__ == "__main__":
    main()
