"""Speech against noise at equal level, WebRTC's detector alone and with a second look at each utterance:
`python tests/benchmarks/score_vad.py DATA [--speech N]`.

For each noise of ESC-10 two recordings: the noise alone (a quiet second and a half before and after), and N
clips of speech (coffee, AN4, speechocean762) inside the noise at 0 dB, both by the level of their loud
moments. Half of the clips belongs to folds 1 to 3, which choose the thresholds, the other half to fold 4.

By utterance: the endpointer cuts with WebRTC's detector alone; a file counts as taken for speech, or as kept,
where the second look keeps at least one of its utterances. By frame: loud frames of the speech against
frames of noise at least 0.3 s away from it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.audio.sound_file import in_frames
from assistant.listening.endpointer import EndpointerConfig
from assistant.listening.listener import utterances
from models.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ, load
from models.types import Samples
from models.vad import silero, voicing
from models.vad.speech_check import THRESHOLD, SpeechCheck
from models.vad.webrtc import WebRtcVad, WebRtcVadConfig
from models.weights import store

MANIFESTS = {
    "coffee": ("manifest.jsonl", "audio"),
    "an4": ("train.jsonl", "file"),
    "speechocean762": ("train.jsonl", "file"),
}
LEVEL_DBFS, ROOM_DBFS = -26.0, -65.0
LOUD_DB = 25
AROUND_S = 2
"""Noise before and after the speech."""
APART = 10
"""Frames between speech and the noise that counts as such."""
THRESHOLDS = (0.5, 0.7, 0.8, 0.85, 0.9, 0.95)


@dataclass
class Found:
    """Results of one part of the noises."""

    alone: list[tuple[bool, float]] = field(default_factory=list)
    """Of each noise: whether voicing keeps an utterance, and the best score of the second look."""
    mixed: list[tuple[bool, float]] = field(default_factory=list)
    """The same of each noise with speech."""
    utterances: list[int] = field(default_factory=list)
    """Utterances that WebRTC's detector makes of each noise."""
    lost: int = 0
    """Mixtures in which it finds no utterance."""
    frames: list[tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.float32]]] = field(
        default_factory=list
    )
    """Of each mixture: speech or not, WebRTC's decision, Silero's probability of frames that count."""


def levels(samples: Samples) -> NDArray[np.float64]:
    """The level of each frame in dBFS."""
    whole = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    return np.asarray(10 * np.log10(np.square(whole.astype(np.float64)).mean(axis=1) + 1e-12))


def loud(samples: Samples) -> NDArray[np.bool_]:
    """The loud frames."""
    level = levels(samples)
    return np.asarray(level > np.percentile(level, 95) - LOUD_DB)


def at_level(samples: Samples) -> Samples:
    """The sound with its loud frames at `LEVEL_DBFS`."""
    power = np.power(10, levels(samples)[loud(samples)] / 10).mean()
    return (samples * 10 ** (LEVEL_DBFS / 20) / np.sqrt(power)).astype(np.float32)


def second_looks(samples: Samples, check: SpeechCheck) -> tuple[int, bool, float]:
    """Number of utterances, whether voicing keeps one, the best score of the second look."""
    found = list(
        utterances(
            in_frames([samples], fill=True),
            WebRtcVadConfig(needs_voice=False),
            EndpointerConfig().for_files(),
        )
    )
    voiced = any(voicing.measure(each.samples).is_voice for each in found)
    return len(found), voiced, max((check.score(each.samples) for each in found), default=0.0)


