"""Reviewed utterances as training examples: labels, and the move out of the conversation log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.memory import conversation_log
from assistant.memory.conversation_log import LoggedUtterance
from models import paths, recordings
from models.audio import load
from models.errors import InputError
from models.manifest import Example, SlotLabel, named
from models.nlu.decoding import resolve
from models.nlu.labels import ClosedVocabulary
from models.text.whole_words import whole

_SLOT = re.compile(r"\s*([\w-]+)\s*:\s*(.+?)\s*(?=,\s*[\w-]+\s*:|$)")


def as_understood(logged: LoggedUtterance) -> Example:
    """The example of an utterance that was understood correctly; a correct rejection is out of scope."""
    return Example(
        text=logged.text,
        intent=logged.intent,
        out_of_scope=logged.intent is None and logged.decision == "reject",
        slots=logged.slots,
    )


def accept(logged: LoggedUtterance, example: Example, speaker: str) -> None:
    """Move an utterance from the conversation log to the recordings, in the language that it was heard in.

    Raises:
        StoreError: it cannot be written.
        SoundFileError: its sound cannot be read.
    """
    example = replace(example, language=named(logged.language))
    if logged.audio is not None:
        samples = load(paths.recordings() / logged.audio)
        recordings.keep(replace(example, speaker=speaker), samples, logged.when)
    else:
        recordings.append([example])
    # removed last: a crash in between leaves a duplicate instead of a loss
    conversation_log.remove({logged.id})


def parse_slots(text: str, typed: str, vocabularies: Mapping[str, ClosedVocabulary]) -> tuple[SlotLabel, ...]:
    """`name: words, name: words` → slot labels of `text`; closed slots are resolved to their values.

    Raises:
        InputError: the line has another form, or the words are not in the text.
    """
    if rest := _SLOT.sub("", typed).strip(" ,"):
        raise InputError(f"{rest!r} is not of the form name: words")
    slots: list[SlotLabel] = []
    for match in _SLOT.finditer(typed):
        name, words = match[1], match[2].strip(" ,")
        start = _find(text, words, slots)
        if start is None:
            raise InputError(f"the words {words!r} are not in the text (or belong to another slot already)")
        end = start + len(words)
        value = resolve(text[start:end], vocabularies[name]) if name in vocabularies else None
        slots.append(SlotLabel(name, value or text[start:end], start, end))
    return tuple(sorted(slots, key=lambda slot: slot.start))


def _find(text: str, words: str, taken: Iterable[SlotLabel]) -> int | None:
    """The position of whole words outside of the slots so far."""
    for match in re.finditer(whole(words), text, re.IGNORECASE):
        if all(match.end() <= slot.start or slot.end <= match.start() for slot in taken):
            return match.start()
    return None
