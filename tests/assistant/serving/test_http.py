"""The service over HTTP, with httpx."""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from io import BytesIO

import soundfile

from tests.fixtures.serving import QUESTION, Served


def test_a_sound_is_answered_in_events_and_aloud(served: Served) -> None:
    answered = served.client.post("/api/hear?speech=true", content=QUESTION.read_bytes())
    assert answered.status_code == 200
    (event,) = answered.json()["events"]
    assert event["transcript"] == "what time is it" and event["intent"] == "datetime_query"
    assert event["source"] == "http" and event["start_s"] < event["end_s"]
    samples, rate_hz = soundfile.read(BytesIO(base64.b64decode(answered.json()["speech"])))
    assert rate_hz == 8_000 and len(samples) == 8 * len(event["reply"])


def test_a_typed_text_is_answered_without_sound(served: Served) -> None:
    answered = served.client.post("/api/text", json={"text": "what time is it"}).json()
    assert answered["speech"] is None and answered["events"][0]["reply"].startswith("It's ")


def test_silence_gives_an_event_without_a_transcript(served: Served) -> None:
    silence = BytesIO()
    soundfile.write(silence, [0.0] * 16_000, 16_000, format="WAV")
    answered = served.client.post("/api/hear", content=silence.getvalue()).json()
    assert answered["events"] == [{"source": "http", "transcript": None}]


def test_each_session_has_its_dialogue_and_all_have_one_memory(served: Served) -> None:
    def say(text: str, session: str) -> str:
        answered = served.client.post(f"/api/text?session={session}", json={"text": text})
        return str(answered.json()["events"][0]["reply"])

    assert "5 minutes" in say("set a timer for five minutes", "anna")
    assert "left" in say("how long is my timer", "ben")
    dialogues = [served.service.sessions.get(name).dialogue for name in ("anna", "ben")]
    assert [len(one.exchanges) for one in dialogues] == [1, 1]


def test_wrong_requests_get_one_sentence(served: Served) -> None:
    for path, sent, status in [
        ("/api/hear", {"content": b"no sound"}, 422),
        ("/api/hear", {"content": b""}, 422),
        ("/api/text", {"json": {}}, 422),
        ("/api/text", {"json": {"text": "x" * 2_001}}, 422),
        ("/api/text?session=%00", {"json": {"text": "hello"}}, 422),
        ("/api/nothing", {"content": b""}, 404),
    ]:
        answered = served.client.post(path, **sent)  # type: ignore[arg-type]
        assert answered.status_code == status, path
        sentence = answered.json()["error"]
        assert sentence.endswith(".") and "\n" not in sentence
    assert served.client.get("/api/text").status_code == 405


def test_past_the_limit_a_request_is_told_to_come_again_and_nothing_is_lost(
    serve_with: Callable[..., AbstractContextManager[Served]],
) -> None:
    with serve_with(clients=2) as served, ThreadPoolExecutor(2) as pool:
        served.recognizer.free.clear()
        sound = QUESTION.read_bytes()
        waiting = [pool.submit(served.client.post, "/api/hear", content=sound) for _ in range(2)]
        while served.recognizer.calls < 2:
            pass
        refused = served.client.post("/api/hear", content=sound)
        assert refused.status_code == 503 and int(refused.headers["retry-after"]) > 0
        assert refused.json()["error"].endswith(".")
        # what needs no work is answered all the same
        assert served.client.get("/api/status").status_code == 200
        served.recognizer.free.set()
        assert [one.result(30).json()["events"][0]["intent"] for one in waiting] == ["datetime_query"] * 2
        assert served.client.post("/api/hear", content=sound).status_code == 200
