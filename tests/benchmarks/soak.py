"""Thousands of turns through the conversation of `assistant talk`: what grows, stays open, is lost or slows.

    python -m tests.benchmarks.soak [--turns 2000] [--keep] [--json FILE]

Recognizer, classifier, generator and voice are the released ones on the CPU's engines, in a fresh home. Of
100 turns 10 are sounds of `examples/`, the others texts; the same turns come again and undo what they set,
so that the first and the last 200 are alike. What falls due is polled between two turns. Speech is made, and
played in no time. Where other programs run, CPU time counts, and its ratio to a yardstick: arithmetic of
always the same size before each turn.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

from assistant import factory
from assistant.clock import local_time
from assistant.config import Config
from assistant.conversation.agenda import Agenda
from assistant.conversation.answering import SORRY, UNSPOKEN
from assistant.conversation.attempts import WENT_WRONG
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Conversation
from assistant.listening import sources
from assistant.listening.attention import Attention
from assistant.memory.conversation_log import Recorder
from assistant.speaking.sinks import SpeechSink
from assistant.stages import Recognizer
from assistant.turn import Recognition, Turn
from models import paths
from models.types import Reply, Speech, Transcript

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.wav"))
SENTENCES = Path(__file__).with_name("soak.txt")
EDGE = 200
"""Turns at either end that are compared."""
GROWTH, SLOWER = 0.05, 0.10
ROUND, SOUND_EVERY = 100, 10
MEGABYTE = 1_000_000
YARDSTICK = 5_000


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds at a moment."""

    resident_mb: float
    voice_mb: float
    threads: int
    files: int

    @classmethod
    def now(cls) -> Held:
        """Of this process, after what is unused was freed."""
        gc.collect()
        own = psutil.Process()
        voice = sum(child.memory_info().rss for child in own.children(recursive=True))
        return cls(own.memory_info().rss / MEGABYTE, voice / MEGABYTE, own.num_threads(), own.num_fds())


@dataclass(slots=True)
class Soaked:
    """What was observed."""

    ms: list[float] = field(default_factory=list)
    """Of each turn, from its recognition's begin to the end of its reply."""
    cpu_ms: list[float] = field(default_factory=list)
    """CPU time of the process for each turn."""
    yard_ms: list[float] = field(default_factory=list)
    """CPU time of the yardstick before each turn."""
    did: list[str] = field(default_factory=list)
    """Skill and status of each turn."""
    lost: list[str] = field(default_factory=list)
    """Texts of turns that had no reply, or an apology."""
    rings: list[str] = field(default_factory=list)
    held: dict[int, Held] = field(default_factory=dict)
    """By the number of turns before it."""


class Nowhere:
    """A loudspeaker that plays everything at once."""

    def play(
        self, speech: Speech, cancelled: threading.Event, *, from_s: float = 0.0, over: bool = False
    ) -> float:
        """The length of the speech in seconds."""
        return len(speech.samples) / speech.sample_rate_hz


