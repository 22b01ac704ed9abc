"""Few-shot prompts, for a base without fine-tuning: the nearest group of examples precedes the question.

The few beginnings are shared, so that an engine computes each once; the parts that differ come last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from models.lm.checks.spoken_values import read
from models.lm.checks.values import stems
from models.lm.decoding import Decoding
from models.lm.prompts.examples import CHATS, PARAPHRASES, STATEMENTS, ParaphraseExample
from models.lm.prompts.lines import HISTORY, MOOD, RESULT, asking, listed, notes
from models.types import Fact, Message, Sentiment

_PARAPHRASE = (
    "You are a friendly voice assistant. Say the result to the user in one short sentence."
    " Keep every number, time and name of the result."
)
_CHAT = (
    "You are a friendly voice assistant at home."
    " You are a computer program: you have no body, family or past."
    " Answer in one short, warm sentence. Never make up facts."
)
_STATEMENT = "You are a friendly voice assistant. Say the facts to the user in one short sentence."
_COMMON = stems("the a an is are it be i'm i you to of for at in and my your me that this what do")


class FewShot:
    """Prompts with examples."""

    decoding = Decoding(repetition_penalty=1.05)
    """Without a penalty a base repeats itself."""
    learned_words: frozenset[str] = frozenset()
    """None: a base has seen no corrections."""

    def paraphrase_prefix(self, draft: str) -> list[Message]:
        """The beginning of a draft's paraphrase prompt: the nearest group of examples."""
        messages = [Message("system", _PARAPHRASE)]
        for utterance, result, sentiment, example in _nearest_paraphrases(draft):
            messages += [_result(utterance, result, sentiment), Message("assistant", example)]
        return messages

    def paraphrase(self, utterance: str, draft: str, sentiment: Sentiment | None = None) -> list[Message]:
        """Ask for a paraphrase of a skill's sentence."""
        # the model would comment on a mood that no example has
        shown = sentiment if any(mood == sentiment for _, _, mood, _ in _nearest_paraphrases(draft)) else None
        return [*self.paraphrase_prefix(draft), _result(utterance, draft, shown)]

    def statement(
        self, utterance: str, facts: Mapping[str, Fact], sentiment: Sentiment | None = None
    ) -> list[Message]:
        """Ask for a sentence that states facts."""
        messages = [Message("system", _STATEMENT)]
        for said, known, example in STATEMENTS:
            messages += [Message("user", asking(said, listed(known))), Message("assistant", example)]
        return [*messages, Message("user", asking(utterance, listed(facts)))]

    def chat_prefix(self, utterance: str, sentiment: Sentiment | None = None) -> list[Message]:
        """The beginning of a small-talk prompt: the nearest group of examples."""
        otherwise = {"negative": "sad", "positive": "glad"}.get(sentiment or "", "talk")
        unfit = {"negative": ("glad",), "positive": ("sad", "insult")}.get(sentiment or "", ())
        fit = {name: [pair[0] for pair in group] for name, group in CHATS.items() if name not in unfit}
        group = _nearest(fit, utterance, otherwise)
        messages = [Message("system", _CHAT)]
        for said, answer in CHATS[group]:
            messages += [Message("user", said), Message("assistant", answer)]
        return messages

    def chat(
        self,
        conversation: Sequence[Message],
        sentiment: Sentiment | None = None,
        profile: Mapping[str, str] | None = None,
    ) -> list[Message]:
        """Ask for the next turn of a conversation."""
        beginning = self.chat_prefix(conversation[-1].text, sentiment)
        return [*beginning, *notes(profile), *conversation[-HISTORY:]]

    def beginnings(self) -> Iterable[list[Message]]:
        """Every beginning of a prompt, the likeliest first."""
        for group in (PARAPHRASES[name] for name in sorted(PARAPHRASES, key=lambda name: name != "home")):
            yield self.paraphrase_prefix(group[0][1])
        for chats in CHATS.values():
            yield self.chat_prefix(chats[0][0])


def _nearest_paraphrases(draft: str) -> tuple[ParaphraseExample, ...]:
    return PARAPHRASES[
        _nearest({name: [told[1] for told in group] for name, group in PARAPHRASES.items()}, draft)
    ]


def _result(utterance: str, draft: str, sentiment: Sentiment | None) -> Message:
    mood = MOOD.get(sentiment, "") if sentiment else ""
    return Message("user", asking(utterance, mood, f"{RESULT}{draft}"))


def _nearest(groups: Mapping[str, Sequence[str]], text: str, otherwise: str = "") -> str:
    """The group of the example with the most words in common; `otherwise` where none has any."""
    words = _shape(text)
    shares = {
        name: max(_share(words, _shape(example)) for example in group) for name, group in groups.items()
    }
    best = max(shares, key=lambda name: shares[name])
    return otherwise if otherwise and not shares[best] else best


def _shape(text: str) -> frozenset[str]:
    """The words of a text, with every number as one word and every time as another."""
    return frozenset(v.word if v.kind == "word" else f"<{v.kind}>" for v in read(text))


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    telling = (a & b) - _COMMON
    return (len(telling) + 0.25 * len(a & b & _COMMON)) / (len(a | b) or 1) if telling else 0.0
