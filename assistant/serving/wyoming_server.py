"""The Wyoming protocol, which Home Assistant and its satellites speak.

`transcribe` and sound → transcript, with its beginning while somebody still speaks; `transcript` → what the
assistant did about it; `recognize` → intents, on which nothing is done; `synthesize` → sound, also of a text
that is still being written.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
from collections.abc import Iterable, Sequence
from functools import partial

from pydantic import IPvAnyNetwork
from wyoming.asr import Transcribe, Transcript, TranscriptChunk, TranscriptStart, TranscriptStop
from wyoming.audio import AudioChunk, AudioChunkConverter, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event, Eventable
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe
from wyoming.intent import Entity, Intent, IntentsStart, IntentsStop, NotRecognized, Recognize
from wyoming.ping import Ping, Pong
from wyoming.server import AsyncEventHandler

from assistant.listening.partials import PartialText
from assistant.memory.collecting import observe_recognition
from assistant.serving.limits import BusyError, Seats, Workers
from assistant.serving.problems import refusal
from assistant.serving.service import Service
from assistant.serving.streams import SoundStream
from assistant.serving.wyoming_info import info
from assistant.serving.wyoming_speech import SpokenText
from assistant.speaking.sinks import PrintSink
from assistant.turn import Turn
from models.audio import SAMPLE_RATE_HZ
from models.errors import AssistantError, InputError

log = logging.getLogger(__name__)

MOST_BYTES = 2**20
"""Bytes of one event's data or payload."""
IDLE_S = 600.0
"""A connection without an event for so long is closed."""
SEND_S = 30.0
"""Patience with a client that does not take an event."""


