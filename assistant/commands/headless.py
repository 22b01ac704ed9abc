"""Everything that a headless conversation needs, made in order and taken down again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant import factory
from assistant.commands.progress import bars
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Conversation
from assistant.memory.conversation_log import recorder_for
from assistant.speaking.sinks import PrintSink, Sink, SoundFileWriter, SpeechSink
from assistant.turn import Recognition, Turn, Until

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.config import Config
    from assistant.stages import Recognizer


class HeadlessSession:
    """A conversation over files or typed lines; loads only what `until` needs.

    Arguments:
        console: where progress is drawn while models are fetched and loaded.
        hears: a recognizer is loaded too, as `recognizer`.
        speak: where the replies are written as sound; None where they are only printed.
    """

    recognizer: Recognizer

    def __init__(
        self,
        config: Config,
        *,
        until: Until,
        console: Console,
        hears: bool = False,
        speak: Path | None = None,
    ) -> None:
        self._config, self._until, self._console = config, until, console
        self._hears, self._speak = hears, speak
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with self._stack:
            # first: a place that cannot be written is said before anything is fetched
            writer = self._stack.enter_context(SoundFileWriter(self._speak)) if self._speak else None
            with bars(self._console):
                if self._hears:
                    self.recognizer = factory.recognizer(self._config)
                self._conversation = self._build(writer)
            self._stack = self._stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def run(self, source: Iterable[Recognition], report: Callable[[Turn], None]) -> None:
        """Answers everything in `source`; what is answered is kept where the owner asked for it."""
        if self._until != "reply":
            self._conversation.run(source, report)
            return

        def keep(turn: Turn) -> None:
            report(turn)
            self._recorder.add(turn)

        self._conversation.run(source, keep)

    def _build(self, writer: SoundFileWriter | None) -> Conversation:
        config, dialogue = self._config, Dialogue()
        if self._until == "transcript":
            return Conversation(None, None, None, dialogue)
        classifier = factory.classifier(config)
        if self._until == "understanding":
            return Conversation(classifier, None, None, dialogue, factory.doubt(config))
        sink = self._sink(writer)
        self._recorder = recorder_for(config.keep_conversations, self._console)
        mind = factory.mind(config, classifier, factory.generator(config), recorder=self._recorder)
        return Conversation(classifier, mind.responder, sink, dialogue, factory.doubt(config))

    def _sink(self, writer: SoundFileWriter | None) -> Sink:
        if writer is None:
            return PrintSink()
        synthesizer = factory.synthesizer(self._config)
        self._stack.callback(synthesizer.close)
        return SpeechSink(synthesizer, writer)
