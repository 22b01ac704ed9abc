"""Standard error of a C library against Python's, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import logging, os, sys
from assistant.audio.native_lines import native_lines_to_log
logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s: %(fields)s")
print("before", file=sys.stderr)
with native_lines_to_log():
    os.write(2, b"ALSA lib pcm.c: underrun occurred\\n")
    print("within", file=sys.stderr)
os.write(2, b"after\\n")
print("and after", file=sys.stderr)
"""


def test_lines_of_c_are_logged_and_pythons_stay() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout == "a library wrote a line: {'line': 'ALSA lib pcm.c: underrun occurred'}\n"
    assert done.stderr.splitlines() == ["before", "within", "after", "and after"]
