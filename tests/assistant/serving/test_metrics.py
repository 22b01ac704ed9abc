"""`/metrics`, read with Prometheus' own parser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

import httpx
from prometheus_client.parser import text_string_to_metric_families

from assistant.memory.collecting import Observation
from assistant.serving.metrics import ServiceMetrics
from tests.fixtures.serving import QUESTION, Served


def samples(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Series → value."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(text: str, name: str, labels: Mapping[str, str]) -> float:
    return samples(text)[name, frozenset(labels.items())]


def test_turns_stages_confidences_and_requests_are_counted(served: Served) -> None:
    served.client.post("/api/hear", content=QUESTION.read_bytes())
    served.client.post("/api/text", json={"text": "zebra crossing"})
    served.client.post("/v1/audio/transcriptions", files={"file": QUESTION.read_bytes()})
    served.client.post("/api/text", json={})
    served.client.get("/nothing/of/the/kind")
    answered = served.client.get("/metrics")
    assert answered.headers["content-type"].startswith("text/plain; version=1.0.0")
    text = answered.text
    assert value(text, "assistant_turns_total", {"channel": "http"}) == 2
    assert value(text, "assistant_recognitions_total", {"channel": "http"}) == 1
    assert value(text, "assistant_recognitions_total", {"channel": "openai"}) == 1
    assert value(text, "assistant_decisions_total", {"decision": "acted"}) == 1
    assert value(text, "assistant_decisions_total", {"decision": "rejected"}) == 1
    assert value(text, "assistant_stage_seconds_count", {"stage": "understand"}) == 2
    assert value(text, "assistant_confidence_count", {"of": "transcript"}) == 2
    requests = "assistant_http_requests_total"
    route = {"method": "POST", "route": "/api/text"}
    assert value(text, requests, route | {"status": "200"}) == 1
    assert value(text, requests, route | {"status": "422"}) == 1
    assert value(text, requests, {"method": "none", "route": "none", "status": "404"}) == 1
    assert value(text, "assistant_work_in_progress", {}) == 0
    assert 'models="home@' in text and "process_resident_memory_bytes" in text
    assert "zebra" not in text


def test_metrics_need_the_token_and_an_own_name(
    serve_with: Callable[..., AbstractContextManager[Served]],
) -> None:
    with serve_with("secret") as served:
        assert served.client.get("/metrics").status_code == 401
        allowed = httpx.get(f"{served.http}/metrics", headers={"Authorization": "Bearer secret"})
        assert allowed.status_code == 200
        refused = {"method": "none", "route": "none", "status": "401"}
        assert value(allowed.text, "assistant_http_requests_total", refused) == 1
    with serve_with() as served:
        assert served.client.get("/metrics", headers={"Host": "evil.example"}).status_code == 421


def test_interruptions_and_a_stream_of_sound_are_of_the_socket() -> None:
    metrics = ServiceMetrics("en")
    metrics.count(Observation(("interrupted",)), "microphone")
    metrics.count(Observation(("spoken", "retried"), {"recognize": 250.0}), "wyoming")
    get = metrics.registry.get_sample_value
    assert get("assistant_interruptions_total", {"channel": "socket"}) == 1
    assert get("assistant_recognitions_retried_total", {"channel": "wyoming"}) == 1
    assert get("assistant_stage_seconds_sum", {"stage": "recognize"}) == 0.25
