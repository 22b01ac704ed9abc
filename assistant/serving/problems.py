"""Refusals and errors as one sentence of JSON."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette import exceptions
from starlette.responses import JSONResponse, Response

from assistant.serving.limits import RETRY_S, BusyError
from models.errors import AssistantError, InputError, StalledError

log = logging.getLogger(__name__)

OPENAI = "/v1/"
"""Paths whose clients expect OpenAI's form of an error."""
UNEXPECTED = "Something went wrong here; the assistant's log holds the details."


class Problem(BaseModel):
    """What went wrong."""

    error: str
    """One sentence."""


class OpenAIError(BaseModel):
    """What went wrong, as OpenAI's clients expect it."""

    message: str
    type: str
    param: str | None = None
    code: str | None = None


class OpenAIProblem(BaseModel):
    """An error in OpenAI's form."""

    error: OpenAIError


class RefusalError(HTTPException):
    """A request that is not carried out.

    Arguments:
        sentence: the reason, for a person.
    """

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, sentence, dict(headers or {}))

    def response(self, path: str) -> Response:
        """The answer, in the form that clients of the path expect."""
        problem: Problem | OpenAIProblem = Problem(error=self.detail)
        if path.startswith(OPENAI):
            kind = "invalid_request_error" if self.status_code < 500 else "server_error"
            problem = OpenAIProblem(error=OpenAIError(message=self.detail, type=kind))
        return JSONResponse(problem.model_dump(), self.status_code, self.headers)


STATUSES = {
    401: "The token is missing or wrong.",
    403: "The request comes from another site's page.",
    408: "The request took too long to arrive.",
    413: "The request is too large.",
    421: "The host name is not this computer's.",
    422: "The request is wrong.",
    429: "One address sends too many requests.",
    500: "Something failed.",
    503: "Too many requests are at work; `Retry-After` tells when to come again.",
}


def described(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """The errors of every route, for its description."""
    return {status: {"model": model, "description": meaning} for status, meaning in STATUSES.items()}


def refusal(error: Exception) -> RefusalError:
    """The refusal that an error leads to."""
    match error:
        case RefusalError():
            return error
        case BusyError():
            return RefusalError(503, error.sentence, {"Retry-After": str(RETRY_S)})
        case StalledError():
            return RefusalError(503, str(error), {"Retry-After": str(RETRY_S)})
        case InputError():
            return RefusalError(422, str(error))
        case AssistantError():
            return RefusalError(500, str(error))
        case RequestValidationError():
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"] if part != "body")
            return RefusalError(422, f"{where + ': ' if where else ''}{first['msg']}.")
        case exceptions.HTTPException():
            sentence = "There is nothing here." if error.status_code == 404 else f"{error.detail}."
            return RefusalError(error.status_code, sentence, error.headers)
    log.exception("a request failed", exc_info=error)
    return RefusalError(500, UNEXPECTED)


def handle(app: FastAPI) -> None:
    """Answer every error of a route with one sentence."""

    async def answer(request: Request, error: Exception) -> Response:
        return refusal(error).response(request.url.path)

    kinds = (BusyError, AssistantError, RequestValidationError, exceptions.HTTPException, Exception)
    for kind in kinds:
        app.add_exception_handler(kind, answer)
