"""Sentences written blind: the share that is right never falls, what is no request changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.test_conversations import share_right

pytestmark = pytest.mark.weights

UNSEEN = Path(__file__).parents[1] / "unseen"
LEAST = {
    "first": 272 / 279, "second": 105 / 110, "third": 176 / 180, "fourth": 87 / 90, "fifth": 48 / 50,
    "sixth": 53 / 55, "seventh": 49 / 51,
    "eighth": 56 / 58, "ninth": 56 / 58,
}  # fmt: skip
"""Least share of conversations that are right, by file: two below the last measurement."""
MOST_CHANGES = {"prohibition": 0, "question": 0, "statement": 5}
"""Most sentences of each act that change something."""
BEFORE = (
    "set a pasta timer for ten minutes",
    "set an alarm for 7 am tomorrow",
    "add milk to my shopping list",
    "remind me to call mum at 6 pm",
    "remember that the code is 4711",
)
NOW = "2026-11-22T14:45:00+00:00"


@pytest.mark.parametrize("name", LEAST)
def test_the_share_that_is_right_does_not_fall(name: str, weights: Path) -> None:
    share = share_right(UNSEEN / f"{name}.jsonl")
    print(f"{name}: {share:.3f}")
    assert share >= LEAST[name]


def test_what_is_no_request_changes_nothing(weights: Path, tmp_path: Path) -> None:
    sentences = [json.loads(line) for line in (UNSEEN / "acts.jsonl").read_text("utf-8").splitlines()]
    scripts = [
        {"id": str(number), "kind": one["kind"], "now": NOW, "turns": [*BEFORE, one["say"]]}
        for number, one in enumerate(sentences)
    ]
    file = tmp_path / "acts.jsonl"
    file.write_text("".join(f"{json.dumps(script)}\n" for script in scripts), "utf-8")

    last = replayed(file)
    changed = [sentences[int(line["dialogue"])] for line in last if changes(line)]

    assert len(last) == len(sentences)
    print(changed)
    for kind, most in MOST_CHANGES.items():
        assert len([one for one in changed if one["kind"] == kind]) <= most


def replayed(file: Path) -> list[dict[str, Any]]:
    """The lines about the last sentence of each conversation."""
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "test", "--json", str(file)],
        capture_output=True, text=True, timeout=1_200, check=True,
    )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return [line for line in lines if line.get("turn") == len(BEFORE)]


def changes(line: dict[str, Any]) -> bool:
    """Whether a turn changed anything."""
    return any((command.get("action") or {}).get("changes") for command in line["commands"])
