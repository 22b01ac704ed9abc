"""A labelled sentence → its imperative clause, its ordered thing or its question. Knows no template.

What is not recognized is None, never a guess: a mangled sentence teaches worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from models.manifest import Example
from training.synthesis.acts import phrases
from training.synthesis.acts.inflection import gerund, is_only_verb, is_verb, participle, past, plural
from training.synthesis.acts.phrases import Stretch

MOST_WORDS = 11
_NAME = r"(?:hey |hi |hello |ok |okay )?(?:olly|alexa|siri|google|s\d)\b"
_LEADS = re.compile(
    rf"(?:(?:{_NAME}|hey|hi|hello|good morning|ok|okay|so|um|uh|well|now|please|kindly|just|also|and|then)"
    r"\b,?\s+)+",
    re.I,
)
_ASKING = re.compile(
    r"(?:can|could|would|will) you\s+(?:please\s+|just\s+|kindly\s+)*"
    r"|(?:i want|i need|i(?:'d| would) like|i like) you to\s+(?:please\s+)?",
    re.I,
)
_WISHING = re.compile(r"(?:i want|i need|i(?:'d| would) like) to\s+", re.I)
_TAILS = re.compile(r"(?:,?\s+(?:please|olly|thanks|thank you|for me|ok|okay|will you|can you))+$", re.I)
_ORDERING = re.compile(
    r"(?:hello |hi )?(?:(?:can|could|may) (?:i|we) (?:please )?(?:get|have|order) "
    r"|(?:i|we|she|he)(?:'d| would) (?:like|love|fancy|take) "
    r"|(?:i|we)(?:'ll| will) (?:have|take|go for|try|start with) |i (?:want|need) "
    r"|let's have |put me down for |(?:please )?(?:give|get|bring|make|pour|brew|order|buy)(?: me| us)? )",
    re.I,
)
_INDEFINITE = frozenset({"a", "an", "some", "one", "another"})
_AMOUNTS = frozenset("two three four five six".split())  # noqa: SIM905
_DETERMINERS = _INDEFINITE | frozenset(
    "the my our your his her this that these those all every each any both it them him me us".split()  # noqa: SIM905
)
PARTICLES = frozenset({"on", "off", "up", "down", "out", "back", "in", "over", "away"})
_PREPOSITIONS = frozenset(
    "for to at of from with in on into about by the a an my our your this and or called named".split()  # noqa: SIM905
)
_COMMANDING = frozenset(
    """play set turn add remove delete switch order book send start stop open put make create change
    increase decrease
    lower raise mute unmute dim brighten schedule cancel clear erase buy call post email remind wake brew
    bring pour
    resume pause skip shuffle repeat save find get give take vacuum clean activate enable disable reserve
    close move
    rename shorten extend snooze tweet reduce warm mark rate note quiz test examine practise
    strike""".split()  # noqa: SIM905
)
"""Verbs whose object may be a bare noun at the beginning of a sentence."""
_TRANSACTING = frozenset(
    """set create add book order schedule delete remove cancel send change turn switch reserve post make
    buy""".split()  # noqa: SIM905
)
"""Verbs of "i want to …" that the assistant, not the speaker, does."""
INQUIRING = frozenset(
    "tell show read list check say describe define explain inform display report".split()  # noqa: SIM905
)
_UNFIT = frozenset(
    """let be do have need want like know see hear listen help thank love hate may might must keep leave
    stop don't quit
    remember forget think hope wish mean wonder miss would could can will should is are was were has had
    ignore continue
    i'm it's start-over yeah yes no what whats turn-it live s1 uh hmm enjoy appreciate confirm refuse
    doubt worry""".split()  # noqa: SIM905
)
_CLAUSE = frozenset(
    """then but because so if when while unless until please i i'm i've i'd i'll it's that's is are was
    were can could
    would will what what's which who how where why whether don't not do does did am olly cancel need
    whenever as also
    have has be you've you're we're there's let let's we they""".split()  # noqa: SIM905
)
_COUNTED = frozenset(
    """alarm list reminder event meeting item light timer taxi train ticket lamp appointment table song
    station playlist
    email mail contact reservation number room vacuum lights-all socket plug cleaner uber cab file entry
    note order
    calendar color colour smart robot new next last wemo fan game podcast radio audiobook book volume
    speaker message
    hue current living kitchen bedroom wake""".split()  # noqa: SIM905
)
"""Nouns that need a determiner in good English: "did you set alarm" is left out."""
_QUESTION = re.compile(
    r"(?:what|what's|whats|who|who's|when|where|where's|how|how's|which|is|are|do|does|did|will|has|have|am|was)\s",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """An imperative: a verb in its base form, and what follows."""

    verb: str
    rest: Stretch

    @property
    def base(self) -> Stretch:
        """ "turn off the light"."""
        return phrases.join([self.verb, self.rest])

    @property
    def past(self) -> Stretch:
        """ "turned off the light"."""
        return phrases.join([past(self.verb), self.rest])

    @property
    def participle(self) -> Stretch:
        """ "turned off the light", "written it down"."""
        return phrases.join([participle(self.verb), self.rest])

    @property
    def gerund(self) -> Stretch:
        """ "turning off the light"."""
        return phrases.join([gerund(self.verb), self.rest])

    @property
    def first_person(self) -> bool:
        """Whether the clause is about the speaker, who then cannot be its subject."""
        return bool({"me", "us", "myself"} & set(self.rest.words))


@dataclass(frozen=True, slots=True)
class Thing:
    """Something ordered: a noun phrase."""

    phrase: Stretch
    """With its determiner."""
    bare: Stretch | None
    """Without an indefinite article; None where it has none."""

    def several(self, count: str) -> Stretch | None:
        """ "two lattes" of "a latte", for a thing that its last word names; else None."""
        bare = self.bare
        if bare is None or not bare.slots or self.phrase.words[0] not in {"a", "an", "one"}:
            return None
        last, head = bare.slots[-1], bare.text.split()[-1]
        if last.end != len(bare.text) or head.endswith("s") or re.search(r"\b(?:of|with|and)\b", bare.text):
            return None
        grown = plural(head)
        text = bare.text[: len(bare.text) - len(head)] + grown
        slots = (*bare.slots[:-1], replace(last, end=len(text)))
        return phrases.join([count, Stretch(text, slots)])


def clause(example: Example) -> Clause | None:
    """The imperative that the sentence is, without politeness; None for another structure."""
    phrase = _plain(phrases.of(example))
    led = False
    for pattern in (_ASKING, _LEADS, _ASKING, _WISHING):
        if phrase is not None and (match := pattern.match(phrase.text)):
            led = led or pattern in (_ASKING, _WISHING)
            wishing = pattern is _WISHING
            phrase = phrase.cut(match.end())
            if phrase is not None and wishing and phrase.words[0] not in _TRANSACTING:
                return None
    if phrase is None or not 2 <= len(phrase.words) <= MOST_WORDS or phrase.holds_slot(0, 1):
        return None
    verb = phrase.words[0]
    rest = phrase.cut(len(verb))
    if rest is None or verb in _UNFIT or not (is_verb(verb) or verb == "unmute"):
        return None
    if (
        not led
        and verb not in _COMMANDING
        and not is_only_verb(verb)
        and rest.words[0] not in _DETERMINERS - {"one"}
    ):
        return None
    if len(rest.words) > 1 and rest.words[0] in PARTICLES and rest.words[1] in {"me", "us", "it", "them"}:
        return None
    return Clause(verb, rest) if _sound(rest) else None


def thing(example: Example) -> Thing | None:
    """What the sentence orders; None where it is no order of a thing."""
    phrase = _plain(phrases.of(example))
    if phrase is None:
        return None
    if match := _ORDERING.match(phrase.text):
        phrase = phrase.cut(match.end())
    if phrase is None or not 2 <= len(phrase.words) <= MOST_WORDS or not phrase.slots:
        return None
    first = phrase.words[0]
    if first not in _INDEFINITE | _AMOUNTS | {"the"} or phrase.holds_slot(0, 1):
        return None
    rest = phrase.cut(len(first))
    if rest is None or not _sound(rest, noun=True) or re.search(r"\b(?:me|you|us|to)\b", rest.text):
        return None
    if not any(
        s.start < len(re.split(r"\b(?:for|with|from|on|in|at|about|of)\b", rest.text)[0])
        for s in rest.slots or ()
    ):
        return None
    return Thing(phrase, rest if first in _INDEFINITE else None)


def question(example: Example) -> Stretch | None:
    """The sentence where it is one short question, without final punctuation."""
    phrase = _plain(phrases.of(example))
    if phrase is None or not _QUESTION.match(phrase.text) or not 4 <= len(phrase.words) <= 9:
        return None
    if re.search(r"[,;]|\b(?:and|i want|please|because|olly|what|how)\b", phrase.text[4:]):
        return None
    return phrase if phrase.words[-1] not in _PREPOSITIONS else None


def _plain(phrase: Stretch) -> Stretch | None:
    """The phrase without leading and final politeness, its first letter small."""
    text = phrase.text
    end = len(text.rstrip(" .?!,"))
    cut = phrase.cut(0, end)
    while cut is not None and (match := _TAILS.search(cut.text)):
        if cut.holds_slot(match.start(), match.end()):
            return None
        cut = cut.cut(0, match.start())
    if cut is not None and (match := _LEADS.match(cut.text)):
        cut = cut.cut(match.end())
    if cut is None or re.search(r"[?!;:|]|\.\s|\b(?:an?|the|my) (?:an?|the|my)\b", cut.text):
        return None
    first = cut.text.split()[0]
    if first != first.lower() and not first.startswith("I"):
        cut = Stretch(first.lower() + cut.text[len(first) :], cut.slots)
    return cut


def _sound(rest: Stretch, noun: bool = False) -> bool:
    """Whether the words after a verb or an article are one plain stretch, without another clause in it."""
    words = [(start, end, word) for start, end, word in phrases.spans(rest.text)]
    if any(word in _COUNTED and not rest.holds_slot(s, e) for s, e, word in _heads(words, noun)):
        return False
    last = words[-1]
    if last[2] in _PREPOSITIONS and last[2] not in PARTICLES and not rest.holds_slot(last[0], last[1]):
        return False
    if len(words) > 1 and last[2] in {"in", "on"} and words[-2][2] in {"me", "it", "the"} and noun:
        return False
    for before, (start, end, word) in zip([None, *words], words, strict=False):
        inside = any(s.start < start and end <= s.end for s in rest.slots or ())
        if inside or rest.holds_slot(start, end):
            continue
        if word in _CLAUSE or (word == "that" and before is not None and is_noun_before(before[2])):
            return False
        if word in {"and", "or"}:
            after = next(((s, e, w) for s, e, w in words if s > end), None)
            if after is None or (is_verb(after[2]) and not rest.holds_slot(after[0], after[1])):
                return False
            # "a scone and a tea" is two things, "with milk and some sugar" is one
            if after[2] in _DETERMINERS and "with" not in [w for s, _, w in words if s < start]:
                return False
    return "," not in rest.text


def is_noun_before(word: str) -> bool:
    """Whether "that" after the word begins a clause: "the list that …", not "to that …"."""
    return word not in _PREPOSITIONS and word not in PARTICLES


def _heads(words: list[tuple[int, int, str]], noun: bool) -> list[tuple[int, int, str]]:
    """The first word after the verb, its particle and "me"."""
    if noun:
        return []
    heads = [w for w in words if w[2] not in PARTICLES | {"me", "us"}]
    return heads[:1]
