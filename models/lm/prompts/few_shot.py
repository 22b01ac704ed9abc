"""How a model that nobody trained for it is asked: with examples of the nearest kind before the question.

A prompt begins with one of a few beginnings, so that an engine computes each once; what differs comes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from models.lm.checks.spoken_values import read
from models.lm.checks.values import stems
from models.lm.decoding import Decoding
from models.lm.prompts.examples import CHATTED, RETOLD, STATED, Retold
from models.lm.prompts.prompts import HISTORY, MOOD, RESULT, asking, listed, notes
from models.types import Fact, Message, Sentiment

_RETELL = (
    "You are a friendly voice assistant. Say the result to the user in one short sentence."
    " Keep every number, time and name of the result."
)
_CHAT = (
    "You are a friendly voice assistant at home."
    " You are a computer program: you have no body, family or past."
    " Answer in one short, warm sentence. Never make up facts."
)
_STATE = "You are a friendly voice assistant. Say the facts to the user in one short sentence."
_COMMON = stems("the a an is are it be i'm i you to of for at in and my your me that this what do")


class FewShot:
    """Examples in every prompt."""

    decoding = Decoding(repetition_penalty=1.05)
    """Without a penalty it falls into loops."""
    taught: frozenset[str] = frozenset()
    """Nobody taught a base anything."""

    def retelling_prefix(self, draft: str) -> list[Message]:
        """How the retelling of such a draft begins."""
        messages = [Message("system", _RETELL)]
        for heard, result, sentiment, told in _retold(draft):
            messages += [_result(heard, result, sentiment), Message("assistant", told)]
        return messages

    def retelling(self, heard: str, draft: str, sentiment: Sentiment | None = None) -> list[Message]:
        """Asks for a skill's sentence in other words."""
        # a mood that no example has would only be talked about
        shown = sentiment if any(mood == sentiment for _, _, mood, _ in _retold(draft)) else None
        return [*self.retelling_prefix(draft), _result(heard, draft, shown)]

    def stating(
        self, heard: str, facts: Mapping[str, Fact], sentiment: Sentiment | None = None
    ) -> list[Message]:
        """Asks for a sentence that says facts."""
        messages = [Message("system", _STATE)]
        for said, known, told in STATED:
            messages += [Message("user", asking(said, listed(known))), Message("assistant", told)]
        return [*messages, Message("user", asking(heard, listed(facts)))]

    def chat_prefix(self, heard: str, sentiment: Sentiment | None = None) -> list[Message]:
        """How small talk about such words begins."""
        otherwise = {"negative": "sad", "positive": "glad"}.get(sentiment or "", "talk")
        unfit = {"negative": ("glad",), "positive": ("sad", "insult")}.get(sentiment or "", ())
        fit = {name: [pair[0] for pair in group] for name, group in CHATTED.items() if name not in unfit}
        group = _nearest(fit, heard, otherwise)
        messages = [Message("system", _CHAT)]
        for said, answer in CHATTED[group]:
            messages += [Message("user", said), Message("assistant", answer)]
        return messages

    def chat(
        self,
        conversation: Sequence[Message],
        sentiment: Sentiment | None = None,
        profile: Mapping[str, str] | None = None,
    ) -> list[Message]:
        """Asks for the next words of a conversation."""
        beginning = self.chat_prefix(conversation[-1].text, sentiment)
        return [*beginning, *notes(profile), *conversation[-HISTORY:]]

    def beginnings(self) -> Iterable[list[Message]]:
        """Every beginning that a prompt may have, the likeliest first."""
        for retold in (RETOLD[name] for name in sorted(RETOLD, key=lambda name: name != "home")):
            yield self.retelling_prefix(retold[0][1])
        for chatted in CHATTED.values():
            yield self.chat_prefix(chatted[0][0])


def _retold(draft: str) -> tuple[Retold, ...]:
    return RETOLD[_nearest({name: [told[1] for told in group] for name, group in RETOLD.items()}, draft)]


def _result(heard: str, draft: str, sentiment: Sentiment | None) -> Message:
    mood = MOOD.get(sentiment, "") if sentiment else ""
    return Message("user", asking(heard, mood, f"{RESULT}{draft}"))


def _nearest(groups: Mapping[str, Sequence[str]], text: str, otherwise: str = "") -> str:
    """The group with the example that shares most with the text; `otherwise` where none shares anything."""
    words = _shape(text)
    shares = {
        name: max(_share(words, _shape(example)) for example in group) for name, group in groups.items()
    }
    best = max(shares, key=lambda name: shares[name])
    return otherwise if otherwise and not shares[best] else best


def _shape(text: str) -> frozenset[str]:
    """The telling words of a text, with any number as one word and any time as another."""
    return frozenset(v.word if v.kind == "word" else f"<{v.kind}>" for v in read(text))


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    telling = (a & b) - _COMMON
    return (len(telling) + 0.25 * len(a & b & _COMMON)) / (len(a | b) or 1) if telling else 0.0
