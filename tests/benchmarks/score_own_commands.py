"""Share of spoken commands right after personal training on one half of them, scored on the other, twofold.

python tests/benchmarks/score_own_commands.py --data FOLDER --classifier DIR --work DIR [--noise MANIFEST]

Halves are chosen by a digest of the file names. A half takes the path of an owner's recordings: `assistant
record --import`, `assistant-train personal`, the promoted bundle. FOLDER is as for `score_commands.py`;
--work keeps both homes, and finished ones are reused.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.config import Config
from models import paths
from models.bundles import bundle
from tests.benchmarks import recordings
from tests.benchmarks.score_commands import SNRS_DB, Command, Outcome, noises_of, read, score, shares, show


def main() -> None:
    """Print the share of commands that are right over both halves, by noise."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--classifier", type=Path, required=True, help="to start from, trained on text")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--noise", type=Path, help="manifest of sounds without speech")
    parser.add_argument("--noise-split", default="test", help="of the manifest")
    parser.add_argument("--config", type=Path, help="of assistant-train personal")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    commands = read(arguments.data)
    noises = noises_of(arguments.noise, arguments.noise_split) if arguments.noise else []
    outcomes: list[Outcome] = []
    shared = {name: paths.home() / name for name in ("bases", "engines")}
    for half in (0, 1):
        home = arguments.work / f"half-{half}"
        os.environ["ASSISTANT_HOME"] = str(home)
        if not (home / "bundles").is_dir():
            home.mkdir(parents=True, exist_ok=True)
            for name, there in shared.items():
                (home / name).unlink(missing_ok=True)
                (home / name).symlink_to(there.resolve())
            learn(arguments.data, [c for c in commands if fold(c) == half], arguments)
        used = bundle.resolve()
        # a refused bundle leaves the one in use
        classifier = used.classifier if used.folder != paths.released() else str(arguments.classifier)
        config = Config(recognizer_dir=used.recognizer, classifier_dir=classifier)
        outcomes += score([c for c in commands if fold(c) != half], config, noises, SNRS_DB)
    figures = shares(outcomes)
    if arguments.json:
        print(json.dumps(figures))
    else:
        show(figures)


def fold(command: Command) -> int:
    """0 or 1, by a digest of the file name."""
    return recordings.digest("fold", command.path)[0] % 2


def learn(folder: Path, commands: Sequence[Command], arguments: argparse.Namespace) -> None:
    """Train on the commands as an owner's recordings, and print the proof."""
    wanted = {command.path.name for command in commands}
    given = paths.home() / "given"
    shutil.rmtree(given, ignore_errors=True)
    given.mkdir()
    prepared = given / "all.jsonl"
    train = [sys.executable, "-m", "training.cli"]
    subprocess.run([*train, "prepare", "coffee", folder, prepared], check=True)
    rows = [json.loads(line) for line in prepared.read_text("utf-8").splitlines()]
    own = [row | {"split": None} for row in rows if Path(row["audio"]).name in wanted]
    lines = [json.dumps({k: v for k, v in row.items() if v is not None}) for row in own]
    (given / "manifest.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "assistant", "record", "--import", given], check=True)
    how = ["--config", str(arguments.config)] if arguments.config else []
    subprocess.run([*train, "personal", "--classifier", arguments.classifier.resolve(), *how], check=False)


if __name__ == "__main__":
    main()
