"""The service on Ray Serve: replicas behind one address, on one machine or several.

    RAY_USAGE_STATS_ENABLED=0 serve run examples/serve/ray.yaml

Every request stands alone: two requests of one conversation may reach two replicas. The page, the WebSocket
and Wyoming, which live on conversations, are left to `assistant serve`.
"""

from __future__ import annotations

import atexit
import os
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ray import serve
from starlette.types import ASGIApp

from assistant import config
from assistant.config import Config
from assistant.serving.access import Access
from assistant.serving.http import create_replica_app
from assistant.serving.limits import Workers
from assistant.serving.service import open_service
from assistant.serving.tokens import read_token
from models.command_line import err
from models.errors import ConfigError

DEPLOYMENT = "Assistant"
USAGE = "RAY_USAGE_STATS_ENABLED"
"""Ray reports its use to its makers unless this variable is 0."""


class RayArguments(BaseModel):
    """`args` of the application in the deployment file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    config: Path | None = None
    """Configuration file; the owner's own by default."""
    replicas: int = Field(default=2, ge=1)
    cpus: float = Field(default=1.0, ge=0)
    """Processor cores that Ray sets aside for a replica."""


def application(arguments: dict[str, Any]) -> serve.Application:
    """The application that Ray Serve deploys.

    Raises:
        ConfigError: the arguments or the configuration are wrong, or Ray would report its use.
    """
    if os.environ.get(USAGE) != "0":
        raise ConfigError(
            "Ray reports its use to its makers", where=USAGE, do=f"set {USAGE}=0 before Ray starts"
        )
    try:
        given = RayArguments.model_validate(arguments)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ConfigError(f"wrong args ({wrong})", where="the deployment file") from error
    settings = config.load(given.config)
    read_token(settings.serving.token_file)
    content = settings.model_dump_json()

    def build() -> ASGIApp:
        # in the replica
        return replica(Config.model_validate_json(content))

    deployed = serve.deployment(
        serve.ingress(build)(), name=DEPLOYMENT, num_replicas=given.replicas,
        max_ongoing_requests=settings.serving.clients, ray_actor_options={"num_cpus": given.cpus},
    )  # fmt: skip
    return deployed.bind()


def replica(settings: Config) -> ASGIApp:
    """One replica's application, with models of its own.

    Raises:
        AssistantError: a model, the voice or the token cannot be loaded.
    """
    stack = ExitStack()
    service = stack.enter_context(open_service(settings, err))
    workers = stack.enter_context(closing(Workers(settings.serving.clients)))
    atexit.register(stack.close)
    serving = settings.serving
    app = create_replica_app(service, workers)
    return Access(app, token=read_token(serving.token_file), names=serving.names)
