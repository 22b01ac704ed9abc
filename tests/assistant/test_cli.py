"""The command line: exit codes, one sentence for a mistake, JSON Lines and nothing else on stdout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import typer

from assistant import cli
from models import command_line

EXAMPLE = Path(__file__).parents[2] / "examples" / "what-time-is-it-in-tokyo.wav"


def assistant(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the installed command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, arguments)],
        input=stdin, capture_output=True, text=True, timeout=300, env=os.environ | {"COLUMNS": "200"},
    )  # fmt: skip


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """stdout, which must hold JSON Lines and nothing else."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """stderr, which must be a single line without a traceback."""
    (line,) = done.stderr.strip().splitlines()
    assert line.endswith(".")
    return line


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--nonsense"], "--nonsense"),
        (["sing"], "sing"),
        (["hear"], "FILE"),
        (["--device", "tpu", "text"], "tpu"),
        (["--config", "nowhere.toml", "text"], "nowhere.toml"),
    ],
)
def test_a_wrong_command_gets_one_sentence(arguments: list[str], says: str) -> None:
    done = assistant(*arguments)
    assert done.returncode == 2
    assert says in one_sentence(done)
    assert done.stdout == ""


def test_a_broken_configuration_names_all_its_errors(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('colour = "red"\n[endpointer]\nend_silence_ms = "long"\n[voice]\nrate_wpm = 9000\n')
    done = assistant("--config", file, "text")
    assert done.returncode == 2
    said = one_sentence(done)
    assert "3 wrong settings" in said
    for name in ("colour", "endpointer.end_silence_ms", "voice.rate_wpm"):
        assert name in said


def test_a_configuration_that_is_no_toml(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("= what")
    done = assistant("--config", file, "text")
    assert done.returncode == 2
    assert "not TOML" in one_sentence(done)


def commands(group: Any = None, *path: str) -> list[tuple[str, ...]]:
    """Every command and group of commands, as the words that name it."""
    group = group or typer.main.get_command(cli.app)
    found = [path] if path else []
    for name, command in getattr(group, "commands", {}).items():
        found += commands(command, *path, name)
    return found


def test_help_names_the_commands() -> None:
    done = assistant("--help")
    assert done.returncode == 0
    names = (
        "talk hear text test record correct forget models devices autostart doctor explain export serve stats"
    )
    assert {path[0] for path in commands()} == set(names.split())
    for name in names.split():
        assert name in done.stdout


@pytest.mark.parametrize("command", [(), *commands()], ids=" ".join)
def test_every_command_has_help(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    program = typer.main.get_command(cli.app)
    with pytest.raises(SystemExit) as left:
        program([*command, "-h"], prog_name="assistant", help_option_names=command_line.HELP_OPTIONS)
    assert not left.value.code
    assert "Usage: assistant" in (said := capsys.readouterr().out) and "--help" in said


def test_the_short_help_option_and_the_version() -> None:
    done = assistant("talk", "-h")
    assert done.returncode == 0 and "Usage" in done.stdout
    done = assistant("--version")
    assert (done.returncode, done.stdout.strip()) == (0, metadata.version("trainable-assistant"))


NEEDS = {
    "hear": ("a.wav",),
    "forget": ("all",),
    "explain": ("text",),
    "use": ("mine",),
    "autostart": ("off",),
}
"""Required arguments of commands."""


def test_a_missing_configuration_is_one_error_for_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    said = set()
    for path in commands():
        program = typer.main.get_command(cli.app)
        with pytest.raises(typer.TyperException) as wrong:
            program(["--config", "nowhere.toml", *path, *NEEDS.get(path[-1], ())], standalone_mode=False)
        said.add(str(wrong.value))
    assert len(said) == 1
    assert "nowhere.toml" in said.pop()
    done = assistant("--config", "nowhere.toml", "models", "list")
    assert done.returncode == 2 and "nowhere.toml" in one_sentence(done)


WITHOUT = """
import sys
sys.modules[{module!r}] = None  # as if it were not installed
sys.argv = ["assistant", *{arguments!r}]
from assistant.cli import main
main()
"""


def test_a_missing_voice_names_its_extra(home: Path) -> None:
    (home / "config.toml").write_text('[voice]\nkind = "hibari"\n')
    program = WITHOUT.format(module="hibari", arguments=["--config", str(home / "config.toml"), "doctor"])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    assert "trainable-assistant[voice]" in " ".join(done.stdout.split())
    assert "Traceback" not in done.stdout + done.stderr


def bad_files(folder: Path) -> dict[str, Path]:
    """Files that a person may well name."""
    files = {name: folder / f"{name}.wav" for name in ("empty", "text", "missing", "header")}
    files["empty"].touch()
    files["text"].write_text("this is not sound")
    soundfile.write(files["header"], np.zeros(0, dtype=np.float32), 16_000)
    return files | {"folder": folder}


@pytest.mark.weights
def test_bad_files_are_named_and_the_others_answered(weights: Path, tmp_path: Path) -> None:
    bad = bad_files(tmp_path)
    silent = tmp_path / "silent.wav"
    soundfile.write(silent, np.zeros(16_000, dtype=np.float32), 16_000)
    odd = tmp_path / "odd.wav"
    samples, rate = soundfile.read(EXAMPLE, dtype="float32")
    samples = np.interp(np.arange(0, len(samples), rate / 8000), np.arange(len(samples)), samples)
    soundfile.write(odd, np.stack([samples, samples], axis=1), 8000, subtype="PCM_U8")
    done = assistant("hear", *bad.values(), silent, odd, EXAMPLE, "--json", "--until", "transcript")
    assert done.returncode == 2
    found = {line["source"]: line for line in lines(done)}
    for name in ("empty", "text", "missing", "folder"):
        assert found[str(bad[name])]["error"], name
    assert found[str(silent)] == {"source": str(silent), "transcript": None}
    assert "tokyo" in found[str(EXAMPLE)]["transcript"].lower()
    # of 8 bits at 8 kHz "tokio" is heard
    assert "what time is it in to" in found[str(odd)]["transcript"].lower()


@pytest.mark.weights
def test_one_line_in_one_line_out(weights: Path) -> None:
    typed = ["What's the time?", "", "--json", "  turn on the lights in the kitchen "]
    done = assistant("text", "--json", "--until", "understanding", stdin="\n".join(typed))
    assert done.returncode == 0, done.stderr
    found = lines(done)
    assert [line["transcript"] for line in found] == [typed[0], None, *typed[2:]]
    assert found[0]["intent"] == "datetime_query"
    assert found[3]["intent"] == "iot_hue_lighton"
    (slot,) = found[3]["slots"]
    assert (slot["name"], slot["text"]) == ("house_place", "kitchen")
    assert typed[3][slot["start"] : slot["end"]] == "kitchen"


@pytest.mark.weights
def test_a_sound_file_is_answered_aloud(weights: Path, tmp_path: Path) -> None:
    out = tmp_path / "reply.wav"
    done = assistant("hear", EXAMPLE, "--json", "--speak", out)
    assert done.returncode == 0, done.stderr
    (line,) = lines(done)
    assert line["intent"] == "datetime_query" and line["action"]["status"] == "done"
    assert "tokyo" in line["reply"].lower()
    samples, rate = soundfile.read(out)
    assert len(samples) / rate > 0.8 and np.abs(samples).max() > 0.05


def test_replies_never_replace_what_is_to_be_heard(tmp_path: Path) -> None:
    recording = tmp_path / "said.wav"
    recording.write_bytes(EXAMPLE.read_bytes())
    done = assistant("hear", recording, "--speak", recording)
    assert done.returncode == 2
    assert str(recording) in one_sentence(done)
    assert recording.read_bytes() == EXAMPLE.read_bytes()


def test_a_closed_standard_input_is_named() -> None:
    command = f'"{sys.executable}" -m assistant text <&-'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=300)
    assert done.returncode == 2
    assert "standard input" in one_sentence(done)
