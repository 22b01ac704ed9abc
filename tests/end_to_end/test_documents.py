"""Every command of the pages that explain tasks is run, with tiny models where the page trains."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from models import manifest
from tests.fixtures import documents
from tests.fixtures.lights import sentences

ROOT = Path(__file__).parents[2]
PAGES = ("teaching.md", "gpu.md", "adding-a-skill.md", "privacy.md", "serving.md")
BIN = Path(sys.executable).parent
LONGEST_S = 900
TINY = """
base = "{base}"
adapter_rank = 8
[trainer]
epochs = 2
batch_size = 32
learning_rate = 3e-3
head_learning_rate = 1e-2
average = 0.5
"""
SHORT = {"epochs": 1, "least_steps": 4, "addressed": 40, "general": 40, "dialogues": 40, "acts": 40}
"""In place of the numbers in `training/configs/domain.toml`, where a page extends the built-in intents."""
OUTSIDE = {
    r"docker (build|run) .*": "tests/end_to_end/test_serving_examples.py",
    r"RAY_USAGE_STATS_ENABLED=0 serve run \S+": "tests/assistant/serving/test_on_ray.py",
    r"assistant serve": "tests/end_to_end/test_documents.py",
    r"curl .*": "tests/end_to_end/test_documents.py",
    r"assistant .*\btalk": "tests/end_to_end/test_sound_devices.py",
}
"""Commands that need more than a shell, and the test that runs them."""


class Shell:
    """Runs a page's commands one after the other in one folder.

    Arguments:
        change: what is put in place of parts of a command: tiny models, the CPU, a free port.
        codes: exit codes other than 0 that are right, by the beginning of the command.
    """

    def __init__(
        self, folder: Path, home: Path, change: Callable[[str], str] = str,
        codes: Mapping[str, tuple[int, ...]] | None = None,
    ) -> None:  # fmt: skip
        self._folder, self._change, self._codes = folder, change, codes or {}
        path = os.pathsep.join([str(BIN), os.environ["PATH"]])
        self.environment = {
            **os.environ, "PATH": path, "ASSISTANT_HOME": str(home), "HOME": str(folder),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder / "installed")]), "OMP_NUM_THREADS": "1",
        }  # fmt: skip

    def __call__(self, command: str) -> str:
        """What the command prints."""
        # the program of this checkout, whatever is installed
        known = re.sub(
            r"(^|\| |=\S+ )assistant ", rf"\1{sys.executable} -m assistant ", self._change(command)
        )
        known = re.sub(r"^assistant-train ", f"{sys.executable} -m training.cli ", known)
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", known], cwd=self._folder, env=self.environment,
            capture_output=True, text=True, timeout=LONGEST_S, check=False,
        )  # fmt: skip
        allowed = next((codes for start, codes in self._codes.items() if start in command), ())
        assert done.returncode in (0, *allowed), f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr


def runnable(page: documents.Page) -> list[str]:
    """The page's commands that a shell can run."""
    return [c for c in page.commands if not any(re.fullmatch(pattern, c) for pattern in OUTSIDE)]


