"""How things are said: a skill's facts in the generator's words, and small talk; nothing that fails a check.

What a model wrote is only ever spoken: nothing reads a command out of it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, cast

from models.lm.checks.facts import invented, missing_facts
from models.lm.checks.paraphrase import MAX_WORDS, hopeless, objections
from models.text.sentences import sentences
from models.types import Fact, Message, Sentiment, Understanding

if TYPE_CHECKING:
    from collections.abc import Generator as Written

    from assistant.conversation.dialogue import Dialogue
    from assistant.stages import Generator

__all__ = ["Paraphraser", "invented", "missing_facts", "small_talk"]

MAX_SENTENCES = 2
MAX_TOKENS = 48
RETELL_MS = 600
"""Longer than this a person does not wait for variety: the draft is said."""
OTHERS = 4
"""Candidates of a retelling's second try: more take longer than there is time."""
CHAT_MS = 4000
WARM_MS = 1000
LATE_REPLIES = 3
"""So many late retellings in a row, and the computer counts as too slow for them …"""
PATIENCE = 10
"""… until so many drafts have been said."""

_CLAIMS = re.compile(
    r"\bi (?:live in (?!(?:a|this|your) computer)|was born|grew up|work (?:at|for|as|in)|studied|went|ate)\b"
    r"|\bi (?:drank|slept|visited|bought|met|married)\b"
    r"|\bi(?:'m| am) (?:from|in|at|\w+ years old|a (?!program|computer|voice|machine)\w+|an (?!assistant)\w+)"
    r"|\bi (?:have|had|'ve got) (?:a|an|two|three|my|some|many|been to)\b"
    r"|\bi(?: can| could| will|'ll| would|'d)"
    r" (?!(?:help|hear|listen|be|try|like|rather|do my best)\b)\w+"
    r"|\blet me\b|\bmy (?!pleasure|best|apolog)\w+",
)
"""A body, a past, a family or an ability that the assistant does not have."""
_NONSENSE = re.compile(
    r"\b(?:as an? (?:ai|assistant|language)|language model|openai|smollm|hugging face|the user|unable to"
    r"|not familiar|misunderstanding|confusion|tone"
    r"|(?:this|your|requested|specific) (?:request|response|answer|query))\b",
)
"""What a chat model says where it has lost the thread."""
_HONEST: Mapping[str, str] = {
    "general_greet": "Hello!",
    "general_thank": "You're welcome.",
    "general_praise": "Thank you, that's kind.",
}
"""What is said where nothing that the generator wrote may be."""