class BoundedReader(asyncio.StreamReader):
    """A reader that takes no event beyond a size, and waits for one only so long."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader

    async def readline(self) -> bytes:
        """See `asyncio.StreamReader`.

        Raises:
            TimeoutError: the connection is idle.
        """
        async with asyncio.timeout(IDLE_S):
            return await self._reader.readline()

    async def readexactly(self, n: int) -> bytes:
        """See `asyncio.StreamReader`.

        Raises:
            ValueError: that is too much.
        """
        if n > MOST_BYTES:
            raise ValueError("too large")
        async with asyncio.timeout(SEND_S):
            return await self._reader.readexactly(n)

    def feed_eof(self) -> None:
        """See `asyncio.StreamReader`."""
        self._reader.feed_eof()


class WyomingConnection(AsyncEventHandler):
    """One connection."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, service: Service, workers: Workers
    ) -> None:
        super().__init__(BoundedReader(reader), writer)
        self._service, self._workers = service, workers
        self._loop = asyncio.get_running_loop()
        self._converter = AudioChunkConverter(SAMPLE_RATE_HZ, 2, 1)
        self._stream: SoundStream | None = None
        self._hearing: asyncio.Future[list[str]] | None = None
        self._stable = ""
        """The beginning of the transcript that was sent already."""
        self._sending: asyncio.Task[None] | None = None
        """Sends that beginning."""
        self._speech = SpokenText(service, workers, self._say)

    async def write_event(self, event: Event) -> None:
        """Send an event.

        Raises:
            TimeoutError: the client does not take it.
        """
        async with asyncio.timeout(SEND_S):
            await super().write_event(event)

    async def disconnect(self) -> None:
        """Give up what the client began."""
        if self._stream is not None:
            self._stream.end()

    async def handle_event(self, event: Event) -> bool:
        """Answer an event; one that is not known is ignored."""
        try:
            await self._handle(event)
        except (AssistantError, BusyError) as error:
            await self._say(Error(refusal(error).detail, type(error).__name__))
        except (KeyError, TypeError, AttributeError) as error:
            await self._say(Error(f"The event {event.type} lacks something.", type(error).__name__))
        return True

    async def _handle(self, event: Event) -> None:
        kind = event.type
        if Describe.is_type(kind):
            await self._say(info(self._service.config))
        elif Ping.is_type(kind):
            await self._say(Pong(Ping.from_event(event).text))
        elif Transcribe.is_type(kind):
            self._check_language(Transcribe.from_event(event).language)
        elif AudioStart.is_type(kind):
            self._listen()
        elif AudioChunk.is_type(kind) and self._stream is not None:
            self._stream.push(self._converter.convert(AudioChunk.from_event(event)).audio)
        elif AudioStop.is_type(kind):
            await self._transcribe()
        elif Transcript.is_type(kind):
            await self._answer(Transcript.from_event(event))
        elif Recognize.is_type(kind):
            await self._recognize(Recognize.from_event(event).text)
        else:
            await self._speech.handle(event)

    # ── sound → transcript ───────────────────────────────────────────────────

    def _check_language(self, language: str | None) -> None:
        known = self._service.config.language
        if language is not None and language.partition("-")[0].lower() != known:
            raise InputError(f"the recognizer is set to the language {known}")

    def _listen(self) -> None:
        if self._stream is not None:
            self._stream.end()
        stream, self._stable = SoundStream(self._service, SAMPLE_RATE_HZ, self._partial), ""

        def hear() -> list[str]:
            heard = list(stream.recognitions())
            for one in heard:
                self._service.count(observe_recognition(one), "wyoming")
            if broken := next((one.error for one in heard if one.error), None):
                raise AssistantError(broken.rstrip("."))
            return [one.transcript.text for one in heard if one.transcript]

        self._hearing = asyncio.wrap_future(self._workers.begin(hear))
        self._stream = stream

    def _partial(self, text: PartialText) -> None:
        """Send what is certain already; called from another thread."""
        self._loop.call_soon_threadsafe(self._send_partial, text.stable)

    def _send_partial(self, stable: str) -> None:
        if self._stream is None or len(stable) <= len(self._stable) or self.writer.is_closing():
            return
        events: list[Eventable] = [TranscriptChunk(stable[len(self._stable) :])]
        if not self._stable:
            events.insert(0, TranscriptStart(language=self._service.config.language))
        self._stable = stable
        self._sending = self._loop.create_task(self._try(events, self._sending))

    async def _try(self, events: Iterable[Eventable], before: asyncio.Task[None] | None) -> None:
        try:
            if before is not None:
                await before
            for event in events:
                await self._say(event)
        except (OSError, TimeoutError):
            self.writer.close()

    async def _transcribe(self) -> None:
        if self._stream is None or self._hearing is None:
            return
        self._stream.end()
        self._stream, hearing = None, self._hearing
        text = " ".join(await hearing)
        if self._sending is not None:
            await self._sending
        language = self._service.config.language
        if not self._stable:
            await self._say(TranscriptStart(language=language))
        # words that were sent stay sent
        sent = len(self._stable.split())
        if rest := " ".join(text.split()[sent:]):
            await self._say(TranscriptChunk(f" {rest}" if sent else rest))
        await self._say(Transcript(text, language=language))
        await self._say(TranscriptStop())

    # ── text → answer ────────────────────────────────────────────────────────

    async def _answer(self, transcript: Transcript) -> None:
        self._check_language(transcript.language)
        context = transcript.context or {}
        name = context.get("conversation_id")
        session = self._service.sessions.get(None if name is None else f"wyoming {name}")
        turns: list[Turn] = []
        typed = self._service.typed(transcript.text, "wyoming")
        await self._workers.run(partial(self._service.answer, session, typed, PrintSink(), turns.append))
        understanding = turns[0].understanding
        if understanding is None or understanding.decision == "reject":
            await self._say(NotHandled(turns[0].reply, context))
        else:
            await self._say(Handled(turns[0].reply, context))

    async def _recognize(self, text: str) -> None:
        turn = await self._workers.run(partial(self._service.understand, text))
        commands = turn.understanding.commands if turn.understanding else ()
        intents = [
            Intent(command.intent, [Entity(slot.name, slot.value) for slot in command.slots])
            for command in commands
            if command.intent is not None
        ]
        if not intents:
            await self._say(NotRecognized())
            return
        several = len(intents) > 1
        for event in [
            *([IntentsStart()] if several else []),
            *intents,
            *([IntentsStop()] if several else []),
        ]:
            await self._say(event)

    async def _say(self, event: Eventable) -> None:
        await self.write_event(event.event())


class WyomingServer:
    """The connections of one address.

    Arguments:
        most: open connections.
        clients: networks whose computers may connect; empty for all that reach the address.
    """

    def __init__(
        self, service: Service, workers: Workers, most: int, clients: Sequence[IPvAnyNetwork] = ()
    ) -> None:
        self._service, self._workers, self._clients = service, workers, tuple(clients)
        self._seats = Seats(most)
        self._open: set[WyomingConnection] = set()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a client until it goes; the callback of `asyncio.start_server`."""
        connection = WyomingConnection(reader, writer, self._service, self._workers)
        try:
            if not self._admits(writer.get_extra_info("peername")[0]):
                await connection.write_event(Error("This computer is not one of wyoming_clients.").event())
                return
            with self._seats:
                self._open.add(connection)
                await connection.run()
        except BusyError as busy:
            await connection.write_event(Error(busy.sentence, "busy").event())
        except (OSError, EOFError, TimeoutError):
            log.info("a Wyoming client has gone")
        except Exception:
            log.exception("a Wyoming client was cut off")
        finally:
            self._open.discard(connection)
            writer.close()

    async def stop(self) -> None:
        """Close every connection."""
        await asyncio.gather(*(connection.stop() for connection in self._open))

    def _admits(self, address: str) -> bool:
        # IPv6 may come with a zone
        found = ipaddress.ip_address(address.partition("%")[0])
        return not self._clients or any(found in network for network in self._clients)
