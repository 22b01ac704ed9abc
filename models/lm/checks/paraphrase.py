"""Checks of a paraphrase against its draft, the skill's own sentence. Knows no model.

A small model's paraphrases fail in few ways, each with its check: a fact dropped or altered, "your" turned
into "my", "on" into "off", a number beside another unit, the command echoed, a new subject. An objection
costs only variety, since the draft is spoken instead; so the checks object in doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from models.lm.checks.acts import claimed_acts
from models.lm.checks.facts import STOP_WORDS, invented, missing_facts
from models.lm.checks.spoken_values import read
from models.lm.checks.values import Value, stems
from models.types import Fact

MAX_WORDS = 25
MAX_EXTRA_WORDS = 8
"""Words that a paraphrase may have beyond the draft's number."""
MIN_SHARE = 0.6
"""Least length of a paraphrase, as a share of the draft's words; below it, a fragment."""

_GLUE = stems(
    """
    a an the this that these those it there here and or but so then also too now just right already
    at in for from to of on with by is are was be been am has have had do does did will would can
    could got get gets you your yours i me my we our it's that's there's here's i'll i've you've
    you'll you're they're they sure okay ok alright yes certainly absolutely done great good nice
    lovely perfect wonderful fine problem no of course welcome happy glad pleasure hope please
    thanks thank sorry about worry rush easy quick little bit all set ready running started starting
    added put made turned switched removed deleted cancelled noted remember saved updated changed
    currently exactly approximately about around roughly still new equals equal makes comes total
    left remaining more minute minutes hour hours time day date today look go goes going
    """
)
"""Words that a paraphrase may add; any other has to come from the draft, the facts or the user."""

_ONCE = stems("now already currently still")
"""Words of `_GLUE` that are said once: "are now dimmer now"."""

_OPPOSITES = (
    frozenset({"on", "off"}),
    frozenset({"yes", "no"}),
    frozenset({"open", "opened", "close", "closed", "shut"}),
    frozenset({"locked", "unlocked"}),
    frozenset({"up", "down", "higher", "lower", "louder", "quieter"}),
    frozenset({"added", "set", "removed", "deleted", "cancelled", "canceled", "stopped", "cleared"}),
    frozenset({"before", "after", "ago", "until", "since"}),
    frozenset({"more", "less", "over", "under"}),
    frozenset({"tomorrow", "today", "yesterday", "tonight"}),
    stems("morning afternoon evening night noon midnight"),
)
_SYNONYMS = (
    stems("removed deleted cancelled canceled"),
    stems("added put"),
    stems("left remaining"),
    stems("about approximately around roughly"),
    stems("color colour"),
)
_DEEDS = stems(
    "add put set start make turn switch remove delete cancel stop note save update change do on off"
)
"""Acts that a paraphrase may claim beside the draft's, where something was done."""
_LEFT = stems("leave remain")
"""Verbs of time that is left, no acts."""
_FILLERS = stems(
    "the a an this that these those it it's that's there there's here is are was be been am has have had do"
    " will i i'll i've i'm you your you'll you're me my in at to of for from with and so then also now just"
    " right already okay sure"
)
"""Words of a draft that a paraphrase may omit."""
_HARMLESS = frozenset({"on", "added", "up"})
"""Opposites only of a word in the draft."""
_OPENERS = re.compile(r"^(?:don['’]t worry|no worries|no problem)\b[,.! ]*", re.IGNORECASE)
"""Comforting openings; not counted as negations."""
_NEGATIONS = re.compile(r"\b(?:not|never|cannot|nothing|none|without|\w+n['’]t)\b", re.IGNORECASE)
_DISCLAIMERS = re.compile(
    r"\b(?:as an? (?:ai|assistant|language)|language model|i apologi[sz]e|i(?:'m| am) (?:so |very )?sorry"
    r"|confusion|misunderstanding|unable to)\b",
    re.IGNORECASE,
)
_MINE = frozenset({"my", "mine", "i'm"})
_I = frozenset({"i", "i'll", "i've", "i'm"})
_YOU = frozenset({"you", "your", "you're", "you'll", "you've"})
_YOUR = re.compile(r"\byour (\w+)", re.IGNORECASE)
_DID = re.compile(
    r"\bi(?:['’]ve| have)? (?:just )?(?=(?:set|turned|switched|put|added|removed|cancelled|made|took)\b)",
    re.IGNORECASE,
)
"""The assistant as the agent of an action that the draft reports."""
_I_WORD = re.compile(r"\bi\b", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|approximately|around|roughly)\b", re.IGNORECASE)
_OPENING = stems("sure okay ok alright all right yes certainly absolutely done great good perfect now")
_STARTS = stems("the a an it it's that that's there there's here here's in at on your you i i'll i've my")
"""Words that may begin a statement even if the command began with them."""


