"""What is heard in recordings of people who speak to nobody, to each other and to an assistant.

python -m tests.benchmarks.attention_sounds OUT.jsonl [--overheard PATH…] [--commands MANIFEST]
    [--talk MANIFEST] [--voices NAME…] [--noise MANIFEST] [--splits test…] [--most N] [--part N/M]

Recordings and spoken sentences go through endpointer, second look and recognizer as fast as they can; a line
of OUT holds what was heard in one. PATH is a sound file, a folder of them, or a manifest, whose splits are
those named. Overheard sounds come in quiet, above noise at 10 and 5 dB and above other people's babble at
10 dB. What OUT holds already is not heard again; with `--part 1/2` and `--part 2/2` two processes share the
work, each with an OUT of its own.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track

from assistant import factory
from assistant.audio.sound_file import in_frames
from assistant.config import Config
from assistant.listening import listener, sources
from models import audio, manifest
from models.audio import FRAME_SAMPLES, SAMPLE_RATE_HZ, level_dbfs
from models.manifest import Example
from models.types import Hypothesis, Samples
from tests.benchmarks.score_commands import mix, noises_of
from training.synthesis.casting import Cast, VoiceSettings

AROUND = ("quiet", "noise 10 dB", "noise 5 dB", "babble 10 dB")
"""What is under an overheard sound."""
BABBLERS = 4
"""Voices of a babble."""
SOUNDS = (".wav", ".flac", ".ogg")
SILENCE_S = (0.5, 1.0)
"""Before and after each recording."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording or spoken sentence to be heard."""

    key: str
    kind: str
    """overheard, or command."""
    corpus: str
    """Or the voice."""
    around: str
    said: str
    intent: str
    load: Callable[[], Samples]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a sound."""

    key: str
    kind: str
    corpus: str
    around: str
    said: str
    intent: str
    seconds: float
    utterances: list[dict[str, Any]]
    """`start_s`, `end_s`, `confidence`, `nbest` of text and confidence, `levels` of frames in dBFS."""


def main() -> None:
    """Hear what is not yet in OUT."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("out", type=Path)
    parser.add_argument("--overheard", nargs="*", type=Path, default=[])
    parser.add_argument("--commands", type=Path, help="manifest of sentences to the assistant")
    parser.add_argument("--talk", type=Path, help="manifest of sentences to others")
    parser.add_argument("--voices", nargs="*", default=[])
    parser.add_argument("--noise", type=Path, help="manifest of noises")
    parser.add_argument("--splits", nargs="*", default=["test"])
    parser.add_argument("--around", nargs="*", default=AROUND)
    parser.add_argument("--most", type=int, default=10_000, help="sounds of a corpus, sentences of a voice")
    parser.add_argument("--part", default="1/1")
    arguments = parser.parse_args()
    part, parts = map(int, arguments.part.split("/"))
    known = {row.key for row in read([arguments.out])} if arguments.out.is_file() else set()
    mine = [s for i, s in enumerate(sounds(arguments)) if i % parts == part - 1 and s.key not in known]
    config = Config()
    recognizer, is_speech = factory.recognizer(config), factory.speech_check()
    with arguments.out.open("a", encoding="utf-8") as out:
        for sound in track(mine, f"hearing {len(mine):,}"):
            samples = sound.load()
            before, after = (np.zeros(int(s * SAMPLE_RATE_HZ), np.float32) for s in SILENCE_S)
            frames = in_frames([before, samples, after], fill=False)
            found = []
            for utterance in listener.utterances(
                frames, config.vad, config.endpointer, source=sound.corpus, is_speech=is_speech
            ):
                recognition = sources.recognize(utterance, recognizer)
                if recognition and (transcript := recognition.transcript):
                    first = Hypothesis(transcript.text, transcript.likelihood)
                    found.append({
                        "start_s": utterance.start_s,
                        "end_s": utterance.end_s,
                        "confidence": transcript.likelihood,
                        "nbest": [(h.text, h.confidence) for h in transcript.alternatives or (first,)],
                        "levels": levels(utterance.samples),
                    })  # fmt: skip
            seconds = len(samples) / SAMPLE_RATE_HZ
            row = Heard(
                sound.key, sound.kind, sound.corpus, sound.around, sound.said, sound.intent, seconds, found
            )
            out.write(json.dumps(asdict(row)) + "\n")
            out.flush()


