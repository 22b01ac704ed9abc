"""The HTTP application: sound or text in, events and speech out; its own routes and OpenAI's."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from importlib import metadata
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from pydantic import BaseModel, Field

from assistant.conversation.loop import LONGEST_TEXT
from assistant.serving import openai_routes, page_routes, problems, talking
from assistant.serving.limits import Workers
from assistant.serving.problems import OpenAIProblem, Problem, described
from assistant.serving.service import Service
from assistant.serving.sounds import CollectedSpeech, encode, joined
from assistant.serving.training import PersonalTraining
from assistant.speaking.sinks import PrintSink, SpeechSink
from assistant.turn import Recognition, Turn, as_json
from models.command_line import DISTRIBUTION

SOUND_BODY = {
    "requestBody": {
        "required": True,
        "description": "A sound file that libsndfile reads: WAV, FLAC, OGG, Opus, MP3, AIFF.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
SessionName = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=64,
        pattern="^[A-Za-z0-9_-]+$",
        description="A name of your choice: requests of one name are one conversation.",
    ),
]
Aloud = Annotated[bool, Query(description="Whether to return the reply as sound too.")]


class TypedText(BaseModel):
    """A typed utterance."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


class EventsAndSpeech(BaseModel):
    """What was made of a request."""

    events: list[dict[str, Any]]
    """One for each utterance, as `assistant hear --json` prints it."""
    speech: str | None = None
    """The replies as a WAV file in base64; null where none was asked for."""


class Status(BaseModel):
    """The service."""

    version: str
    language: str


def create_app(service: Service, workers: Workers, own: PersonalTraining) -> FastAPI:
    """The application of a service; `assistant.serving.access.Access` belongs around it."""
    app = _requests(service, workers, _named)
    app.include_router(page_routes.routes(service, workers, own), prefix="/api", responses=described(Problem))
    app.include_router(talking.routes(service, workers, service.config.serving.clients), prefix="/api")
    app.include_router(service.metrics.routes(workers), responses=described(Problem))
    page_routes.add(app)
    return app


def create_replica_app(service: Service, workers: Workers) -> FastAPI:
    """The application of one of several processes behind one address: every request stands alone."""
    return _requests(service, workers, _alone)


def _requests(service: Service, workers: Workers, session: Callable[..., str | None]) -> FastAPI:
    """The routes that answer one request each."""
    app = FastAPI(
        title="Assistant",
        version=metadata.version(DISTRIBUTION),
        summary="A voice assistant that runs entirely on this computer.",
        # their pages load scripts from elsewhere
        docs_url=None,
        redoc_url=None,
    )
    problems.handle(app)
    app.include_router(_routes(service, workers, session), prefix="/api", responses=described(Problem))
    app.include_router(
        openai_routes.routes(service, workers), prefix="/v1", responses=described(OpenAIProblem)
    )
    return app


def _named(session: SessionName = None) -> str | None:
    return session


def _alone() -> None:
    return None


def _routes(service: Service, workers: Workers, conversation: Callable[..., str | None]) -> APIRouter:
    api, chosen = APIRouter(), Depends(conversation)

    @api.get("/status")
    async def status() -> Status:
        """Whether the service works."""
        return Status(version=metadata.version(DISTRIBUTION), language=service.config.language)

    @api.post("/hear", openapi_extra=SOUND_BODY)
    async def hear(request: Request, session: str | None = chosen, speech: Aloud = False) -> EventsAndSpeech:
        """Answer every utterance of a sound file."""
        content = await request.body()
        return await workers.run(lambda: answers(service, session, lambda: service.hear(content), speech))

    @api.post("/text")
    async def text(typed: TypedText, session: str | None = chosen, speech: Aloud = False) -> EventsAndSpeech:
        """Answer a typed utterance."""
        return await workers.run(lambda: answers(service, session, lambda: service.typed(typed.text), speech))

    return api


def answers(
    service: Service, session: str | None, heard: Callable[[], Iterable[Recognition]], aloud: bool
) -> EventsAndSpeech:
    """Answer recognitions in the conversation of a name."""
    turns: list[Turn] = []
    collected = CollectedSpeech()
    sink = SpeechSink(service.synthesizer, collected) if aloud else PrintSink()
    service.answer(service.sessions.get(session), heard(), sink, turns.append)
    sound = base64.b64encode(encode(joined(collected.said))).decode() if aloud else None
    return EventsAndSpeech(events=[as_json(turn, "reply") for turn in turns], speech=sound)
