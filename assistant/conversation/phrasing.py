"""Wording of replies by the generator: paraphrases of a skill's sentence, and small talk.

The hallucination filter checks both. Generated text is only spoken; it is never parsed for commands.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from models.lm.checks.acts import claimed_acts
from models.lm.checks.facts import invented, missing_facts
from models.lm.checks.paraphrase import MAX_WORDS, hopeless, objections
from models.text.sentences import sentences
from models.types import Fact, Message, Sentiment, Understanding

if TYPE_CHECKING:
    from assistant.conversation.dialogue import Dialogue
    from assistant.stages import Generator

__all__ = ["Paraphraser", "invented", "missing_facts", "small_talk"]

MAX_SENTENCES = 2
MAX_TOKENS = 48
PARAPHRASE_MS = 600
"""Time limit of a paraphrase; after it the skill's own sentence is spoken."""
RETRY_CANDIDATES = 4
"""Number of candidates after a first paraphrase that fails a check; more would exceed the time limit."""
CHAT_MS = 4000
SURE_OF_SENTIMENT = 0.6
"""Confidence from which small talk heeds the mood."""
WARM_MS = 1000
TABLES_AFTER_S = 3.0
MAX_TIMEOUTS = 3
"""Disable paraphrasing after this many consecutive timeouts."""
RETRY_AFTER = 10
"""Try again after this many replies without a paraphrase."""

_CLAIMS = re.compile(
    r"\bi (?:live in (?!(?:a|this|your) computer)|was born|grew up|work (?:at|for|as|in)|studied|went|ate)\b"
    r"|\bi (?:drank|slept|visited|bought|met|married)\b"
    r"|\bi(?:'m| am) (?:from|in|at|\w+ years old|a (?!program|computer|voice|machine)\w+|an (?!assistant)\w+)"
    r"|\bi (?:have|had|'ve got) (?:a|an|two|three|my|some|many|been to)\b"
    r"|\bi(?: can| could| will|'ll| would|'d)"
    r" (?!(?:help|hear|listen|be|try|like|rather|do my best)\b)\w+"
    r"|\blet me\b|\bmy (?!pleasure|best|apolog)\w+",
)
"""Claims to a body, a past, a family or an ability that the assistant does not have."""
_NONSENSE = re.compile(
    r"\b(?:as an? (?:ai|assistant|language)|language model|openai|smollm|hugging face|the user|unable to"
    r"|not familiar|misunderstanding|confusion|tone"
    r"|(?:this|your|requested|specific) (?:request|response|answer|query))\b",
)
"""Phrases of a chat model that has lost the thread."""
_GLAD = re.compile(r"\b(?:nice|lovely|great|wonderful|glad|fun|fine|congratulations|good (?:time|one))\b")
_SORRY = re.compile(r"\b(?:i(?:'m| am) (?:so |very )?sorry|sounds (?:very )?hard|must be hard|oh no)\b")
_MISTAKES: Mapping[Sentiment, tuple[re.Pattern[str], str]] = {
    "negative": (_GLAD, "I'm sorry. I'm here to listen."),
    "positive": (_SORRY, "That's good to hear."),
}
"""First sentences that mistake a mood, joy at grief or condolence at joy, and what is said instead."""
FALLBACK = "I don't know what to say to that."
NO_PERSON = "I'm an assistant: a computer program on this machine, not a person."
"""Reply in place of a claim about itself."""
_FALLBACKS: Mapping[str, str] = {
    "general_greet": "Hello!",
    "general_thank": "You're welcome.",
    "general_praise": "Thank you, that's kind.",
}
"""Replies where the generator's text fails the checks."""


class _Closable(Protocol):
    """The generator's stream, whose closing stops the generation."""

    def __iter__(self) -> Iterator[str]: ...
    def close(self) -> None: ...


