"""The WebSocket: text or streamed samples in; partial transcripts, events, speech and rings out.

A client sends JSON (`Incoming`) and, between `start` and `end`, binary messages with 16-bit little-endian
samples of one channel. It gets JSON with a `type` each, and each sentence of a reply as a binary WAV file.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from time import monotonic
from typing import Annotated, Any, Literal

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant.conversation.loop import LONGEST_TEXT
from assistant.listening.partials import PartialText
from assistant.memory.collecting import Observation
from assistant.serving.access import SUBPROTOCOL
from assistant.serving.limits import BusyError, Seats, Workers
from assistant.serving.problems import refusal
from assistant.serving.rings import RingNews
from assistant.serving.service import Service
from assistant.serving.sounds import encode
from assistant.serving.streams import SoundStream
from assistant.speaking.sinks import PrintSink, Sink, SpeechSink
from assistant.turn import Recognition, Turn, as_json
from models.audio import LOWEST_RATE_HZ
from models.errors import AssistantError
from models.types import Speech

log = logging.getLogger(__name__)

MOST_UNSENT = 200
"""Messages that wait for a slow client; it is cut off where more do."""
SEND_S = 30.0
"""Patience with a client that does not take a message."""
SLOW = 1008
"""Close code for a client that is too slow."""


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StartSound(_Message):
    """Samples follow."""

    type: Literal["start"]
    rate: int = Field(default=16_000, ge=LOWEST_RATE_HZ, le=192_000)
    """Hertz."""
    speech: bool = True
    """Whether to send replies as sound too."""


class EndSound(_Message):
    """No more samples follow."""

    type: Literal["end"]


class TypedLine(_Message):
    """A typed utterance."""

    type: Literal["text"]
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    speech: bool = True


class StopAll(_Message):
    """Stop what rings and what is being said."""

    type: Literal["stop"]


Incoming = Annotated[StartSound | EndSound | TypedLine | StopAll, Field(discriminator="type")]
_INCOMING: TypeAdapter[Incoming] = TypeAdapter(Incoming)


def routes(service: Service, workers: Workers, most: int) -> APIRouter:
    """`/talk`.

    Arguments:
        most: open connections.
    """
    api = APIRouter()
    seats = Seats(most)

    @api.websocket("/talk")
    async def talk(socket: WebSocket) -> None:
        try:
            with seats:
                await socket.accept(SUBPROTOCOL if SUBPROTOCOL in socket.scope["subprotocols"] else None)
                await TalkConnection(socket, service, workers).run()
        except BusyError as busy:
            await socket.send_denial_response(refusal(busy).response(socket.url.path))

    return api


class TalkConnection:
    """One connection, with a conversation of its own."""

    def __init__(self, socket: WebSocket, service: Service, workers: Workers) -> None:
        self._socket, self._service, self._workers = socket, service, workers
        self._session = service.sessions.get()
        self._stream: SoundStream | None = None
        self._sink: Sink | None = None
        self._loop = asyncio.get_running_loop()
        self._unsent: asyncio.Queue[dict[str, Any] | bytes] = asyncio.Queue()
        self._plays_until = 0.0
        """When the client has played what was sent, on `monotonic`'s clock."""
        self._slow = False
        """A message could not wait any more: the client is about to be cut off."""

    async def run(self) -> None:
        """Serve the client until it goes."""
        receiving, sending = asyncio.create_task(self._receive()), asyncio.create_task(self._send())
        await asyncio.to_thread(self._service.rings.listen, self._ring)
        try:
            await asyncio.wait((receiving, sending), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (receiving, sending):
                task.cancel()
            await asyncio.gather(receiving, sending, return_exceptions=True)
            if self._stream is not None:
                self._stream.end()
            if self._sink is not None:
                self._sink.cancel()
            await asyncio.to_thread(self._service.rings.leave, self._ring)
            with suppress(RuntimeError, WebSocketDisconnect):
                # it may be gone
                await self._socket.close(SLOW)

    async def _receive(self) -> None:
        with suppress(WebSocketDisconnect):
            while (message := await self._socket.receive())["type"] == "websocket.receive":
                try:
                    if (pcm := message.get("bytes")) is not None:
                        self._hear(pcm)
                    else:
                        self._take(_INCOMING.validate_json(message.get("text") or ""))
                except ValidationError as error:
                    self._put(
                        {
                            "type": "error",
                            "error": f"This message has no meaning: {error.errors()[0]['msg']}.",
                        }
                    )
                except (AssistantError, BusyError) as error:
                    self._put({"type": "error", "error": refusal(error).detail})

    async def _send(self) -> None:
        while True:
            message = await self._unsent.get()
            async with asyncio.timeout(SEND_S):
                if isinstance(message, bytes):
                    await self._socket.send_bytes(message)
                else:
                    await self._socket.send_json(message)
            if self._slow:
                return

    def _hear(self, pcm: bytes) -> None:
        if self._stream is not None:
            self._stream.push(pcm)

    def _take(self, message: Incoming) -> None:
        match message:
            case StartSound():
                if self._stream is not None:
                    self._stream.end()
                stream = SoundStream(self._service, message.rate, self._partial)
                self._answer(lambda sink: self._heard(stream, sink), message.speech)
                self._stream = stream
            case EndSound():
                if self._stream is not None:
                    self._stream.end()
                    self._stream = None
            case TypedLine():
                typed = self._service.typed(message.text, "socket")
                self._answer(
                    lambda sink: self._service.answer(
                        self._session, typed, sink, self._event, self._understood
                    ),
                    message.speech,
                )
            case StopAll():
                self._interrupted()
                if self._sink is not None:
                    self._sink.cancel()
                self._workers.begin(self._service.rings.stop)

    def _heard(self, stream: SoundStream, sink: Sink) -> None:
        try:
            self._reply(stream.recognitions(), sink)
        finally:
            self._post({"type": "over"})

    def _reply(self, recognitions: Iterable[Recognition], sink: Sink) -> None:
        self._service.answer(self._session, recognitions, sink, self._event, self._understood)

    def _answer(self, act: Callable[[Sink], None], aloud: bool) -> None:
        self._interrupted()
        if self._sink is not None:
            # whoever speaks again has heard enough
            self._sink.cancel()
        self._sink = sink = SpeechSink(self._service.synthesizer, self) if aloud else PrintSink()

        def answer() -> None:
            try:
                act(sink)
            except Exception as error:
                log.exception("a client was not answered")
                self._post({"type": "error", "error": refusal(error).detail})

        self._workers.begin(answer)

    def _interrupted(self) -> None:
        """Count a reply that the client has not played to its end."""
        if monotonic() < self._plays_until:
            self._plays_until = 0.0
            self._service.count(Observation(("interrupted",)), "socket")

    # ── called from other threads ────────────────────────────────────────────

    def play(
        self, speech: Speech, cancelled: threading.Event, *, from_s: float = 0.0, over: bool = False
    ) -> float:
        """Send a sentence; return its duration in seconds. See `assistant.speaking.sinks.Output`."""
        if cancelled.is_set():
            return 0.0
        self._post(encode(speech))
        lasts_s = len(speech.samples) / speech.sample_rate_hz
        self._plays_until = max(monotonic(), self._plays_until) + lasts_s
        return lasts_s

    def _partial(self, text: PartialText) -> None:
        self._post({"type": "partial", "stable": text.stable, "rest": text.rest})

    def _understood(self, turn: Turn) -> None:
        self._post({"type": "heard", "event": as_json(turn, "understanding")})

    def _event(self, turn: Turn) -> None:
        self._post({"type": "event", "event": as_json(turn, "reply")})

    def _ring(self, news: RingNews) -> None:
        self._post({"type": news.what, "sentence": news.sentence, "when": news.when.isoformat()})

    def _post(self, message: dict[str, Any] | bytes) -> None:
        with suppress(RuntimeError):
            # the server has ended
            self._loop.call_soon_threadsafe(self._put, message)

    def _put(self, message: dict[str, Any] | bytes) -> None:
        if self._unsent.qsize() < MOST_UNSENT:
            self._unsent.put_nowait(message)
        else:
            self._slow = True
