"""Re-recognized text: sentences spoken by synthetic voices and recognized, with their labels.

Sentences without a recording are spoken; all are put into rooms and noise, and recognized. The hypotheses
have a recognizer's errors, which noise on text lacks: "mocha" becomes "mocker". Every result is cached at
once, so that an interrupted run resumes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.progress import track

from models import asr, audio, device, manifest
from models.asr import Recognizer
from models.command_line import err
from models.errors import SynthesisError
from models.files import write_text
from models.manifest import Example
from models.text.normalise import normalise
from models.types import Samples
from training.recognizer.augment import AugmentConfig, Augmenter
from training.synthesis.alignment import distance, project
from training.synthesis.casting import Cast

MOST_DISTANT = 0.5
"""Share of differing letters above which the text's labels no longer fit a hypothesis; chosen in
`.github/experiments.md`."""
N_BEST = 3
SURROUNDINGS = AugmentConfig(noise=0.6, snr_db=(3.0, 25.0), room=0.4, band=0.15, codec=0.1)


@dataclass(frozen=True, slots=True)
class NoisyChannel:
    """Voices, surroundings and a recognizer: a sentence becomes the hypotheses of its noisy sound."""

    recognizer: Recognizer
    name: str
    """Identifies the recognizer in the cache."""
    voices: Cast
    """Voices of training sentences."""
    other_voices: Cast
    """Voices of validation and test sentences, disjoint from `voices`."""
    surroundings: Augmenter
    seed: int = 0

    def render(self, example: Example, seed: str) -> tuple[Samples, str]:
        """The sentence's noisy sound at 16 kHz, and its speaker.

        Raises:
            SynthesisError: the voice made no sound.
            SoundFileError: the example's recording cannot be read.
        """
        if example.audio is not None:
            clean, speaker = audio.load(example.audio), example.speaker or ""
        else:
            cast = self.voices if example.split == "train" else self.other_voices
            manner = cast.draw(seed)
            clean, speaker = cast.say(example.text or "", manner), manner.voice
        draw = np.random.default_rng(int(_digest(seed), 16))
        return self.surroundings.sound(clean, draw), speaker


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """The recognizer's texts of one sentence."""

    speaker: str
    """Empty if no voice could say the sentence."""
    texts: tuple[str, ...]
    """By falling likelihood; empty if no speech was recognized."""


class HypothesisCache:
    """Hypotheses by key in a JSON Lines file, to which each result is appended at once.

    Arguments:
        path: the file, new or existing; an incomplete last line is dropped.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[str, Hypotheses] = {}
        if path.is_file():
            text = path.read_bytes().decode(errors="replace")
            whole = text[: text.rfind("\n") + 1]
            if whole != text:
                write_text(path, whole)
            for line in whole.splitlines():
                row = json.loads(line)
                self._found[row["key"]] = Hypotheses(row["speaker"], tuple(row["heard"]))

    def get(self, key: str) -> Hypotheses | None:
        """The hypotheses of a sentence; None if it was not recognized yet."""
        return self._found.get(key)

    def add(self, key: str, hypotheses: Hypotheses) -> None:
        """Store a result, in memory and in the file."""
        self._found[key] = hypotheses
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            row = {"key": key, "speaker": hypotheses.speaker, "heard": hypotheses.texts}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def load(
    recognizer: str, name: str, test_voices: Sequence[str], *, noise: Path | None = None, seed: int = 0,
    on: device.DeviceName = "auto",
) -> NoisyChannel:  # fmt: skip
    """A channel with a recognizer, all installed voices and noise.

    Arguments:
        recognizer: a store name or a folder.
        name: identifies the recognizer in the cache.
        test_voices: voices of validation and test sentences, which no training sentence has.
        noise: a manifest whose training sounds are mixed in.
    """
    others = Cast(test_voices)
    under = [e.audio for e in (manifest.read(noise) if noise else []) if e.audio and e.split == "train"]
    loaded = asr.load(recognizer, device=on, beam_size=N_BEST, n_best=N_BEST)
    surroundings = Augmenter(SURROUNDINGS, [audio.load(path) for path in under])
    return NoisyChannel(loaded, name, Cast(without=others.voices), others, surroundings, seed)


def write(examples: Sequence[Example], channel: NoisyChannel, output: Path) -> list[Example]:
    """Write the manifest of re-recognized examples, with a progress bar; the cache lies beside it."""
    recognized = recognize(examples, channel, HypothesisCache(output.with_suffix(".notes.jsonl")))
    shown = track(recognized, f"listening: {output.stem}", len(examples), console=err)
    made = [line for example, hypotheses in shown for line in relabel(example, hypotheses)]
    manifest.write(output, made)
    return made


def recognize(
    examples: Sequence[Example], channel: NoisyChannel, cache: HypothesisCache
) -> Iterator[tuple[Example, Hypotheses]]:
    """Each example with its hypotheses, from the cache or through the channel, as they come."""
    for example in examples:
        source = f"{example.audio.name} " if example.audio else ""
        seed = f"{channel.seed}:{source}{example.text}"
        key = _digest(f"{channel.name}:{example.split == 'train'}:{seed}")
        known = cache.get(key)
        if known is None:
            try:
                samples, speaker = channel.render(example, seed)
            except SynthesisError:
                known = Hypotheses("", ())
            else:
                transcript = channel.recognizer.transcribe(samples)
                texts = [transcript.text, *(a.text for a in transcript.alternatives)] if transcript else []
                known = Hypotheses(speaker, tuple(dict.fromkeys(texts)))
            cache.add(key, known)
        yield example, known


def relabel(example: Example, hypotheses: Hypotheses) -> Iterator[Example]:
    """The hypotheses as examples with the example's labels, slots projected onto them.

    Training examples are all hypotheses that differ from the text and are not too distant from it. A
    validation or test example is the likeliest hypothesis, however distant: dropping the worst would flatter.
    """
    text = example.text or ""
    seen = {normalise(text)}
    for hypothesis in hypotheses.texts if example.split == "train" else hypotheses.texts[:1]:
        normalised = normalise(hypothesis)
        if example.split == "train" and (normalised in seen or distance(text, hypothesis) > MOST_DISTANT):
            continue
        if not normalised:
            continue
        seen.add(normalised)
        slots = project(text, example.slots, hypothesis) if example.slots is not None else None
        yield replace(example, text=hypothesis, audio=None, speaker=hypotheses.speaker or None, slots=slots)


def sample(examples: Sequence[Example], most: Mapping[str, int | None], seed: int) -> list[Example]:
    """The examples with a text, drawn by the seed: at most `most` of each split, all where it is None."""
    ordered = sorted((e for e in examples if e.text), key=lambda e: _digest(f"{seed}:{e.text}"))
    kept: dict[str, list[Example]] = {}
    for example in ordered:
        kept.setdefault(example.split or "", []).append(example)
    return [e for split, of_split in kept.items() for e in of_split[: most.get(split)]]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