def read(files: Sequence[Path]) -> list[Heard]:
    """The lines of several OUT, each sound once."""
    rows = [Heard(**json.loads(line)) for file in files for line in file.read_text("utf-8").splitlines()]
    return list({row.key: row for row in rows}.values())


def levels(samples: Samples) -> list[int]:
    """The levels of an utterance's frames in dBFS."""
    whole = len(samples) // FRAME_SAMPLES * FRAME_SAMPLES
    return [round(level_dbfs(frame)) for frame in samples[:whole].reshape(-1, FRAME_SAMPLES)]


def sounds(arguments: argparse.Namespace) -> Iterator[Sound]:
    """Everything to be heard, in a fixed order."""
    noises = noises_of(arguments.noise, "test") if arguments.noise else []
    around = arguments.around if noises else AROUND[:1]
    for path in arguments.overheard:
        corpus, files = recordings(path, arguments.splits)
        for file in sorted(files, key=lambda f: digest(f.name))[: arguments.most]:
            for under in around:
                key = f"{corpus}/{file.stem}/{under}"
                babble = others(key, file, files) if under.startswith("babble") else []
                yield Sound(
                    key, "overheard", corpus, under, "", "",
                    lambda f=file, u=under, k=key, b=babble: mixed(audio.load(f), u, k, noises, b),  # type: ignore[misc]
                )  # fmt: skip
    cast = Cast(arguments.voices) if arguments.voices else None
    for kind, path in (("command", arguments.commands), ("overheard", arguments.talk)):
        for voice in arguments.voices if path else ():
            for example in sentences(path, arguments.splits, voice)[: arguments.most]:
                assert cast is not None and example.text
                corpus = voice if kind == "command" else f"{path.stem}, {voice}"
                yield Sound(
                    f"{kind}/{voice}/{example.text}", kind, corpus, "quiet",
                    example.text, example.intent or "",
                    lambda t=example.text, v=voice: cast.say(t, VoiceSettings(v)),  # type: ignore[misc]
                )  # fmt: skip


def recordings(path: Path, splits: Sequence[str]) -> tuple[str, list[Path]]:
    """The name of a corpus and its sound files."""
    if path.suffix == ".jsonl":
        return path.stem, [e.audio for e in manifest.read(path) if e.audio and e.split in splits]
    if path.is_file():
        return path.stem, [path]
    return path.name, sorted(f for f in path.rglob("*") if f.suffix in SOUNDS)


def sentences(path: Path, splits: Sequence[str], voice: str) -> list[Example]:
    """The sentences of a manifest, in an order of the voice's own."""
    examples = [e for e in manifest.read(path) if e.split in splits and e.text]
    return sorted(examples, key=lambda e: digest(f"{voice}:{e.text}"))


def others(key: str, file: Path, files: Sequence[Path]) -> list[Path]:
    """The recordings of a babble: other recordings, by other people where the folders tell."""
    apart = [f for f in files if f.parent != file.parent] or [f for f in files if f != file]
    return sorted(apart, key=lambda f: digest(key + f.name))[:BABBLERS]


def mixed(
    samples: Samples, around: str, key: str, noises: Sequence[Samples], babble: Sequence[Path]
) -> Samples:
    """(n,) samples with the noise or the voices under them."""
    if around == "quiet":
        return samples
    draw = np.random.default_rng(digest(key) % 2**32)
    under = noises[int(draw.integers(len(noises)))]
    if babble:
        voices = [audio.load(file) for file in babble]
        longest = max(map(len, voices))
        under = np.sum([np.resize(v, longest) / 10 ** (level_dbfs(v) / 20) for v in voices], 0) / 100
    return mix(samples, under.astype(np.float32), float(around.split()[1]), draw)


def digest(text: str) -> int:
    """A large number that is a function of the text alone."""
    return int(sha256(text.encode()).hexdigest(), 16)


if __name__ == "__main__":
    main()
