"""The whole evening on virtual sound devices.

A new domain is written and trained, its sentences are spoken into the microphone by an offline voice, learnt
from, proven and put in use; the new command is obeyed aloud; then all of it is taken back and forgotten.
The models are the real ones with few steps: what is tested is that every part finds what the one before left.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models import paths, recordings, tts
from models.audio import resample
from models.bundles import bundle, provenance
from models.manifest import Example
from tests.fixtures.sound_devices import SoundDevices
from tests.fixtures.talking import Running, talking

pytestmark = [pytest.mark.weights, pytest.mark.sound]

RECORDINGS = 10
DOMAIN = """
name = "aquarium"
[slots.food]
values = ["flakes", "shrimps", "spinach"]
[slots.tank]
values = ["big tank", "small tank"]
[intents.feed_fish]
sentences = [
    "[please] (feed|give) the fish [some] {food}",
    "the fish [would] want {food}",
    "put {food} into the {tank}",
]
reply = "The fish get {food}."
[intents.light_tank]
sentences = [
    "[please] light up the {tank}",
    "(turn|switch) on the lamp of the {tank}",
    "make the {tank} bright",
]
reply = "The {tank} is bright."
[intents.water_temperature]
sentences = [
    "how warm is the water [in the {tank}]",
    "tell me the temperature of the water",
    "is the {tank} warm enough",
]
reply = "The water has twenty four degrees."
"""
FEW_STEPS = """
base = "minilm-l6-v2"
start = "released"
adapter_rank = 128
least_steps = 60
[trainer]
epochs = 1
batch_size = 32
learning_rate = 2e-4
head_learning_rate = 5e-3
"""
LITTLE = """
least = 8
held_back = 0.2
margin = 1.0
voices = ["espeak"]
general_held = 2
[recognizer]
copies = 1
passes = 1
least_steps = 2
general = 4
[recognizer.trainer]
batch_size = 4
learning_rate = 1e-6
[classifier]
general = 10
[classifier.trainer]
epochs = 1
batch_size = 16
learning_rate = 1e-6
head_learning_rate = 1e-5
"""


def run(module: str, *arguments: str | Path, stdin: str = "", code: int = 0) -> str:
    """A command to its end; what it printed for whoever reads it."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        input=stdin, capture_output=True, text=True, timeout=1_200, check=False,
    )  # fmt: skip
    assert done.returncode == code, f"{arguments}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture
def own_engines(weights: Path) -> Path:
    """A home in which new engines lie by themselves, beside those that are there already."""
    there = (weights / "engines").resolve()
    (weights / "engines").unlink()
    (weights / "engines").mkdir()
    for engine in there.iterdir():
        if engine.is_dir() and not engine.name.startswith("."):
            shutil.copytree(engine, weights / "engines" / engine.name)
    return weights


class Owner:
    """Speaks into the virtual microphone with an offline voice."""

    def __init__(self, devices: SoundDevices) -> None:
        self._devices, self._voice = devices, tts.load("pyttsx3", rate_wpm=150)

    def says(self, sentence: str) -> None:
        speech = self._voice.synthesize(sentence)
        self._devices.play_into_microphone(resample(speech.samples, speech.sample_rate_hz))

    def close(self) -> None:
        self._voice.close()


@contextmanager
def speaking(devices: SoundDevices) -> Iterator[Owner]:
    owner = Owner(devices)
    try:
        yield owner
    finally:
        owner.close()


def read_aloud(running: Running, owner: Owner) -> None:
    """Says each sentence that is asked for, and once more where that is wished."""
    answered = 0
    while running.process.poll() is None:
        lines = running.printed.splitlines()
        wishes = [line for line in lines if line.startswith("say (") or "Once more, please" in line]
        if len(wishes) == answered:
            time.sleep(0.1)
            continue
        answered = len(wishes)
        asked = [line for line in lines if line.startswith("say (")]
        owner.says(asked[-1].partition("): ")[2])