class Paraphraser:
    """Paraphrases of skills' sentences and small talk by a generator.

    Arguments:
        profile: returns the owner's profile, field → value; called for every reply.
        paraphrase_ms: time limit of a paraphrase.
        clock: seconds.
    """

    def __init__(
        self,
        profile: Callable[[], Mapping[str, str]] = dict,
        *,
        paraphrase_ms: int = PARAPHRASE_MS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._profile = profile
        self._paraphrase_ms = paraphrase_ms
        self._clock = clock
        self._timeouts = 0  # consecutive ones
        self._skipped = 0

    def warm(self, generator: Generator) -> None:
        """Precompute the prefixes of the likeliest prompts within WARM_MS; others follow on demand."""
        # the first check of a reply loads the verbs' tables: not while the first reply is being made
        tables = threading.Timer(TABLES_AFTER_S, claimed_acts, ("I set it.",))
        tables.daemon = True
        tables.start()
        deadline = self._clock() + WARM_MS / 1000
        for beginning in generator.prompts.beginnings():
            if self._clock() > deadline:
                return
            generator.prepare(beginning)

    def paraphrase(
        self,
        generator: Generator | None,
        sentence: str,
        facts: Mapping[str, Fact],
        understanding: Understanding,
        dialogue: Dialogue | None = None,
        *,
        changed: bool = True,
    ) -> Iterator[str]:
        """A skill's sentence in the generator's words; unchanged where those fail a check.

        Arguments:
            generator: None for the skill's own sentence.
            sentence: contains all the facts.
            facts: must all be in the reply.
            understanding: of the utterance.
            dialogue: unused; a result does not depend on earlier exchanges.
            changed: whether the sentence reports something done, so that its paraphrase may.
        """
        text = None
        if generator and facts:
            text = self._checked(generator, sentence, facts, understanding, changed=changed)
        yield from _stripped(sentences([text or sentence]))

    def chat(self, generator: Generator, understanding: Understanding, dialogue: Dialogue) -> Iterator[str]:
        """Small talk, sentence by sentence as it is generated."""
        turns = [*dialogue.messages(), Message("user", understanding.text)]
        fallback = _FALLBACKS.get(understanding.intent or "", FALLBACK)
        sure = (understanding.sentiment_confidence or 1.0) >= SURE_OF_SENTIMENT
        mood = understanding.sentiment if sure else None
        return small_talk(generator, turns, mood, self._profile(), fallback=fallback, clock=self._clock)

    def _checked(
        self,
        generator: Generator,
        draft: str,
        facts: Mapping[str, Fact],
        understanding: Understanding,
        *,
        changed: bool,
    ) -> str | None:
        """A paraphrase of the draft; None where it fails a check or exceeds the time limit.

        If the first paraphrase fails with at least half of the time left, the likeliest of RETRY_CANDIDATES
        that passes is used.
        """
        if len(draft.split()) > MAX_WORDS or self._too_slow():
            return None
        started = self._clock()
        generator.prepare(generator.prompts.paraphrase_prefix(draft))
        if self._left_s(started) < 0:
            # not a timeout: the next prompt of this kind finds its prefix prepared
            return None
        utterance, learned = understanding.text, generator.prompts.learned_words
        prompt = generator.prompts.paraphrase(utterance, draft, understanding.sentiment)
        text = ""
        with closing(_stream(generator, prompt)) as pieces:
            for piece in pieces:
                text += piece
                if hopeless(text, draft, facts, utterance, learned):
                    break
                if self._left_s(started) < 0:
                    self._timeouts += 1
                    return None
        self._timeouts = 0
        paraphrase = " ".join(text.split())
        against = partial(
            objections, draft=draft, facts=facts, utterance=utterance, learned=learned, changed=changed
        )
        if not against(paraphrase):
            return paraphrase
        if self._left_s(started) < self._paraphrase_ms / 2000:
            # several candidates take longer than the first paraphrase
            return None
        others = generator.candidates(
            prompt, RETRY_CANDIDATES, max_tokens=MAX_TOKENS, timeout_s=self._left_s(started)
        )
        return next((other.text for other in others if not against(other.text)), None)

    def _left_s(self, started: float) -> float:
        """Seconds left for a paraphrase; negative after the time limit."""
        return started + self._paraphrase_ms / 1000 - self._clock()

    def _too_slow(self) -> bool:
        """Whether to skip a paraphrase after too many timeouts."""
        if self._timeouts < MAX_TIMEOUTS:
            return False
        self._skipped = (self._skipped + 1) % RETRY_AFTER
        return self._skipped != 0


def small_talk(
    generator: Generator,
    messages: Sequence[Message],
    sentiment: Sentiment | None = None,
    profile_facts: Mapping[str, str] | None = None,
    *,
    fallback: str = FALLBACK,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[str]:
    """A reply to small talk, sentence by sentence as it is generated, at most `MAX_SENTENCES`.

    It ends before a hallucinated sentence: one with an invented number, name or address, with an act that it
    claims, or with a claim about the assistant itself. A first sentence that mistakes the mood is not said.

    Arguments:
        messages: the conversation so far, ending with the utterance.
        sentiment: of the utterance.
        profile_facts: the owner's profile, field → value.
        fallback: the reply where no sentence passes.
        clock: seconds.
    """
    generator.prepare(generator.prompts.chat_prefix(messages[-1].text, sentiment))
    deadline = clock() + CHAT_MS / 1000
    sources = [*(m.text for m in messages), *(profile_facts or {}).values()]
    prompt = generator.prompts.chat(messages, sentiment, profile_facts)
    spoken: list[str] = []
    mistake = _MISTAKES.get(sentiment) if sentiment else None
    name = (profile_facts or {}).get("name", "")
    with closing(_stream(generator, prompt)) as pieces:
        for sentence in _stripped(sentences(_until(pieces, deadline, clock))):
            if claims(sentence, name):
                fallback = NO_PERSON if fallback == FALLBACK else fallback
                break
            if mistake and not spoken and mistake[0].search(_plain(sentence)):
                fallback = mistake[1] if fallback == FALLBACK else fallback
                break
            if sentence[-1] not in ".!?…\"'" or sentence in spoken or not _may_say(sentence, sources):
                # the sentences after a truncated or hallucinated one depend on it
                break
            yield sentence
            spoken.append(sentence)
            if len(spoken) == MAX_SENTENCES:
                break
    if not spoken:
        yield fallback


def claims(sentence: str, name: str) -> bool:
    """Whether a sentence says that the assistant is a person, or has the owner's name.

    Arguments:
        name: the owner's; empty where it is not known.
    """
    plain = _plain(sentence)
    owner = re.escape(name.lower())
    return _CLAIMS.search(plain) is not None or (
        bool(owner) and re.search(rf"\b(?:i'm|i am|my name is|call me|this is) {owner}\b", plain) is not None
    )


def _may_say(sentence: str, sources: Sequence[str]) -> bool:
    plain = _plain(sentence)
    clauses = [clause.strip() for clause in re.split(r"[,;:.!?]", plain) if clause.strip()]
    rambles = len(plain.split()) > MAX_WORDS or len(set(clauses)) < len(clauses)
    # no operation stands behind small talk: an act that it claims was not done
    untrue = claimed_acts(sentence) or invented(sentence, {}, sources)
    return not (rambles or untrue or _NONSENSE.search(plain))


def _plain(sentence: str) -> str:
    return sentence.lower().replace("’", "'")


def _stream(generator: Generator, messages: Sequence[Message]) -> _Closable:
    return cast("_Closable", generator.stream(messages, max_tokens=MAX_TOKENS))


def _until(pieces: Iterable[str], deadline: float, clock: Callable[[], float]) -> Iterator[str]:
    for piece in pieces:
        yield piece
        if clock() > deadline:
            return


def _stripped(parts: Iterable[str]) -> Iterator[str]:
    return (text for part in parts if (text := " ".join(part.split())))
