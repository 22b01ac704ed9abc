"""Streams of real clips and spoken sentences: each as it is, with one pause and with two. No recognizer.

So an earlier pause is as frequent before another pause as before the end, and is no sign of either.
"""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from models.audio import load
from models.errors import SynthesisError
from models.manifest import Example, Split
from models.types import Samples
from training.data.splits import key, split_of
from training.synthesis.casting import Cast
from training.turn.pauses import HOP, Pause, PausedClip, in_room, loud_moments, rests

Speaker = Callable[[str], Samples]
"""Text → its sound."""

PAUSES_S = (0.5, 1.2)
FILLERS = ("um", "uh", "er", "um")
FUNCTION_WORDS = frozenset(
    "a an the to for of on in at with and or but from by my your is are about into set turn um uh".split()  # noqa: SIM905
)
"""After these a speaker often looks for the next word."""
STYLES = ("comma", "parts", "comma", "parts", "filler")
"""Pauses at commas; a rendering of each part; the same, where a part may end in a filler."""
MOST_PAUSES = 2
SHORTEST_REST_MS = 60
ROOM = 10 ** (-62 / 20)
"""Amplitude of the noise under a synthetic voice."""


@dataclass(frozen=True)
class PausedStream:
    """A clip in its room, with its origin."""

    name: str
    """Unique."""
    corpus: str
    split: Split
    speaker: str
    clip: PausedClip


def digest(name: str) -> int:
    """A large number that is a function of the name alone."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16)


def real(corpora: Mapping[str, Iterable[Example]]) -> Iterator[PausedStream]:
    """The streams of each clip: as it is, with a pause in one of its rests, with pauses in two.

    Arguments:
        corpora: examples with sound and split, by name.
    """
    for corpus, examples in corpora.items():
        for example in examples:
            if example.audio is None:
                continue
            number = digest(example.audio.name)
            samples, rng = load(example.audio), np.random.default_rng(number % 2**32)
            found = rests(loud_moments(samples))
            rng.shuffle(found)
            places = [((int(b), int(e)), float(rng.uniform(*PAUSES_S))) for b, e in found[:MOST_PAUSES]]
            for count in range(len(places) + 1):
                clip = in_room(samples, np.random.default_rng(number % 2**32), sorted(places[:count]))
                name = f"{corpus}-{example.audio.stem}-{count}"
                yield PausedStream(name, corpus, example.split or "train", example.speaker or "", clip)


def spoken(
    texts: Iterable[str], voices: Mapping[Split, Cast], most: Mapping[Split, int]
) -> Iterator[PausedStream]:
    """The streams of sentences in synthetic voices: as they are, with one pause and with two.

    An eighth of the training sentences, those that `is_for_sound` names, is spoken; the text model learns
    from the others, so that its odds of these are those of unseen text.

    Arguments:
        texts: sentences.
        voices: the cast of each split; a voice is in one split alone.
        most: sentences of each split.
    """
    made = dict.fromkeys(most, 0)
    for text in sorted(set(texts), key=digest):
        split = split_of(key(text))
        if (split == "train" and not is_for_sound(text)) or made[split] >= most[split]:
            continue
        made[split] += 1
        number, cast = digest(text), voices[split]
        voice = cast.draw(f"turn:{text}")
        for count in range(min(MOST_PAUSES, len(text.split()) - 1) + 1):
            try:
                samples, pauses = _say(text, count, lambda part, c=cast, v=voice: c.say(part, v), number)  # type: ignore[misc]
            except SynthesisError:
                continue
            if len(pauses) < count:
                continue
            clip = in_room(samples, np.random.default_rng(number % 2**32), pauses)
            yield PausedStream(f"spoken-{number % 10**12}-{count}", "spoken", split, voice.voice, clip)


def is_for_sound(text: str) -> bool:
    """Whether a training sentence is spoken, and unknown to the text model."""
    return digest(key(text) + "x") % 8 == 0


def _say(text: str, count: int, say: Speaker, seed: int) -> tuple[Samples, list[Pause]]:
    """The sound of the text, and its pauses: fewer than `count` where the voice makes no rest."""
    chance, rng = random.Random(seed), np.random.default_rng(seed % 2**32)
    words = text.split()
    weights = {cut: 3 if words[cut - 1] in FUNCTION_WORDS else 1 for cut in range(1, len(words))}
    style = chance.choice(STYLES)
    cuts: list[int] = []
    for _ in range(count):
        cuts.append(*chance.choices([*weights], [*weights.values()]))
        del weights[cuts[-1]]
    edges = [0, *sorted(cuts), len(words)]
    parts = [" ".join(words[begin:end]) for begin, end in itertools.pairwise(edges)]
    joins: list[int] = []
    if style == "comma":
        samples = say(", ".join(parts))
    else:
        last = parts.pop()
        ends = [
            f", {chance.choice(FILLERS)}," if style == "filler" else chance.choice(["", ","]) for _ in parts
        ]
        sounds = [say(part + end) for part, end in zip(parts, ends, strict=True)]
        samples = np.concatenate([*sounds, say(last)])
        joins = [int(join) // HOP for join in np.cumsum([len(sound) for sound in sounds])]
    # between words a voice is digitally silent, which no microphone is
    samples = samples + (rng.standard_normal(len(samples)) * ROOM).astype(np.float32)
    found = rests(loud_moments(samples), SHORTEST_REST_MS)
    if style == "comma":
        chosen = sorted(found, key=lambda rest: rest[0] - rest[1])[:count]
    else:
        chosen = [rest for rest in found if any(rest[0] <= join <= rest[1] for join in joins)]
    lengths = rng.uniform(*PAUSES_S, count)
    return samples, [(rest, float(s)) for rest, s in zip(sorted(chosen), lengths, strict=False)]
