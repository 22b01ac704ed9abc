"""OpenAI's routes for sound, so that programs written for them work with the owner's own models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel, Field
from starlette.formparsers import MultiPartParser

from assistant.memory.collecting import observe_recognition
from assistant.serving.limits import LONGEST_SAID, MOST_BYTES, Workers
from assistant.serving.problems import RefusalError
from assistant.serving.service import Service
from assistant.serving.sounds import MEDIA, SoundFormat, encode, joined
from assistant.turn import Recognition

MODEL = "assistant"
"""The one model of both kinds; requests may name any."""
ModelName = Annotated[str, Form(max_length=200)]

# what is heard stays in memory
MultiPartParser.spool_max_size = MOST_BYTES


class ModelEntry(BaseModel):
    """A model in OpenAI's list."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "owner"


class ModelList(BaseModel):
    """OpenAI's list of models."""

    object: Literal["list"] = "list"
    data: list[ModelEntry]


class SpeechRequest(BaseModel):
    """A request for speech."""

    input: str = Field(min_length=1, max_length=LONGEST_SAID)
    model: str = Field(default=MODEL, max_length=200)
    voice: Any = None
    """Ignored: the voice is the configured one."""
    instructions: str | None = None
    """Ignored."""
    response_format: SoundFormat | Literal["aac"] = "mp3"
    speed: float = Field(default=1.0, ge=0.25, le=4.0)
    """Ignored, as the voice has its own rate."""
    stream_format: Literal["audio"] | None = None


def routes(service: Service, workers: Workers) -> APIRouter:
    """`/models`, `/audio/transcriptions` and `/audio/speech`."""
    api = APIRouter()

    @api.get("/models")
    async def models() -> ModelList:
        """The models that are served."""
        return ModelList(data=[ModelEntry(id=MODEL)])

    @api.post(
        "/audio/transcriptions",
        response_model=None,
        responses={200: {"content": {"application/json": {"schema": {"type": "object"}}, "text/plain": {}}}},
    )
    async def transcriptions(
        file: Annotated[UploadFile, File()],
        model: ModelName = MODEL,
        response_format: Annotated[Literal["json", "text", "verbose_json"], Form()] = "json",
        language: Annotated[str | None, Form(max_length=20)] = None,
    ) -> dict[str, Any] | Response:
        """The transcript of a sound file."""
        if language is not None and language.lower() != service.config.language:
            raise RefusalError(422, f"The recognizer is set to the language {service.config.language}.")
        content = await file.read()
        heard = await workers.run(lambda: list(service.hear(content)))
        for one in heard:
            service.count(observe_recognition(one), "openai")
        if broken := next((one.error for one in heard if one.error), None):
            raise RefusalError(500, f"T{broken[1:]}")
        text = " ".join(one.transcript.text for one in heard if one.transcript)
        if response_format == "text":
            return PlainTextResponse(f"{text}\n")
        if response_format == "json":
            return {"text": text}
        return {
            "task": "transcribe",
            "language": service.config.language,
            "duration": max((one.end_s or 0.0 for one in heard), default=0.0),
            "text": text,
            "segments": [_segment(number, one) for number, one in enumerate(heard) if one.transcript],
        }

    @api.post(
        "/audio/speech",
        response_class=Response,
        responses={
            200: {
                "content": {
                    media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()
                }
            }
        },
    )
    async def speech(said: SpeechRequest) -> Response:
        """A text as sound."""
        form = said.response_format
        if form == "aac":
            raise RefusalError(422, f"This is not written here; use {', '.join(MEDIA)}.")

        def make() -> bytes:
            return encode(joined(service.speak(said.input)), form)

        return Response(await workers.run(make), media_type=MEDIA[form])

    return api


def _segment(number: int, one: Recognition) -> dict[str, Any]:
    text = one.transcript.text if one.transcript else ""
    return {"id": number, "start": one.start_s, "end": one.end_s, "text": text}
