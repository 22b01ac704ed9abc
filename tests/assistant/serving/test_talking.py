"""The WebSocket, with a client of its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from io import BytesIO
from typing import Any

import numpy as np
import pytest
import soundfile
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from assistant.serving import talking
from assistant.serving.rings import RingNews
from models.audio import load
from models.recordings import as_int16
from models.types import Speech
from tests.fixtures.serving import QUESTION, Served

PATIENCE_S = 30


def talk(served: Served, **options: Any) -> ClientConnection:
    return connect(served.http.replace("http", "ws") + "/api/talk", **options)


def receive(client: ClientConnection, until: str) -> tuple[list[dict[str, Any]], list[bytes]]:
    """The messages up to one of a type, and the sounds between them."""
    messages: list[dict[str, Any]] = []
    sounds: list[bytes] = []
    while not messages or messages[-1]["type"] != until:
        message = client.recv(timeout=PATIENCE_S)
        if isinstance(message, bytes):
            sounds.append(message)
        else:
            messages.append(json.loads(message))
    return messages, sounds


def say(client: ClientConnection, **message: object) -> None:
    client.send(json.dumps(message))


def test_streamed_samples_are_answered_in_events_and_aloud(served: Served) -> None:
    with talk(served) as client:
        say(client, type="start", rate=16_000)
        samples = as_int16(load(QUESTION))
        for first in range(0, len(samples), 1_600):
            client.send(samples[first : first + 1_600].tobytes())
        say(client, type="end")
        messages, sounds = receive(client, "over")
        kinds = [message["type"] for message in messages if message["type"] != "partial"]
        assert kinds == ["heard", "event", "over"]
        event = next(one["event"] for one in messages if one["type"] == "event")
        assert event["intent"] == "datetime_query" and event["reply"].startswith("It's ")
        assert soundfile.info(BytesIO(sounds[0])).samplerate == 8_000


def test_typed_text_is_answered_and_a_connection_is_one_conversation(served: Served) -> None:
    with talk(served) as client, talk(served) as other:
        say(client, type="text", text="set a timer for five minutes", speech=False)
        messages, sounds = receive(client, "event")
        assert "5 minutes" in messages[-1]["event"]["reply"] and not sounds
        say(other, type="text", text="how long is my timer", speech=False)
        assert "left" in receive(other, "event")[0][-1]["event"]["reply"]


def test_a_reply_that_a_client_cuts_short_is_counted(served: Served) -> None:
    def interruptions() -> float | None:
        metrics = served.service.metrics.registry
        return metrics.get_sample_value("assistant_interruptions_total", {"channel": "socket"})  # type: ignore[no-any-return]

    served.service.synthesizer = SlowTalker()
    with talk(served) as client:
        say(client, type="text", text="what time is it")
        receive(client, "event")
        say(client, type="stop")
        say(client, type="stop")
        say(client, type="text", text="what time is it", speech=False)
        receive(client, "event")
    assert interruptions() == 1


class SlowTalker:
    """A voice whose sentences last a minute."""

    def synthesize(self, sentence: str) -> Speech:
        return Speech(np.zeros(60 * 100, np.float32), 100)


@pytest.mark.parametrize("message", ["", "{}", '{"type": "start", "rate": 1}', "[1, 2", '{"type": "text"}'])
def test_a_message_without_meaning_gets_a_sentence_and_the_connection_stays(
    message: str, served: Served
) -> None:
    with talk(served) as client:
        client.send(message)
        ((told,), _) = receive(client, "error")
        assert told["error"].endswith(".")
        client.send(b"odd")
        say(client, type="text", text="what time is it", speech=False)
        assert receive(client, "event")[0][-1]["event"]["reply"]


def test_rings_reach_every_client_and_one_stops_them(served: Served) -> None:
    with talk(served) as client, talk(served) as other:
        listening(served, 2)
        news = RingNews("ring", "Your pasta timer is up.", datetime(2026, 11, 22))
        with served.service.acting:
            served.service.rings._tell(news)
        for one in (client, other):
            assert receive(one, "ring")[0][-1]["sentence"] == news.sentence
        say(client, type="stop")
        say(client, type="text", text="what time is it", speech=False)
        receive(client, "event")


def test_a_timer_rings_at_the_client(served: Served) -> None:
    with talk(served) as client:
        say(client, type="text", text="set a timer for one second", speech=False)
        assert "timer is up" in receive(client, "ring")[0][-1]["sentence"]
        say(client, type="stop")
        assert receive(client, "quiet")[0][-1]["sentence"] == ""
    assert not served.service.rings._ringing


def test_past_the_limit_a_connection_is_told_to_come_again(
    serve_with: Callable[..., AbstractContextManager[Served]],
) -> None:
    with serve_with(clients=1) as served:
        with talk(served), pytest.raises(InvalidStatus) as refused, talk(served):
            pass
        assert refused.value.response.status_code == 503
        assert refused.value.response.headers["retry-after"]


def test_another_sites_page_and_a_client_without_the_token_are_refused(
    serve_with: Callable[..., AbstractContextManager[Served]],
) -> None:
    token = "a-token-of-the-owner"
    with serve_with(token) as served:
        with pytest.raises(InvalidStatus, match="401"), talk(served):
            pass
        with pytest.raises(InvalidStatus, match="403"):
            with talk(served, origin="https://evil.example", subprotocols=["assistant", f"token.{token}"]):
                pass
        with talk(served, subprotocols=["assistant", f"token.{token}"]) as client:
            assert client.subprotocol == "assistant"
        with talk(served, additional_headers={"Authorization": f"Bearer {token}"}) as client:
            say(client, type="text", text="what time is it", speech=False)
            assert receive(client, "event")


def test_a_client_that_takes_too_little_is_cut_off(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talking, "MOST_UNSENT", 3)
    rings = served.service.rings
    with talk(served, close_timeout=1):
        listening(served, 1)
        with served.service.acting:
            for _ in range(1_000):
                rings._tell(RingNews("missed", "x" * 1_000, datetime(2026, 11, 22)))
        listening(served, 0)
    with talk(served) as other:
        say(other, type="text", text="what time is it", speech=False)
        assert receive(other, "event")


def listening(served: Served, count: int) -> None:
    """Wait until so many clients are told what rings."""
    for _ in range(3_000):
        if len(served.service.rings._listeners) == count:
            return
        threading.Event().wait(0.01)
    raise AssertionError("not so many clients listen")
