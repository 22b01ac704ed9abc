"""What `hear` and `text` share: the models of a conversation without devices, and the output of its turns."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant import factory
from assistant.console import progress_bars, render
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Conversation
from assistant.memory.collecting import collecting
from assistant.memory.conversation_log import recorder_for
from assistant.speaking.sinks import PrintSink, Sink, SoundFileWriter, SpeechSink
from assistant.turn import Recognition, Turn, Until, as_json

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.config import Config
    from assistant.conversation.agenda import Agenda
    from assistant.stages import Recognizer


class HeadlessSession:
    """A conversation over sound files or typed lines; a context manager that loads only what `until` needs.

    Arguments:
        console: for progress bars and notices.
        hears: whether to load a recognizer, available as `recognizer`.
        speak: sound file for the replies; None for text only.
    """

    recognizer: Recognizer
    agenda: Agenda | None = None
    """What falls due; None where nothing is answered."""

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
            # report an unwritable output file before any download
            writer = self._stack.enter_context(SoundFileWriter(self._speak)) if self._speak else None
            with progress_bars(self._console):
                self._conversation = self._build(writer)
            self._stack = self._stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def run(self, source: Iterable[Recognition], report: Callable[[Turn], None]) -> None:
        """Answer every recognition of `source`; count the turns, and log them where it is configured."""
        if self._until != "reply":
            self._conversation.run(source, report)
            return

        def report_and_log(turn: Turn) -> None:
            report(turn)
            self._recorder.add(turn)
            self._collector.add(turn)

        self._conversation.run(source, report_and_log)

    def _build(self, writer: SoundFileWriter | None) -> Conversation:
        config, dialogue = self._config, Dialogue()
        if self._until == "transcript":
            if self._hears:
                self.recognizer = factory.recognizer(config)
                self.is_speech = factory.speech_check() if config.vad.needs_voice else None
            return Conversation(None, None, None, dialogue)
        models = factory.load(config, hears=self._hears, replies=self._until == "reply")
        if models.recognizer is not None:
            self.recognizer, self.is_speech = models.recognizer, models.is_speech
        classifier = models.classifier
        if self._until == "understanding":
            return Conversation(classifier, None, None, dialogue, factory.confirmation_policy(config))
        sink = self._sink(writer)
        self._recorder = recorder_for(config.keep_conversations, self._console)
        command = "hear" if self._hears else "text"
        counting = collecting(config.keep_statistics, command, factory.mark(config))
        self._collector = self._stack.enter_context(counting)
        assistant = factory.assistant(
            config, classifier, models.generator, recorder=self._recorder, recognizer=models.recognizer
        )
        self.agenda = assistant.agenda
        return Conversation(
            classifier, assistant.responder, sink, dialogue, factory.confirmation_policy(config)
        )

    def _sink(self, writer: SoundFileWriter | None) -> Sink:
        if writer is None:
            return PrintSink()
        synthesizer = factory.synthesizer(self._config)
        self._stack.callback(synthesizer.close)
        return SpeechSink(synthesizer, writer)


def report_to(console: Console, until: Until, *, json_lines: bool) -> Callable[[Turn], None]:
    """A callback that prints a turn: to the console, or on standard output as a JSON line."""

    def report(turn: Turn) -> None:
        if json_lines:
            # flushed, so that the next program of a pipe gets whole lines at once
            print(json.dumps(as_json(turn, until), ensure_ascii=False), flush=True)
        else:
            console.print(render(turn, until))

    return report
