"""Transcriptions a second over HTTP at 1, 4, 16 and 64 clients, beside faster-whisper behind the same routes.

    python tests/benchmarks/bench_serving.py --data MANIFEST… [--clients 1 4 16 64] [--seconds 30] [--json]

Each client sends one clip after the other to `/v1/audio/transcriptions`. The server is a process of its own:
the released recognizer with batches, the same one without, and faster-whisper, int8, with the untouched base
and the same beam. Needs the extras `serve` and `bench`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from rich.console import Console
from rich.table import Table

from assistant import factory
from assistant.config import Config
from models import manifest
from models.checkpoint import base_or_itself
from models.types import Samples, Transcript
from models.weights import store

SERVERS = ("batched", "alone", "faster-whisper")
BEAM = 5
SHOWN = {"per_s": 2, "sound_per_s": 1, "p50_ms": 0, "p95_ms": 0}
"""Figures of the table, with their digits."""
Clip = tuple[bytes, float]
"""A sound file's content, and its seconds."""


class FasterWhisper:
    """faster-whisper as a recognizer."""

    def __init__(self) -> None:
        from faster_whisper import WhisperModel

        base = store.ensure(base_or_itself(factory.models(Config()).recognizer))
        engine = store.engine(base, "whisper")
        self._model = WhisperModel(str(engine), device="cpu", compute_type="int8")

    def transcribe(self, samples: Samples) -> Transcript | None:
        """As the assistant's recognizers do."""
        segments, _ = self._model.transcribe(
            samples, language="en", beam_size=BEAM, condition_on_previous_text=False, without_timestamps=True
        )
        return Transcript(" ".join(one.text.strip() for one in segments))


def serve(kind: str) -> None:
    """Serve until the process is ended; prints the address."""
    from assistant.serving.server import Running
    from assistant.serving.server import serve as run
    from assistant.serving.service import Service

    config = Config.model_validate({"serving": {"port": 0, "wyoming_port": None}})
    models = factory.load(config, hears=kind != "faster-whisper", replies=False, shared=kind == "batched")
    if kind == "faster-whisper":
        models = factory.Models(models.classifier, FasterWhisper(), is_speech=factory.speech_check())

    def ready(running: Running) -> None:
        print(running.addresses[0], flush=True)

    service = Service(config, models, factory.synthesizer(config))
    run(service, config.serving, None, ready)


@contextmanager
def server(kind: str) -> Iterator[str]:
    """The address of a server."""
    command = [sys.executable, __file__, "--serve", kind]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


async def measure(
    address: str, clips: list[tuple[bytes, float]], clients: int, seconds: float
) -> dict[str, Any]:
    """What so many clients get done in so much time."""
    spent: list[float] = []
    statuses: list[int] = []
    heard_s = 0.0
    ends = time.monotonic() + seconds

    async def client(number: int) -> None:
        nonlocal heard_s
        place = number
        while time.monotonic() < ends:
            content, lasts_s = clips[place % len(clips)]
            place += clients
            began = time.monotonic()
            try:
                answered = await session.post("/v1/audio/transcriptions", files={"file": content})
            except httpx.TransportError:
                statuses.append(0)
                continue
            statuses.append(answered.status_code)
            if answered.status_code == 200:
                spent.append(time.monotonic() - began)
                heard_s += lasts_s
            else:
                await asyncio.sleep(float(answered.headers.get("retry-after", 1)))

    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=300, limits=limits) as session:
        began = time.monotonic()
        await asyncio.gather(*map(client, range(clients)))
        whole_s = time.monotonic() - began
    milliseconds = 1000 * np.array(spent or [np.nan])
    return {
        "clients": clients,
        "requests": len(statuses),
        "per_s": len(spent) / whole_s,
        "sound_per_s": heard_s / whole_s,
        "p50_ms": float(np.percentile(milliseconds, 50)),
        "p95_ms": float(np.percentile(milliseconds, 95)),
        "busy": statuses.count(503),
        "lost": sum(status not in (200, 503) for status in statuses),
    }


def read(manifests: list[Path], most: int) -> list[Clip]:
    """Sound files of the test splits and their seconds."""
    import soundfile

    found = [
        one.audio for path in manifests for one in manifest.read(path) if one.audio and one.split == "test"
    ]
    chosen = found[:: max(1, len(found) // most)][:most]
    return [(audio.read_bytes(), float(soundfile.info(audio).duration)) for audio in chosen]


def main() -> None:
    """Print a table or JSON Lines."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", nargs="+", type=Path, default=[])
    parser.add_argument("--clients", nargs="+", type=int, default=[1, 4, 16, 64])
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--servers", nargs="+", choices=SERVERS, default=SERVERS)
    parser.add_argument("--n", type=int, default=60, help="number of clips")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", choices=SERVERS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve)
        return
    clips = read(given.data, given.n)
    table = Table("server", "clients", "requests/s", "s of sound/s", "p50 ms", "p95 ms", "busy", "lost")
    for kind in given.servers:
        with server(kind) as address:
            for clients in given.clients:
                row = asyncio.run(measure(address, clips, clients, given.seconds))
                if given.json:
                    print(json.dumps({"server": kind, **row}), flush=True)
                shown = [f"{row[name]:.{digits}f}" for name, digits in SHOWN.items()]
                table.add_row(kind, str(clients), *shown, str(row["busy"]), str(row["lost"]))
    if not given.json:
        Console().print(table)


if __name__ == "__main__":
    main()
