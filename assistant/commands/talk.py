"""`assistant talk`: microphone in, loudspeaker out, until someone says goodbye or presses Ctrl-C."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack

import numpy as np
from rich.console import Console

from assistant import factory
from assistant.audio.microphone import Microphone
from assistant.audio.speaker import Speaker
from assistant.commands.progress import bars
from assistant.config import Config
from assistant.console import LiveView
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.loop import Conversation
from assistant.conversation.responder import local_time
from assistant.listening.listener import FrameStatus
from assistant.listening.live import LiveListener
from assistant.memory.conversation_log import recorder_for
from assistant.skills.time.schedule import Ring, Schedule
from assistant.speaking.sinks import SpeechSink
from assistant.turn import Recognition, Turn
from models.audio import SAMPLE_RATE_HZ
from models.command_line import err
from models.types import Reply, Samples, Speech

POLL_S = 0.2
"""How often it is looked whether a timer fell due."""
RINGS = 20
RING_PAUSE_S = 2.5
"""Between two rings the microphone is open for a "stop"."""


def converse(config: Config, console: Console) -> None:
    """Talks until someone says goodbye or presses Ctrl-C.

    Raises:
        DeviceError: there is no microphone or no loudspeaker, or it has stopped.
    """
    try:
        with ExitStack() as stack:
            # a missing device is told before the models take their seconds to load
            microphone = Microphone(config.microphone)
            frames = stack.enter_context(microphone)
            speaker = stack.enter_context(Speaker(config.speaker))
            with bars(err):
                recognizer = factory.recognizer(config)
                classifier = factory.classifier(config)
                generator = factory.generator(config)
                synthesizer = factory.synthesizer(config)
            stack.callback(synthesizer.close)
            sink = SpeechSink(synthesizer, speaker)
            leaving = threading.Event()
            recorder = recorder_for(config.keep_conversations, console)
            mind = factory.mind(
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

            def watch(beat: FrameStatus) -> None:
                answering = "speaking" if sink.speaking.is_set() else "thinking" if busy.is_set() else None
                view.show(answering or ("hearing" if beat.speaking else "listening"), beat.level_dbfs)

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
            conversation = Conversation(classifier, mind.responder, sink, Dialogue(), factory.doubt(config))
            conversation.run(heard(live, mind.schedule, sink, view, leaving, busy), report)
    except KeyboardInterrupt:
        console.print("Goodbye.", style="dim")


def heard(
    live: LiveListener,
    schedule: Schedule,
    sink: SpeechSink,
    view: LiveView,
    leaving: threading.Event,
    busy: threading.Event,
) -> Iterator[Recognition]:
    """What is said to the microphone; between utterances, what fell due rings."""
    due: deque[Ring] = deque()
    while not leaving.is_set():
        try:
            said = live.next(POLL_S)
            due.extend(schedule.due(local_time()))
            if said is None and due:
                said = _ring(due.popleft(), live, sink, view)
        except StopIteration:
            return
        if said is not None:
            busy.set()
            yield said


def _ring(ring: Ring, live: LiveListener, sink: SpeechSink, view: LiveView) -> Recognition | None:
    """Rings until someone says something, which is returned, or for about a minute."""
    view.notice(ring.sentence)
    for _ in range(1 if ring.late else RINGS):
        if not ring.late:
            sink.chime(CHIME)
        sink.deliver(Reply((ring.sentence,)))
        if said := live.next(RING_PAUSE_S):
            return said
    return None


class SpeakerVolume:
    """A speaker's volume as the owner says it: in percent."""

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
        """Whether nothing is heard at all."""
        return self._speaker.muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._speaker.muted = muted


def chime() -> Samples:
    """Two falling bell tones, one second, (16000,)."""
    seconds = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    tones = [(0.0, 880.0), (0.3, 660.0)]
    bells = [
        np.where(
            seconds >= begin,
            np.sin(2 * np.pi * hertz * seconds) * np.exp(-6 * np.maximum(0, seconds - begin)),
            0,
        )
        for begin, hertz in tones
    ]
    ringing: Samples = (0.3 * np.sum(bells, axis=0)).astype(np.float32)
    return ringing


CHIME = Speech(chime(), SAMPLE_RATE_HZ)
