"""The smallest changes of a sentence after which one of its commands is taken otherwise.

Words are dropped or replaced, one at first and two where no single one matters. Knows no network: the
changed sentences are understood anew, together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from models.nlu.words import MARKS, words
from models.types import Command, Decision, DialogueAct, Understanding

MOST_TRIED = 80
"""Changed sentences of one or of two words that are understood."""
MOST_SHOWN = 3
_OF_PAIRS = 6
"""Most important words that are changed in pairs."""
Understand = Callable[[Sequence[str]], Iterable[Understanding]]
"""Texts → their understandings, in order."""
Place = tuple[int, int]
"""Of a word: character offsets into the text, end excluded."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A word that is dropped, or replaced."""

    word: str
    place: Place
    by: str = ""
    """Empty for a word that is dropped."""


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A changed sentence, and what its command becomes."""

    text: str
    edits: tuple[Edit, ...]
    dialogue_act: DialogueAct
    intent: str | None
    decision: Decision | None
    confidence: float | None
    """Of the intent."""


def smallest_changes(
    understood: Understanding,
    place: int,
    understand: Understand,
    substitutes: Sequence[str] = (),
    importance: Mapping[Place, float] | None = None,
) -> list[Counterfactual]:
    """At most `MOST_SHOWN` changes of as few words as possible, each with another result.

    Results with an intent come before rejections, surer ones first.

    Arguments:
        place: of the command in the utterance.
        substitutes: words to try in place of others, likeliest first.
        importance: of the words; the most important ones are changed first.
    """
    command = understood.commands[place]
    weights = importance or {}
    spoken = sorted(_words(understood.text, command), key=lambda word: -abs(weights.get(word.place, 0.0)))
    drops = [(word,) for word in spoken] if len(spoken) > 1 else []
    swaps = [
        Edit(word.word, word.place, by)
        for by in substitutes
        for word in spoken
        if by.casefold() != word.word.casefold()
    ]
    ones: Iterable[tuple[Edit, ...]] = [*drops, *((swap,) for swap in swaps)]
    if found := _flips(understood, place, understand, ones):
        return found
    return _flips(understood, place, understand, _pairs(spoken, swaps))


def _pairs(spoken: Sequence[Edit], swaps: Sequence[Edit]) -> Iterator[tuple[Edit, ...]]:
    chief = spoken[:_OF_PAIRS]
    if len(spoken) > 2:
        yield from combinations(chief, 2)
    for swap in swaps:
        yield from ((swap, word) for word in chief if word.place != swap.place)


def _flips(
    understood: Understanding,
    place: int,
    understand: Understand,
    changes: Iterable[tuple[Edit, ...]],
) -> list[Counterfactual]:
    before = _result(understood.commands[place])
    found: dict[object, Counterfactual] = {}
    tried = [(edits, changed(understood.text, edits)) for edits in islice(changes, MOST_TRIED)]
    results = understand([text for _, text in tried])
    for (edits, text), result in zip(tried, results, strict=True):
        commands = result.commands
        # another division is no other decision about this command
        if len(commands) != len(understood.commands) or _result(after := commands[place]) == before:
            continue
        flip = Counterfactual(
            text, edits, after.dialogue_act, after.intent, after.decision, after.intent_confidence
        )
        known = found.get(_result(after))
        if known is None or (flip.confidence or 0.0) > (known.confidence or 0.0):
            found[_result(after)] = flip
    return sorted(found.values(), key=lambda f: (f.intent is None, -(f.confidence or 0.0)))[:MOST_SHOWN]


def changed(text: str, edits: Sequence[Edit]) -> str:
    """The text with its words dropped and replaced, and no gap left behind."""
    for edit in sorted(edits, key=lambda edit: -edit.place[0]):
        start, end = edit.place
        before, after = text[:start], text[end:]
        text = before + edit.by + after if edit.by else f"{before.rstrip()} {after.lstrip()}"
    return text.strip()


def _words(text: str, command: Command) -> list[Edit]:
    """The command's words, each as an edit that drops it."""
    places = dict.fromkeys(
        (word.start, word.end)
        for word in words(text)
        if command.start <= word.start and word.end <= command.end and word.text not in MARKS
    )
    return [Edit(text[start:end], (start, end)) for start, end in places]


def _result(command: Command) -> tuple[DialogueAct, str | None, Decision | None]:
    return command.dialogue_act, command.intent, command.decision
