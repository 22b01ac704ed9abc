"""Texts → what the recognizer really hears when they are spoken: a manifest for the classifier to learn from.

Sentences without a sound are spoken by synthetic voices, all are put into rooms and noise, and recognized.
Hypotheses differ from the text as speech does and written noise does not: "mocha" comes back as "mocker".
Every result is written down at once, so that an interrupted run goes on where it was.
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
from training.recognizer.augment import Augmenter
from training.recognizer.whisper.config import AugmentConfig
from training.synthesis import Cast
from training.synthesis.alignment import carry, distance

MOST_DISTANT = 0.5
"""Share of wrong letters above which a hypothesis no longer says what its labels say; how it was chosen is in
`.github/experiments.md`."""
N_BEST = 3
SURROUNDINGS = AugmentConfig(noise=0.6, snr_db=(3.0, 25.0), room=0.4, band=0.15, codec=0.1)
"""A room is seldom quiet."""


@dataclass(frozen=True, slots=True)
class NoisyChannel:
    """Who speaks, where, and who listens."""

    recognizer: Recognizer
    name: str
    """Of the recognizer: another one's results are not taken for its own."""
    voices: Cast
    """For what is learnt from."""
    other_voices: Cast
    """For what is scored on: not among the first, so that no score knows the voices."""
    surroundings: Augmenter
    seed: int = 0

    def sound(self, example: Example, seed: str) -> tuple[Samples, str]:
        """The sentence as it reaches the microphone, and who said it.

        Raises:
            SynthesisError: the voice made no sound.
            SoundFileError: the example's own sound cannot be read.
        """
        if example.audio is not None:
            said, speaker = audio.load(example.audio), example.speaker or ""
        else:
            cast = self.voices if example.split == "train" else self.other_voices
            manner = cast.draw(seed)
            said, speaker = cast.say(example.text or "", manner), manner.voice
        draw = np.random.default_rng(int(_digest(seed), 16))
        return self.surroundings.sound(said, draw), speaker


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """What the recognizer made of one sentence."""

    speaker: str
    """Empty where nobody could say it."""
    texts: tuple[str, ...]
    """Likeliest first; none where it heard nobody."""


class HypothesisCache:
    """What was heard so far: JSON Lines, one for each sentence, added as they come.

    Arguments:
        path: the file; it is made, or gone on with. A last line that was cut off is heard again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._heard: dict[str, Hypotheses] = {}
        if path.is_file():
            text = path.read_bytes().decode(errors="replace")
            whole = text[: text.rfind("\n") + 1]
            if whole != text:
                write_text(path, whole)
            for line in whole.splitlines():
                row = json.loads(line)
                self._heard[row["key"]] = Hypotheses(row["speaker"], tuple(row["heard"]))

    def get(self, key: str) -> Hypotheses | None:
        """None where it was not listened to yet."""
        return self._heard.get(key)

    def add(self, key: str, heard: Hypotheses) -> None:
        """Writes a result down."""
        self._heard[key] = heard
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            row = {"key": key, "speaker": heard.speaker, "heard": heard.texts}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def ear(
    recognizer: str, name: str, test_voices: Sequence[str], *, noise: Path | None = None, seed: int = 0,
    on: device.DeviceName = "auto",
) -> NoisyChannel:  # fmt: skip
    """Somebody who hears synthetic speech in noise.

    Arguments:
        recognizer: a store name or a folder.
        name: what its results are kept under.
        test_voices: voices for what is not learnt from, and for nothing else.
        noise: a manifest, of which the train split comes under the speech.
    """
    others = Cast(test_voices)
    under = [e.audio for e in (manifest.read(noise) if noise else []) if e.audio and e.split == "train"]
    listener = asr.load(recognizer, device=on, beam_size=N_BEST, n_best=N_BEST)
    surroundings = Augmenter(SURROUNDINGS, [audio.load(path) for path in under])
    return NoisyChannel(listener, name, Cast(without=others.voices), others, surroundings, seed)


def write(examples: Sequence[Example], listening: NoisyChannel, output: Path) -> list[Example]:
    """A manifest of what is heard of examples, with a bar; what is noted beside it is not heard again."""
    listened = listen(examples, listening, HypothesisCache(output.with_suffix(".notes.jsonl")))
    shown = track(listened, f"listening: {output.stem}", len(examples), console=err)
    made = [line for example, said in shown for line in examples_of(example, said)]
    manifest.write(output, made)
    return made


def listen(
    examples: Sequence[Example], ear: NoisyChannel, notes: HypothesisCache
) -> Iterator[tuple[Example, Hypotheses]]:
    """Each example and what was heard of it, as it is; what is in the notes is not listened to again."""
    for example in examples:
        source = f"{example.audio.name} " if example.audio else ""
        seed = f"{ear.seed}:{source}{example.text}"
        key = _digest(f"{ear.name}:{example.split == 'train'}:{seed}")
        known = notes.get(key)
        if known is None:
            try:
                samples, speaker = ear.sound(example, seed)
            except SynthesisError:
                known = Hypotheses("", ())
            else:
                transcript = ear.recognizer.transcribe(samples)
                texts = [transcript.text, *(a.text for a in transcript.alternatives)] if transcript else []
                known = Hypotheses(speaker, tuple(dict.fromkeys(texts)))
            notes.add(key, known)
        yield example, known


def examples_of(example: Example, heard: Hypotheses) -> Iterator[Example]:
    """The hypotheses as examples, labels moved onto them.

    What is learnt from are all that differ from the text and are not too far from it. What is scored on is
    the likeliest alone, however far: leaving out what was heard badly would flatter.
    """
    text = example.text or ""
    seen = {normalise(text)}
    for hypothesis in heard.texts if example.split == "train" else heard.texts[:1]:
        said = normalise(hypothesis)
        if example.split == "train" and (said in seen or distance(text, hypothesis) > MOST_DISTANT):
            continue
        if not said:
            continue
        seen.add(said)
        slots = carry(text, example.slots, hypothesis) if example.slots is not None else None
        yield replace(example, text=hypothesis, audio=None, speaker=heard.speaker or None, slots=slots)


def draw(examples: Sequence[Example], most: Mapping[str, int | None], seed: int) -> list[Example]:
    """Of each split at most so many of the examples with a text, all where there is no number."""
    ordered = sorted((e for e in examples if e.text), key=lambda e: _digest(f"{seed}:{e.text}"))
    kept: dict[str, list[Example]] = {}
    for example in ordered:
        kept.setdefault(example.split or "", []).append(example)
    return [e for split, of_it in kept.items() for e in of_it[: most.get(split)]]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
