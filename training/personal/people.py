"""Leave-one-speaker-out personal training: each speaker of a corpus in turn takes the owner's place.

As an owner, a speaker gets a new recognizer only if it gains on recordings that it did not learn from; those
that are scored have no part in that.

Errors are counted and written speaker by speaker, so that a run that was stopped continues where it was.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models import asr, device, files, manifest, paths
from models.asr.whisper.engine import DEFAULT_BEAM_SIZE
from models.bundles import bundle
from models.command_line import err
from models.errors import ConfigError, DataError
from models.manifest import Example
from models.text.normalise import normalise, spaced
from models.weights import stamp, store
from training.evaluation.recognizer import CHARACTER_ERRORS, WORD_ERRORS, ScoredClip, hear_each
from training.personal import proof
from training.personal.config import PersonalConfig
from training.personal.data import halves, language_of, spoken_in, spread
from training.personal.dial import Dial
from training.personal.recognizer import PersonalTrainer, Start, read_start
from training.personal.rehearsal import SPOKEN, rehearsal_speech
from training.report import page
from training.report.contents import about, groups
from training.report.sections import Report, Section

_GENERAL = 20
"""Clips of general speech on which a speaker's dial may not lose more than the margin."""
HALF = "half"
"""Number of recordings that stands for all training recordings of a speaker."""
UNTOUCHED, START = "untouched", "0"
"""Recognizers without personal training: the untouched base, and the one to start from."""


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker of a corpus."""

    name: str
    learned: list[Example]
    """Recordings to learn from, in the order in which they are taken."""
    scored: list[Example]
    """Recordings to score on."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Errors and words of each utterance of a speaker."""

    errors: list[int]
    words: list[int]
    learned: int = 0
    """Number of recordings learned from."""
    share: float = 0.0
    """Setting of the dial; 0 where the recognizer stayed as it was."""


class ProofCache:
    """The counts so far, in JSON Lines, by speaker and number of recordings."""

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
        """The counts, or None before they are added."""
        return self._known.get((speaker, shots))

    def add(
        self, speaker: str, shots: str, clips: Sequence[ScoredClip], learned: int = 0, share: float = 0.0
    ) -> None:
        """Write the counts of a speaker's scored clips."""
        self.put(speaker, shots, Counts([c.wrong for c in clips], [c.size for c in clips], learned, share))

    def put(self, speaker: str, shots: str, counts: Counts) -> None:
        """Write counts."""
        self._known[speaker, shots] = counts
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            row = {"speaker": speaker, "shots": shots, "errors": counts.errors, "words": counts.words}
            file.write(json.dumps({**row, "learned": counts.learned, "share": counts.share}) + "\n")

    def __getitem__(self, key: tuple[str, str]) -> Counts:
        return self._known[key]


