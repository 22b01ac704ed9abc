"""Whom it helps: each speaker of a corpus in turn is the owner, by the code that an owner's recordings take.

What was counted is written down speaker by speaker, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models import asr, device, files, manifest, paths
from models.asr.whisper.engine import DEFAULT_BEAM_SIZE
from models.bundles import bundle
from models.command_line import err
from models.errors import ConfigError, DataError
from models.manifest import Example
from models.text.normalise import normalise
from models.weights import stamp, store
from training.evaluation import recognizer as evaluate_recognizer
from training.evaluation.recognizer import ScoredClip
from training.personal import data as own
from training.personal import general as generals
from training.personal import proof
from training.personal import recognizer as recognizers
from training.personal.config import PersonalConfig
from training.report import page as report
from training.report import sections as report_parts
from training.report.page import Group, Groups, Report, Section

HALF = "half"
UNTOUCHED, START = "untouched", "0"


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker."""

    name: str
    learned: list[Example]
    """To draw from, in the order in which they are taken."""
    scored: list[Example]


@dataclass(frozen=True, slots=True)
class Counts:
    """Errors and words of each of a speaker's utterances."""

    errors: list[int]
    words: list[int]
    learned: int = 0
    """Recordings that were learnt from."""


class ProofCache:
    """What was counted so far: JSON Lines by speaker and number of recordings."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[tuple[str, str], Counts] = {}
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for line in text[: text.rfind("\n") + 1].splitlines():
                row = json.loads(line)
                key = (row.pop("speaker"), row.pop("shots"))
                self._known[key] = Counts(**row)
            files.write_text(path, text[: text.rfind("\n") + 1])

    def get(self, speaker: str, shots: str) -> Counts | None:
        """None where it was not counted yet."""
        return self._known.get((speaker, shots))

    def add(self, speaker: str, shots: str, heard: Sequence[ScoredClip], learned: int = 0) -> None:
        """Write it down."""
        counts = Counts([h.errors[0] for h in heard], [h.lengths[0] for h in heard], learned)
        self._known[speaker, shots] = counts
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            row = {"speaker": speaker, "shots": shots, "errors": counts.errors, "words": counts.words}
            file.write(json.dumps({**row, "learned": learned}) + "\n")

    def __getitem__(self, key: tuple[str, str]) -> Counts:
        return self._known[key]


def main(
    config: PersonalConfig, manifests: Sequence[Path], *, shots: Sequence[int] = (),
    recognizer: str | None = None, replay: Sequence[Path] = (), on: device.DeviceName = "auto",
    command: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Train for each speaker and number of recordings, and score beside what it began from.

    A speaker with a train and a test split learns from the one and is scored on the other; of one who is in
    one split alone, or in none, half of the recordings by their names is learnt from.

    Arguments:
        shots: numbers of recordings; all that there are to learn from where none is given.

    Raises:
        DataError: no line has a sound, a text and a speaker.
    """
    people = speakers(manifests)
    start = recognizer or bundle.resolve().recognizer
    begin = recognizers.start(start)
    key = _key(config, people, begin)
    folder = paths.runs() / "personal" / f"people-{key}"
    notes = ProofCache(folder / "counts.jsonl")
    general = generals.speech(config.recognizer.general, 1, replay, config.voices)
    tutor = recognizers.PersonalTrainer(
        config.recognizer, begin, general.learned, language=config.language, on=on
    )
    wanted = [str(n) for n in sorted(set(shots))] or [HALF]
    for i, person in enumerate(people, start=1):
        if notes.get(person.name, START) is None:
            tutor.forget()
            notes.add(person.name, START, evaluate_recognizer.hear(tutor.listener(), person.scored))
        for number in wanted:
            if notes.get(person.name, number) is not None:
                continue
            learned = person.learned if number == HALF else person.learned[: int(number)]
            err.print(f"{person.name} ({i} of {len(people)}): {len(learned)} recordings")
            tutor.fit(learned, folder / "training")
            heard = evaluate_recognizer.hear(tutor.listener(), person.scored)
            notes.add(person.name, number, heard, len(learned))
    _untouched(config, people, begin, notes, on)
    found = summary(people, wanted, notes, begin)
    files.write_text(folder / "metrics.json", json.dumps({"command": command, **found}, indent=1) + "\n")
    shown = report.write(folder, page(people, wanted, notes, command))
    err.print(f"{shown}: the report", markup=False)
    return found


