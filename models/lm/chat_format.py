"""Messages ↔ token ids, by the model's own chat template.

A message's text is encoded apart from the template and without control tokens, so that `<|im_end|>` in a
message stays text and cannot end or begin a turn.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import tokenizers

from models.checkpoint import read_json
from models.errors import CheckpointError
from models.types import Message

PLAIN_TEMPLATE = (
    "{% for message in messages %}{% if message.role == 'system' %}{{ message.content }}\n\n"
    "{% else %}{{ message.role | capitalize }}: {{ message.content }}\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}Assistant:{% endif %}"
)
"""The template of a model without one."""

_HOLE = re.compile("\ue000(\\d+)\ue001")


class ChatFormat:
    """A model's tokenizer and chat template.

    Arguments:
        folder: a Hugging Face folder.

    Raises:
        CheckpointError: the folder has no tokenizer, or a template that cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        import jinja2
        import jinja2.sandbox

        self._where = str(folder)
        self._tokenizer, self._plain = _tokenizers(folder)
        self._turn = threading.Lock()
        settings = read_json(folder / "tokenizer_config.json", optional=True)
        source = _template(folder, settings)
        self._names = {key: _token_text(settings.get(key)) for key in ("bos_token", "eos_token")}
        # a template is a foreign program that comes with the weights, so it runs in jinja's sandbox
        environment = jinja2.sandbox.ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
        environment.globals["raise_exception"] = self._refuse
        try:
            self._template = environment.from_string(source or PLAIN_TEMPLATE)
        except jinja2.TemplateSyntaxError as error:
            raise CheckpointError(f"its chat template cannot be read ({error})", where=self._where) from error
        self.has_template = source is not None
        self.stops = self._stops(folder)
        """Ids of the tokens that end a reply: all control tokens, and the one after an assistant's turn."""

    def prompt(self, messages: Sequence[Message], *, answer: bool = True) -> list[int]:
        """Token ids of the messages; with `answer`, up to the start of the assistant's next reply.

        Raises:
            CheckpointError: the template refuses the conversation.
        """
        try:
            rendered = self._render(messages, answer)
        except CheckpointError:
            # some templates refuse system messages
            messages = _two_roles(messages)
            rendered = self._render(messages, answer)
        ids: list[int] = []
        at = 0
        for hole in _HOLE.finditer(rendered):
            ids += self._encode(rendered[at : hole.start()], control=True)
            ids += self._encode(messages[int(hole[1])].text.strip(), control=False)
            at = hole.end()
        return ids + self._encode(rendered[at:], control=True)

    def reply(self, messages: Sequence[Message], text: str) -> tuple[list[int], list[int]]:
        """Token ids of the messages' prompt and of its reply, the reply's with the end of turn."""
        prompt = self.prompt(messages)
        whole = self.prompt([*messages, Message("assistant", text)], answer=False)
        begin = len(prompt)
        end = next((i for i in range(begin + 1, len(whole)) if whole[i] in self.stops), len(whole) - 1)
        return prompt, whole[begin : end + 1]

    def text(self, ids: Sequence[int]) -> str:
        """The text of token ids, without control tokens."""
        return str(self._tokenizer.decode(list(ids), skip_special_tokens=True))

    def tokens(self, ids: Sequence[int]) -> list[str]:
        """The token strings of ids, the input of CTranslate2."""
        return [str(self._tokenizer.id_to_token(i)) for i in ids]

    def _render(self, messages: Sequence[Message], answer: bool) -> str:
        turns = [{"role": m.role, "content": f"\ue000{i}\ue001"} for i, m in enumerate(messages)]
        return str(self._template.render(messages=turns, add_generation_prompt=answer, **self._names))

    def _encode(self, text: str, *, control: bool) -> list[int]:
        if not text:
            return []
        if self._plain is not None and not control:
            return list(self._plain.encode(text, add_special_tokens=False).ids)
        with self._turn:
            # true reads a control token as text
            self._tokenizer.encode_special_tokens = not control
            return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _refuse(self, why: str) -> str:
        raise CheckpointError(f"its chat template refuses the conversation ({why})", where=self._where)

    def _stops(self, folder: Path) -> frozenset[int]:
        added = self._tokenizer.get_added_tokens_decoder()
        stops = {token_id for token_id, token in added.items() if token.special}
        for file in ("generation_config.json", "config.json"):
            eos = read_json(folder / file, optional=True).get("eos_token_id")
            stops.update(eos if isinstance(eos, list) else [] if eos is None else [eos])
        # the token after an assistant's words in the template ends a turn, special or not
        turn = [Message("user", "a"), Message("assistant", "b")]
        after = _HOLE.split(self._render(turn, answer=False))[-1]
        ids = self._encode(after, control=True)
        if ids and after.strip():
            stops.add(ids[0])
        return frozenset(stops)


def _two_roles(messages: Sequence[Message]) -> list[Message]:
    """Messages without system messages, whose text moves to the beginning of the user's next turn."""
    out: list[Message] = []
    notes: list[str] = []
    for message in messages:
        if message.role == "system":
            notes.append(message.text)
        elif message.role == "user":
            out.append(Message("user", "\n\n".join([*notes, message.text])))
            notes = []
        else:
            out.append(message)
    return out


def _tokenizers(folder: Path) -> tuple[tokenizers.Tokenizer, tokenizers.Tokenizer | None]:
    """The tokenizer, and one without its added tokens where it cannot read all of those as text itself.

    A second tokenizer takes a quarter of a second and 30 MB.
    """
    file = folder / "tokenizer.json"
    if not file.exists():
        raise CheckpointError(
            "no tokenizer.json in this folder", where=str(folder), do="save the model's tokenizer there"
        )
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(file))
    except Exception as error:  # the class that tokenizers raises
        raise CheckpointError(f"is no tokenizer ({error})", where=str(file)) from error
    if all(token.special for token in tokenizer.get_added_tokens_decoder().values()):
        return tokenizer, None
    blind = read_json(file) | {"added_tokens": []}
    return tokenizer, tokenizers.Tokenizer.from_str(json.dumps(blind))


def _template(folder: Path, settings: dict[str, Any]) -> str | None:
    file = folder / "chat_template.jinja"
    if file.exists():
        return file.read_text("utf-8")
    template = settings.get("chat_template")
    if isinstance(template, list):
        template = next((t["template"] for t in template if t["name"] == "default"), None)
    return cast("str | None", template)


def _token_text(token: Any) -> str:
    return str(token["content"] if isinstance(token, dict) else token or "")
