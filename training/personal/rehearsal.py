"""General speech and sentences for rehearsal, and others to prove that nothing was forgotten. Knows no
network.

Every machine has the sentences of this package, spoken once by the offline voices and kept; those to score on
are other sentences in other voices. Manifests that the owner has prepared join with their own splits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.progress import track

from models import manifest, paths
from models.command_line import err
from models.manifest import Example
from models.text.normalise import normalise
from training.config import CONFIGS
from training.data import splits
from training.synthesis import Cast, speak

SENTENCES = CONFIGS / "general-texts.jsonl"
SPOKEN = "spoken sentences"
SCORING_VOICES = ("flite:slt", "flite:rms", "festival:cmu_us_slt_arctic_hts", "espeak:en-gb-x-rp")
"""Voices that are never learned from; where none of them is installed, the last of all voices."""
_SEED = 4


@dataclass(frozen=True, slots=True)
class RehearsalSpeech:
    """General speech with texts."""

    learned: list[Example] = field(default_factory=list)
    held: dict[str, list[Example]] = field(default_factory=dict)
    """Speech to score on, by manifest; `SPOKEN` are the offline voices."""


def rehearsal_speech(
    learned: int, held: int, manifests: Sequence[Path], voices: Sequence[str] = ()
) -> RehearsalSpeech:
    """General speech to learn from and to score on.

    Arguments:
        learned: clips to learn from; half of them come from the manifests where there are any.
        held: clips of each manifest to score on.
        manifests: prepared by the owner.
        voices: voices or engines; all that are installed if empty.

    Raises:
        DependencyError: no offline voice is installed.
        DataError: a manifest is wrong.
    """
    found = RehearsalSpeech()
    for path in manifests:
        examples = [
            e for e in splits.assign(manifest.read(path)) if e.audio and normalise(e.text or "", e.language)
        ]
        found.learned.extend(first(_of(examples, "train"), learned // (2 * len(manifests))))
        if test := first(_of(examples, "test"), held):
            found.held[path.stem] = test
    learning, scoring = split_voices(voices)
    to_learn, to_score = general_sentences()
    found.learned.extend(_spoken(first(to_learn, learned - len(found.learned)), learning))
    found.held[SPOKEN] = _spoken(first(to_score, held), scoring)
    return found


def general_sentences() -> tuple[list[Example], list[Example]]:
    """The package's unlabelled sentences: to learn from, and to score on; none is similar to one of the
    others."""
    found = manifest.read(SENTENCES)
    held = [splits.split_of(splits.key(e.text or "")) != "train" for e in found]
    return [e for e, h in zip(found, held, strict=True) if not h], [
        e for e, h in zip(found, held, strict=True) if h
    ]


def first(examples: Sequence[Example], n: int) -> list[Example]:
    """At most `n` examples, chosen by a hash of their contents."""
    return sorted(examples, key=lambda e: hashlib.sha256(f"{e.text} {e.audio}".encode()).digest())[:n]


def split_voices(names: Sequence[str] = ()) -> tuple[Cast, Cast]:
    """The voices of the speech to learn from, and those of the speech to score on."""
    installed = Cast(names).voices
    scoring = [v for v in SCORING_VOICES if v in installed] or [installed[-1]]
    left = [v for v in installed if v not in scoring]
    # a single voice speaks both, and only the sentences differ
    return Cast(left or installed), Cast(scoring)


def _spoken(examples: Sequence[Example], cast: Cast) -> list[Example]:
    folder = paths.caches() / "general-speech"
    made = speak(examples, folder, cast, seed=_SEED)
    shown = track(made, "speaking general sentences", len(examples), transient=True, console=err)
    return [example for example in shown if example]


def _of(examples: Sequence[Example], split: str) -> list[Example]:
    return [e for e in examples if e.split == split]
