"""What the assistant knows at each pause of a stream: the recognition so far. Kept on the disk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.asr.loading import Recognizer
from models.audio import SAMPLE_RATE_HZ
from models.files import replacing
from models.types import Samples, Transcript
from training.turn.moments import moments, voiced
from training.turn.pauses import PausedClip
from training.turn.streams import PausedStream

LEAST_TO_COME_S = 0.3
"""Less speech than this after a pause decides nothing."""


@dataclass(frozen=True)
class Evidence:
    """The recognition at one pause."""

    frame: int
    """The frame after which the pause is looked at."""
    seconds: float
    """Duration of the utterance so far."""
    transcript: Transcript | None
    to_come_s: float
    """Speech that follows."""

    @property
    def finished(self) -> bool | None:
        """Whether the turn is over; None where too little follows to tell."""
        return True if self.to_come_s == 0 else False if self.to_come_s >= LEAST_TO_COME_S else None


@dataclass(frozen=True)
class Heard:
    """A stream without its samples."""

    name: str
    corpus: str
    split: str
    speaker: str
    clip: PausedClip
    """Its samples may be left out."""
    flags: NDArray[np.bool_]
    """WebRTC's decision on each frame."""
    evidence: tuple[Evidence, ...]


class Remembering:
    """A recognizer that remembers its last results: the streams of a clip begin alike."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recall = lru_cache(16)(lambda raw: recognizer.transcribe(np.frombuffer(raw, dtype=np.float32)))

    def transcribe(self, samples: Samples) -> Transcript | None:
        """As the recognizer's."""
        return self._recall(samples.tobytes())


def hear(stream: PausedStream, recognizer: Recognizer | Remembering, kept: Path) -> Heard:
    """The evidence at each pause of a stream.

    Arguments:
        kept: folder of what was computed before, by the stream's name and speaker. A voice may sound a little
            different each time, so that all but the samples comes from there.
    """
    file = kept / f"{stream.name}-{stream.speaker.replace(':', '-')}.npz"
    if not file.is_file():
        flags = voiced(stream.clip.samples)
        found = []
        for moment in moments(flags):
            samples = moment.heard(stream.clip.samples)
            to_come_s = stream.clip.to_come_s(moment.time_s)
            found.append(
                Evidence(
                    moment.frame, len(samples) / SAMPLE_RATE_HZ, recognizer.transcribe(samples), to_come_s
                )
            )
        _write(file, stream.clip, flags, found)
    return _read(file, stream)


def _write(file: Path, clip: PausedClip, flags: NDArray[np.bool_], found: list[Evidence]) -> None:
    arrays: dict[str, NDArray[np.generic]] = {
        "loud": clip.loud,
        "pauses_s": np.array(clip.pauses_s).reshape(-1, 2),
        "flags": flags,
    }
    lines: list[dict[str, float | str]] = []
    for number, each in enumerate(found):
        line: dict[str, float | str] = {
            "frame": each.frame,
            "seconds": each.seconds,
            "to_come_s": each.to_come_s,
        }
        if (transcript := each.transcript) is not None:
            line |= {"text": transcript.text, "confidence": transcript.likelihood}
            if transcript.states is not None:
                arrays[f"states{number}"] = transcript.states.astype(np.float16)
        lines.append(line)
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as draft, draft.open("wb") as out:
        np.savez(out, allow_pickle=False, found=np.array(json.dumps(lines)), **arrays)


def _read(file: Path, stream: PausedStream) -> Heard:
    with np.load(file, allow_pickle=False) as kept:
        found = []
        for number, line in enumerate(json.loads(str(kept["found"]))):
            transcript = None
            if "text" in line:
                states = kept.get(f"states{number}")
                transcript = Transcript(line["text"], line["confidence"], states=states)
            found.append(Evidence(line["frame"], line["seconds"], transcript, line["to_come_s"]))
        pauses_s = tuple((float(begin_s), float(end_s)) for begin_s, end_s in kept["pauses_s"])
        clip = PausedClip(stream.clip.samples, kept["loud"], pauses_s)
        return Heard(
            stream.name, stream.corpus, stream.split, stream.speaker, clip, kept["flags"], tuple(found)
        )
