"""`assistant talk`: microphone in, loudspeaker out, until a goodbye or Ctrl-C."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack

from rich.console import Console

from assistant import factory
from assistant.audio.bell import BELL
from assistant.audio.microphone import Microphone
from assistant.audio.speaker import Speaker
from assistant.clock import local_time
from assistant.config import Config
from assistant.console import LiveView, progress_bars
from assistant.conversation.agenda import Agenda
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Conversation
from assistant.listening.listener import FrameStatus
from assistant.listening.live import LiveListener
from assistant.memory.conversation_log import recorder_for
from assistant.skills.time.schedule import Ring
from assistant.speaking.sinks import SpeechSink
from assistant.turn import Recognition, Turn
from models.command_line import err
from models.types import Reply

POLL_S = 0.2
"""Poll interval for due timers."""
RINGS = 20
RING_PAUSE_S = 2.5
"""Pause between two rings, in which the microphone listens for a "stop"."""


def converse(config: Config, console: Console) -> None:
    """Talk until a goodbye or Ctrl-C.

    Raises:
        DeviceError: the microphone or the loudspeaker is missing or has stopped.
    """
    try:
        with ExitStack() as stack:
            # report a missing device before the models take seconds to load
            microphone = Microphone(config.microphone)
            frames = stack.enter_context(microphone)
            speaker = stack.enter_context(Speaker(config.speaker))
            with progress_bars(err):
                recognizer = factory.recognizer(config)
                classifier = factory.classifier(config)
                generator = factory.generator(config)
                synthesizer = factory.synthesizer(config)
            stack.callback(synthesizer.close)
            sink = SpeechSink(synthesizer, speaker)
            leaving = threading.Event()
            recorder = recorder_for(config.keep_conversations, console)
            assistant = factory.assistant(
                config,
                classifier,
                generator,
                recorder=recorder,
                loudspeaker=SpeakerVolume(speaker),
                cancel=sink.cancel,
                leave=leaving.set,
            )
            view = stack.enter_context(LiveView(console))
            busy = threading.Event()

            def watch(status: FrameStatus) -> None:
                answering = "speaking" if sink.speaking.is_set() else "thinking" if busy.is_set() else None
                view.show(answering or ("hearing" if status.speaking else "listening"), status.level_dbfs)

            def report(turn: Turn) -> None:
                busy.clear()
                view.report(turn)
                recorder.add(turn)

            microphone.discard()
            live = stack.enter_context(
                LiveListener(
                    frames,
                    recognizer,
                    sink,
                    vad=config.vad,
                    endpointer=config.endpointer,
                    barge_in=config.interruption,
                    watch=watch,
                )
            )
            console.print("I'm listening.", style="dim")
            conversation = Conversation(
                classifier, assistant.responder, sink, Dialogue(), factory.confirmation_policy(config)
            )
            conversation.run(recognitions(live, assistant.agenda, sink, view, leaving, busy), report)
    except KeyboardInterrupt:
        console.print("Goodbye.", style="dim")


def recognitions(
    live: LiveListener,
    agenda: Agenda,
    sink: SpeechSink,
    view: LiveView,
    leaving: threading.Event,
    busy: threading.Event,
) -> Iterator[Recognition]:
    """The recognitions from the microphone until `leaving` is set; due timers ring between them."""
    due: deque[Ring] = deque()
    while not leaving.is_set():
        try:
            recognition = live.next(POLL_S)
            due.extend(agenda.due(local_time()))
            if recognition is None and due:
                recognition = _ring(due.popleft(), live, sink, view)
        except StopIteration:
            return
        if recognition is not None:
            busy.set()
            yield recognition


def _ring(ring: Ring, live: LiveListener, sink: SpeechSink, view: LiveView) -> Recognition | None:
    """Ring for about a minute or until an utterance, which is returned; only announce an overdue timer."""
    view.notice(ring.sentence)
    for _ in range(1 if ring.late else RINGS):
        if not ring.late:
            sink.chime(BELL)
        sink.deliver(Reply((ring.sentence,)))
        if recognition := live.next(RING_PAUSE_S):
            return recognition
    return None


class SpeakerVolume:
    """A speaker's volume in percent, as the owner says it."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    @property
    def volume(self) -> int:
        """0 to 100."""
        return round(self._speaker.volume * 100)

    @volume.setter
    def volume(self, percent: int) -> None:
        self._speaker.volume = min(100, max(0, percent)) / 100

    @property
    def muted(self) -> bool:
        """Whether the speaker is silent at any volume."""
        return self._speaker.muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._speaker.muted = muted
