"""Whisper's tokens: the prompt for a plain transcript, the suppressed tokens, and text ⇄ tokens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from models.checkpoint import CONFIG, read_json
from models.errors import CheckpointError, ConfigError
from models.text.normalise import spaced

MULTILINGUAL_SIZE = 51_865
"""The least size of a multilingual Whisper's vocabulary; an English one is smaller."""


class WhisperVocabulary:
    """The tokenizer of a Whisper folder.

    Raises:
        CheckpointError: `tokenizer.json` is missing or is not Whisper's.
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        file = folder / "tokenizer.json"
        if not file.exists():
            raise CheckpointError("the folder has no tokenizer.json", where=str(folder))
        self._tokenizer = Tokenizer.from_file(str(file))
        self._folder = folder
        settings = read_json(folder / CONFIG, optional=True)
        settings |= read_json(folder / "generation_config.json", optional=True)
        size = int(settings.get("vocab_size", self._tokenizer.get_vocab_size()))
        self._multilingual = bool(settings.get("is_multilingual", size >= MULTILINGUAL_SIZE))
        self.end = self._id("<|endoftext|>")
        self.start = self._id("<|startoftranscript|>")
        no_timestamps = self._id("<|notimestamps|>")
        # the token's name differs between publishers, its place does not
        self.no_speech = no_timestamps - 1
        listed = {i for i in settings.get("suppress_tokens") or () if i >= 0}
        # tokens after the end token steer the decoder and are never text
        self.suppressed = tuple(sorted(listed | set(range(self.end + 1, size))))
        """Tokens that no text holds."""
        first = settings.get("begin_suppress_tokens") or (
            *self._tokenizer.encode(" ", add_special_tokens=False).ids,
            self.end,
        )
        self.suppressed_first: tuple[int, ...] = tuple(first)
        """Tokens that no text begins with: a text is not empty."""

    def prompt(self, language: str) -> tuple[int, ...]:
        """The prompt for a transcript in `language` (ISO 639-1), without timestamps.

        Raises:
            ConfigError: the model does not know the language.
        """
        tail = self._id("<|notimestamps|>")
        if not self._multilingual:
            if language != "en":
                raise ConfigError(
                    f"this recognizer hears English only, not {language!r}", where=str(self._folder)
                )
            return (self.start, tail)
        code = self._tokenizer.token_to_id(f"<|{language}|>")
        transcribe = self._id("<|transcribe|>")
        # language tokens lie between the start and the tasks
        if code is None or not self.start < code < transcribe:
            raise ConfigError(
                f"the recognizer knows no language {language!r}", do="use a code such as en, de or fr"
            )
        return (self.start, code, transcribe, tail)

    def tokens(self, text: str, language: str | None = None) -> tuple[int, ...]:
        """Text → its tokens as the decoder writes them, with a space before the first word of a language
        that has them (ISO 639-1; English for None)."""
        written = f" {text}" if spaced(language) else text
        return tuple(self._tokenizer.encode(written, add_special_tokens=False).ids) if text else ()

    def text(self, tokens: Sequence[int]) -> str:
        """Text tokens → text without outer spaces."""
        return str(self._tokenizer.decode([t for t in tokens if t < self.end])).strip()

    def _id(self, token: str) -> int:
        number = self._tokenizer.token_to_id(token)
        if number is None:
            raise CheckpointError(
                f"tokenizer.json has no {token}, so it is not Whisper's", where=str(self._folder)
            )
        return int(number)
