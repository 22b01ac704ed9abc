"""The page, and the routes that only it needs."""

from __future__ import annotations

import secrets
from collections import deque
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field

from assistant.conversation.loop import LONGEST_TEXT
from assistant.serving import learning, training
from assistant.serving.household import Household, Topic, household, topics
from assistant.serving.learning import LoggedLine, Recorded
from assistant.serving.limits import Workers
from assistant.serving.problems import RefusalError
from assistant.serving.service import Service
from assistant.serving.training import PersonalTraining, TrainingProgress

PAGE = Path(__file__).parent / "page"
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "media-src data:; sandbox allow-scripts; frame-ancestors 'none'"
)
"""The report is one file that holds everything; what it holds runs without this site's rights."""
Id = Annotated[str, Query(min_length=1, max_length=200)]


class Corrected(BaseModel):
    """What an utterance really was."""

    text: str | None = Field(default=None, min_length=1, max_length=LONGEST_TEXT)
    """Null where it was understood rightly."""


class ReportLink(BaseModel):
    """Where to read the report, once."""

    path: str


def add(app: FastAPI) -> None:
    """Add the page's files, and its report under a link that is used once: a link sends no token."""
    links: deque[str] = deque(maxlen=10)

    @app.get("/", include_in_schema=False)
    async def index() -> FileResponse:
        return FileResponse(PAGE / "index.html")

    @app.post("/api/training/report", responses={404: {"description": "There is none."}})
    def link() -> ReportLink:
        """A link to the newest training's report."""
        if training.report() is None:
            raise RefusalError(404, "There is no report yet.")
        links.append(secrets.token_urlsafe())
        return ReportLink(path=f"/page/report/{links[-1]}")

    @app.get("/page/report/{link}", include_in_schema=False)
    def report(link: str) -> Response:
        found = training.report()
        if link not in links or found is None:
            raise RefusalError(404, "This link was used already.")
        links.remove(link)
        return HTMLResponse(found, headers={"Content-Security-Policy": REPORT_POLICY})

    app.mount("/page", StaticFiles(directory=PAGE))


def routes(service: Service, workers: Workers, own: PersonalTraining) -> APIRouter:
    """Household, examples, corrections, recordings and training."""
    api = APIRouter()

    @api.get("/household")
    async def kept() -> Household:
        """What the skills keep."""
        return await workers.run(lambda: household(service.database, service.profile))

    @api.get("/said")
    async def said() -> list[Topic]:
        """What can be said."""
        return await workers.run(lambda: topics(service.skills.skills))

    @api.get("/corrections")
    async def corrections() -> list[LoggedLine]:
        """Logged utterances to go through."""
        return await workers.run(learning.corrections)

    @api.get("/corrections/sound", response_class=FileResponse)
    async def logged_sound(id: Id) -> FileResponse:
        """The sound of a logged utterance."""
        return FileResponse(await workers.run(lambda: learning.logged_sound(id)), media_type="audio/flac")

    @api.post("/corrections", status_code=204)
    async def accept(id: Id, corrected: Corrected) -> None:
        """Learn from a logged utterance, corrected or as it is."""
        await workers.run(
            lambda: learning.accept_logged(id, corrected.text, service.classifier, service.owner)
        )

    @api.delete("/corrections", status_code=204)
    async def drop(id: Id) -> None:
        """Delete a logged utterance."""
        await workers.run(lambda: learning.drop_logged(id))

    @api.get("/recordings")
    async def recorded() -> list[Recorded]:
        """Recordings and reviewed corrections."""
        return await workers.run(learning.recorded)

    @api.get("/recordings/sound", response_class=FileResponse)
    async def recorded_sound(id: Id) -> FileResponse:
        """The sound of a recording."""
        return FileResponse(await workers.run(lambda: learning.recorded_sound(id)), media_type="audio/flac")

    @api.delete("/recordings", status_code=204)
    async def delete(id: Id) -> None:
        """Delete a recording."""
        await workers.run(lambda: learning.delete_recorded(id))

    @api.post("/training", status_code=202)
    async def start() -> TrainingProgress:
        """Begin to train on the recordings."""
        await workers.run(own.start)
        return own.progress()

    @api.get("/training")
    async def progress() -> TrainingProgress:
        """How far the training is."""
        return await workers.run(own.progress)

    @api.delete("/training")
    async def stop() -> TrainingProgress:
        """Stop the training."""
        await workers.run(own.stop)
        return own.progress()

    return api