def speakers(manifests: Sequence[Path]) -> list[Person]:
    """Those in the manifests, with what they learn from and what they are scored on.

    Where some speakers are in a test split, the others are left out: somebody may have learnt from them.
    """
    found: dict[str, list[Example]] = {}
    for example in manifest.read(*manifests):
        if example.audio and example.speaker and normalise(example.text or ""):
            found.setdefault(example.speaker, []).append(example)
    if not found:
        where = ", ".join(map(str, manifests))
        raise DataError("no line has a sound, its text and a speaker", where=where)
    if tested := {
        name: examples for name, examples in found.items() if any(e.split == "test" for e in examples)
    }:
        found = tested
    people = []
    for name, examples in sorted(found.items()):
        learned = [e for e in examples if e.split == "train"]
        scored = [e for e in examples if e.split == "test"]
        if not (learned and scored):
            learned, scored = own.halves(examples)
        if learned and scored:
            people.append(Person(name, own.spread(learned), scored))
    return people


def numbers(text: str) -> list[int]:
    """ "10,20" → 10 and 20.

    Raises:
        ConfigError: it is something else.
    """
    try:
        found = [int(part) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise ConfigError(f"--shots: {text!r} is no list of numbers", do="write 10,20,50") from error
    if any(n < 1 for n in found):
        raise ConfigError("--shots: at least one recording is needed", do="write 10,20,50")
    return found


def summary(
    people: Sequence[Person], wanted: Sequence[str], notes: ProofCache, begin: recognizers.Start
) -> dict[str, Any]:
    """The pooled change for each number of recordings, and for whom it helped."""
    rows = []
    for number in wanted:
        before = [notes[p.name, START] for p in people]
        after = [notes[p.name, number] for p in people]
        words = [w for c in before for w in c.words]
        change = proof.errors(
            [e for c in before for e in c.errors], [e for c in after for e in c.errors], words, "all speakers"
        )
        more = [sum(a.errors) - sum(b.errors) for b, a in zip(before, after, strict=True)]
        rows.append(
            {
                "recordings": number,
                "learned": [c.learned for c in after],
                **{k: v for k, v in change.to_json().items() if k not in ("figure", "on", "more_is_better")},
                "difference_ci_speakers": list(proof.over_speakers(more, [sum(c.words) for c in before])),
                "speakers": proof.by_speaker(dict(zip((p.name for p in people), more, strict=True))),
            }
        )
    untouched = [notes[p.name, UNTOUCHED] for p in people]
    wer = sum(sum(c.errors) for c in untouched) / sum(sum(c.words) for c in untouched)
    return {
        "start": str(begin.adapter or begin.base),
        "utterances": sum(len(p.scored) for p in people),
        "untouched": {"name": store.portable_name(begin.base), "wer": wer},
        "shots": rows,
    }


def page(people: Sequence[Person], wanted: Sequence[str], notes: ProofCache, command: str) -> Report:
    """A chart of the speakers for each number of recordings."""
    sections: list[Section] = []
    for number in wanted:
        groups = []
        for person in people:
            before, after = notes[person.name, START], notes[person.name, number]
            change = proof.errors(before.errors, after.errors, before.words, person.name)
            groups.append(Group(person.name, len(before.words), change.after, change.before))
        groups.sort(key=lambda g: -g.tuned.value)
        title = "From half of the recordings" if number == HALF else f"From {number} recordings"
        sections.append(Groups(title, "word error rate", tuple(groups)))
    sections.append(report_parts.about(command))
    return Report(
        "Whom it helps", tuple(sections), subtitle=f"{len(people)} speakers", base="what it began from"
    )


def _untouched(
    config: PersonalConfig, people: Sequence[Person], begin: recognizers.Start, notes: ProofCache,
    on: device.DeviceName,
) -> None:  # fmt: skip
    missing = [p for p in people if notes.get(p.name, UNTOUCHED) is None]
    if not missing:
        return
    base = asr.load(store.portable_name(begin.base), device=on, language=config.language, short_context=False)
    for person in missing:
        err.print(f"{person.name}: the untouched base", style="dim")
        notes.add(person.name, UNTOUCHED, evaluate_recognizer.hear(base, person.scored))


def _key(config: PersonalConfig, people: Sequence[Person], begin: recognizers.Start) -> str:
    """Of all that the counts hang on but the number of recordings."""
    names = [e.audio.name for p in people for e in (*p.learned, *p.scored) if e.audio]
    beam = str(DEFAULT_BEAM_SIZE)
    parts = (config.recognizer.model_dump_json(), stamp.digest(begin.adapter or begin.base), beam, *names)
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:12]
