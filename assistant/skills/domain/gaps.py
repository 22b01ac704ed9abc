"""What an order of the owner's domain lacks, how it is asked for, and what the answer says.

A value is asked for where something was said for a closed slot that is none of its values, and where the
reply needs a slot that no sentence of the intent goes without. Knows no reply and no database.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from models.nlu.domain import DomainDescription, DomainSlot, words_of
from models.nlu.labels import ClosedVocabulary
from models.nlu.words import spoken_words
from models.text.say_lists import join
from models.types import Command, Unresolved

FEW = 5
"""Values that are all named in a question; of more, those in `Gap.near`."""
LONGEST = 6
"""Words of an open slot's value, where the answer is nothing else."""
CERTAIN = 0.7
"""How near a value must be in an answer that may mean something else."""
_COURTESY = frozenset(
    ("a", "an", "the", "please", "thanks", "just", "um", "uh", "oh", "well", "okay", "ok", "make", "it")
)
_NONE = re.compile(
    r"(none|nothing|any|whatever|without( it| one)?|no \w+( \w+)?|skip (it|that)|leave (it|that) out)"
)
_DENIED = frozenset(("no", "not", "without", "don't", "never"))
_NOT_THAT = re.compile(r"^\s*(no|nope|nah)\s*[,.;!]\s*", re.IGNORECASE)
"""In front of what was meant instead."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A slot whose value is to be asked for."""

    name: str
    said: str
    """What was heard for it; empty where nothing was."""
    near: tuple[str, ...]
    """Values to propose, where there are too many to name."""
    needed: bool
    """The reply cannot go without it."""
    meant: str = ""
    """The value that is a part of what was heard: its "latte" where that was "pumpkin latte"."""


class Gaps:
    """Arguments:
    domain: its slots, and the sentences that show which of them an intent always has.
    """

    def __init__(self, domain: DomainDescription) -> None:
        self._domain, self._slots = domain, domain.slots
        self._always = always_named(domain)

    def of(
        self, command: Command, named: Mapping[str, Sequence[str]], said_in_reply: Collection[str]
    ) -> list[Gap]:
        """What is to be asked, a slot once: first what was heard, in its order.

        Arguments:
            named: by slot, its values.
            said_in_reply: slots without which the reply has a gap.
        """
        needed = self._always.get(command.intent or "", frozenset()) & set(said_in_reply)
        gaps: dict[str, Gap] = {}
        for heard in command.unresolved:
            if _COURTESY.issuperset(spoken_words(heard.text)):
                continue
            if heard.name in self._slots and (heard.name not in named or self._strange(heard)):
                values = named.get(heard.name, ())
                whole = set(spoken_words(heard.text))
                meant = next((v for v in heard.near if v in values and whole.issuperset(spoken_words(v))), "")
                gap = Gap(heard.name, heard.text, heard.near, heard.name in needed, meant)
                gaps.setdefault(heard.name, gap)
        for name, slot in self._slots.items():
            if name in needed and name not in named:
                gaps.setdefault(name, Gap(name, "", (slot.values or slot.examples)[:3], needed=True))
        return list(gaps.values())

    @cached_property
    def _words(self) -> frozenset[str]:
        # long to gather, and seldom asked for
        return words_of(self._domain)

    def _strange(self, heard: Unresolved) -> bool:
        """Whether a word of it is none that the domain knows: an article too many is no question."""
        return not self._words.issuperset(spoken_words(heard.text))

    def ask(self, gap: Gap) -> str:
        """The question."""
        slot, spoken = self._slots[gap.name], spoken_name(gap.name)
        heard = f"I heard '{gap.said}' for the {spoken}, which I don't know. " if gap.said else ""
        if gap.meant:
            return f"{heard}Did you mean {gap.meant}?"
        values = slot.values if 0 < len(slot.values) <= FEW else (*gap.near, "another")
        return f"{heard}{'Is it' if gap.said else f'Which {spoken}:'} {join(values, 'or')}?"

    def answered(self, gap: Gap, intent: str, command: Command) -> str | None:
        """The value that an utterance gives to a gap of an intent: empty where it is to be left out, None
        where the utterance is no such answer."""
        other = command.decision == "act" and command.intent not in (None, intent)
        if not other and any(heard.name == gap.name for heard in command.unresolved):
            return None
        value = next((slot.value for slot in command.slots if slot.name == gap.name), None)
        if not other and value is not None:
            return value
        heard = spoken_words(_NOT_THAT.sub("", command.text, count=1))
        bare = [word for word in heard if word not in _COURTESY] or heard
        slot = self._slots[gap.name]
        value, nearness = max((_nearest(words, slot) for words in (heard, bare)), key=lambda found: found[1])
        if nearness < 1.0 and not gap.needed and _NONE.fullmatch(" ".join(bare)):
            return ""
        if nearness < 1.0 and not _DENIED.isdisjoint(bare):
            return None
        if not closed(slot):
            return None if other or not 0 < len(bare) <= LONGEST else " ".join(bare)
        if other:
            return value if nearness >= CERTAIN else None
        return value if value is not None else _within(bare, slot)


def always_named(domain: DomainDescription) -> dict[str, frozenset[str]]:
    """By intent, the slots that every one of its sentences names."""
    always: dict[str, frozenset[str]] = {}
    for sentence in domain.sentences:
        names = frozenset(slot.name for slot in sentence.slots)
        always[sentence.intent] = always.get(sentence.intent, names) & names
    return always


def closed(slot: DomainSlot) -> bool:
    """Whether it holds one of its values and nothing else."""
    return bool(slot.values)


def spoken_name(name: str) -> str:
    """A slot's name as it is said: "coffeeDrink" and "coffee_drink" are the "coffee drink"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").lower()


def _nearest(said: Sequence[str], slot: DomainSlot) -> tuple[str | None, float]:
    from models.nlu.resolving import nearest

    return nearest(" ".join(said), ClosedVocabulary(values=slot.values, synonyms=slot.synonyms))


def _within(said: Sequence[str], slot: DomainSlot) -> str | None:
    """The value that some of the words certainly sound like, most of them where several do."""
    spans = [(i, j) for i in range(len(said)) for j in range(i + 1, len(said) + 1)]
    found = [(*_nearest(said[i:j], slot), j - i) for i, j in spans]
    value, nearness, _ = max(found, key=lambda one: one[1:], default=(None, 0.0, 0))
    return value if nearness >= CERTAIN else None