def objections(
    sentence: str,
    draft: str,
    facts: Mapping[str, Fact],
    utterance: str = "",
    learned: Collection[str] = (),
    *,
    changed: bool = True,
) -> list[str]:
    """Reasons not to speak the sentence in place of the draft; empty for an acceptable paraphrase.

    Arguments:
        utterance: the user's words.
        learned: stems that the sentence may add, from `added_words`.
        changed: whether the draft reports something done; else the sentence may claim no act that it lacks.
    """
    sentence = _OPENERS.sub("", sentence)
    # "the timer" may become "your timer"; no other person may join
    sentence = _YOUR.sub(lambda m: f"the {m[1]}" if f"the {m[1]}" in draft.lower() else m[0], sentence)
    new, old, user = read(sentence), read(draft), read(utterance)
    sources = [draft, utterance, *learned]
    checks = (
        ("missing " + ", ".join(lost) if (lost := missing_facts(sentence, facts)) else ""),
        ("invented " + ", ".join(more) if (more := invented(sentence, facts, sources)) else ""),
        _length(sentence, draft),
        "asks" if "?" in sentence and "?" not in draft else "",
        "disclaims" if _DISCLAIMERS.search(sentence) and not _DISCLAIMERS.search(draft) else "",
        "negates" if len(_NEGATIONS.findall(sentence)) != len(_NEGATIONS.findall(draft)) else "",
        "another exactness" if bool(_ABOUT.search(draft)) != bool(_ABOUT.search(sentence)) else "",
        "one of many" if _count(new, "a", "an") > _count(old, "a", "an") else "",
        _lost(new, old),
        _turned(new, old),
        _persons(sentence, draft),
        _echo(new, old, user),
        _repeated(new, old, learned),
        _company(new, old, user),
        _strange(new, _known(old, user, facts), learned),
        _undone(sentence, draft, changed=changed),
    )
    return [check for check in checks if check]


def added_words(sentence: str, draft: str, facts: Mapping[str, Fact], utterance: str = "") -> frozenset[str]:
    """Stems of the sentence's uncommon words that neither draft, facts nor utterance have.

    From an owner's correction, they are the words that the assistant learns to say.
    """
    return frozenset(v.word for v in _foreign(read(sentence), _known(read(draft), read(utterance), facts)))


def hopeless(
    text: str, draft: str, facts: Mapping[str, Fact], utterance: str = "", learned: Collection[str] = ()
) -> bool:
    """Whether every continuation of `text`, a paraphrase cut off anywhere, meets an objection."""
    whole = _OPENERS.sub("", text[: text.rfind(" ") + 1]).rstrip(" ,;:.")
    new, old = read(whole), read(draft)
    # the last value may still grow: "5" into "5:45 AM", "7" into "7 thousand"
    certain = new[:-1]
    return bool(
        len(whole.split()) > len(draft.split()) + MAX_EXTRA_WORDS
        or _strange(certain, _known(old, read(utterance), facts), learned)
        or _repeated(certain, old, learned)
        or _turned(certain, old)
        or _DISCLAIMERS.search(whole)
    )


def _undone(sentence: str, draft: str, *, changed: bool) -> str:
    """Acts that the sentence claims and nothing did."""
    more = claimed_acts(sentence) - claimed_acts(draft) - _LEFT - (_DEEDS if changed else frozenset())
    return f"claims {', '.join(sorted(more))}" if more else ""


def _length(sentence: str, draft: str) -> str:
    words, aim = len(sentence.split()), len(draft.split())
    if words > max(MAX_WORDS, aim) or words > aim + MAX_EXTRA_WORDS:
        return "too long"
    return "a fragment" if words < MIN_SHARE * aim else ""


