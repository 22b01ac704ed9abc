"""Who may use the HTTP service: host name, origin, token, rate and size of each request, before its route.

A browser on this computer is open to every page that its owner visits. A page of another origin is told
apart by its `Origin`, and one that has pointed its own name at this computer (DNS rebinding) by its `Host`.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.serving.limits import MOST_BYTES, RETRY_S, UPLOAD_S, Rates
from assistant.serving.problems import RefusalError

PUBLIC = ("/", "/page/")
"""The page itself, which holds nothing of the owner's: it is there to ask for the token."""
SUBPROTOCOL, TOKEN_PREFIX = "assistant", "token."
"""A browser's WebSocket cannot send a header: the token is one of its subprotocols."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "media-src 'self' blob:; img-src 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Cache-Control": "no-store",
}

ENDING = "The assistant is shutting down; please try again in a moment."
"""To requests that are cancelled, which the server does to those that outlast its patience at its end."""


class Access:
    """The outermost layer of the application.

    Arguments:
        token: None where no client needs one.
        names: host names of this computer beside those that the system knows.
        rates: requests of each address.
    """

    def __init__(
        self, app: ASGIApp, *, token: str | None = None, names: Iterable[str] = (), rates: Rates | None = None
    ) -> None:
        self._app, self._token, self._rates = app, token, rates or Rates()
        own = socket.gethostname().lower()
        self._names = {"localhost", own, f"{own.partition('.')[0]}.local", *map(str.lower, names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or connection."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        answered = False
        add_headers = _with_headers(send)

        async def answer(message: Message) -> None:
            nonlocal answered
            answered = True
            await add_headers(message)

        try:
            self._check(scope)
            await self._app(scope, _limited(receive) if scope["type"] == "http" else receive, answer)
        except RefusalError as refused:
            await refused.response(scope["path"])(scope, receive, answer)
        except asyncio.CancelledError:
            if answered or scope["type"] != "http":
                raise
            ends = RefusalError(503, ENDING, {"Retry-After": str(RETRY_S)})
            await ends.response(scope["path"])(scope, receive, answer)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_own(host):
            raise RefusalError(
                421, "This computer is not known under that name; add it to names under [serving]."
            )
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            raise RefusalError(403, "Another site's page may not use this assistant.")
        path = scope["path"]
        public = path == PUBLIC[0] or path.startswith(PUBLIC[1])
        if self._token is not None and not public and not self._knows(headers):
            raise RefusalError(401, "This needs the assistant's token.", {"WWW-Authenticate": "Bearer"})
        client = scope.get("client")
        if not self._rates.admits(client[0] if client else ""):
            raise RefusalError(
                429, "These are too many requests; please slow down.", {"Retry-After": str(RETRY_S)}
            )
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > MOST_BYTES:
            raise _too_large()

    def _is_own(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        try:
            # no name was resolved, so that nobody could have pointed it here
            ipaddress.ip_address(name)
        except ValueError:
            return name in self._names
        return True

    def _knows(self, headers: Headers) -> bool:
        scheme, _, given = headers.get("authorization", "").partition(" ")
        offered = [given.strip()] if scheme.lower() == "bearer" else []
        for protocol in headers.get("sec-websocket-protocol", "").split(","):
            if protocol.strip().startswith(TOKEN_PREFIX):
                offered.append(protocol.strip().removeprefix(TOKEN_PREFIX))
        wanted = (self._token or "").encode()
        return any(hmac.compare_digest(one.encode(), wanted) for one in offered)


def _too_large() -> RefusalError:
    return RefusalError(413, f"That is larger than {MOST_BYTES // 2**20} MB, the most that is taken at once.")


def _limited(receive: Receive) -> Receive:
    """`receive` with a limit of size, and of patience for each part, of a request's body."""
    got, whole = 0, False

    async def limited() -> Message:
        nonlocal got, whole
        if whole:
            # waits for the client to go
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), UPLOAD_S)
        except TimeoutError:
            raise RefusalError(408, "The request took too long to arrive.") from None
        got += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if got > MOST_BYTES:
            raise _too_large()
        return message

    return limited


def _with_headers(send: Send) -> Send:
    """`send` with the headers of every answer; a route's own take precedence."""

    async def answer(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return answer