def main(
    config: PersonalConfig, manifests: Sequence[Path], *, shots: Sequence[int] = (),
    recognizer: str | None = None, replay: Sequence[Path] = (), on: device.DeviceName = "auto",
    command: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Train for each speaker and number of recordings, and score beside the recognizer to start from.

    A speaker with a train and a test split learns from the one and is scored on the other; a speaker in one
    split alone, or in none, learns from half of the recordings.

    Arguments:
        shots: numbers of recordings; all training recordings of a speaker if empty.
        recognizer: name or folder to start from; the recognizer in use by default.
        replay: manifests for rehearsal.
        command: the command line, for the report.

    Raises:
        DataError: no line has a sound, a text and a speaker.
    """
    people = speakers(manifests)
    language = _language(people)
    start = read_start(recognizer or bundle.resolve().recognizer, language)
    folder = paths.runs() / "personal" / f"people-{_key(config, people, start)}"
    cache = ProofCache(folder / "counts.jsonl")
    general = rehearsal_speech(
        config.recognizer.general, min(_GENERAL, config.general_held), replay, config.voices
    )
    trainer = PersonalTrainer(config.recognizer, start, general.learned, on=on)
    dial = Dial(config, trainer, spoken_in(language, general.held[SPOKEN]))
    wanted = [str(n) for n in sorted(set(shots))] or [HALF]
    for i, person in enumerate(people, start=1):
        if cache.get(person.name, START) is None:
            trainer.reset()
            cache.add(person.name, START, hear_each(trainer.listener, person.scored))
        for number in wanted:
            if cache.get(person.name, number) is not None:
                continue
            learned = person.learned if number == HALF else person.learned[: int(number)]
            err.print(f"{person.name} ({i} of {len(people)}): {len(learned)} recordings")
            share = _learn(config, trainer, dial, learned, folder)
            if share:
                clips = hear_each(trainer.listener, person.scored)
                cache.add(person.name, number, clips, len(learned), share)
            else:
                cache.put(person.name, number, replace(cache[person.name, START], learned=len(learned)))
    _score_untouched(people, start, cache, on)
    found = summary(people, wanted, cache, start)
    files.write_text(folder / "metrics.json", json.dumps({"command": command, **found}, indent=1) + "\n")
    shown = page.write(folder, report_of(people, wanted, cache, command))
    err.print(f"{shown}: the report", markup=False)
    return found


def _learn(
    config: PersonalConfig, trainer: PersonalTrainer, dial: Dial, learned: Sequence[Example], folder: Path
) -> float:
    """Train on a speaker's recordings; the setting of the dial, 0 where nothing is gained. A share of many
    recordings is held back for the dial, as of an owner's; few are left out in turn, and one alone proves
    nothing."""
    trainer.reset()
    heard = (clip for example in learned for clip in hear_each(trainer.listener, [example]))
    if len(learned) < 2 or not any(clip.wrong for clip in heard):
        return 0.0
    held = round(len(learned) * config.held_back)
    cut = len(learned) - held if held >= config.enough else len(learned)
    return dial.turn(learned[:cut], learned[cut:], lambda name: folder / "training" / name).share


def speakers(manifests: Sequence[Path]) -> list[Person]:
    """The speakers of the manifests.

    Where some speakers have a test split, the others are left out: the recognizer to start from may have
    learned from them.
    """
    found: dict[str, list[Example]] = {}
    for example in manifest.read(*manifests):
        if example.audio and example.speaker and normalise(example.text or "", example.language):
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
            learned, scored = halves(examples)
        if learned and scored:
            people.append(Person(name, spread(learned), scored))
    return people


def _language(people: Sequence[Person]) -> str:
    """The language of all speakers.

    Raises:
        DataError: there are several.
    """
    found = {language_of(e) for p in people for e in (*p.learned, *p.scored)}
    if len(found) > 1:
        raise DataError(
            f"the recordings are in several languages ({', '.join(sorted(found))})",
            do="prove one language at a time",
        )
    return found.pop()


def numbers(text: str) -> list[int]:
    """ "10,20" → 10 and 20.

    Raises:
        ConfigError: the text is not a list of positive numbers.
    """
    try:
        found = [int(part) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise ConfigError(f"--shots: {text!r} is not a list of numbers", do="write 10,20,50") from error
    if any(n < 1 for n in found):
        raise ConfigError("--shots: at least one recording is needed", do="write 10,20,50")
    return found


def summary(
    people: Sequence[Person], wanted: Sequence[str], cache: ProofCache, start: Start
) -> dict[str, Any]:
    """The pooled change for each number of recordings, and the speakers that it helped or hurt."""
    rows, figure = [], _figure(people)
    for number in wanted:
        before = [cache[p.name, START] for p in people]
        after = [cache[p.name, number] for p in people]
        words = [w for c in before for w in c.words]
        change = proof.errors(
            [e for c in before for e in c.errors],
            [e for c in after for e in c.errors],
            words,
            "all speakers",
            figure,
        )
        more = [sum(a.errors) - sum(b.errors) for b, a in zip(before, after, strict=True)]
        rows.append(
            {
                "recordings": number,
                "learned": [c.learned for c in after],
                "dial": [c.share for c in after],
                **{k: v for k, v in change.to_json().items() if k not in ("figure", "on", "more_is_better")},
                "difference_ci_speakers": list(proof.over_speakers(more, [sum(c.words) for c in before])),
                "speakers": proof.by_speaker(dict(zip((p.name for p in people), more, strict=True))),
            }
        )
    untouched = [cache[p.name, UNTOUCHED] for p in people]
    rate = sum(sum(c.errors) for c in untouched) / sum(sum(c.words) for c in untouched)
    return {
        "start": str(start.adapter or start.base),
        "utterances": sum(len(p.scored) for p in people),
        "untouched": {"name": store.portable_name(start.base), "rate": rate},
        "figure": figure,
        "shots": rows,
    }


def report_of(people: Sequence[Person], wanted: Sequence[str], cache: ProofCache, command: str) -> Report:
    """A chart of the speakers for each number of recordings."""
    sections: list[Section] = []
    for number in wanted:
        rows = []
        for person in people:
            before, after = cache[person.name, START], cache[person.name, number]
            change = proof.errors(before.errors, after.errors, before.words, person.name)
            rows.append((person.name, len(before.words), change.after, change.before))
        rows.sort(key=lambda row: -row[2].value)
        title = "From half of the recordings" if number == HALF else f"From {number} recordings"
        sections.append(groups(title, rows, _figure(people)))
    sections.append(about(command))
    return Report(
        "Leave-one-speaker-out personal training",
        tuple(sections),
        subtitle=f"{len(people)} speakers",
        base="before personal training",
    )


def _figure(people: Sequence[Person]) -> str:
    """The name of the error rate of their recordings."""
    in_words = all(spaced(e.language) for p in people for e in p.scored)
    return WORD_ERRORS if in_words else CHARACTER_ERRORS


def _score_untouched(
    people: Sequence[Person], start: Start, cache: ProofCache, on: device.DeviceName
) -> None:
    missing = [p for p in people if cache.get(p.name, UNTOUCHED) is None]
    if not missing:
        return
    name = store.portable_name(start.base)

    @functools.cache
    def base(language: str) -> asr.Recognizer:
        return asr.load(name, device=on, language=language, short_context=False)

    for person in missing:
        err.print(f"{person.name}: the untouched base", style="dim")
        cache.add(person.name, UNTOUCHED, hear_each(base, person.scored))


def _key(config: PersonalConfig, people: Sequence[Person], start: Start) -> str:
    """A digest of everything that the counts depend on but the number of recordings."""
    names = [f"{e.audio.name}{e.language or ''}" for p in people for e in (*p.learned, *p.scored) if e.audio]
    beam = str(DEFAULT_BEAM_SIZE)
    # of the rest only what the dial is turned by
    rest = config.model_dump_json(include={"recognizer", "held_back", "enough", "parts", "margin", "voices"})
    parts = (rest, stamp.digest(start.adapter or start.base), beam, *names)
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:12]
