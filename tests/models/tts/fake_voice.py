"""A voice's process for tests: answers as the real one does, and goes wrong when the text says so.

`hang` and `crash` always; `hang once` and `crash once` only where the file named on the command line is
missing yet. Every start adds a line to `<that file>.starts`.
"""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np

from models.tts.wire import write_request, write_speech
from models.types import Speech

RATE_HZ = 8_000
out = sys.stdout.buffer
marker = Path(sys.argv[1])
options = json.loads(sys.stdin.buffer.readline())
with Path(f"{marker}.starts").open("a") as starts:
    starts.write(f"{os.getpid()}\n")
if options["kind"] == "slow":
    time.sleep(60)
if options["kind"] == "dead":
    sys.exit(3)
if options["kind"] == "refuses":
    write_request(out, {"refused": ["ConfigError", "no such voice", "choose another"]})
    sys.exit()
write_speech(out, Speech(np.zeros(0, np.float32), RATE_HZ))


def go_wrong(text: str) -> None:
    if "once" in text:
        if marker.exists():
            return
        marker.touch()
    if "hang" in text:
        time.sleep(60)
    if "crash" in text:
        os._exit(3)
    if "half" in text:
        write_request(out, {"samples": 1000, "sample_rate_hz": RATE_HZ})
        os._exit(3)
    if "garbage" in text:
        out.write(b"Audio saved to a.wav\n")
        out.flush()
    if "fail" in text:
        write_request(out, {"error": "out of breath"})


for line in sys.stdin.buffer:
    request = json.loads(line)
    if request.get("list") == "voices":
        write_request(out, {"voices": [["anna", "en-us", "soft"]]})
        continue
    go_wrong(request["text"])
    if "garbage" in request["text"] or ("fail" in request["text"] and "once" not in request["text"]):
        continue
    # as long as the text, so that a test sees which text was asked for
    write_speech(out, Speech(np.full(len(request["text"]), 0.5, np.float32), RATE_HZ))
