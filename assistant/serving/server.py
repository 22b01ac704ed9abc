"""The servers of all protocols in one event loop, until they are told to end."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import Protocol

import uvicorn

from assistant.config import ServingConfig
from assistant.serving.access import Access
from assistant.serving.bundle_watch import POLL_S, BundleWatch
from assistant.serving.http import create_app
from assistant.serving.limits import Workers
from assistant.serving.metrics import CountedRequests
from assistant.serving.service import Service
from assistant.serving.training import PersonalTraining
from assistant.serving.wyoming_server import WyomingServer
from models.errors import ConfigError, DeviceError

ENDING_S = 5
"""Patience with open requests when the server ends."""


class Running(Protocol):
    """A server that accepts connections."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where it is reached."""
        ...

    def stop(self) -> None:
        """End it, from any thread."""
        ...


class Servers(uvicorn.Server):
    """The HTTP server, and Wyoming's beside it in the same event loop; see `Running`.

    Arguments:
        addresses: of both.
        wyoming: Wyoming's connections, and its socket; None for none.
        ready: called with it once it accepts connections.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        addresses: tuple[str, ...],
        wyoming: tuple[WyomingServer, socket.socket] | None,
        ready: Callable[[Running], None],
    ) -> None:
        super().__init__(config)
        self.addresses, self._wyoming, self._ready = addresses, wyoming, ready
        self._listening: asyncio.Server | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections."""
        await super().startup(sockets)
        if self._wyoming is not None:
            server, at = self._wyoming
            self._listening = await asyncio.start_server(server.connected, sock=at)
        if self.started:
            self._ready(self)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept no more; end once open requests have been answered or took too long."""
        if self._wyoming is not None and self._listening is not None:
            self._listening.close()
            await self._wyoming[0].stop()
        await super().shutdown(sockets)

    def stop(self) -> None:
        """End, from any thread."""
        self.should_exit = True


def serve(
    service: Service, config: ServingConfig, token: str | None, ready: Callable[[Running], None],
    poll_s: float = POLL_S,
) -> None:  # fmt: skip
    """Serve until SIGINT, SIGTERM or `Running.stop`.

    Arguments:
        token: what clients send; None for none.
        ready: called once everything is served.
        poll_s: seconds between two looks which bundle is in use.

    Raises:
        DeviceError: an address cannot be used.
        ConfigError: certificate or key cannot be read.
    """
    with ExitStack() as stack:
        listening = stack.enter_context(_listen(config.host, config.port, "--port"))
        scheme = "https" if config.encrypted else "http"
        addresses = [f"{scheme}://{_shown(listening)}/"]
        workers = stack.enter_context(closing(Workers(config.clients)))
        watch = stack.enter_context(closing(BundleWatch(service.config.bundle, service.reload, poll_s)))
        own = PersonalTraining(watch.check)
        stack.callback(own.stop)
        wyoming = None
        if config.wyoming_port is not None:
            at = stack.enter_context(_listen(config.wyoming_host, config.wyoming_port, "--wyoming-port"))
            wyoming = WyomingServer(service, workers, config.clients, config.wyoming_clients), at
            addresses.append(f"tcp://{_shown(at)} (Wyoming)")
        settings = uvicorn.Config(
            CountedRequests(
                Access(create_app(service, workers, own), token=token, names=config.names), service.metrics
            ),
            access_log=False,
            log_config=None,
            log_level=logging.WARNING,
            server_header=False,
            proxy_headers=False,
            ws_max_size=2**20,
            ssl_certfile=config.certificate,
            ssl_keyfile=config.key,
            timeout_graceful_shutdown=ENDING_S,
        )
        try:
            settings.load()
        except OSError as error:
            what = f"certificate or key cannot be used ({error})"
            raise ConfigError(what, where=str(config.certificate)) from error
        Servers(settings, tuple(addresses), wyoming, ready).run([listening])


def _listen(host: str, port: int, option: str) -> socket.socket:
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        what = f"this address cannot be used ({error.strerror or error})"
        raise DeviceError(what, where=f"{host}:{port}", do=f"choose another with {option}") from error
    return made


def _shown(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