def write_short(file: Path) -> None:
    """Write settings that train for a moment from the released classifier."""
    text = (ROOT / "training/configs/domain.toml").read_text("utf-8")
    for name, number in SHORT.items():
        text, found = re.subn(rf"^{name} = \d+$", f"{name} = {number}", text, flags=re.M)
        assert found == 1, name
    file.write_text(text, "utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_commands_and_what_runs_elsewhere_is_run_there(name: str) -> None:
    page = documents.read(name)
    assert runnable(page)
    others = [c for c in page.commands if c not in runnable(page)]
    for command in others:
        (test,) = {test for pattern, test in OUTSIDE.items() if re.fullmatch(pattern, command)}
        assert (ROOT / test).is_file()


@pytest.mark.weights
def test_new_commands_are_taught(weights: Path, tmp_path: Path) -> None:
    page = documents.read("teaching.md")
    documents.write(page, tmp_path)
    write_short(tmp_path / "tiny.toml")
    # four steps may teach nothing, which is what `test` then says
    shell = Shell(tmp_path, weights, _trained_tiny, {" test ": (1,)})
    said = {command: shell(command) for command in runnable(page)}
    assert (tmp_path / "bakery" / "README.md").is_file()
    asked = next(said[c] for c in said if "--json" in c and "echo" in c)
    assert '"transcript": "i would like a rye please"' in asked
    assert next(said[c] for c in said if " test " in c).strip()


@pytest.mark.weights
def test_a_skill_is_added(weights: Path, tmp_path: Path) -> None:
    page = documents.read("adding-a-skill.md")
    documents.write(page, tmp_path)
    write_short(tmp_path / "tiny.toml")

    def change(command: str) -> str:
        # beside the environment of the tests, without the network
        offline = "pip install -q --no-build-isolation --no-deps --no-index --target installed "
        return _trained_tiny(command.replace("pip install ", offline))

    shell = Shell(tmp_path, weights, change, {" doctor": (1,)})
    said = {command: shell(command) for command in runnable(page)}
    assert (tmp_path / "installed" / "tides_skill.py").is_file()
    told = next(said[c] for c in said if c.endswith(" doctor"))
    assert "tides" not in told or "does not load" not in told
    loaded = subprocess.run(
        [sys.executable, "-c", "import tides_skill; print(tides_skill.Tides.title)"],
        env=shell.environment, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert loaded.stdout == "tides\n"


def test_training_on_a_gpu_is_run_on_the_cpu(tiny_bundle: Path, tiny_bert: Path, tmp_path: Path) -> None:
    page = documents.read("gpu.md")
    manifest.write(tmp_path / "commands.jsonl", sentences())
    (tmp_path / "tiny.toml").write_text(TINY.format(base=tiny_bert), "utf-8")

    def change(command: str) -> str:
        command = command.replace("--device cuda", "--device cpu").replace(
            "launch --multi_gpu", "launch --multi_gpu --main_process_port 0"
        )
        command = command.replace("torchrun ", f"{sys.executable} -m torch.distributed.run ")
        command = command.replace("accelerate launch", f"{sys.executable} -m accelerate.commands.launch")
        return _trained_tiny(
            command.replace("assistant --classifier", f"assistant --bundle {tiny_bundle} --classifier")
        )

    shell = Shell(tmp_path, tmp_path / "own", change, {"assistant doctor": (1,)})
    for command in runnable(page):
        shell(command)
    assert (tmp_path / "my-classifier" / "classifier.json").is_file()
    assert tomllib.loads((tmp_path / "exported" / "bundle.toml").read_text("utf-8"))["name"] == "tiny"


@pytest.mark.weights
def test_the_privacy_page_s_commands_run(weights: Path, tmp_path: Path) -> None:
    shell = Shell(
        tmp_path, weights, lambda c: c.replace("/tmp/assistant-trial", str(tmp_path / "trial")),
        {"assistant doctor": (1,)},
    )  # fmt: skip
    for command in runnable(documents.read("privacy.md")):
        shell(command)


def _trained_tiny(command: str) -> str:
    if " classifier --data" in command:
        return f"{command} --config tiny.toml"
    return command


def test_the_serving_page_s_shell_commands_run(tiny_bundle: Path, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")

    def change(command: str) -> str:
        return command.replace(
            "assistant --bundle exported text", "assistant --bundle exported text --until understanding"
        ).replace("assistant export", f"assistant --bundle {tiny_bundle} export")

    shell = Shell(tmp_path, tmp_path / "own", change)
    for command in runnable(documents.read("serving.md")):
        shell(command)
    assert (tmp_path / "assistant-token").stat().st_mode & 0o777 == 0o600
    assert "PRIVATE KEY" in (tmp_path / "key.pem").read_text()
    assert (tmp_path / "exported" / "gpu" / "bundle.toml").is_file()


def test_the_serving_page_s_requests_are_answered(tiny_bundle: Path, tmp_path: Path) -> None:
    """`assistant serve` itself, with tiny models at a free port, and every `curl` of the page."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    requests = [c for c in documents.read("serving.md").commands if c.startswith("curl ")]
    assert len(requests) == 4
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("serve"))
    shell = Shell(tmp_path, tmp_path / "own")
    command = [sys.executable, "-m", "assistant", "--bundle", str(tiny_bundle), "--device", "cpu", "serve"]
    with subprocess.Popen(
        [*command, "--port", "0", "--wyoming-port", "0"], env=shell.environment, cwd=tmp_path,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as server:  # fmt: skip
        try:
            assert server.stdout is not None
            first = next(line for line in server.stdout if "http://" in line)
            address = re.search(r"http://[\d.:]+", first)
            assert address is not None
            for request in requests:
                told = shell(
                    request.replace("http://127.0.0.1:8765", address[0]).replace(
                        "curl", "curl -sS --fail-with-body"
                    )
                )
                assert '"error"' not in told
        finally:
            server.terminate()
            server.wait(60)
    assert (tmp_path / "dinner.mp3").stat().st_size > 1000
