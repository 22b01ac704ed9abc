"""The fuzz tests again and again, each round with other examples, for an hour.

    python -m tests.fuzzing.hour [--minutes 60] [--examples 600]

Ends after the round that fails or in which the time is over, and says how many rounds passed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path


def main() -> None:
    """Run rounds, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--examples", type=int, default=600, help="of a test in a round; CI takes 60")
    arguments = parser.parse_args()
    began, rounds = time.monotonic(), 0
    # the seed of a round is random, and printed where a test fails
    command = [sys.executable, "-m", "pytest", "-q", str(Path(__file__).parent)]
    environment = {**os.environ, "FUZZ_EXAMPLES": str(arguments.examples)}
    while time.monotonic() - began < 60 * arguments.minutes:
        if subprocess.run(command, env=environment, check=False).returncode:
            sys.exit(f"round {rounds + 1} failed after {(time.monotonic() - began) / 60:.0f} minutes")
        rounds += 1
        print(f"{rounds} rounds passed in {(time.monotonic() - began) / 60:.0f} minutes", flush=True)


if __name__ == "__main__":
    main()
