"""What is left of timers, alarms, reminders and plans after sentences of all their kinds.

`sentences.jsonl` holds conversations, each with what classifier 0.4.0 understood of every sentence, so that
they test values, gate and skills alone. The clock stands at a quarter to three on a Sunday afternoon.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation.dividing import divided
from assistant.skills.time.entries import Entry
from models.types import Command, Modifiers, Slot, Understanding
from tests.fixtures.skills import Chat

TABLE = Path(__file__).with_name("sentences.jsonl")
ROWS = [json.loads(line) for line in TABLE.read_text("utf-8").splitlines()]


def command(row: dict[str, Any], text: str) -> Command:
    """A command of a row."""
    start, end = row.get("at", (0, len(text)))
    modifiers = row.get("modifiers", {})
    return Command(
        text[start:end], start, end, row.get("act", "request"), row.get("relation", "new"), row["intent"],
        0.9, row.get("decision", "act"),
        tuple(
            Slot(name, value[0] if value else text[first:last], text[first:last], first, last)
            for name, first, last, *value in row.get("slots", [])
        ),
        Modifiers(**{**modifiers, "excluded": tuple(modifiers.get("excluded", ()))}),
    )  # fmt: skip


def shown(entry: Entry, chat: Chat) -> str:
    """An entry as the table writes it."""
    name = f"{entry.name} " if entry.name else ""
    if entry.kind == "timer":
        minutes, seconds = divmod(round(entry.remaining(chat.now).total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        left = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        return f"{name}{left}{' paused' if entry.left is not None else ''}"
    return f"{entry.kind} {name}{entry.due.astimezone(chat.now.tzinfo):%m-%d %H:%M}{repeated(entry)}"


def repeated(entry: Entry) -> str:
    if entry.rule is None:
        return ""
    rule = entry.rule
    said = f" on {''.join('MTWTFSS'[day] for day in rule.days)}"
    if (rule.interval, rule.unit) != (1, "week"):
        said += f" each {rule.interval} {rule.unit}"
    out = ["MTWTFSS"[day] for day in rule.except_days] + [str(day) for day in rule.except_dates]
    return said + (f" but {' '.join(out)}" if out else "")


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=" | ".join(turn.get("say", "…") for turn in row["turns"])) for row in ROWS]
)
def test_what_is_left(chat: Chat, row: dict[str, Any]) -> None:
    reply = ""
    for turn in row["turns"]:
        if "wait_s" in turn:
            chat.wait(seconds=turn["wait_s"])
            chat.due()
            continue
        commands = tuple(command(each, turn["say"]) for each in turn["commands"])
        first = commands[0]
        understanding = divided(
            Understanding(
                turn["say"], first.intent, 0.9, first.decision, slots=first.slots, commands=commands
            )
        )
        reply = " ".join(chat.responder.respond(understanding, chat.dialogue).sentences)
        chat.dialogue.add(understanding, reply)
    schedule = chat.context.schedule
    left = [
        shown(entry, chat)
        for kind in ("timer", "alarm", "reminder")
        for entry in schedule.entries(kind, chat.now)
    ]
    left += [f"plan {plan.due:%H:%M:%S} {plan.what}" for plan in chat.context.plans.entries(chat.now)]
    assert sorted(left) == row["left"]
    if "reply" in row:
        assert reply == row["reply"]


def test_every_kind_has_sentences() -> None:
    turns = [turn for row in ROWS for turn in row["turns"]]
    said = {command["intent"] for turn in turns for command in turn.get("commands", [])}
    kinds = {
        "timer_set", "timer_cancel", "timer_pause", "timer_resume", "timer_change", "timer_query",
        "alarm_set", "alarm_change", "alarm_remove", "calendar_set",
    }  # fmt: skip
    assert kinds <= said
    assert len(ROWS) >= 150
