"""A causal language model as a generator of replies: messages → streamed text.

Knows chat templates and engines, no skills and no facts. Its output is text for a person; no code reads
commands from it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, Literal

from models.checkpoint import CONFIG, adapter_base, read_json
from models.device import DeviceName, resolve
from models.errors import CheckpointError
from models.lm.chat_format import ChatFormat
from models.lm.checks.reranking import CANDIDATES, ReplyCandidate
from models.lm.decoding import Decoding, LmEngine
from models.lm.prompts.few_shot import FewShot
from models.lm.prompts.loading import of_checkpoint
from models.lm.prompts.protocol import Prompts
from models.types import Message
from models.weights import prepared, store

EngineName = Literal["auto", "torch", "int8"]

DEFAULT_CONTEXT_TOKENS = 1024
"""Context length without one in config.json."""

# a line that begins another speaker's turn: the model goes on to write the whole conversation
_ROLE = re.compile(
    r"(?:^|\n)[ \t]*(?:<\|?\w*\|?>)?[ \t]*(?:user|assistant|system|human|ai)[ \t]*(?::|\n)", re.IGNORECASE
)
_MAYBE_ROLE = re.compile(r"(?:^|\n)[ \t]*[<|\w>]{0,16}[ \t]*$")


class Gpt:
    """A chat model on an engine.

    Arguments:
        engine: the model's engine.
        chat: its tokenizer and chat template.
        context_tokens: its context length.
        prompts: its prompts; few-shot ones for None.
        decoding: the choice of the next token; the prompts' own for None.
    """

    def __init__(
        self,
        engine: LmEngine,
        chat: ChatFormat,
        *,
        context_tokens: int = DEFAULT_CONTEXT_TOKENS,
        prompts: Prompts | None = None,
        decoding: Decoding | None = None,
    ) -> None:
        self.prompts: Prompts = prompts or FewShot()
        self._engine = engine
        self._chat = chat
        self._context_tokens = context_tokens
        self._decoding = decoding or self.prompts.decoding
        self._prepared: set[tuple[Message, ...]] = set()

    def prepare(self, prefix: Sequence[Message]) -> None:
        """Compute and keep the state after these messages, for conversations that begin with them."""
        key = tuple(prefix)
        if key not in self._prepared:
            self._prepared.add(key)
            self._engine.prepare(self._chat.prompt(key, answer=False))

    def stream(self, messages: Sequence[Message], *, max_tokens: int = 64) -> Iterator[str]:
        """Stream the next assistant message in pieces; closing the iterator ends the work.

        It ends at the model's end of turn, at `max_tokens`, or at the start of another speaker's turn.
        """
        prompt = self._fitting(messages, max_tokens)
        steps = self._engine.steps(
            prompt, max_tokens=max_tokens, stops=self._chat.stops, decoding=self._decoding
        )
        ids: list[int] = []
        text, sent = "", 0
        with closing(steps):  # type: ignore[type-var]  # an Iterator of ours is always a generator
            for token in steps:
                ids.append(token)
                text, over = self._own(ids)
                if over:
                    break
                # half a character, or the possible start of another turn, waits for the next token
                if text.endswith("�"):
                    continue
                held = _MAYBE_ROLE.search(text)
                upto = held.start() if held else len(text)
                if upto > sent:
                    yield text[sent:upto]
                    sent = upto
        if len(text) > sent:
            yield text[sent:].removesuffix("�")

    def candidates(
        self,
        messages: Sequence[Message],
        n: int = CANDIDATES,
        *,
        max_tokens: int = 64,
        timeout_s: float | None = None,
    ) -> list[ReplyCandidate]:
        """Up to n different next assistant messages, likeliest first; none after a timeout.

        Arguments:
            n: beam width.
            max_tokens: limit of a message; unfinished ones are left out.
            timeout_s: seconds for the search.
        """
        prompt = self._fitting(messages, max_tokens)
        found: dict[str, ReplyCandidate] = {}
        for hypothesis in self._engine.hypotheses(
            prompt,
            n,
            max_tokens=max_tokens,
            stops=self._chat.stops,
            decoding=self._decoding,
            timeout_s=timeout_s,
        ):
            text = " ".join(self._own(hypothesis.tokens)[0].split())
            if text and len(hypothesis.tokens) < max_tokens:
                found.setdefault(text, ReplyCandidate(text, hypothesis.score))
        return list(found.values())

    def log_probabilities(self, messages: Sequence[Message], reply: str) -> list[float]:
        """Natural logarithms of the probabilities of a reply's tokens, the end of turn last."""
        prompt, written = self._chat.reply(messages, reply)
        return self._engine.log_probabilities(prompt, written)

    def _own(self, ids: Sequence[int]) -> tuple[str, bool]:
        """The assistant's own text of a reply's tokens, and whether another turn follows."""
        text = self._chat.text(ids).lstrip()
        leak = _ROLE.search(text)
        if leak:
            return text[: leak.start()], True
        if not self._chat.has_template and "\n" in text:
            return text[: text.index("\n")], True
        return text, False

    def _fitting(self, messages: Sequence[Message], max_tokens: int) -> list[int]:
        """The prompt's tokens, without the oldest turns that exceed the context."""
        room = self._context_tokens - max_tokens
        kept = list(messages)
        prompt = self._chat.prompt(kept)
        while len(prompt) > room:
            oldest = next((i for i, m in enumerate(kept[:-1]) if m.role != "system"), None)
            if oldest is None:
                # one message alone is too long: keep its end, which usually holds the request
                last = kept[-1]
                if len(last.text) < 2:
                    raise CheckpointError(
                        f"a context of {self._context_tokens} tokens is too short to converse"
                    )
                kept[-1] = Message(last.role, last.text[len(last.text) // 2 :])
            else:
                del kept[oldest]
            prompt = self._chat.prompt(kept)
        return prompt


def load(
    name_or_dir: str,
    *,
    device: DeviceName = "auto",
    engine: EngineName = "auto",
    decoding: Decoding | None = None,
    progress: store.Progress | None = None,
) -> Gpt:
    """Load the generator of a base's name, a Hugging Face id, or a folder with a model or a PEFT adapter.

    Raises:
        StoreError: the base cannot be downloaded.
        CheckpointError: the folder is not a causal language model with a tokenizer.
        DeviceError: there is no such device.
    """
    folder = store.ensure(name_or_dir, progress)
    if device == "cuda":
        resolve(device)
    chosen = prepared.chosen_engine(folder, engine, device)
    base_name = adapter_base(folder)
    base = store.ensure(base_name, progress) if base_name else folder
    settings = read_json(base / CONFIG)
    if not _is_causal(settings):
        raise CheckpointError("this is no causal language model", where=name_or_dir, do="name a generator")
    chat = ChatFormat(folder if (folder / "tokenizer.json").exists() else base)
    made: LmEngine
    if chosen == "int8":
        from models.lm.int8_engine import LmInt8Engine

        where = "cpu" if device == "auto" else device
        made = LmInt8Engine(
            store.engine(folder, "gpt", progress), chat.tokens, device=where, threads=_threads()
        )
    else:
        from models.lm import torch_engine

        made = torch_engine.load(folder, device)
    return Gpt(
        made, chat, context_tokens=_context_tokens(settings), prompts=of_checkpoint(folder), decoding=decoding
    )


def _is_causal(settings: dict[str, Any]) -> bool:
    """Whether the configuration, where it names an architecture, names a causal language model."""
    named = settings.get("architectures") or ["ForCausalLM"]
    return any(name.endswith(("ForCausalLM", "LMHeadModel")) for name in named)


def _context_tokens(settings: dict[str, Any]) -> int:
    keys = ("max_position_embeddings", "n_positions")
    return next((int(settings[k]) for k in keys if k in settings), DEFAULT_CONTEXT_TOKENS)


def _threads() -> int:
    """Threads of one reply: a small model gains nothing from more than four."""
    return min(4, os.cpu_count() or 1)
