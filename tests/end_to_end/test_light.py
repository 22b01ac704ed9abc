"""The program on a CPU, as its user starts it: without torch, which takes seconds and 300 MB."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import atexit, sys
heavy = ("torch", "transformers", "peft", "sklearn")
atexit.register(lambda: print("HEAVY", *sorted(set(heavy) & set(sys.modules)), file=sys.stderr))
sys.argv = ["assistant", "--device", "cpu", *sys.argv[1:]]
from assistant.cli import main
main()
"""


def run(*arguments: str, lines: str = "") -> tuple[list[str], list[str]]:
    """Standard output's lines of a command, and the heavy modules that it had loaded at its end."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        input=lines,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    heavy = next(line for line in ended.stderr.splitlines() if line.startswith("HEAVY"))
    return ended.stdout.splitlines(), heavy.split()[1:]


@pytest.mark.weights
def test_text_answers_without_torch(weights: Path) -> None:
    said = "what time is it\nset a timer for five minutes\nhow many cups are in a liter\nhello there\n"
    lines, heavy = run("text", "--json", lines=said)
    answers = [json.loads(line) for line in lines]
    assert [answer["intent"] for answer in answers[:2]] == ["datetime_query", "timer_set"]
    assert all(answer["reply"] for answer in answers) and "4.23" in answers[2]["reply"]
    assert heavy == []


@pytest.mark.weights
def test_hearing_and_speaking_need_no_torch(weights: Path, tmp_path: Path) -> None:
    sound = next((Path(__file__).parents[2] / "examples").glob("*.wav"))
    lines, heavy = run("hear", str(sound), "--json", "--speak", str(tmp_path / "reply.wav"))
    assert json.loads(lines[0])["reply"] and (tmp_path / "reply.wav").stat().st_size > 1000
    assert heavy == []


@pytest.mark.weights
def test_the_first_command_after_an_install_needs_no_torch_either(weights: Path) -> None:
    # the classifier's engine is the quickest to make
    from models import paths
    from models.weights import store

    made = store.engine(paths.released() / "classifier", "bert")
    (weights / "engines").unlink()
    (weights / "engines").mkdir()
    lines, heavy = run("text", "--json", "--until", "understanding", lines="turn on the light\n")
    assert json.loads(lines[0])["decision"] == "act"
    assert heavy == []
    again = weights / "engines" / made.name
    assert (again / "model.bin").read_bytes() == (made / "model.bin").read_bytes()
