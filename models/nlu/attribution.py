"""Integrated gradients of a classifier's decisions: each word's share in a label's lead over the runner-up.

Sundararajan et al. 2017, "Axiomatic attribution for deep networks", by captum (the extra `explain`), on the
word embeddings; the words' own are compared with those of the mask. The shares of a decision sum up to its
lead, less the lead of the masked sentence; `Attribution.error` is what the sum lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from captum.attr import LayerIntegratedGradients
from torch import Tensor

from models.nlu import plain_bert
from models.nlu.bio import bio_decode
from models.nlu.decoding import best_tags
from models.nlu.files import encoder_of
from models.nlu.joint_bert import JointBert, Logits
from models.nlu.labels import Labels, read
from models.nlu.outputs import Array, HeadOutputs
from models.nlu.tokens import Tokens, WordTokenizer
from models.nlu.torch_engine import TorchNetwork, compose
from models.nlu.words import Word, words
from models.types import Message
from models.weights import store

STEPS = 32
"""Points of the integral; the error of the sum is then far below any share that is shown."""
Decided = Literal["intent", "scope", "act", "slot", "sentiment"]
Lead = Callable[[Logits], Tensor]
"""A batch's logits → (batch,), the lead of a label over its runner-up."""


@dataclass(frozen=True, slots=True)
class WordShare:
    """A word's share in a decision."""

    text: str
    start: int
    end: int
    """Character offsets into the text, end excluded."""
    share: float
    """In logits; below zero where the word speaks for the runner-up."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """The shares of the words in one decision."""

    of: Decided
    label: str
    rather_than: str
    """The runner-up; for a slot, no slot."""
    command: int | None
    """Its place in the utterance; None for what the whole utterance decides."""
    lead: float
    """Of the label over the runner-up, in logits."""
    masked_lead: float
    """Of the sentence whose words are all masked."""
    error: float
    """Difference of the shares' sum from the difference of the two leads."""
    words: tuple[WordShare, ...]


class Attributor:
    """Attributes the decisions of a network on the CPU.

    Arguments:
        model: with its weights.
    """

    def __init__(self, model: JointBert, labels: Labels, tokenizer: WordTokenizer) -> None:
        self._model, self._labels, self._tokenizer = model.eval(), labels, tokenizer
        self._network = TorchNetwork(model, torch.device("cpu"))

    def attribute(self, text: str, context: Sequence[Message] = ()) -> list[Attribution]:
        """The decisions on a text, command by command; none for a text without words.

        Arguments:
            context: as of `JointClassifier.understand`; it is never masked, so that it has no share.
        """
        spoken = words(text)
        tokens = self._tokenizer.encode([word.text for word in spoken], context)
        outputs = self._network(tokens)
        if not spoken or not outputs.finite:
            return []
        sentence = _Sentence(spoken[: len(tokens.word_starts)], tokens, outputs)
        return self._integrated(sentence, [*_decisions(sentence, self._labels)])

    def _integrated(
        self, sentence: _Sentence, decisions: Sequence[tuple[_Decision, Lead]]
    ) -> list[Attribution]:
        """The decisions' shares, in one batch with a row for each decision."""
        n = len(decisions)
        ids = torch.tensor([sentence.tokens.ids] * n)
        masked = ids.clone()
        masked[:, 1 : sentence.tokens.own - 1] = self._tokenizer.mask

        def leads(batch: Tensor) -> Tensor:
            logits = self._model(*sentence.inputs(batch))
            # every point of the integral has the decisions' rows in this order
            return torch.stack([lead(logits)[d::n] for d, (_, lead) in enumerate(decisions)], 1).flatten()

        gradients = LayerIntegratedGradients(leads, self._model.encoder.get_input_embeddings())  # type: ignore[operator]
        found, errors = gradients.attribute(
            ids, baselines=masked, n_steps=STEPS, method="gausslegendre", return_convergence_delta=True
        )
        with torch.inference_mode():
            ends = zip(leads(ids).tolist(), leads(masked).tolist(), errors.abs().tolist(), strict=True)
        return [
            Attribution(
                decision.of, decision.label, decision.rather_than, decision.command, *numbers,
                tuple(sentence.shares(shares)),
            )
            for (decision, _), numbers, shares in zip(decisions, ends, found.sum(-1).tolist(), strict=True)
        ]  # fmt: skip


