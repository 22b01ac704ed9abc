"""A whole recipe in two processes on the CPU, started by torchrun and by accelerate."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from models import manifest, nlu
from tests.fixtures.lights import sentences
from training.trainer.log import read_log

ROOT = Path(__file__).parents[2]
LAUNCHERS = {
    "torchrun": ["torch.distributed.run", "--standalone", "--nproc_per_node", "2"],
    "accelerate": [
        "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2", "--main_process_port", "0",
    ],
}  # fmt: skip
SETTINGS = """
base = "{base}"
adapter_rank = 8
[trainer]
epochs = 2
batch_size = 4
learning_rate = 3e-3
head_learning_rate = 1e-2
average = 0.5
"""


@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_a_classifier_is_trained_by_two_processes(launcher: str, tiny_bert: Path, tmp_path: Path) -> None:
    manifest.write(tmp_path / "lights.jsonl", sentences())
    (tmp_path / "tiny.toml").write_text(SETTINGS.format(base=tiny_bert), "utf-8")
    program = ["training.cli", "classifier", "--data", str(tmp_path / "lights.jsonl"), "--device", "cpu"]
    given = ["--config", str(tmp_path / "tiny.toml"), "--output", str(tmp_path / "checkpoint")]
    done = subprocess.run(
        [sys.executable, "-m", *LAUNCHERS[launcher], "-m", *program, *given],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
        env={**os.environ, "ASSISTANT_HOME": str(tmp_path / "home"), "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (run,) = (tmp_path / "home" / "runs" / "classifier").iterdir()
    rows = sum(e.split == "train" for e in sentences())
    # a step takes a batch of each process
    assert len(read_log(run).steps) == 2 * -(-rows // 8)
    understood = nlu.load(tmp_path / "checkpoint", device="cpu").understand("turn on the kitchen light")
    assert understood.candidates[0].intent in ("lights_on", "lights_off")