def by_frame(
    samples: Samples, speech: Samples, network: silero.SileroVad
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.float32]]:
    """The frames of a mixture that count: speech or not, WebRTC's decision, Silero's probability."""
    frames = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    detector = WebRtcVad()
    detector.look_ahead(list(frames[: SAMPLE_RATE_HZ // FRAME_SAMPLES]))
    webrtc = np.array([detector.is_speech(frame) for frame in frames])
    middles = np.arange(len(frames)) * FRAME_SAMPLES + FRAME_SAMPLES // 2
    probability = network.probabilities(samples)[middles // silero.WINDOW]
    first = AROUND_S * SAMPLE_RATE_HZ // FRAME_SAMPLES + 1
    counted, is_speech = np.ones(len(frames), bool), np.zeros(len(frames), bool)
    spoken = loud(speech)
    last = min(first + len(spoken), len(frames))
    counted[max(0, first - APART) : last + APART] = False
    is_speech[first:last] = spoken[: last - first]
    counted |= is_speech
    counted[:APART] = False
    return is_speech[counted], webrtc[counted], probability[counted]


def measure(
    noises: list[Path], clips: list[Path], each: int, check: SpeechCheck, net: silero.SileroVad
) -> Found:
    """All measures on one part."""
    rng, found = np.random.default_rng(0), Found()
    quiet = np.zeros(AROUND_S * SAMPLE_RATE_HZ, dtype=np.float32)
    room = (rng.standard_normal(3 * SAMPLE_RATE_HZ // 2) * 10 ** (ROOM_DBFS / 20)).astype(np.float32)
    for i, file in enumerate(noises):
        noise = at_level(load(file))
        count, voiced, score = second_looks(np.clip(np.concatenate([room, noise, room]), -1, 1), check)
        found.utterances.append(count)
        found.alone.append((voiced, score))
        for k in range(each):
            speech = at_level(load(clips[(i * each + k) % len(clips)]))
            around = np.concatenate([quiet, speech, quiet])
            mixture = np.clip(around + np.resize(noise, len(around)), -1, 1).astype(np.float32)
            count, voiced, score = second_looks(mixture, check)
            found.lost += not count
            found.mixed.append((voiced, score))
            found.frames.append(by_frame(mixture, speech, net))
    return found


def report(name: str, found: Found) -> None:
    """Print the table of one part."""
    noise, speech = np.array(found.alone), np.array(found.mixed)
    print(f"\n{name}: {len(noise)} noises, {len(speech)} mixtures with speech at 0 dB")
    print(f"{'by utterance':34} noise taken for speech   speech kept")
    taken, kept = np.mean(np.array(found.utterances) > 0), 1 - found.lost / len(speech)
    print(f"{'webrtcvad alone':34} {taken:22.3f} {kept:13.3f}")
    print(f"{'webrtcvad, voicing':34} {noise[:, 0].mean():22.3f} {speech[:, 0].mean():13.3f}")
    for threshold in THRESHOLDS:
        line = f"webrtcvad, Silero from {threshold:.2f}" + (" (chosen)" if threshold == THRESHOLD else "")
        taken, kept = (noise[:, 1] >= threshold).mean(), (speech[:, 1] >= threshold).mean()
        print(f"{line:34} {taken:22.3f} {kept:13.3f}")


def report_frames(tuned: Found, held: Found) -> None:
    """Print the frames of both parts, with the threshold that keeps 0.95 of the speech in the first."""
    joined = [[np.concatenate(column) for column in zip(*part.frames, strict=True)] for part in (tuned, held)]
    threshold = float(np.quantile(joined[0][2][joined[0][0]], 0.05))
    print(f"\n{'by frame':34} noise taken for speech   speech kept")
    for name, (spoken, webrtc, probability) in zip(("folds 1-3", "fold 4"), joined, strict=True):
        rows = {"webrtcvad alone": webrtc}
        rows |= {f"Silero from {t:.2f}": probability >= t for t in (threshold, 0.3, 0.5)}
        for row, decided in rows.items():
            print(f"{f'{name}, {row}':34} {decided[~spoken].mean():22.3f} {decided[spoken].mean():13.3f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--speech", type=int, default=2, help="clips of speech for each noise")
    options = parser.parse_args()
    network = silero.load(store.ensure(silero.BASE))
    check = SpeechCheck(network)
    clips: list[list[Path]] = [[], []]
    for corpus, (manifest, key) in MANIFESTS.items():
        for line in (options.data / corpus / manifest).read_text("utf-8").splitlines():
            file = options.data / corpus / json.loads(line)[key]
            clips[int(hashlib.sha256(file.name.encode()).hexdigest(), 16) % 2].append(file)
    shuffled = [sorted(half, key=lambda f: hashlib.sha256(f.name.encode()).digest()[::-1]) for half in clips]
    noises = [
        json.loads(line)
        for line in (options.data / "esc10" / "manifest.jsonl").read_text("utf-8").splitlines()
    ]
    parts = []
    for name, folds, half in (("folds 1-3", (1, 2, 3), shuffled[0]), ("fold 4", (4,), shuffled[1])):
        files = [options.data / "esc10" / line["file"] for line in noises if line["fold"] in folds]
        parts.append(measure(files, half, options.speech, check, network))
        report(name, parts[-1])
    report_frames(*parts)


if __name__ == "__main__":
    main()
