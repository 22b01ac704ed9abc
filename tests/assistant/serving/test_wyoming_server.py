"""The Wyoming protocol, with its own client."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager

import pytest
from wyoming.asr import Transcribe, Transcript, TranscriptChunk
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event, Eventable
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe, Info
from wyoming.intent import Intent, NotRecognized, Recognize
from wyoming.ping import Ping, Pong

from models.audio import load
from models.recordings import as_int16
from tests.fixtures.serving import QUESTION, Served, exchange, port


def sound(rate: int = 16_000) -> list[Eventable]:
    samples = as_int16(load(QUESTION))
    return [
        AudioStart(rate, 2, 1),
        *(AudioChunk(rate, 2, 1, samples[i : i + 1_024].tobytes()) for i in range(0, len(samples), 1_024)),
        AudioStop(),
    ]


def test_the_service_describes_itself(wyoming: Served) -> None:
    (event,) = exchange(wyoming, Describe(), until="info")
    info = Info.from_event(event)
    assert [len(one) for one in (info.asr, info.handle, info.intent, info.tts)] == [1, 1, 1, 1]
    assert info.asr[0].supports_transcript_streaming and info.tts[0].supports_synthesize_streaming
    assert info.asr[0].models[0].languages == ["en"]
    (pong,) = exchange(wyoming, Ping("a"), until="pong")
    assert Pong.from_event(pong).text == "a"


def test_sound_is_transcribed_and_its_pieces_are_the_transcript(wyoming: Served) -> None:
    events = exchange(wyoming, Transcribe(language="en-GB"), *sound(), until="transcript-stop")
    kinds = [event.type for event in events]
    assert kinds[0] == "transcript-start" and kinds[-2:] == ["transcript", "transcript-stop"]
    assert Transcript.from_event(events[-2]).text == "what time is it"
    chunks = [TranscriptChunk.from_event(one).text for one in events if one.type == "transcript-chunk"]
    assert "".join(chunks) == "what time is it"


def test_what_home_assistant_sends_is_carried_out_in_its_conversation(wyoming: Served) -> None:
    context = {"conversation_id": "01ABC"}
    asked = Transcript("set a timer for five minutes", context, "en")
    (handled,) = exchange(wyoming, asked, until="handled")
    assert "5 minutes" in (Handled.from_event(handled).text or "")
    assert Handled.from_event(handled).context == context
    dialogue = wyoming.service.sessions.get("wyoming 01ABC").dialogue
    assert len(dialogue.exchanges) == 1
    (unknown,) = exchange(wyoming, Transcript("blah"), until="not-handled")
    assert NotHandled.from_event(unknown).text


def test_recognizing_a_text_does_nothing(wyoming: Served) -> None:
    (event,) = exchange(wyoming, Recognize("set a timer for five minutes"), until="intent")
    intent = Intent.from_event(event)
    assert (intent.name, intent.entities[0].name, intent.entities[0].value) == (
        "timer_set",
        "duration",
        "five minutes",
    )
    (nothing,) = exchange(wyoming, Recognize("blah"), until="not-recognized")
    assert NotRecognized.is_type(nothing.type)
    (left,) = exchange(wyoming, Transcript("how long is my timer"), until="handled")
    assert "no timer" in (Handled.from_event(left).text or "").lower()


def test_wrong_events_get_a_sentence_and_the_connection_stays(wyoming: Served) -> None:
    class Broken(Describe):
        def event(self) -> Event:
            return Event("synthesize", {})

    class Unknown(Describe):
        def event(self) -> Event:
            return Event("dance", {})

    events = exchange(wyoming, Unknown(), Broken(), Transcribe(language="fr"), Describe(), until="info")
    assert [event.type for event in events] == ["error", "error", "info"]
    assert "language en" in Error.from_event(events[1]).text


def raw(
    served: Served, act: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bytes]]
) -> bytes:
    async def client() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port(served))
        try:
            return await act(reader, writer)
        finally:
            writer.close()
            await writer.wait_closed()

    return asyncio.run(client())


@pytest.mark.parametrize(
    "line",
    [
        b"no json\n",
        b"[]\n",
        b"{}\n",
        b'{"type": "ping", "payload_length": 9999999999}\n',
        b"\xff\n",
        b"x" * 99_999,
    ],
)
def test_a_broken_client_is_cut_off_and_holds_up_nobody(line: bytes, wyoming: Served) -> None:
    async def send(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(line)
        if not line.endswith(b"\n"):
            writer.write_eof()
        return await asyncio.wait_for(reader.read(), 30)

    assert raw(wyoming, send) == b""
    assert exchange(wyoming, Describe(), until="info")


def test_past_the_limit_a_client_is_told_to_come_again(wyoming: Served) -> None:
    async def clients() -> list[bytes]:
        connected = [await asyncio.open_connection("127.0.0.1", port(wyoming)) for _ in range(5)]
        for _, writer in connected[:4]:
            writer.write(b'{"type": "ping"}\n')
        # the fifth one gets its answer unasked
        answers = [await asyncio.wait_for(reader.readline(), 30) for reader, _ in connected]
        for _, writer in connected:
            writer.close()
            await writer.wait_closed()
        return answers

    *pongs, refused = asyncio.run(clients())
    assert all(b"pong" in pong for pong in pongs) and b"error" in refused


def test_only_computers_that_are_named_may_connect(
    serve_with: Callable[..., AbstractContextManager[Served]],
) -> None:
    with serve_with(wyoming_port=0, wyoming_clients=["192.0.2.0/24"]) as served:
        (refused,) = exchange(served, until="error")
        assert "wyoming_clients" in Error.from_event(refused).text
