"""General speech and general sentences: what the new models must not forget. Knows no owner and no network.

What any machine has: sentences of this package, spoken once by the offline voices and kept; those that are
scored on are other sentences in other voices. And every corpus that the user has prepared, by its own splits.
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
from training import config as configs
from training import synthesis
from training.data import splits

SENTENCES = configs.CONFIGS / "general-texts.jsonl"
SPOKEN = "spoken sentences"
SCORING_VOICES = ("flite:slt", "flite:rms", "festival:cmu_us_slt_arctic_hts", "espeak:en-gb-x-rp")
"""Never learnt from; the last of all voices where none of them is installed."""
_SEED = 4


@dataclass(frozen=True, slots=True)
class General:
    """Speech with texts."""

    learned: list[Example] = field(default_factory=list)
    held: dict[str, list[Example]] = field(default_factory=dict)
    """By manifest, to score on; `SPOKEN` is the offline voices'."""


def speech(learned: int, held: int, replay: Sequence[Path], names: Sequence[str] = ()) -> General:
    """General speech.

    Arguments:
        learned: clips to replay, in all: half of them from the user's manifests where there are such.
        held: clips of each manifest to score on.
        replay: manifests that the user has prepared.
        names: voices or engines; all that are installed where none is named.

    Raises:
        DependencyError: no offline voice is installed.
        DataError: a manifest is wrong.
    """
    found = General()
    for path in replay:
        examples = [e for e in splits.assign(manifest.read(path)) if e.audio and normalise(e.text or "")]
        found.learned.extend(first(_of(examples, "train"), learned // (2 * len(replay))))
        if test := first(_of(examples, "test"), held):
            found.held[path.stem] = test
    cast, others = voices_for(names)
    to_learn, to_score = sentences()
    found.learned.extend(_spoken(first(to_learn, learned - len(found.learned)), cast))
    found.held[SPOKEN] = _spoken(first(to_score, held), others)
    return found


def sentences() -> tuple[list[Example], list[Example]]:
    """The package's general sentences without labels: to learn from, and, none like them, to score on."""
    found = manifest.read(SENTENCES)
    held = [splits.split_of(splits.key(e.text or "")) != "train" for e in found]
    return [e for e, h in zip(found, held, strict=True) if not h], [
        e for e, h in zip(found, held, strict=True) if h
    ]


def first(examples: Sequence[Example], n: int) -> list[Example]:
    """The same ones every time, drawn by their texts."""
    return sorted(examples, key=lambda e: hashlib.sha256(f"{e.text} {e.audio}".encode()).digest())[:n]


def voices_for(names: Sequence[str] = ()) -> tuple[synthesis.Cast, synthesis.Cast]:
    """Who speaks what is learnt from, and who what is scored on."""
    there = synthesis.Cast(names).voices
    scoring = [v for v in SCORING_VOICES if v in there] or [there[-1]]
    left = [v for v in there if v not in scoring]
    # where there is one voice alone, only sentences and manner differ
    return synthesis.Cast(left or there), synthesis.Cast(scoring)


def _spoken(examples: Sequence[Example], cast: synthesis.Cast) -> list[Example]:
    folder = paths.caches() / "general-speech"
    made = synthesis.speak(examples, folder, cast, seed=_SEED)
    shown = track(made, "speaking general sentences", len(examples), transient=True, console=err)
    return [example for example in shown if example]


def _of(examples: Sequence[Example], split: str) -> list[Example]:
    return [e for e in examples if e.split == split]