def _lost(new: Sequence[Value], old: Sequence[Value]) -> str:
    """The draft's words of content that have neither their stem nor a synonym in the sentence."""
    spoken = {v.word for v in new if v.kind == "word"}
    last = next((v for v in reversed(old) if v.word not in _FILLERS), None)
    # at the end "on" is a state and has to stay: "the lights are on now"
    content = [
        v for v in old if v.kind == "word" and v.word not in _FILLERS and (v.word != "on" or v is last)
    ]
    lost = [v.text for v in content if not spoken & _alike(v.word)]
    return f"lost {', '.join(lost)}" if lost else ""


def _alike(word: str) -> frozenset[str]:
    return next((group for group in _SYNONYMS if word in group), frozenset()) | {word}


def _count(values: Sequence[Value], *words: str) -> int:
    return sum(v.word in words for v in values)


def _turned(new: Sequence[Value], old: Sequence[Value]) -> str:
    """Words of a group of opposites that are new against the draft."""
    here, there = {v.text.lower() for v in new}, {v.text.lower() for v in old}
    # "from now on" is no state: allowed if the draft has no state
    turned = [
        word
        for group in _OPPOSITES
        for word in sorted(group & here - there)
        if not there & _alike(word) and (group & there or word not in _HARMLESS)
    ]
    return f"turned into {', '.join(turned)}" if turned else ""


def _persons(sentence: str, draft: str) -> str:
    """A change of person: "your name" into "my name", "I set" into "you set"."""
    checked = sentence if _I_WORD.search(draft) else _DID.sub("", sentence)
    here, there = (set(re.findall(r"[a-z']+", text.lower().replace("’", "'"))) for text in (checked, draft))
    if here & _MINE - there:
        return "speaks of itself"
    turned = [who for who, words in (("I", _I), ("you", _YOU)) if bool(here & words) != bool(there & words)]
    return f"another {' and '.join(turned)}" if turned else ""


def _echo(new: Sequence[Value], old: Sequence[Value], user: Sequence[Value]) -> str:
    """The command repeated as the answer: "set an alarm for six"."""
    first, drafted = (next((v.word for v in vs if v.word not in _OPENING), "") for vs in (new, old))
    echoed = first and first in {v.word for v in user[:4]} and first != drafted
    return "echoes the command" if echoed and first not in _STARTS else ""


def _repeated(new: Sequence[Value], old: Sequence[Value], learned: Collection[str]) -> str:
    """Values and words of content more frequent than in the draft."""
    count, allowed = Counter(map(_key, new)), Counter(map(_key, old))
    free = _GLUE | STOP_WORDS | frozenset(learned)
    worst = [key for key, n in count.items() if n > max(1, allowed[key]) and key not in free - _ONCE]
    return f"repeats {', '.join(worst)}" if worst else ""


def _key(value: Value) -> str:
    return value.word if value.kind == "word" else f"{value.number:g}"


def _company(new: Sequence[Value], old: Sequence[Value], user: Sequence[Value]) -> str:
    """A number beside another unit than in the draft: "8.05 miles is 5 kilometers", "it's 11 percent"."""
    units = _units(old) | (_units(user) - _GLUE - STOP_WORDS)
    allowed = {(_key(old[i]), old[i + 1].word) for i in range(len(old) - 1)}
    for i in range(len(new) - 1):
        if (
            new[i].kind == "number"
            and new[i + 1].word in units
            and (_key(new[i]), new[i + 1].word) not in allowed
        ):
            return f"says {new[i].text} {new[i + 1].text}"
    # the order alone identifies several numbers without units
    orders = [[_key(v) for v in values if v.kind != "word"] for values in (new, old)]
    return "another order" if len(orders[1]) > 1 and orders[0] != orders[1] else ""


def _units(values: Sequence[Value]) -> set[str]:
    """The words that stand behind a number."""
    return {b.word for a, b in pairwise(values) if a.kind == "number" and b.kind == "word"}


def _strange(new: Sequence[Value], known: Sequence[Value], learned: Collection[str]) -> str:
    strange = [v.text for v in _foreign(new, known) if v.word not in learned]
    return f"says {', '.join(strange)}" if strange else ""


def _foreign(new: Sequence[Value], known: Sequence[Value]) -> list[Value]:
    words = {v.word for v in known} | _GLUE
    return [v for v in new if v.kind == "word" and v.word not in words]


def _known(old: Sequence[Value], user: Sequence[Value], facts: Mapping[str, Fact]) -> list[Value]:
    return [*old, *user, *(v for fact in facts.values() for v in read(str(fact)))]
