"""Checks of manifests before anything is loaded: all problems at once, as errors and warnings with file:line.

`models.manifest` checks each line's fields, texts and spans when it reads; the checks here need the sounds'
headers, a domain or the other lines. Knows no network.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from models import manifest
from models.errors import DataError
from models.manifest import Example
from models.text.normalise import normalise, spaced
from training.data import labels, leakage
from training.data.findings import Finding, Findings, Level
from training.domain import Domain, SlotVocabulary

MIN_SECONDS, MAX_SECONDS = 0.1, 30.0
"""Length of speech; the recognizer takes 30 s at once."""
LOWEST_RATE_HZ, FULL_RATE_HZ = 8_000, 16_000
MAX_CHARACTERS = 1_000
MAX_CHARACTERS_A_SECOND = 30.0
"""Faster than human speech: the text belongs to another sound."""
MAX_SYLLABLES_A_SECOND = 12.0
"""The same in a language without spaces, whose characters are syllables."""


def check(*paths: Path, domains: Sequence[Domain] = (), accept: Collection[str] = ()) -> Findings:
    """Problems of manifests that are used together.

    Arguments:
        domains: the known intents and slots; without domains, any name is valid.
        accept: checks whose errors become warnings, such as `speaker-crosses` for upstream's own splits.

    Raises:
        DataError: a manifest is missing or is not text.
    """
    examples: list[Example] = []
    findings: list[Finding] = []
    for line in manifest.scan(*paths):
        if isinstance(line, DataError):
            findings.append(Finding("error", "line", line.what, line.where))
        else:
            examples.append(line)
    findings += inspect(examples, domains)
    return Findings(len(examples), tuple(findings)).accepting(*accept)


def inspect(examples: Sequence[Example], domains: Sequence[Domain] = ()) -> Iterator[Finding]:
    """Problems of examples, in their order; then of their labels and splits."""
    for example in examples:
        yield from _text(example)
        if example.audio is not None:
            yield from _sound(example, example.audio)
        if domains:
            yield from _against(example, domains)
    yield from labels.find(examples)
    yield from leakage.find(examples)


def _text(example: Example) -> Iterator[Finding]:
    for field, text in (("text", example.text), ("reply", example.reply)):
        if text is None:
            continue
        if len(text) > MAX_CHARACTERS:
            what = (
                f"{field}: {len(text):,} characters, more than {MAX_CHARACTERS:,}; the end will not be read"
            )
            yield Finding("warning", "long-text", what, example.origin)
        if not text.strip():
            yield Finding("error", "empty-text", f"{field}: is empty", example.origin)
        elif not normalise(text, example.language):
            # a recognizer is scored on words; a classifier may learn from a row of marks
            level: Level = "error" if example.audio and field == "text" else "warning"
            yield Finding(level, "empty-text", f"{field}: {text!r} has no word", example.origin)


def _sound(example: Example, path: Path) -> Iterator[Finding]:
    """Problems of the sound's header."""
    import soundfile

    def found(level: Level, name: str, what: str) -> Finding:
        return Finding(level, name, f"audio: {path.name} {what}", example.origin)

    if not path.is_file():
        yield found("error", "missing-sound", f"is missing in {path.parent}")
        return
    try:
        header = soundfile.info(str(path))
    except (soundfile.LibsndfileError, OSError) as error:
        yield found("error", "unreadable-sound", f"is not a sound file that can be read ({error})")
        return
    if header.samplerate < LOWEST_RATE_HZ:
        yield found("error", "wrong-rate", f"has {header.samplerate:,} Hz, too few for speech")
    elif header.samplerate < FULL_RATE_HZ:
        yield found("warning", "wrong-rate", f"has {header.samplerate:,} Hz, less than {FULL_RATE_HZ:,}")
    if not header.frames:
        yield found("error", "empty-sound", "is empty")
    elif example.text is not None:
        seconds = header.frames / header.samplerate
        most = MAX_CHARACTERS_A_SECOND if spaced(example.language) else MAX_SYLLABLES_A_SECOND
        if seconds < MIN_SECONDS:
            yield found("error", "short-sound", f"lasts {seconds:.2f} s, too short for speech")
        elif seconds > MAX_SECONDS:
            yield found("error", "long-sound", f"lasts {seconds:.1f} s, more than {MAX_SECONDS:.0f}")
        elif len(example.text) / seconds > most:
            yield found("warning", "fast-text", f"lasts {seconds:.1f} s, too short for its text")


def _against(example: Example, domains: Sequence[Domain]) -> Iterator[Finding]:
    # an extending domain does not list the built-in names, so that an unknown one may be valid
    level: Level = "warning" if any(domain.extends for domain in domains) else "error"
    named = f"is not in the domain {' or '.join(domain.name for domain in domains)}"
    if example.intent is not None and not any(example.intent in domain.intents for domain in domains):
        yield Finding(level, "unknown-intent", f"intent: {example.intent} {named}", example.origin)
    for slot in example.slots or ():
        vocabularies = [domain.slots[slot.name] for domain in domains if slot.name in domain.slots]
        if not vocabularies:
            yield Finding(level, "unknown-slot", f"slots: {slot.name} {named}", example.origin)
        elif not any(_allows(vocabulary, slot.value) for vocabulary in vocabularies):
            what = f"slots: {slot.value!r} is no value of {slot.name}"
            yield Finding("warning", "unknown-value", what, example.origin)


def _allows(vocabulary: SlotVocabulary, value: str) -> bool:
    said = (*vocabulary.values, *(s for more in vocabulary.synonyms.values() for s in more))
    return not vocabulary.values or value.casefold() in map(str.casefold, said)