def middle(sound: Path) -> bytes:
    """What no other file holds by chance: the sound's end is silence, which all have in common."""
    data = sound.read_bytes()
    return data[len(data) // 2 :][:60]


def holding(*wanted: bytes) -> set[str]:
    """Files of the home, not those that it shares with other homes, that hold one of these."""
    files = [file for file in paths.home().rglob("*") if file.is_file() and not file.is_symlink()]
    own = [file for file in files if not file.is_relative_to(paths.bases())]
    found = {file for file in own if any(each in file.read_bytes() for each in wanted)}
    return {str(file.relative_to(paths.home())) for file in found}


def test_the_whole_evening(own_engines: Path, sound_devices: SoundDevices, tmp_path: Path) -> None:
    for name, text in (("aquarium.toml", DOMAIN), ("steps.toml", FEW_STEPS), ("little.toml", LITTLE)):
        (tmp_path / name).write_text(text)
    lines = ({"text": "the fish look hungry, shrimps please", "intent": "feed_fish"},)
    (tmp_path / "own.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    paths.config_file().write_text("keep_conversations = true\n")
    classifier = tmp_path / "aquarium"

    # a domain of one's own
    run(
        "training.cli", "classifier", "--data", tmp_path / "own.jsonl", "--config", tmp_path / "steps.toml",
        "--domain", tmp_path / "aquarium.toml", "--output", classifier,
    )  # fmt: skip

    with speaking(sound_devices) as owner:
        # spoken into the microphone
        command = [sys.executable, "-m", "assistant", "--classifier", str(classifier), "record"]
        environment = sound_devices.environment | {"COLUMNS": "200", "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            [*command, "--count", str(RECORDINGS)], text=True, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as process:  # fmt: skip
            running = Running(process)
            read_aloud(running, owner)
        assert process.returncode == 0, running.printed
        recorded = recordings.read()
        assert len(recorded) >= RECORDINGS - 2, running.printed
        assert {example.intent for example in recorded} == {"feed_fish", "light_tank", "water_temperature"}
        recordings.append([Example(text="axolotl wants flakes", intent="feed_fish", slots=())])

        # learnt from, proven, in use
        told = json.loads(
            run(
                "training.cli", "personal", "--classifier", classifier, "--config", tmp_path / "little.toml",
                "--json",
            ).splitlines()[-1]
        )  # fmt: skip
        assert told["promoted"] and told["bundle"] == "personal@1", told
        assert bundle.resolve().name == "personal"

        # the new command obeyed, aloud
        with talking(sound_devices) as talk:
            owner.says("Please feed the fish some shrimps.")
            assert "shrimps" in talk.reply(0).lower()
            time.sleep(2.0)  # while the end of its own reply fades it is deaf
            owner.says("You misunderstood me.")
            talk.wait_for(lambda printed: "put that aside" in printed)
            assert talk.leave() == 0
    assert '"flagged": true' in run("assistant", "correct", "--json")

    # rolled back: the assistant is the one that came with the program
    run("assistant", "models", "rollback")
    assert bundle.resolve().folder == paths.released()
    said = run(
        "assistant", "text", "--json", "--until", "understanding", stdin="feed the fish some shrimps\n"
    )
    assert json.loads(said)["intent"] != "feed_fish"
    run("assistant", "models", "use", "personal")
    said = run(
        "assistant", "text", "--json", "--until", "understanding", stdin="feed the fish some shrimps\n"
    )
    assert json.loads(said)["intent"] == "feed_fish"

    # forgotten
    sounds = [example.audio for example in recordings.read() if example.audio is not None]
    wanted = [piece for sound in sounds for piece in (sound.stem.encode(), middle(sound))]
    made = provenance.learners(None)
    assert {paths.bundles() / "personal" / "1", paths.runs() / "personal" / "personal-1"} <= set(made)
    assert holding(*wanted, b"axolotl")
    run("assistant", "forget", "all", "--yes")
    assert holding(*wanted, b"axolotl") == set()
    assert not [folder for folder in made if folder.exists()] and not paths.recordings().exists()
    assert bundle.resolve().folder == paths.released()
