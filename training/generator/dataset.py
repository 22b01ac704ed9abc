"""Examples → prompt and reply in tokens, and the choice of training replies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset

from models.lm.chat_format import ChatFormat
from models.lm.checks.facts import invented
from models.lm.prompts.protocol import Prompts
from models.manifest import Example
from training.evaluation.generator import asked, missing_values, sources

IGNORED = -100


@dataclass(frozen=True, slots=True)
class EncodedReply:
    """The tokens of a prompt and of its reply."""

    prompt: tuple[int, ...]
    reply: tuple[int, ...]
    """Ends with the end-of-turn token."""

    def __len__(self) -> int:
        return len(self.prompt) + len(self.reply)


def teaches(example: Example, max_words: int) -> bool:
    """Whether the reply is worth training on: short, every value verbatim, none invented."""
    reply, facts = example.reply or "", example.facts or {}
    return bool(
        example.text
        and reply
        and len(reply.split()) <= max_words
        and not missing_values(reply, facts)
        and not invented(reply, facts, sources(example))
    )


def encode(example: Example, prompts: Prompts, chat: ChatFormat, max_tokens: int) -> EncodedReply:
    """An example's tokens; too long a one loses its oldest turns, then the beginning of its prompt."""
    messages = asked(prompts, example)
    while True:
        prompt, reply = chat.reply(messages, example.reply or "")
        room = max(0, max_tokens - len(reply))
        oldest = next((i for i, m in enumerate(messages[:-1]) if m.role != "system"), None)
        if len(prompt) <= room or oldest is None:
            return EncodedReply(tuple(prompt[max(0, len(prompt) - room) :]), tuple(reply[:max_tokens]))
        del messages[oldest]


class ReplyDataset(Dataset[EncodedReply]):
    """Examples by manifest. Each epoch takes the next `per_epoch` examples of each, cyclically.

    Arguments:
        sources: examples by manifest name, in the order of use.
        per_epoch: examples per epoch by manifest; without an entry, all.
    """

    def __init__(
        self, sources: Mapping[str, Sequence[Example]], prompts: Prompts, chat: ChatFormat, *,
        max_tokens: int, per_epoch: Mapping[str, int] | None = None,
    ) -> None:  # fmt: skip
        self._prompts, self._chat, self._max_tokens = prompts, chat, max_tokens
        self._sources, self._per_epoch = sources, dict(per_epoch or {})
        self.items: list[EncodedReply] = []
        self.set_epoch(0)

    def set_epoch(self, epoch: int) -> None:
        """Select the epoch's examples."""
        self.items = [item for name in self._sources for item in self._take(name, epoch)]

    def _take(self, name: str, epoch: int) -> list[EncodedReply]:
        examples = self._sources[name]
        most = min(self._per_epoch.get(name, len(examples)), len(examples))
        chosen = (examples[(epoch * most + i) % len(examples)] for i in range(most))
        return [encode(e, self._prompts, self._chat, self._max_tokens) for e in chosen]

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> EncodedReply:
        return self.items[index]


def collate(items: Sequence[EncodedReply]) -> dict[str, Tensor]:
    """input_ids, attention_mask, labels (batch, tokens), padded on the right; only replies have labels."""

    def padded(rows: Iterable[Sequence[int]], value: int) -> Tensor:
        return pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=value)

    return {
        "input_ids": padded(((*i.prompt, *i.reply) for i in items), 0),
        "attention_mask": padded(((1,) * len(i) for i in items), 0),
        "labels": padded(((*(IGNORED,) * len(i.prompt), *i.reply) for i in items), IGNORED),
    }
