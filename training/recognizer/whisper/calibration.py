"""A recognizer's calibration, from what it hears of validation clips to its file:

    python -m training.recognizer.whisper.calibration MANIFEST… --noise MANIFEST --output DIR

Every clip is heard as it is and across simulated rooms that no training is in, over the noise manifest's
training sounds. Close by and far, and each manifest, count as much. Manifests as `assistant-train prepare`
and `assistant-train speak` write them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from models import asr, audio, files, manifest, paths
from models.asr.whisper.confidence import FILE, Calibration, DecodingEvidence
from models.command_line import err
from models.types import Samples
from training.evaluation.metrics import expected_calibration_error
from training.evaluation.recognizer import Transcribes, score
from training.recognizer import rooms
from training.recognizer.augment import FarConfig
from training.recognizer.rooms import Room
from training.trainer import logistic

ROOMS, SEED = 24, 2
COPIES = 4
"""Far copies of a clip."""
BEAM_SIZE = 1
"""Greedy first; what is unsure is heard again with a beam, as everything is in the assistant."""
_INVERSE_PENALTY, _MAX_ITERATIONS = 1.0, 500


@dataclass(frozen=True, slots=True)
class HeardClip:
    """A clip that was heard."""

    corpus: str
    far: bool
    speaker: str
    evidence: DecodingEvidence
    right: bool
    """Whether every word is."""


class Noting:
    """Calibrates nothing, and notes the evidence of the last sound."""

    def __init__(self) -> None:
        self.evidence: list[DecodingEvidence] = []

    def confidence(self, evidence: DecodingEvidence) -> float:
        """See `Calibrates`."""
        self.evidence.append(evidence)
        return 1.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Hear, fit, and write the calibration."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--noise", type=Path, required=True, help="manifest of sounds without text")
    parser.add_argument("--output", type=Path, required=True, help="the recognizer's folder")
    parser.add_argument("--heard", type=Path, help="JSON Lines of what was heard: written, or read if there")
    options = parser.parse_args(arguments)
    if options.heard and options.heard.is_file():
        heard = read(options.heard)
    else:
        noises = [audio.load(e.audio) for e in manifest.read(options.noise) if e.audio and e.split == "train"]
        noting = Noting()
        recognizer = asr.load(str(options.output), beam_size=BEAM_SIZE, calibration=noting)
        simulated = rooms.simulated(ROOMS, SEED, paths.caches() / "calibration" / "rooms.safetensors")
        heard = list(hear(recognizer, noting, options.data, simulated, noises))
        if options.heard:
            files.write_text(options.heard, "".join(json.dumps(asdict(each)) + "\n" for each in heard))
    calibration = fit(heard)
    files.write_text(options.output / FILE, calibration.model_dump_json(indent=1) + "\n")
    for far in (False, True):
        some = [each for each in heard if each.far == far]
        right = [each.right for each in some]
        before = [float(np.exp(each.evidence.log_probability)) for each in some]
        after = [calibration.confidence(each.evidence) for each in some]
        errors = [expected_calibration_error(sure, right) for sure in (before, after)]
        print(f"{'far' if far else 'close by'}: {len(some)} heard, error {errors[0]:.3f} → {errors[1]:.3f}")


def hear(
    recognizer: Transcribes, noting: Noting, manifests: Iterable[Path], simulated: Sequence[Room],
    noises: Sequence[Samples],
) -> Iterator[HeardClip]:  # fmt: skip
    """The validation clips of each manifest with a transcript, as they are and far.

    Arguments:
        recognizer: calibrated by `noting`.
    """
    far = FarConfig()
    for path in manifests:
        examples = [e for e in manifest.read(path) if e.audio and e.text and e.split == "valid"]
        for number, example in enumerate(track(examples, path.stem, transient=True, console=err)):
            assert example.audio is not None
            close, draw = audio.load(example.audio), np.random.default_rng((SEED, number))
            for copy in range(COPIES + 1):
                samples = close
                if copy:
                    room = simulated[int(draw.integers(len(simulated)))]
                    noise = noises[int(draw.integers(len(noises)))]
                    samples = rooms.across(close, room, noise, draw.uniform(*far.snr_db), draw)
                noting.evidence.clear()
                transcript = recognizer.transcribe(samples)
                # what is longer than a window is as sure as all of them
                if transcript is None or len(noting.evidence) != 1:
                    continue
                right = score(example, transcript, 0.0, 0.0).errors[0] == 0
                yield HeardClip(path.stem, copy > 0, example.speaker or "", noting.evidence[0], right)


def fit(heard: Sequence[HeardClip]) -> Calibration:
    """The calibration that suits what was heard."""
    inputs = np.array([[each.evidence.log_surprise] for each in heard], np.float32)
    labels = np.array([each.right for each in heard])
    (weight,), bias = logistic.fit(
        inputs, labels, inverse_penalty=_INVERSE_PENALTY, max_iterations=_MAX_ITERATIONS, shares=shares(heard)
    )
    return Calibration(weight=round(float(weight), 4), bias=round(bias, 4))


def shares(heard: Sequence[HeardClip]) -> NDArray[np.float64]:
    """Weights by which every corpus, close by and far, counts as much; 1 on average."""
    count = Counter((each.corpus, each.far) for each in heard)
    weights = np.array([1 / count[each.corpus, each.far] for each in heard])
    return np.asarray(weights / weights.mean(), dtype=np.float64)


def read(file: Path) -> list[HeardClip]:
    """What was heard before."""
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [HeardClip(**line | {"evidence": DecodingEvidence(**line["evidence"])}) for line in lines]


if __name__ == "__main__":
    main()
