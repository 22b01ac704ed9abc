"""Finished turns → statistics, saved in the background. Keeps no words and no times of day."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from assistant.memory.database import Database
from assistant.memory.statistics import Cell, StatisticsStore, bin_of
from assistant.turn import Recognition, Turn
from models.errors import StateError

log = logging.getLogger(__name__)

SAVE_S = 5.0
"""Longest time that a turn is kept in memory alone."""
STAGES = ("recognize", "understand", "respond", "synthesize", "total", "first_sound")
"""Histograms of milliseconds: each stage, all of them, and the end of an utterance to the first sound."""
DECISIONS = {"act": "acted", "confirm": "confirmed", "reject": "rejected"}
COUNTERS = (
    "turns", "spoken", *DECISIONS.values(), "unheard", "asked", "corrected", "interrupted", "failed",
    "retried", "ignored",
)  # fmt: skip
"""Turns; those by voice; those understood well enough to act, to be asked about, and not; those of which the
recognizer was unsure; questions before an action; corrections of the turn before; interrupted replies;
failures; recognitions that took a second decoding; utterances not meant for the assistant."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What is counted of one turn."""

    counts: tuple[str, ...]
    values: Mapping[str, float] = field(default_factory=dict)
    """Histogram → milliseconds or confidence."""


def observe(turn: Turn) -> Observation | None:
    """What is counted of a finished turn; None for a file without speech."""
    recognition, understood = turn.recognition, turn.understanding
    if recognition.error is not None:
        return Observation(("turns", "failed"))
    if recognition.transcript is None:
        return None
    heard = observe_recognition(recognition)
    if not turn.meant:
        return Observation((*heard.counts, "ignored"), {})
    counts, values = ["turns", *heard.counts], dict(heard.values)
    if understood is not None and not understood.heard:
        counts.append("unheard")
    elif understood is not None and understood.decision is not None:
        counts.append(DECISIONS[understood.decision])
        if understood.candidates and understood.decision != "reject":
            values["intent"] = understood.candidates[0].confidence
    asked = any(action is not None and action.status == "asked" for action in (*turn.actions, turn.action))
    flags = {
        "asked": asked,
        "corrected": turn.corrects,
        "interrupted": turn.interrupted,
        "failed": turn.failed,
    }
    counts += [name for name, holds in flags.items() if holds]
    values |= turn.timings_ms
    if turn.timings_ms:
        values["total"] = sum(turn.timings_ms.values())
    if turn.first_sample_ms is not None:
        values["first_sound"] = turn.first_sample_ms
    return Observation(tuple(counts), values)


def observe_recognition(recognition: Recognition) -> Observation:
    """What is counted of a recognition alone; nothing of a typed text."""
    transcript, took_ms = recognition.transcript, recognition.recognize_ms
    if transcript is None or took_ms is None:
        return Observation(())
    counts = ("spoken", "retried") if transcript.retried else ("spoken",)
    return Observation(counts, {"recognize": took_ms, "transcript": transcript.confidence})


class Collector:
    """Counts turns; its methods may be called from any thread.

    Arguments:
        store: None to keep nothing.
        command, models: see `Cell`.
        today: the present day, local.
    """

    def __init__(
        self,
        store: StatisticsStore | None,
        command: str = "",
        models: str = "",
        today: Callable[[], date] = date.today,
    ) -> None:
        self._store, self._command, self.models, self._today = store, command, models, today
        self._unsaved: Counter[Cell] = Counter()
        self._change, self._saving = threading.Lock(), threading.Lock()
        self._timer: threading.Timer | None = None

    def add(self, turn: Turn) -> None:
        """Count a finished turn."""
        if (seen := observe(turn)) is not None:
            self.take(seen)

    def take(self, seen: Observation) -> None:
        """Count an observation; it is saved within `SAVE_S`."""
        if self._store is None:
            return
        day = self._today()
        cells = [Cell(day, self._command, self.models, name) for name in seen.counts]
        cells += [
            Cell(day, self._command, self.models, name, bin_of(name, value))
            for name, value in seen.values.items()
        ]
        with self._change:
            self._unsaved.update(cells)
            if self._timer is None:
                self._timer = threading.Timer(SAVE_S, self.save)
                self._timer.daemon = True
                self._timer.start()

    def save(self) -> None:
        """Write what was counted; what cannot be written is tried again with the next turn."""
        with self._saving:
            with self._change:
                taken, self._unsaved = self._unsaved, Counter()
                if self._timer is not None:
                    self._timer.cancel()
                    self._timer = None
            if self._store is None or not taken:
                return
            try:
                self._store.add(taken)
            except StateError:
                log.exception("the statistics are not saved")
                with self._change:
                    self._unsaved.update(taken)


@contextmanager
def collecting(keep: bool, command: str, models: str) -> Iterator[Collector]:
    """A collector for the owner's database, which is saved at the end.

    Arguments:
        keep: the configuration's `keep_statistics`.
        command, models: see `Cell`.
    """
    # a fault of the file is said by the skills, which use it too
    store = StatisticsStore(Database(report=lambda sentence: None)) if keep else None
    collector = Collector(store, command, models)
    try:
        yield collector
    finally:
        collector.save()
