"""Cut-offs and delays of turn ends on held-out streams with pauses, the turn head beside yardsticks:
`python tests/benchmarks/score_turn.py DATA [--kept FOLDER] [--split valid] [--smart-turn FILE.onnx]`.

DATA as for `training.turn.recipe`, of which it takes one split. A cut-off: the turn ended while at least
0.3 s of speech was still to come. Delay: from the last speech to the end of the turn, without the time of the
recognition, which begins at 120 ms of silence.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from models import paths
from models.asr.loading import load
from models.asr.whisper.features import log_mel
from models.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ
from models.turn import head
from training.turn.evidence import Evidence, Heard
from training.turn.moments import moments
from training.turn.recipe import groups, heard_streams
from training.turn.scoring import SHORT_MS, Wait, score
from training.turn.streams import FUNCTION_WORDS, MOST_PAUSES

SMART_TURN_S = 8
UNFINISHED_MS = 2_000


class SmartTurn:
    """Smart Turn v3.2, a yardstick: 300 ms where it finds the turn complete, else 2 s."""

    def __init__(self, file: Path) -> None:
        import onnxruntime

        self._session: Any = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
        self._known: dict[tuple[str, int], float] = {}
        self.spent_ms: list[float] = []

    def wait_ms(self, stream: Heard, each: Evidence) -> float:
        """The wait at one pause."""
        place = (stream.name, each.frame)
        if place not in self._known:
            begin = next(m.begin for m in moments(stream.flags) if m.frame == each.frame)
            samples = stream.clip.samples[begin * FRAME_SAMPLES : (each.frame + 1) * FRAME_SAMPLES]
            length = SMART_TURN_S * SAMPLE_RATE_HZ
            whole = np.pad(samples[-length:], (max(0, length - len(samples)), 0)).astype(np.float32)
            whole = (whole - whole.mean()) / np.sqrt(whole.var() + 1e-7)
            started = perf_counter()
            features = log_mel(whole, SMART_TURN_S * 100)[None]
            self._known[place] = float(self._session.run(None, {"input_features": features})[0][0, 0])
            self.spent_ms.append((perf_counter() - started) * 1000)
        return SHORT_MS if self._known[place] > 0.5 else UNFINISHED_MS


def short_ends(streams: list[Heard], wait: Wait) -> str:
    """The share of ends that wait shortest, by the number of pauses before them: clips with all kinds alone.

    An earlier pause that tells nothing leaves the shares alike.
    """
    clips: dict[str, list[bool]] = {}
    for stream in streams:
        ends = [each for each in stream.evidence if each.finished]
        clips.setdefault(stream.name.rpartition("-")[0], []).append(
            bool(ends) and wait(stream, ends[-1]) <= SHORT_MS
        )
    whole = [shorts for shorts in clips.values() if len(shorts) == MOST_PAUSES + 1]
    return f"{np.mean(whole, axis=0).round(2)} ({len(whole)} clips)"


def unfinished_waits(streams: list[Heard], wait: Wait) -> str:
    """The waits at pauses after words that ask for more, such as "turn on the" and "for um"."""
    pauses = [(s, e, e.transcript) for s in streams for e in s.evidence if e.finished is False]
    waits = Counter(wait(s, e) for s, e, t in pauses if t and t.text.rpartition(" ")[2] in FUNCTION_WORDS)
    return ", ".join(f"{ms:.0f} ms {count}" for ms, count in sorted(waits.items()))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--kept", type=Path, default=paths.caches() / "turn")
    parser.add_argument("--split", choices=("valid", "test"), default="test")
    parser.add_argument("--head", type=Path, help="default: the released one")
    parser.add_argument("--smart-turn", type=Path, help="smart-turn-v3.2-cpu.onnx of pipecat-ai")
    options = parser.parse_args()
    recognizer = load(str(paths.released() / "recognizer"), device="cpu", engine="int8", beam_size=1)
    turn = head.load(options.head)
    spent_ms: list[float] = []

    def ours(_: Heard, each: Evidence) -> float:
        started = perf_counter()
        wait_ms = turn.wait_ms(each.transcript, each.seconds)
        spent_ms.append((perf_counter() - started) * 1000)
        return wait_ms

    def by_text(_: Heard, each: Evidence) -> float:
        transcript = each.transcript and replace(each.transcript, states=None)
        return turn.wait_ms(transcript, each.seconds)

    rows: dict[str, Wait] = {f"fixed {ms} ms": lambda _, __, ms=ms: ms for ms in (300, 600, 800)}  # type: ignore[misc]
    smart = SmartTurn(options.smart_turn) if options.smart_turn else None
    if smart:
        rows["Smart Turn v3.2"] = smart.wait_ms
    rows |= {"turn head, text alone": by_text, "turn head": ours}
    heard = heard_streams(options.data, recognizer, options.kept, options.split, sounds=bool(smart))
    for name, streams in groups(heard).items():
        print(f"\n{name}: {len(streams)} streams")
        print(f"{'':24} cut off   median ms   90 % ms   mean ms")
        for row, wait in rows.items():
            ends = score(streams, wait)
            print(
                f"{row:24} {ends.cut_off:7.3f} {ends.median_ms:11.0f} {ends.p90_ms:9.0f} {ends.mean_ms:9.0f}"
            )
    for corpus in sorted({stream.corpus for stream in heard}):
        shares = short_ends([stream for stream in heard if stream.corpus == corpus], ours)
        print(f"\n{corpus}, ends at {SHORT_MS} ms as they are, after one pause, after two: {shares}")
    print(f"\nwaits at pauses after words that ask for more: {unfinished_waits(heard, ours)}")
    print(f"\nturn head: {np.median(spent_ms):.2f} ms a pause beside the recognition")
    if smart:
        print(f"Smart Turn: {np.median(smart.spent_ms):.0f} ms a pause")


if __name__ == "__main__":
    main()