def main() -> None:
    """Print the table; exit code 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=2000)
    parser.add_argument("--keep", action="store_true", help="log the conversation (keep_conversations)")
    parser.add_argument("--json", type=Path, help="file for the figures")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for kept in (paths.bases(), paths.engines(), paths.caches()):
            (Path(folder) / kept.name).symlink_to(kept, target_is_directory=True)
        os.environ["ASSISTANT_HOME"] = folder
        soaked = soak(arguments.turns, keeps=arguments.keep)
    rows = judged(soaked, arguments.turns)
    if arguments.json:
        figures = {
            "rows": [asdict(row) for row in rows],
            "lost": soaked.lost,
            "rings": soaked.rings,
            "turns": len(soaked.ms),
            "p50_cpu_ms_by_round": _by_round(soaked.cpu_ms),
            "p50_yard_ms_by_round": _by_round(soaked.yard_ms),
        }
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    table = Table("", f"first {EDGE} turns", f"at {arguments.turns:,}", "bar", "")
    for row in rows:
        table.add_row(
            row.what, f"{row.first:.1f}", f"{row.last:.1f}", row.bar, "held" if row.held else "MISSED"
        )
    Console().print(table)
    for text in sorted(set(soaked.lost)):
        Console().print(f"lost: {text}", markup=False)
    sys.exit(not all(row.held for row in rows))


def soak(turns: int, *, keeps: bool) -> Soaked:
    """Hold the conversation."""
    config, soaked = Config(device="cpu", engine="int8"), Soaked()
    with ExitStack() as stack:
        synthesizer = factory.synthesizer(config)
        stack.callback(synthesizer.close)
        models = factory.load(config, hears=True)
        assert models.recognizer is not None  # asked for
        sink = SpeechSink(synthesizer, Nowhere())
        recorder = Recorder(keeps, lambda error: soaked.lost.append(str(error)))
        assistant = factory.assistant(
            config, models.classifier, models.generator, recorder=recorder, cancel=sink.cancel
        )
        conversation = Conversation(
            models.classifier, assistant.responder, sink, Dialogue(),
            factory.confirmation_policy(config), Attention(config.attention),
        )  # fmt: skip
        source = recognitions(turns, config, models.recognizer, assistant.agenda, sink, soaked)

        def report(turn: Turn) -> None:
            recorder.add(turn)
            heard, reply = turn.recognition.transcript, turn.reply or ""
            if not reply or any(apology in reply for apology in (SORRY, UNSPOKEN, WENT_WRONG)):
                soaked.lost.append(f"{heard.text if heard else turn.recognition.error}: {reply}")
            soaked.did.append(f"{turn.action.skill} {turn.action.status}" if turn.action else "")

        conversation.run(source, report)
    return soaked


def recognitions(
    turns: int, config: Config, recognizer: Recognizer, agenda: Agenda, sink: SpeechSink, soaked: Soaked
) -> Iterator[Recognition]:
    """The turns; each is timed until the next one is asked for, and what falls due rings between them."""
    texts = cycle(SENTENCES.read_text(encoding="utf-8").splitlines())
    for number in range(turns):
        for ring in agenda.due(local_time()):
            sink.deliver(Reply((ring.sentence,)))
            agenda.rang(ring)
            soaked.rings.append(ring.sentence)
        soaked.yard_ms.append(yardstick_ms())
        began, cpu = time.perf_counter(), time.process_time()
        if number % SOUND_EVERY == SOUND_EVERY - 1:
            file = EXAMPLES[number % ROUND // SOUND_EVERY % len(EXAMPLES)]
            heard = sources.sound_files([str(file)], config.vad, config.endpointer, recognizer)
            yield from islice(heard, 1)
        else:
            yield Recognition("soak", Transcript(next(texts)))
        soaked.ms.append((time.perf_counter() - began) * 1000)
        soaked.cpu_ms.append((time.process_time() - cpu) * 1000)
        if number + 1 in (EDGE, turns):
            soaked.held[number + 1] = Held.now()


def yardstick_ms() -> float:
    """CPU time of some arithmetic and some Python."""
    began = time.thread_time()
    sum(len(str(number)) for number in range(YARDSTICK))
    np.ones((YARDSTICK // 10, 200), np.float32) @ np.ones((200, 200), np.float32)
    return (time.thread_time() - began) * 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    what: str
    first: float
    last: float
    bar: str
    held: bool


def judged(soaked: Soaked, turns: int) -> list[Row]:
    """The figures against their bars."""
    first, last = soaked.held[EDGE], soaked.held[turns]
    rows = [
        _within(
            "resident memory, voice included, MB",
            *(each.resident_mb + each.voice_mb for each in (first, last)),
            GROWTH,
        ),
        _within("threads", first.threads, last.threads, 0.0),
        _within("open files", first.files, last.files, 0.0),
    ]
    (early, late), (early_cpu, late_cpu), (early_yard, late_yard) = map(
        _ends, (soaked.ms, soaked.cpu_ms, soaked.yard_ms)
    )
    rows += [
        _within("a turn, p50 ms", early, late, SLOWER),
        _within("a turn, p50 CPU ms", early_cpu, late_cpu, SLOWER),
        _within("the same by the yardstick", early_cpu / early_yard, late_cpu / late_yard, SLOWER),
    ]
    # the first round finds nothing that another one left
    second = soaked.did[ROUND : 2 * ROUND]
    unlike = sum(one != other for one, other in zip(soaked.did[-ROUND:], second, strict=True))
    rows.append(Row("turns of the last round unlike the second's", 0, unlike, "0", unlike == 0))
    missing = turns - len(soaked.did) + len(soaked.lost)
    rows.append(Row("turns lost", 0, missing, "0", missing == 0))
    # a timer that waits to be cancelled may ring where other programs take the processor
    rings, rounds = sum("1 second timer" in ring for ring in soaked.rings), turns // ROUND
    rows.append(Row("rings of the timer for a second", 0, rings, f"{rounds}", rings == rounds))
    return rows


def _ends(figures: list[float]) -> tuple[float, float]:
    """The medians of the first and of the last turns."""
    return statistics.median(figures[:EDGE]), statistics.median(figures[-EDGE:])


def _by_round(figures: list[float]) -> list[float]:
    starts = range(0, len(figures), ROUND)
    return [round(statistics.median(figures[start : start + ROUND]), 2) for start in starts]


def _within(what: str, first: float, last: float, more: float) -> Row:
    return Row(what, first, last, f"+ {more:.0%} at most", last <= first * (1 + more))


if __name__ == "__main__":
    main()
