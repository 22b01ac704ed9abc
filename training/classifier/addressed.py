"""The head that tells utterances to the assistant from overheard ones, fitted on the encoder's states.

Addressed are the data's own sentences, with the exchange before them where they have one. Overheard are
sentences written for it (`training/corpora/own/overheard/`), and manifests that the configuration names.
Half of the sentences that begin a conversation follow an unrelated exchange.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.manifest import Example
from models.nlu.addressed_head import AddressedHead
from models.nlu.joint_bert import JointBert
from models.nlu.tokens import WordTokenizer
from models.nlu.words import words
from models.text.normalise import normalise
from training.classifier import inference
from training.classifier.augmentation import with_context
from training.classifier.data import Sources
from training.classifier.encoding import EncodedSentence, unlabelled
from training.corpora.own import overheard
from training.data.commands import commands_of

ANSWERED = 0.98
"""Share of the validation sentences to the assistant that a probability of 0.5 lets pass."""
TALK = "general_"
"""Prefix of the intents that are talk: without a conversation before it, "that's fine" is said to anyone."""
_CONTEXT = 0.5
_REPEATED = 3
"""How often a sentence of a small manifest is used at most."""
_EPOCHS, _BATCH, _RATE, _DECAY, _DROPOUT, _SMOOTHING = 5, 256, 2e-3, 0.02, 0.2, 0.01
_HELD_OUT = 0.1

States = list[NDArray[np.float16]]
"""(tokens, width) of each utterance, without its context."""


def fit(
    model: JointBert, tokenizer: WordTokenizer, spoken: Sources, others: Sources, *, most: int, seed: int
) -> None:
    """Give the network its head.

    Arguments:
        spoken: training sentences by manifest, of which those of `is_addressed` are addressed.
        others: overheard sentences by manifest, beside the written ones.
        most: sentences of either kind; each manifest has the same share.
    """
    draw = random.Random(seed)
    contexts = [e.context for examples in spoken.values() for e in examples if e.context]
    addressed = [[e for e in examples if is_addressed(e)] for examples in spoken.values()]
    around = [[Example(text=text) for text in overheard.texts()], *others.values()]
    kinds = [
        [
            _spelled(with_context(e, contexts, draw) if draw.random() < _CONTEXT else e)
            for e in _share(kind, most, draw)
        ]
        for kind in (addressed, around)
    ]
    states = [states_of(model, tokenizer, kind) for kind in kinds]
    held = [int(len(kind) * _HELD_OUT) for kind in states]
    torch.manual_seed(seed)
    head = AddressedHead(states[0][0].shape[1], _DROPOUT)
    _train(head, states[0][held[0] :], states[1][held[1] :], draw)
    head.eval()
    least = np.quantile(_logits(head, states[0][: held[0]]), 1 - ANSWERED)
    with torch.no_grad():
        head.output.bias.sub_(float(least))
    model.addressed = head.to(next(model.parameters()).device)


def is_addressed(example: Example) -> bool:
    """Whether a training sentence is certainly said to the assistant."""
    command = commands_of(example)[0]
    if command.intent and command.intent.startswith(TALK) and not example.context:
        return False
    return bool(command.intent) or command.out_of_scope or command.dialogue_act == "request"


def _share(parts: Sequence[Sequence[Example]], most: int, draw: random.Random) -> list[Example]:
    """At most `most` examples, in random order, of parts as equal as they can be; small ones are repeated."""
    chosen: list[Example] = []
    for left, part in zip(range(len(parts), 0, -1), sorted(parts, key=len), strict=True):
        room = (most - len(chosen)) // left
        often = [*part] * min(_REPEATED, max(1, room // max(1, len(part))))
        chosen += draw.sample(often, min(len(often), room))
    draw.shuffle(chosen)
    return chosen


def states_of(model: JointBert, tokenizer: WordTokenizer, examples: Sequence[Example]) -> States:
    """The utterances' token states, in their order."""
    items = [_tokens(tokenizer, example) for example in examples]
    found: dict[int, NDArray[np.float16]] = {}
    for places, states, own in inference.states(model, items):
        halves, lengths = states.half().cpu().numpy(), own.sum(1).tolist()
        found |= {i: halves[row, : lengths[row]] for row, i in enumerate(places)}
    return [found[i] for i in range(len(items))]


def _tokens(tokenizer: WordTokenizer, example: Example) -> EncodedSentence:
    tokens = tokenizer.encode([w.text for w in words(example.text or "")], example.context)
    return EncodedSentence(tokens, unlabelled(tokens))


def _spelled(example: Example) -> Example:
    """As a recognizer writes it: punctuation tells who wrote a text, not who is spoken to."""
    return replace(example, text=normalise(example.text or ""))


def _train(head: AddressedHead, addressed: States, around: States, draw: random.Random) -> None:
    rows = [(states, 1.0) for states in addressed] + [(states, 0.0) for states in around]
    share = len(addressed) / len(rows)
    optimizer = torch.optim.AdamW(head.parameters(), weight_decay=_DECAY)
    steps = _EPOCHS * -(-len(rows) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps)
    for _ in range(_EPOCHS):
        draw.shuffle(rows)
        for first in range(0, len(rows), _BATCH):
            chosen = rows[first : first + _BATCH]
            labels = torch.tensor([label for _, label in chosen])
            # both kinds count as much, however many there are
            weights = torch.where(labels > 0, 0.5 / share, 0.5 / (1 - share))
            loss = nn.functional.binary_cross_entropy_with_logits(
                head(*_padded([states for states, _ in chosen])),
                labels * (1 - 2 * _SMOOTHING) + _SMOOTHING, weight=weights,
            )  # fmt: skip
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()


def _logits(head: AddressedHead, states: States) -> NDArray[np.float32]:
    with torch.inference_mode():
        return np.concatenate([head(*_padded(part)).numpy() for part in _parts(states)])


def _parts(states: States) -> Iterator[States]:
    for first in range(0, len(states), _BATCH):
        yield states[first : first + _BATCH]


def _padded(states: States) -> tuple[Tensor, Tensor]:
    """(batch, tokens, width) and the mask (batch, tokens)."""
    longest = max(map(len, states))
    padded = torch.zeros(len(states), longest, states[0].shape[1])
    mask = torch.zeros(len(states), longest)
    for row, values in enumerate(states):
        padded[row, : len(values)] = torch.from_numpy(values.astype(np.float32))
        mask[row, : len(values)] = 1
    return padded, mask
