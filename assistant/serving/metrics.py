"""Metrics for Prometheus since the start: turns, stages, confidences, requests, the process. No words."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from time import perf_counter

from fastapi import APIRouter
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.memory.collecting import DECISIONS, Observation
from assistant.memory.statistics import CONFIDENCES
from assistant.serving.limits import Workers
from models.command_line import DISTRIBUTION

CHANNELS = ("http", "openai", "socket", "wyoming")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
COUNTED: Mapping[str, tuple[str, str]] = {
    "turns": ("turns", "Utterances that were answered"),
    "spoken": ("recognitions", "Utterances that were recognized"),
    "retried": ("recognitions_retried", "Recognitions that took a second decoding"),
    "asked": ("questions", "Questions before an action"),
    "corrected": ("corrections", "Utterances that correct the one before"),
    "interrupted": ("interruptions", "Replies that a client cut short"),
    "failed": ("failures", "Turns in which a stage failed"),
}
"""Counter of the statistics → metric and its meaning."""
VERDICTS = (*DECISIONS.values(), "unheard")
NO_ROUTE = "none"
"""Route of a request that was refused before its route, or has none."""


class ServiceMetrics:
    """The metrics of one service; its methods may be called from any thread."""

    def __init__(self, language: str) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        self._info = Info("assistant", "The service", registry=registry)
        self._language = language
        self._counters = {
            name: Counter(f"assistant_{metric}", meaning, ["channel"], registry=registry)
            for name, (metric, meaning) in COUNTED.items()
        }
        self._decisions = Counter(
            "assistant_decisions",
            "Answered utterances: acted on, asked about, rejected, hardly heard",
            ["decision"],
            registry=registry,
        )
        self._stages = Histogram(
            "assistant_stage_seconds",
            "Time of a stage in a turn",
            ["stage"],
            buckets=SECONDS,
            registry=registry,
        )
        self._confidences = Histogram(
            "assistant_confidence",
            "Confidence in transcripts, and in the intents of utterances that were not rejected",
            ["of"],
            buckets=SHARES,
            registry=registry,
        )
        labels = ["method", "route", "status"]
        self._requests = Counter("assistant_http_requests", "HTTP requests", labels, registry=registry)
        self._took = Histogram(
            "assistant_http_request_seconds",
            "Time of an HTTP request",
            ["route"],
            buckets=SECONDS,
            registry=registry,
        )
        self._work = Gauge("assistant_work_in_progress", "Requests at work", registry=registry)
        # a series that is there from the start has a rate
        for counter in self._counters.values():
            for channel in CHANNELS:
                counter.labels(channel)
        for verdict in VERDICTS:
            self._decisions.labels(verdict)

    def use(self, models: str) -> None:
        """Name the models in use."""
        version = metadata.version(DISTRIBUTION)
        self._info.info({"version": version, "language": self._language, "models": models})

    def count(self, seen: Observation, channel: str) -> None:
        """Count an observation of a channel; any unknown one is a stream of sound over the WebSocket."""
        channel = channel if channel in CHANNELS else "socket"
        for name in seen.counts:
            if name in self._counters:
                self._counters[name].labels(channel).inc()
            elif name in VERDICTS:
                self._decisions.labels(name).inc()
        for name, value in seen.values.items():
            if name in CONFIDENCES:
                self._confidences.labels(name).observe(value)
            else:
                self._stages.labels(name).observe(value / 1000)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an HTTP request that was answered."""
        self._requests.labels(method, route, str(status)).inc()
        self._took.labels(route).observe(seconds)

    def routes(self, workers: Workers) -> APIRouter:
        """`/metrics`."""
        self._work.set_function(lambda: workers.busy)
        api = APIRouter()

        @api.get(
            "/metrics",
            response_class=Response,
            responses={200: {"content": {CONTENT_TYPE_PLAIN_1_0_0: {"schema": {"type": "string"}}}}},
        )
        async def metrics() -> Response:
            """Metrics in Prometheus' text format; they hold no words."""
            return Response(
                generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_1_0_0}
            )

        return api


class CountedRequests:
    """A layer around the application that counts and times requests by route."""

    def __init__(self, app: ASGIApp, metrics: ServiceMetrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, started = 500, perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            route = route_of(scope)
            # an unknown method would be a series of its own
            method = scope["method"] if route != NO_ROUTE else NO_ROUTE
            self._metrics.request(method, route, status, perf_counter() - started)


def route_of(scope: Scope) -> str:
    """The route of a request with its prefix and the names of its parameters; `NO_ROUTE` for none."""
    own: str | None = getattr(scope.get("route"), "path", None)
    path = str(scope["path"])
    if own is None or "{" not in own:
        return path if own is not None else NO_ROUTE
    return f"/{path.split('/')[1]}{own}"
