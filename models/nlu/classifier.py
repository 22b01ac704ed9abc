"""Text → understanding: words, one forward pass, commands with their decisions. Knows no engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np

from models.nlu import decoding
from models.nlu.decision import decide
from models.nlu.labels import Description
from models.nlu.outputs import Array, CommandOutputs, HeadOutputs
from models.nlu.tokens import Tokens, WordTokenizer
from models.nlu.words import MARKS, Word, words
from models.types import (
    Command,
    Decision,
    DialogueAct,
    IntentCandidate,
    Message,
    Modifiers,
    Relation,
    Slot,
    Understanding,
    Unresolved,
)  # fmt: skip

Label = TypeVar("Label", bound=str)
CANDIDATES = 3
BATCH = 16
"""Sentences that a network gets together."""


class Network(Protocol):
    """An engine that runs the encoder and its heads."""

    def __call__(self, tokens: Tokens) -> HeadOutputs:
        """The logits of one sentence."""
        ...


@runtime_checkable
class BatchNetwork(Protocol):
    """An engine that runs several sentences together."""

    def all(self, batch: Sequence[Tokens]) -> list[HeadOutputs]:
        """The logits of sentences; each has its context or all have none."""
        ...


@dataclass(frozen=True, slots=True)
class CommandScores:
    """The heads' probabilities for one command, of which `understand` keeps the likeliest."""

    candidates: tuple[IntentCandidate, ...]
    """The likeliest intents, best first."""
    acts: tuple[tuple[DialogueAct, float], ...]
    """The likeliest first; empty without the head, as below."""
    relations: tuple[tuple[Relation, float], ...]
    in_scope: float | None
    state: Array | None
    """(width,), the encoder's mean state of the command; None for a text without numbers."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A text with its words and the network's logits."""

    text: str
    spoken: list[Word]
    outputs: HeadOutputs


