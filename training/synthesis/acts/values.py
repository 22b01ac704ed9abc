"""Values of slots, exchanged for others of the same place in a sentence. Knows no template."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.manifest import Example, SlotLabel, Split
from training.synthesis.acts import phrases
from training.synthesis.acts.phrases import Stretch

FEWEST = 3
"""Fewest values of a kind from which another is drawn."""
_MOST_WORDS = 4
_BEFORE = frozenset("at in on for to by from with the a an my until after before about".split())  # noqa: SIM905
_PARTICLED = frozenset({"turn", "switch", "put", "turned", "power", "turning", "pull", "going", "is", "are"})
"""Verbs after which "on" is no preposition of the value."""
_COUNTS = frozenset("a an the one two three four five six seven eight nine ten some my".split())  # noqa: SIM905
_VAGUE = frozenset(
    {"this", "that", "it", "here", "there", "again", "new", "my", "current", "one", "all", "every", "now"}
)

JOINED: Mapping[str, Sequence[str]] = {
    "food_type": (
        "fish and chips", "sweet and sour chicken", "bangers and mash", "chicken and rice",
        "biscuits and gravy",
        "surf and turf", "beans and toast", "salt and vinegar chips", "steak and ale pie",
        "ham and cheese croissant",
        "spinach and feta pie", "rice and beans",
    ),
    "item": (
        "oil and vinegar dressing", "gin and tonic cans", "salt and pepper mill", "dustpan and brush",
        "nuts and bolts",
        "pork and beans", "cookies and cream ice cream", "sour cream and onion crisps",
        "lemon and ginger tea",
        "hook and eye tape", "needle and thread", "spinach and ricotta ravioli", "leek and potato soup",
    ),
    "song_name": (
        "ebony and ivory", "fire and rain", "live and let die", "black and yellow", "girls and boys",
        "rock and roll all nite",
    ),
    "artist_name": (
        "simon and garfunkel", "hall and oates", "earth wind and fire", "mumford and sons",
        "florence and the machine",
        "sonny and cher", "belle and sebastian", "kool and the gang", "iron and wine",
    ),
    "music_genre": ("drum and bass", "rhythm and blues", "country and western", "rock and roll"),
    "game_name": ("snakes and ladders", "cops and robbers", "hide and seek", "dungeons and dragons",
    "noughts and crosses"),
    "movie_name": ("beauty and the beast", "lilo and stitch", "pride and prejudice", "fast and furious",
    "mr and mrs smith"),
    "audiobook_name": ("crime and punishment", "war and peace", "sense and sensibility", "of mice and men",
    "angels and demons"),
    "podcast_name": ("science and society", "money and power", "law and disorder", "past and present"),
    "event_name": (
        "dinner and drinks", "lunch and a walk", "bed and breakfast stay", "question and answer session",
        "trial and error workshop",
        "arts and crafts fair", "wine and cheese evening", "lost and found desk visit",
    ),
    "business_name": ("marks and spencer", "bed bath and beyond", "barnes and noble", "johnson and johnson",
    "ben and jerry's"),
    "list_name": ("bits and bobs", "pots and pans", "arts and crafts", "food and drink", "nuts and bolts",
    "odds and ends"),
}  # fmt: skip
"""Values that are one thing, though "and" is in them."""


@dataclass(frozen=True, slots=True)
class Constituent:
    """A slot in its constituent: "for [ten minutes]", "the [kitchen] light"."""

    slot: SlotLabel
    before: str
    """Its preposition and its determiner, or nothing."""
    after: str
    """The noun that it describes, or nothing."""
    start: int
    """Of `before` in the sentence."""
    end: int
    """Of `after`."""

    def around(self, value: str) -> Stretch:
        """The constituent with another value."""
        slot = Stretch(value, (SlotLabel(self.slot.name, value, 0, len(value)),))
        before = self.before
        if before.split()[-1:] in (["a"], ["an"]):
            before = before.removesuffix("n").removesuffix(" a" if " " in before else "a")
            article = "" if self._takes_none(value) else phrases.article(value)
            before = f"{before} {article}".strip()
        return phrases.join([before, slot, self.after])

    def _takes_none(self, value: str) -> bool:
        """Whether the value needs no "a": "two lattes"; but "a two hour timer"."""
        first = value.split()[0]
        if self.after:
            return first in {"a", "an", "the"}
        return value.endswith("s") or first in _COUNTS


def place(text: str, slot: SlotLabel) -> Constituent:
    """The slot's constituent in its sentence."""
    words = list(phrases.spans(text))
    start = slot.start
    before: list[str] = []
    earlier = [w for w in words if w[1] <= slot.start]
    for number, (s, e, word) in reversed(list(enumerate(earlier))):
        particle = word in {"on", "in"} and number > 0 and earlier[number - 1][2] in _PARTICLED
        if word not in _BEFORE or text[e - 1] == "," or len(before) == 2 or particle:
            break
        before.insert(0, word)
        start = s
    rest = [w for w in words if w[0] >= slot.end]
    noun = rest and rest[0][2] in {"light", "lights", "lamp", "lamps", "list", "alarm", "timer"}
    return Constituent(
        slot, " ".join(before), rest[0][2] if noun else "", start, rest[0][1] if noun else slot.end
    )


class SlotValues:
    """What stood in each kind of slot of the examples, by split.

    Arguments:
        examples: labelled sentences; a kind is intent, slot and the word before the value.
    """

    def __init__(self, examples: Iterable[Example]) -> None:
        self._found: dict[tuple[Split | None, str, str, str], dict[str, None]] = defaultdict(dict)
        for example in examples:
            text = example.text or ""
            for slot in example.slots or ():
                value = text[slot.start : slot.end].lower()
                words = value.split()
                if (
                    len(words) <= _MOST_WORDS
                    and not _VAGUE & set(words)
                    and re.fullmatch(r"[\w' .:%-]+", value)
                    and not value.endswith(("'s", "s'"))
                ):
                    self._found[self._key(example, slot)].setdefault(value)

    def other(
        self, example: Example, slot: SlotLabel, draw: random.Random, taken: Sequence[str] = ()
    ) -> str | None:
        """Another value for the slot, none of `taken`; None where too few are known."""
        said = (example.text or "")[slot.start : slot.end].lower()
        known = self._found.get(self._key(example, slot), {})
        fit = [v for v in known if v != said and v not in taken and v not in said and said not in v]
        return draw.choice(fit) if len(fit) >= FEWEST - 1 else None

    def _key(self, example: Example, slot: SlotLabel) -> tuple[Split | None, str, str, str]:
        where = place(example.text or "", slot)
        return example.split, example.intent or "", slot.name, where.before.split()[0] if where.before else ""


def exchanged(text: Stretch, slot: SlotLabel, pieces: Sequence[Stretch | str]) -> Stretch | None:
    """The phrase with other words in place of one slot."""
    before, after = text.cut(0, slot.start), text.cut(slot.end)
    whole = Stretch("")
    if before is not None:
        whole = before
    middle = phrases.join(list(pieces), between="")
    joined = phrases.join([whole, middle])
    if after is None:
        return joined
    glue = "" if text.text[slot.end : slot.end + 1] not in {" ", ""} else " "
    return phrases.join([joined, after], between=glue)
