"""`assistant talk`: microphone in, loudspeaker out, until a goodbye or Ctrl-C."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from rich.console import Console

from assistant import factory
from assistant.audio.bell import BELL
from assistant.audio.default_devices import DefaultDevices
from assistant.audio.devices import WORDS
from assistant.audio.microphone import Microphone
from assistant.audio.native_lines import native_lines_to_log
from assistant.audio.speaker import Speaker
from assistant.clock import local_time
from assistant.commands.record import owner
from assistant.config import Config
from assistant.console import LiveView, progress_bars
from assistant.conversation.agenda import Agenda
from assistant.conversation.dialogue import Dialogue
from assistant.conversation.foresight import RememberingClassifier
from assistant.conversation.loop import Conversation
from assistant.desktop.notifications import Notifier
from assistant.listening import owner_voice
from assistant.listening.attention import Attention
from assistant.listening.echo import EchoCanceller
from assistant.listening.listener import FrameStatus
from assistant.listening.live import LiveListener
from assistant.listening.modes import AttentionConfig
from assistant.memory.collecting import collecting
from assistant.memory.conversation_log import recorder_for
from assistant.recording.keyboard import Keyboard
from assistant.skills.time.schedule import Ring
from assistant.speaking.bell import Bell
from assistant.speaking.sinks import SpeechSink
from assistant.stages import Classifier
from assistant.turn import Recognition, Turn
from models.asr.speaker.profile import VoiceProfile
from models.command_line import err
from models.types import Reply

POLL_S = 0.2
"""Poll interval for due timers."""
KEY = " "
"""Opens the microphone, in every mode."""
RINGS = 20
RING_PAUSE_S = 2.5
"""Pause between two rings, in which the microphone listens for a "stop"."""


def converse(config: Config, console: Console) -> None:
    """Talk until a goodbye or Ctrl-C.

    Raises:
        DeviceError: the microphone or the loudspeaker is missing; one that stops later is waited for.
    """

    def fault(sentence: str) -> None:
        # the terminal's own bell is what still sounds
        console.bell()
        console.print(sentence, style="yellow", markup=False)

    try:
        with ExitStack() as stack:
            stack.enter_context(native_lines_to_log())
            # report a missing device before the models take seconds to load
            speaker = stack.enter_context(Speaker(config.speaker))
            microphone = Microphone(config.microphone, report=fault, played=speaker.played)
            frames = stack.enter_context(microphone)
            echo = None
            if config.interruption.mode == "speaker":
                echo = EchoCanceller(speaker.played, lambda: microphone.given)
            with progress_bars(err):
                synthesizer = factory.synthesizer(config)
                stack.callback(synthesizer.close)
                models = factory.load(config, hears=True)
                assert models.recognizer is not None  # asked for
            classifier = RememberingClassifier(models.classifier)
            sink = SpeechSink(synthesizer, speaker, report=lambda error: fault(str(error)))
            leaving = threading.Event()
            recorder = recorder_for(config.keep_conversations, console)
            counting = collecting(config.keep_statistics, "talk", factory.mark(config))
            collector = stack.enter_context(counting)
            assistant = factory.assistant(
                config,
                classifier,
                models.generator,
                recorder=recorder,
                loudspeaker=SpeakerVolume(speaker),
                cancel=sink.cancel,
                leave=leaving.set,
                recognizer=models.recognizer,
            )
            attention = Attention(config.attention, factory.attention_head(), only_voice(config, console))
            keyboard = stack.enter_context(Keyboard())
            view = stack.enter_context(
                LiveView(
                    console,
                    idle=idle(config.attention),
                    hint=hint(config.attention),
                    notify=Notifier(config.desktop).show,
                )
            )
            busy = threading.Event()

            def watch(status: FrameStatus) -> None:
                answering = "speaking" if sink.speaking.is_set() else "thinking" if busy.is_set() else None
                view.show(answering or ("hearing" if status.speaking else "listening"), status.level_dbfs)

            def report(turn: Turn) -> None:
                busy.clear()
                view.report(turn)
                recorder.add(turn)
                collector.add(turn)

            conversation = Conversation(
                classifier,
                assistant.responder,
                sink,
                Dialogue(),
                factory.confirmation_policy(config),
                attention,
                understood=view.understood,
            )
            speaker.open()
            chosen = {"input": config.microphone.device, "output": config.speaker.device}
            stack.enter_context(
                DefaultDevices(
                    lambda sentence: console.print(sentence, style="dim", markup=False),
                    tuple(way for way in WORDS if chosen[way] is None),
                )
            )
            stack.enter_context(Bell(assistant.agenda, sink.ring_over))
            microphone.discard()
            live = stack.enter_context(
                LiveListener(
                    frames,
                    models.recognizer,
                    sink,
                    vad=config.vad,
                    endpointer=config.endpointer,
                    barge_in=config.interruption,
                    echo=echo,
                    turn=factory.turn_head(config),
                    is_speech=models.is_speech,
                    early=config.endpointer.early,
                    foresee=conversation.foresee,
                    interrupts=interruption(classifier, attention),
                    watch=watch,
                    partial=view.hearing if console.is_terminal else None,
                )
            )
            console.print("I'm listening.", style="dim")

            def poll() -> None:
                if keyboard.pressed() == KEY:
                    attention.press()

            heard = recognitions(live, assistant.agenda, sink, view, leaving, busy, attention, poll)
            conversation.run(heard, report)
    except KeyboardInterrupt:
        console.print("Goodbye.", style="dim")


def interruption(classifier: Classifier, attention: Attention) -> Callable[[Recognition, str], bool]:
    """Whether an utterance over a reply ends it, from the recognition and the reply so far."""

    def interrupts(recognition: Recognition, saying: str) -> bool:
        if recognition.transcript is None:
            return False
        understanding = classifier.understand(attention.words(recognition.transcript).text)
        return attention.interrupts(recognition, understanding, asking=saying.endswith("?"))

    return interrupts


def only_voice(config: Config, console: Console) -> VoiceProfile | None:
    """The voice that alone is answered; None for all, which is said where only the owner's was wanted."""
    if not config.attention.owner_only:
        return None
    name = owner()
    if (sentence := owner_voice.unknown(name)) is not None:
        console.print(sentence, style="yellow", markup=False)
        return None
    return owner_voice.learn(name, factory.speaker_encoder())


