"""Answers, times and memory of a bundle's models, in a process of its own.

    python -m assistant.exporting.probe < REQUEST

The memory of one process is that of one variant; torch, once loaded, would stay in the program's. A request
and its result are one JSON object each; an error is printed as one too.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from assistant import factory
from assistant.config import Config
from models.audio import load
from models.bundles.bundle import Part
from models.errors import AssistantError, StoreError
from models.types import Message, Understanding

_COMMAND = (sys.executable, "-P", "-m", "assistant.exporting.probe")
REPLIES, REPLY_TOKENS = 4, 24
"""Sentences that the generator replies to, and the length of its replies."""
MEGABYTE = 1_000_000
_STATUS = Path("/proc/self/status")
"""Where Linux tells a process's memory."""
Item = TypeVar("Item")
Answer = TypeVar("Answer")


class ProbeRequest(BaseModel):
    """Which models are asked, and what."""

    config: Config
    parts: tuple[Part, ...]
    sentences: tuple[str, ...]
    sounds: tuple[Path, ...] = ()


class Probed(BaseModel):
    """The answers and costs of the models that were asked."""

    recognizer: list[str] = []
    """Transcripts of the sounds; empty for no speech."""
    classifier: list[str] = []
    """Commands of the sentences, each as intent, decision and slots."""
    generator: list[str] = []
    milliseconds: dict[Part, float] = {}
    """Median of an answer."""
    memory_mb: float | None = None
    """Peak of the process; None on a system that does not tell."""


def probe(request: ProbeRequest) -> Probed:
    """Ask in another process.

    Raises:
        AssistantError: a model cannot be loaded.
    """
    ended = subprocess.run(
        _COMMAND, input=request.model_dump_json(), capture_output=True, text=True, encoding="utf-8",
        errors="replace", check=False,
    )  # fmt: skip
    lines = ended.stdout.splitlines()
    if ended.returncode == 0 and lines:
        return Probed.model_validate_json(lines[-1])
    if ended.returncode == AssistantError.exit_code and lines and lines[-1].startswith("{"):
        error = json.loads(lines[-1])
        raise AssistantError(error["what"], where=error["where"], do=error["do"])
    reason = (ended.stderr.strip().splitlines() or [f"exit code {ended.returncode}"])[-1]
    raise StoreError(f"the models cannot be measured ({reason.rstrip('.')})", do="free memory and try again")


def measure(request: ProbeRequest) -> Probed:
    """Ask in this process."""
    found, config = Probed(), request.config
    if "recognizer" in request.parts and request.sounds:
        recognizer = factory.recognizer(config, biased=False)

        def transcript(sound: Path) -> str:
            heard = recognizer.transcribe(load(sound))
            return heard.text if heard else ""

        found.recognizer, found.milliseconds["recognizer"] = _timed(transcript, request.sounds)
    if "classifier" in request.parts and request.sentences:
        classifier = factory.classifier(config)
        found.classifier, found.milliseconds["classifier"] = _timed(
            lambda sentence: commands(classifier.understand(sentence)), request.sentences
        )
    if "generator" in request.parts and request.sentences:
        generator = factory.generator(config)
        found.generator, found.milliseconds["generator"] = _timed(
            lambda sentence: "".join(generator.stream([Message("user", sentence)], max_tokens=REPLY_TOKENS)),
            request.sentences[:REPLIES],
        )
    found.memory_mb = peak_memory_mb()
    return found


def commands(understood: Understanding) -> str:
    """What decides the actions of an understanding: intents, decisions and slots."""
    return json.dumps(
        [
            [c.intent, c.decision, c.dialogue_act, [[s.name, s.start, s.end] for s in c.slots or ()]]
            for c in understood.commands
        ]
    )


def peak_memory_mb() -> float | None:
    """The most memory that this program held; None on a system that does not tell."""
    if _STATUS.is_file():
        # getrusage would count the memory of the process that began this one
        (peak,) = (line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) * 1024 / MEGABYTE
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    return None


def _timed(answer: Callable[[Item], Answer], items: Sequence[Item]) -> tuple[list[Answer], float]:
    """Every item's answer, and the median of their milliseconds."""
    answers, took = [], []
    for item in _with_first(items):
        begin = time.perf_counter()
        answers.append(answer(item))
        took.append(1000 * (time.perf_counter() - begin))
    # the first is the slowest and is asked again
    return answers[1:], statistics.median(took[1:])


def _with_first(items: Sequence[Item]) -> Iterable[Item]:
    return (*items[:1], *items)


def main() -> None:
    """Ask what standard input says."""
    request = ProbeRequest.model_validate_json(sys.stdin.read())
    try:
        found = measure(request)
    except AssistantError as error:
        _print({"what": error.what, "where": error.where, "do": error.do})
        sys.exit(AssistantError.exit_code)
    _print(found.model_dump())


def _print(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