class JointClassifier:
    """A classifier checkpoint on an engine."""

    def __init__(self, description: Description, tokenizer: WordTokenizer, network: Network) -> None:
        self.description = description
        self._tokenizer = tokenizer
        self._network = network

    @property
    def intents(self) -> tuple[str, ...]:
        """The labels of the intent head; empty without one."""
        return self.description.labels.intents

    def understand(self, text: str, context: Sequence[Message] = ()) -> Understanding:
        """The commands of a text, with sentiment and danger; slots have offsets into `text`.

        Arguments:
            context: the previous exchange, oldest first.
        """
        return self._understood(self._sentence(text, context))

    def understand_all(
        self, texts: Sequence[str], context: Sequence[Message] = ()
    ) -> Iterator[Understanding]:
        """`understand` of each text, in batches where the engine computes them."""
        network = self._network
        spoken = [words(text) for text in texts]
        tokens = [self._tokenizer.encode([w.text for w in each], context) for each in spoken]
        for first in range(0, len(texts), BATCH):
            part = tokens[first : first + BATCH]
            found = network.all(part) if isinstance(network, BatchNetwork) else [*map(network, part)]
            for place, outputs in enumerate(found, first):
                yield self._understood(_Sentence(texts[place], spoken[place], outputs))

    def _understood(self, sentence: _Sentence) -> Understanding:
        text, outputs = sentence.text, sentence.outputs
        if not outputs.finite:
            return _rejected(text, sentence.spoken, outputs)
        labels, temperatures = self.description.labels, self.description.temperatures
        commands = tuple(
            self._command(sentence, first, last, logits) for first, last, logits in _parts(sentence)
        )
        moods, danger = outputs.sentiments, outputs.danger
        mood = None if moods is None else decoding.softmax(moods, temperatures.sentiment)
        return Understanding(
            text,
            intent=commands[0].intent,
            intent_confidence=commands[0].intent_confidence,
            decision=commands[0].decision,
            candidates=self._candidates(outputs.commands[0]),
            slots=None if outputs.tags is None else commands[0].slots,
            sentiment=None if mood is None else labels.sentiments[int(mood.argmax())],
            sentiment_confidence=None if mood is None else float(mood.max()),
            unresolved=commands[0].unresolved,
            commands=commands,
            danger=None if danger is None else decoding.sigmoid(danger, temperatures.danger),
            addressed=None if outputs.addressed is None else decoding.sigmoid(outputs.addressed, 1.0),
        )

    def scores(self, text: str, context: Sequence[Message] = ()) -> tuple[CommandScores, ...]:
        """The probabilities of the commands of `understand`, in the same order."""
        return tuple(self._scores(logits) for *_, logits in _parts(self._sentence(text, context)))

    def _sentence(self, text: str, context: Sequence[Message]) -> _Sentence:
        spoken = words(text)
        return _Sentence(
            text, spoken, self._network(self._tokenizer.encode([w.text for w in spoken], context))
        )

    def _scores(self, logits: CommandOutputs) -> CommandScores:
        labels, temperatures = self.description.labels, self.description.temperatures
        scope = logits.out_of_scope
        return CommandScores(
            self._candidates(logits),
            _ranked(labels.acts, logits.acts, temperatures.act),
            _ranked(labels.relations, logits.relations, temperatures.relation),
            None if scope is None else 1.0 - decoding.sigmoid(scope, temperatures.out_of_scope),
            logits.pool,
        )

    def _candidates(self, logits: CommandOutputs) -> tuple[IntentCandidate, ...]:
        """The likeliest intents, best first; none without the head."""
        if logits.intents is None:
            return ()
        confidences = decoding.intent_confidences(
            logits.intents, logits.out_of_scope, self.description.temperatures
        )
        order = np.argsort(-confidences)[:CANDIDATES]
        return tuple(IntentCandidate(self.intents[i], float(confidences[i])) for i in order)

    def _command(self, sentence: _Sentence, first: int, last: int, logits: CommandOutputs) -> Command:
        """One command of the sentence, from the word `first` to before `last`."""
        spoken, text = sentence.spoken[first:last], sentence.text
        act, certainty = self._act(logits)
        best = next(iter(self._candidates(logits)), None)
        # a text of marks alone has no intent
        has_words = any(w.text not in MARKS for w in spoken)
        decision: Decision | None = None
        if best is not None:
            decision = "reject"
            if has_words:
                request = certainty if act == "request" else 1.0
                decision = decide(best.confidence, self.description.thresholds, request)
        rejected = decision == "reject"
        slots, missed = ((), ()) if rejected else self._slots(sentence, first, last)
        start, end = (spoken[0].start, spoken[-1].end) if spoken else (0, 0)
        return Command(
            text[start:end],
            start,
            end,
            dialogue_act=act,
            relation=self._relation(logits),
            intent=None if best is None or rejected else best.intent,
            intent_confidence=None if best is None else best.confidence,
            decision=decision,
            slots=slots,
            modifiers=Modifiers() if rejected else self._modifiers(sentence, first, last),
            unresolved=missed,
            unsure=act == "request" and certainty < self.description.thresholds.request,
        )

    def _act(self, logits: CommandOutputs) -> tuple[DialogueAct, float]:
        """The likeliest dialogue act and its probability."""
        if logits.acts is None:
            return "request", 1.0
        likely = decoding.softmax(logits.acts, self.description.temperatures.act)
        return self.description.labels.acts[int(likely.argmax())], float(likely.max())

    def _relation(self, logits: CommandOutputs) -> Relation:
        if logits.relations is None:
            return "new"
        return self.description.labels.relations[int(logits.relations.argmax())]

    def _slots(
        self, sentence: _Sentence, first: int, last: int
    ) -> tuple[tuple[Slot, ...], tuple[Unresolved, ...]]:
        outputs, spoken, text = sentence.outputs, sentence.spoken[first:last], sentence.text
        if outputs.tags is None:
            return (), ()
        closed = self.description.vocabularies
        tags = decoding.best_tags(outputs.tags[first:last], self.description.labels.tags, outputs.transitions)
        slots = decoding.slots(tags, spoken, text, closed)
        return slots, decoding.unresolved(tags, spoken, text, closed, slots)

    def _modifiers(self, sentence: _Sentence, first: int, last: int) -> Modifiers:
        outputs = sentence.outputs
        if outputs.modifiers is None:
            return Modifiers()
        names, transitions = self.description.labels.modifier_tags, outputs.modifier_transitions
        tags = decoding.best_tags(outputs.modifiers[first:last], names, transitions)
        return decoding.modifiers(tags, sentence.spoken[first:last], sentence.text)


def _ranked(
    names: Sequence[Label], logits: Array | None, temperature: float
) -> tuple[tuple[Label, float], ...]:
    """The labels of a head with their probabilities, likeliest first."""
    if logits is None:
        return ()
    likely = decoding.softmax(logits, temperature).tolist()
    return tuple(sorted(zip(names, likely, strict=True), key=lambda pair: -pair[1]))


def _parts(sentence: _Sentence) -> Iterator[tuple[int, int, CommandOutputs]]:
    """First word, word after the last and logits of each command."""
    spoken, outputs = sentence.spoken, sentence.outputs
    free = 0
    for (first, last), logits in zip(outputs.spans or [(0, len(spoken))], outputs.commands, strict=True):
        # "7:30" is two words of one place in the text, which one command has
        begin = next((i for i in range(first, last) if spoken[i].start >= free), last)
        if begin < last or not outputs.spans:
            yield begin, last, logits
            free = spoken[last - 1].end if spoken else 0


def _rejected(text: str, spoken: Sequence[Word], outputs: HeadOutputs) -> Understanding:
    """The understanding of a text for which a damaged checkpoint gives no numbers."""
    start, end = (spoken[0].start, spoken[-1].end) if spoken else (0, 0)
    return Understanding(
        text,
        decision="reject",
        slots=None if outputs.tags is None else (),
        commands=(Command(text[start:end], start, end, decision="reject"),),
    )