def recognitions(
    live: LiveListener,
    agenda: Agenda,
    sink: SpeechSink,
    view: LiveView,
    leaving: threading.Event,
    busy: threading.Event,
    attention: Attention,
    poll: Callable[[], None],
) -> Iterator[Recognition]:
    """The recognitions from the microphone until `leaving` is set; due timers ring between them.

    Arguments:
        attention: tells, once a recognition was taken, whether it was meant for the assistant.
        poll: called five times a second, and before each recognition.
    """
    due: deque[tuple[Ring, Iterator[int]]] = deque()
    while not leaving.is_set():
        poll()
        ringing = None
        try:
            recognition = live.next(POLL_S)
            for ring in agenda.due(local_time()):
                view.notice(ring.sentence)
                due.append((ring, iter(range(1 if ring.late else RINGS))))
            if recognition is None and due:
                ringing = due.popleft()
                recognition = _ring(*ringing, agenda, live, sink, attention)
        except StopIteration:
            return
        if recognition is not None:
            # a key that was pressed while it was said
            poll()
            busy.set()
            yield recognition
            if ringing is not None and not attention.was_meant:
                # a television does not end an alarm
                due.appendleft(ringing)


def _ring(
    ring: Ring,
    times: Iterator[int],
    agenda: Agenda,
    live: LiveListener,
    sink: SpeechSink,
    attention: Attention,
) -> Recognition | None:
    """Ring for about a minute or until an utterance, which is returned; only announce an overdue timer.

    Arguments:
        times: as often as it is still to ring.
    """
    try:
        for _ in times:
            if not ring.late:
                sink.chime(BELL)
            sink.deliver(Reply((ring.sentence,)))
            attention.replied(ring.sentence)
            if recognition := live.next(RING_PAUSE_S):
                return recognition
        return None
    finally:
        agenda.rang(ring)


def idle(config: AttentionConfig) -> str:
    """The live view's words between utterances."""
    match config.listen:
        case "wake":
            return f'say "{config.wake_phrase}"'
        case "key":
            return "press space"
        case "open":
            return "listening"


def hint(config: AttentionConfig) -> str:
    """What to tell an owner of the first utterance that gets no reply."""
    match config.listen:
        case "wake":
            return f'Say "{config.wake_phrase}" first.'
        case "key":
            return "Press space first."
        case "open":
            return "It didn't sound meant for me. With least = 0 under [attention] I answer everything."


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