def load(folder: Path) -> Attributor:
    """The attributor of a classifier checkpoint.

    Raises:
        CheckpointError: the folder is no classifier, or does not fit its base.
        StoreError: the base could not be fetched.
    """
    description = read(folder)
    base = encoder_of(folder) or store.ensure(description.base)
    model = compose(base, folder, description.labels, plain_bert.load(base, folder))
    return Attributor(model, description.labels, WordTokenizer(base))


@dataclass(frozen=True, slots=True)
class _Sentence:
    spoken: Sequence[Word]
    tokens: Tokens
    outputs: HeadOutputs

    @property
    def spans(self) -> Sequence[tuple[int, int]]:
        """First word and word after the last of each command."""
        return self.outputs.spans or ((0, len(self.spoken)),)

    def inputs(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor | None, Tensor | None]:
        """The network's arguments for a batch of variants of the sentence."""
        batch, commands, types = len(ids), None, None
        if self.tokens.types:
            types = torch.tensor([self.tokens.types]).expand(batch, -1)
        if self.outputs.spans:
            places = [self.tokens.span(*span) for span in self.outputs.spans]
            commands = torch.tensor([(row, *place) for row in range(batch) for place in places])
        starts = torch.tensor([self.tokens.word_starts]).expand(batch, -1)
        return ids, torch.ones_like(ids), starts, types, commands

    def shares(self, of_tokens: Sequence[float]) -> Iterator[WordShare]:
        """The tokens' shares summed up by word; the words of "7:30" are one."""
        said: dict[tuple[int, int], tuple[str, float]] = {}
        for i, word in enumerate(self.spoken):
            first, last = self.tokens.span(i, i + 1)
            text, share = said.get((word.start, word.end), ("", 0.0))
            said[word.start, word.end] = f"{text} {word.text}".strip(), share + sum(of_tokens[first:last])
        for (start, end), (text, share) in said.items():
            yield WordShare(text, start, end, share)


@dataclass(frozen=True, slots=True)
class _Decision:
    of: Decided
    label: str
    rather_than: str
    command: int | None


def _decisions(sentence: _Sentence, labels: Labels) -> Iterator[tuple[_Decision, Lead]]:
    outputs, n = sentence.outputs, len(sentence.outputs.commands)
    for place, logits in enumerate(outputs.commands):
        if logits.out_of_scope is not None and logits.out_of_scope > 0:
            yield _Decision("scope", "out of scope", "in scope", place), _scope(place, n)
        elif logits.intents is not None and len(labels.intents) > 1:
            best, other = _two_best(logits.intents)
            yield (
                _Decision("intent", labels.intents[best], labels.intents[other], place),
                _lead("intents", place, n, best, other),
            )
        if logits.acts is not None:
            best, other = _two_best(logits.acts)
            yield (
                _Decision("act", labels.acts[best], labels.acts[other], place),
                _lead("acts", place, n, best, other),
            )
        yield from _slots(sentence, labels, place)
    if outputs.sentiments is not None:
        best, other = _two_best(outputs.sentiments)
        yield (
            _Decision("sentiment", labels.sentiments[best], labels.sentiments[other], None),
            _lead("sentiments", 0, 1, best, other),
        )


def _slots(sentence: _Sentence, labels: Labels, place: int) -> Iterator[tuple[_Decision, Lead]]:
    tags, (first, last) = sentence.outputs.tags, sentence.spans[place]
    if tags is None:
        return
    best = best_tags(tags[first:last], labels.tags, sentence.outputs.transitions)
    for name, start, end in bio_decode(best):
        chosen = [labels.tags.index(best[i]) for i in range(start, end)]
        where = list(range(first + start, first + end))
        yield _Decision("slot", name, "no slot", place), _tagged(where, chosen)


def _lead(head: str, place: int, commands: int, best: int, other: int) -> Lead:
    def lead(logits: Logits) -> Tensor:
        rows = getattr(logits, head)[place::commands]
        difference: Tensor = rows[:, best] - rows[:, other]
        return difference

    return lead


def _scope(place: int, commands: int) -> Lead:
    def lead(logits: Logits) -> Tensor:
        assert logits.out_of_scope is not None
        return logits.out_of_scope[place::commands]

    return lead


def _tagged(where: Sequence[int], chosen: Sequence[int]) -> Lead:
    """The mean lead of a span's tags over the tag of no slot."""

    def lead(logits: Logits) -> Tensor:
        assert logits.tags is not None
        return (logits.tags[:, where, chosen] - logits.tags[:, where, 0]).mean(1)

    return lead


def _two_best(logits: Array) -> tuple[int, int]:
    best, other = logits.argsort()[::-1][:2].tolist()
    return best, other
