"""What every protocol offers: recognition, understanding, answers, speech. Knows no protocol."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager

from rich.console import Console

from assistant import factory
from assistant.audio.sound_file import in_frames
from assistant.config import Config
from assistant.console import progress_bars
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Conversation
from assistant.corrections.spoken import CorrectionResponder
from assistant.desktop.notifications import Notifier
from assistant.listening import listener
from assistant.listening.sources import recognize, typed
from assistant.memory.collecting import Collector, Observation, collecting, observe
from assistant.memory.conversation_log import Recorder, recorder_for
from assistant.memory.database import Database
from assistant.memory.profile import Profile
from assistant.serving.limits import LONGEST_S
from assistant.serving.metrics import ServiceMetrics
from assistant.serving.rings import ServedRings
from assistant.serving.sessions import Session, Sessions, SharedResponder
from assistant.skills.loading import Loaded
from assistant.speaking.sinks import Sink
from assistant.stages import Recognizer, Synthesizer
from assistant.turn import Recognition, Turn
from models import recordings
from models.audio import SAMPLE_RATE_HZ, decode
from models.errors import SoundFileError
from models.text.sentences import sentences
from models.types import Samples, Speech

log = logging.getLogger(__name__)

SOUND = "the sound"
"""Its name in errors."""


class Service:
    """The models and skills that all clients share; its methods may be called from any thread.

    Arguments:
        models: all of them; `recognizer` is needed.
        database: the memory of the skills; None for the owner's.
        collector: keeps the statistics; None to keep none.
    """

    def __init__(
        self,
        config: Config,
        models: factory.Models,
        synthesizer: Synthesizer,
        database: Database | None = None,
        collector: Collector | None = None,
    ) -> None:
        self.config, self.synthesizer = config, synthesizer
        self.metrics = ServiceMetrics(config.language)
        self._collector = collector or Collector(None)
        self.acting = threading.RLock()
        """Held while skills act."""
        self.rings = ServedRings(self.acting, Notifier(config.desktop).show)
        self.database = database or Database()
        self.profile = Profile(self.database, config.owner)
        self.turn = factory.turn_head(config)
        self.sessions = Sessions(self._begin)
        self._responder = SharedResponder(self.acting)
        self._use(models)

    def close(self) -> None:
        """Ring no more."""
        self.rings.close()

    def reload(self) -> None:
        """Answer the next utterance with the models that the configuration means now.

        Raises:
            AssistantError: a model cannot be loaded; the ones before stay.
        """
        self._use(factory.load(self.config, hears=True, shared=True))
        self._collector.models = factory.mark(self.config)

    @property
    def owner(self) -> str:
        """The owner's name in the manifest."""
        return self.profile.name or recordings.OWNER

    def _use(self, models: factory.Models) -> None:
        assert models.recognizer is not None
        built = factory.assistant(
            self.config,
            models.classifier,
            models.generator,
            database=self.database,
            cancel=self.rings.stop,
            recognizer=models.recognizer,
        )
        with self.acting:
            self.recognizer: Recognizer = models.recognizer
            self.classifier, self.is_speech = models.classifier, models.is_speech
            self.skills: Loaded = built.skills
            self._confirmation = factory.confirmation_policy(self.config)
            self._responder.use(built.responder)
        self.metrics.use(factory.mark(self.config))
        self.rings.follow(built.agenda)

    def hear(self, content: bytes) -> Iterator[Recognition]:
        """The recognitions of a sound file's content; one without a transcript where nobody speaks.

        Raises:
            SoundFileError: it cannot be read, or it is longer than `LONGEST_S`.
        """
        spoken = False
        # read whole before anything is answered: a damaged file is refused as a whole
        for recognition in self.recognitions([*_bounded(decode(content, SOUND))]):
            spoken = True
            yield recognition
        if not spoken:
            yield Recognition("http")

    def recognitions(self, blocks: Iterable[Samples], source: str = "http") -> Iterator[Recognition]:
        """The recognitions of (n,) blocks at 16 kHz."""
        config = self.config
        for utterance in listener.utterances(
            in_frames(blocks, fill=True),
            config.vad,
            config.endpointer.for_files(),
            source=source,
            is_speech=self.is_speech,
        ):
            if (recognition := recognize(utterance, self.recognizer)) is not None:
                yield recognition

    def typed(self, text: str, source: str = "http") -> Iterator[Recognition]:
        """The recognition of a typed text."""
        return typed([text], self.config.language, source)

    def answer(
        self,
        session: Session,
        recognitions: Iterable[Recognition],
        sink: Sink,
        report: Callable[[Turn], None],
        understood: Callable[[Turn], None] = lambda turn: None,
    ) -> None:
        """Answer recognitions in a client's conversation.

        Arguments:
            report: called with each finished turn.
            understood: called with a turn that is about to be replied to.
        """

        def report_and_log(turn: Turn) -> None:
            report(turn)
            session.recorder.add(turn)
            if (seen := observe(turn)) is not None:
                self.count(seen, turn.recognition.source)

        conversation = Conversation(
            self.classifier,
            session.responder,
            sink,
            session.dialogue,
            self._confirmation,
            understood=understood,
        )
        # recognized outside of it: the next utterance is heard during a reply
        for recognition in recognitions:
            with session.turn:
                conversation.run([recognition], report_and_log)

    def count(self, seen: Observation, channel: str) -> None:
        """Count what a client of a channel did; see `assistant.serving.metrics.CHANNELS`."""
        self._collector.take(seen)
        self.metrics.count(seen, channel)

    def understand(self, text: str) -> Turn:
        """The understanding of a text on its own; no skill runs."""
        turns: list[Turn] = []
        conversation = Conversation(self.classifier, None, None, Dialogue(), self._confirmation)
        conversation.run(self.typed(text), turns.append)
        return turns[0]

    def speak(self, text: str) -> Iterator[Speech]:
        """A text's speech, sentence by sentence.

        Raises:
            SynthesisError: the voice failed.
        """
        for sentence in sentences([text]):
            if sentence.strip():
                yield self.synthesizer.synthesize(sentence.strip())

    def _begin(self) -> Session:
        recorder = Recorder(
            self.config.keep_conversations, lambda error: log.error("no longer kept", exc_info=error)
        )
        return Session(CorrectionResponder(self._responder, self.classifier, recorder), recorder)


@contextmanager
def open_service(config: Config, console: Console) -> Iterator[Service]:
    """The service with the models of a configuration.

    Raises:
        AssistantError: a model or the voice cannot be loaded.
    """
    with ExitStack() as stack:
        with progress_bars(console):
            synthesizer = factory.synthesizer(config)
            stack.callback(synthesizer.close)
            models = factory.load(config, hears=True, shared=True)
        # announces what is kept
        recorder_for(config.keep_conversations, console)
        counting = collecting(config.keep_statistics, "serve", factory.mark(config))
        service = Service(config, models, synthesizer, collector=stack.enter_context(counting))
        stack.callback(service.close)
        yield service


def _bounded(blocks: Iterable[Samples]) -> Iterator[Samples]:
    left = LONGEST_S * SAMPLE_RATE_HZ
    for block in blocks:
        left -= len(block)
        if left < 0:
            raise SoundFileError(f"it lasts longer than {LONGEST_S:.0f} s", where=SOUND, do="cut it")
        yield block