class Paraphraser:
    """Says facts and small talk with a generator.

    Arguments:
        profile: what the owner told, by name of the field; asked anew for every reply.
        retell_ms: time that a retelling may take.
        clock: seconds.
    """

    def __init__(
        self,
        profile: Callable[[], Mapping[str, str]] = dict,
        *,
        retell_ms: int = RETELL_MS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._profile = profile
        self._retell_ms = retell_ms
        self._clock = clock
        self._late = 0
        self._drafts = 0

    def warm(self, generator: Generator) -> None:
        """Computes what the likeliest prompts begin with; the rest follows when it is first wanted."""
        deadline = self._clock() + WARM_MS / 1000
        for beginning in generator.prompts.beginnings():
            if self._clock() > deadline:
                return
            generator.prepare(beginning)

    def say(
        self,
        generator: Generator | None,
        sentence: str,
        facts: Mapping[str, Fact],
        understanding: Understanding,
        dialogue: Dialogue | None = None,
    ) -> Iterator[str]:
        """A skill's sentence in the generator's words; as it is, where those fail a check.

        Arguments:
            generator: None for the skill's own sentence.
            sentence: says all the facts.
            facts: what the reply must say.
            understanding: of what the user said.
            dialogue: unused: the result is the skill's, whatever was said before.
        """
        told = self._retell(generator, sentence, facts, understanding) if generator and facts else None
        yield from _stripped(sentences([told or sentence]))

    def chat(self, generator: Generator, understanding: Understanding, dialogue: Dialogue) -> Iterator[str]:
        """Small talk, sentence by sentence as it is written."""
        turns = [*dialogue.messages(), Message("user", understanding.text)]
        honest = _HONEST.get(understanding.intent or "", "I don't know what to say to that.")
        return small_talk(
            generator, turns, understanding.sentiment, self._profile(), honest=honest, clock=self._clock
        )

    def _retell(
        self, generator: Generator, draft: str, facts: Mapping[str, Fact], understanding: Understanding
    ) -> str | None:
        """The draft in other words; None where they fail a check or take too long.

        Where the first words fail, and at most half of the time is spent, the likeliest of several others
        that pass are taken.
        """
        if len(draft.split()) > MAX_WORDS or self._too_slow():
            return None
        begun = self._clock()
        generator.prepare(generator.prompts.retelling_prefix(draft))
        if self._over(begun):
            # only the first of its kind: what is prepared now is there for the next
            return None
        heard, taught = understanding.text, generator.prompts.taught
        asked = generator.prompts.retelling(heard, draft, understanding.sentiment)
        text = ""
        with closing(_stream(generator, asked)) as pieces:
            for piece in pieces:
                text += piece
                if hopeless(text, draft, facts, heard, taught):
                    break
                if self._over(begun):
                    self._late += 1
                    return None
        self._late = 0
        told = " ".join(text.split())
        if not objections(told, draft, facts, heard, taught):
            return told
        if self._left_s(begun) < self._retell_ms / 2000:
            # several replies take longer than the one did
            return None
        others = generator.candidates(asked, OTHERS, max_tokens=MAX_TOKENS, timeout_s=self._left_s(begun))
        return next((c.text for c in others if not objections(c.text, draft, facts, heard, taught)), None)

    def _over(self, begun: float) -> bool:
        """Whether the time for a retelling is over."""
        return self._left_s(begun) < 0

    def _left_s(self, begun: float) -> float:
        """Seconds that a retelling may still take."""
        return begun + self._retell_ms / 1000 - self._clock()

    def _too_slow(self) -> bool:
        """Whether trying again would only make the owner wait."""
        if self._late < LATE_REPLIES:
            return False
        self._drafts = (self._drafts + 1) % PATIENCE
        return self._drafts != 0


def small_talk(
    generator: Generator,
    messages: Sequence[Message],
    sentiment: Sentiment | None = None,
    profile_facts: Mapping[str, str] | None = None,
    *,
    honest: str = "I don't know what to say to that.",
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[str]:
    """The next words of a conversation, sentence by sentence as they are written, at most `MAX_SENTENCES`.

    A sentence with an invented number, name or address, or with a claim about the assistant, is left out.

    Arguments:
        messages: the turns so far, the user's newest last.
        sentiment: how the user sounds.
        profile_facts: what the owner told, by name of the field.
        honest: what is said where nothing may be said of what was written.
        clock: seconds.
    """
    generator.prepare(generator.prompts.chat_prefix(messages[-1].text, sentiment))
    deadline = clock() + CHAT_MS / 1000
    sources = [*(m.text for m in messages), *(profile_facts or {}).values()]
    asked = generator.prompts.chat(messages, sentiment, profile_facts)
    said: list[str] = []
    with closing(_stream(generator, asked)) as pieces:
        for sentence in _stripped(sentences(_until(pieces, deadline, clock))):
            if sentence[-1] not in ".!?…\"'" or sentence in said or not _may_say(sentence, sources):
                # cut short, or made up: what would come after it hangs on it
                break
            yield sentence
            said.append(sentence)
            if len(said) == MAX_SENTENCES:
                break
    if not said:
        yield honest


def _may_say(sentence: str, sources: Sequence[str]) -> bool:
    plain = sentence.lower().replace("’", "'")
    clauses = [clause.strip() for clause in re.split(r"[,;:.!?]", plain) if clause.strip()]
    rambles = len(plain.split()) > MAX_WORDS or len(set(clauses)) < len(clauses)
    return not (
        rambles or _CLAIMS.search(plain) or _NONSENSE.search(plain) or invented(sentence, {}, sources)
    )


def _stream(generator: Generator, messages: Sequence[Message]) -> Written[str, None, None]:
    return cast("Written[str, None, None]", generator.stream(messages, max_tokens=MAX_TOKENS))


def _until(pieces: Iterable[str], deadline: float, clock: Callable[[], float]) -> Iterator[str]:
    for piece in pieces:
        yield piece
        if clock() > deadline:
            return


def _stripped(parts: Iterable[str]) -> Iterator[str]:
    return (text for part in parts if (text := " ".join(part.split())))
