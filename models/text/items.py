"""The items of a list as said in one breath: "milk, salt and vinegar crisps and two pints of cream"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

_PAIRS = Path(__file__).with_name("pairs.toml")
_HESITATION = re.compile(r"(?<![\w-])(?:um+|uh+|erm?|hmm+)(?![\w-])\s*,?\s*", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s*(?:\band\s*)?[,;](?!\d)\s*(?:(?:and|or|plus|then|also)\s+)*"
    r"|\s+(?:as well as|along with|but also|and also|and then|then|plus|also)\s+",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_OPENING = re.compile(r"^(?:(?:and|also|not (?:just|only)|just|only|then|maybe|both)\s+)+", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:\s+(?:and|too|please|as well|also|thanks|thank you|and so on|etc))+[.!]?$", re.IGNORECASE
)
_ARTICLE = re.compile(
    r"^(?:(?:a few|a bit of|a little|an?(?!\s+(?:half\s+)?(?:dozen|couple|pair)\b)|the|some|any|my|our|more)"
    r"\s+)+(?=\S)",
    re.IGNORECASE,
)
_ARTICLE_AHEAD = re.compile(r"(?:an?|the|my|our|your|his|her|their|some|up|off|out)\b")
_NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|fifty|half an?|half a dozen|a dozen|a couple of|a pair of)"
)
_NUMBERS = re.compile(rf"(?:{_NUMBER}|an?|half|dozen|\s)+", re.IGNORECASE)
_NEXT_NUMBER = re.compile(rf"(?<=\w)\s+(?={_NUMBER}\s+[a-z])", re.IGNORECASE)
_COUNTED = re.compile(rf"(?:an?\s+)?{_NUMBER}\s+(?!hundred|thousand|half|point|and)[a-z]", re.IGNORECASE)
_QUANTITY = re.compile(
    rf"^(?:(?:an?|another|more|{_NUMBER}|dozen|couple|few|lots|x)\s+(?:of\s+)?)+", re.IGNORECASE
)
_MEASURED = re.compile(
    rf"\b(?:an?|another|some|more|{_NUMBER})\s+(?:[a-z]+\s+)?[a-z]+\s+of\s+"
    r"(?P<thing>(?:(?!(?:off|from|on|onto|at|to|for|in|into|and|or|but|with|by|via|please|before|until|till|online|that"
    r"|which|if|when|now|today|tomorrow|tonight|this|next|it|them|these|those|the|my)\b)[\w'-]+\s*){1,4})",
    re.IGNORECASE,
)
_IRREGULAR = {
    "children": "child", "feet": "foot", "geese": "goose", "knives": "knife", "leaves": "leaf",
    "loaves": "loaf",
    "men": "man", "mice": "mouse", "halves": "half", "shelves": "shelf", "teeth": "tooth", "women": "woman",
    "people": "person", "wives": "wife", "lives": "life", "wolves": "wolf", "calves": "calf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Words:
    """What pairs.toml holds, in lower case."""

    whole: frozenset[tuple[str, str]]
    before_a_noun: frozenset[tuple[str, str]]
    verbs: frozenset[str]
    verbs_with_an_object: frozenset[str]
    alone: frozenset[str]
    alone_after: frozenset[str]
    names: frozenset[str]
    flavours: frozenset[str]
    heads: frozenset[str]
    containers: frozenset[str]


@cache
def _words() -> _Words:
    read = tomllib.loads(_PAIRS.read_text("utf-8"))

    def pairs(name: str) -> frozenset[tuple[str, str]]:
        return frozenset(
            (pair[: at.start()], pair[at.end() :]) for pair in read[name] for at in re.finditer(" and ", pair)
        )

    rest = {name: frozenset(words) for name, words in read.items() if name not in ("whole", "before_a_noun")}
    return _Words(whole=pairs("whole"), before_a_noun=pairs("before_a_noun"), **rest)


def items(text: str) -> list[str]:
    """The items that a text lists, in order, without articles and "some".

    Quantities stay, and so do names that hold "and".
    """
    text = _HESITATION.sub(" ", " ".join(text.split())).strip()
    found = []
    for stretch in _SEPARATOR.split(_CLOSING.sub("", text)):
        for joined in _joined(_AND.split(stretch), _AND.findall(stretch)):
            found += [item for part in _unjoined(joined) if (item := _bare(part))]
    return found


def apart(text: str) -> list[str]:
    """The same where each "and" parts two of them: "liver and onions, as two separate things"."""
    return [piece for item in items(text) for piece in _AND.split(item)]


def _joined(pieces: list[str], ands: list[str]) -> list[str]:
    """The pieces between "and"s, those of one thing put together again."""
    done = [pieces[0]]
    for written, piece in zip(ands, pieces[1:], strict=True):
        if _is_one(done[-1], piece):
            done[-1] = f"{done[-1]}{written}{piece}"
        else:
            done.append(piece)
    return done


def _is_one(before: str, after: str) -> bool:
    """Whether "and" between these words joins them into one thing."""
    words = _words()
    first, last = _OPENING.sub("", before).lower().split(), after.lower().split()
    if not first or not last:
        return False
    if _is_task(first):
        return not _is_verb(last)
    if len(first) == 1 and len(last) > 1 and first[0] in words.verbs and _is_verb(last):
        # "wash and fold the laundry"
        return True
    for length in range(1, min(3, len(first)) + 1):
        end = " ".join(first[-length:]).replace(" & ", " and ")
        for more in range(1, min(3, len(last)) + 1):
            pair = end, " ".join(last[:more])
            if pair in words.whole or (pair in words.before_a_noun and len(last) > more):
                return True
    return _is_flavoured(core(" ".join(first)).split(), last)


def _is_flavoured(first: list[str], last: list[str]) -> bool:
    """Whether two flavours stand before what has them: "pear and parsnip soup"."""
    words = _words()
    known = words.flavours | {word for pair in words.before_a_noun for word in pair}
    return (
        len(first) == 1
        and len(last) > 1
        and first[0] in known - words.alone - words.alone_after
        and last[0] in known
        and singular(first[0]) == first[0]
        and singular(" ".join(last[1:])) in words.heads
    )


def is_task(item: str) -> bool:
    """Whether an item is something to do: "water the plants"."""
    return _is_task(item.lower().split())


def _is_task(words: list[str]) -> bool:
    """Whether the words say what to do: "call mum", "water the plants"."""
    return len(words) > 1 and _is_verb(words)


def _is_verb(words: list[str]) -> bool:
    known = _words()
    with_object = len(words) > 1 and _ARTICLE_AHEAD.fullmatch(words[1]) is not None
    return words[0] in known.verbs or (words[0] in known.verbs_with_an_object and with_object)


def _unjoined(text: str) -> list[str]:
    """Items with nothing between them: "one lemon two limes", "milk eggs"."""
    if _is_task(text.lower().split()):
        return [text]
    if _COUNTED.match(text):
        starts = [
            at.end() for at in _NEXT_NUMBER.finditer(text) if not _NUMBERS.fullmatch(text[: at.start()])
        ]
        return [text[start:end] for start, end in pairwise([0, *starts, len(text)])]
    words, known = text.lower().split(), _words()
    apart = [
        first in known.alone | known.alone_after
        and second in known.alone_after
        and f"{first} {second}" not in known.names
        for first, second in pairwise(words)
    ]
    return text.split() if apart and all(apart) else [text]


def _bare(text: str) -> str:
    text = _OPENING.sub("", text.strip(" \t.!?"))
    return _ARTICLE.sub("", text).strip()


def core(item: str) -> str:
    """The item without article and quantity: "two pints of milk" → "milk"."""
    item = _bare(item)
    bare = _QUANTITY.sub("", item)
    container = re.match(r"([a-z]+)\s+of\s+(?=\S)", bare, re.IGNORECASE)
    if container and singular(container[1].lower()) in _words().containers:
        bare = bare[container.end() :]
    return _bare(bare) or item


def measured(text: str) -> str | None:
    """The thing that a text measures first: "rye flour" of "order four sacks of rye flour online"."""
    found = _MEASURED.search(text)
    return None if found is None else found["thing"].strip()


def same_item(one: str, other: str) -> bool:
    """Whether two items are the same thing: "apples" and "an apple", "milk" and "two pints of milk"."""
    return _key(one) == _key(other)


def holds_item(item: str, wanted: str) -> bool:
    """Whether the words of `wanted` are among those of the item: "milk" in "two pints of oat milk"."""
    inner, outer = _key(wanted).split(), _key(item).split()
    length = len(inner)
    return bool(inner) and any(outer[at : at + length] == inner for at in range(len(outer) - length + 1))


def meant_items(wanted: str, kept: Sequence[str]) -> list[str]:
    """The items that are meant: the same thing, else all whose words hold it; of several one has to ask."""
    same = [item for item in kept if same_item(item, wanted)]
    return same or [item for item in kept if holds_item(item, wanted)]


def _key(item: str) -> str:
    words = re.findall(r"[\w'&]+", core(item).lower().replace("’", "'").replace("-", " "))
    return " ".join("and" if word == "&" else singular(word) for word in words)


def singular(word: str) -> str:
    """The singular of an English noun in lower case, by its ending; a word that is none stays."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 3 and word.endswith("ies"):
        return f"{word[:-3]}y" if len(word) > 4 else word[:-1]
    if re.search(r"(?:[sx]|ch|sh)es$|(?:tomat|potat|mang|her|ech)oes$", word):
        return word[:-2]
    if len(word) > 2 and re.search(r"[^su]s$", word) and not word.endswith("'s") and not word.endswith("is"):
        return word[:-1]
    return word
