"""The HTTP connection to Home Assistant: limited in size and time, without redirects and proxies."""

from __future__ import annotations

import json
import re
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.skills.config import HomeAssistantConfig
from models.errors import ConfigError, SkillError

if TYPE_CHECKING:
    import httpx

LONGEST_REPLY = 8 * 1024 * 1024
"""Bytes."""
_LONGEST_TOKEN = 4096
_VISIBLE = re.compile(r"[!-~]+")
"""ASCII without spaces and control characters."""
_SETTINGS = "skills.home_assistant"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status and text of an answer."""

    url: str
    path: str
    status: int
    text: str

    def checked(self) -> HttpAnswer:
        """The same answer.

        Raises:
            SkillError: the status is not one of success.
        """
        if self.status in (401, 403):
            raise SkillError(
                "Home Assistant refused the access token", where=self.url, do="make a new long-lived token"
            )
        if 300 <= self.status < 400:
            raise SkillError(
                "Home Assistant sent the request on to another address",
                where=self.url,
                do=f"give its final address in {_SETTINGS}.url",
            )
        if self.status >= 400:
            raise SkillError(f"Home Assistant answered {self.status} to {self.path}", where=self.url)
        return self

    def json(self) -> Any:
        """The value that the text holds.

        Raises:
            SkillError: it is not JSON.
        """
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            raise misunderstood(self.url) from None


class HttpConnection:
    """Requests with the access token.

    Raises:
        ConfigError: the address or the token is wrong, or the token file cannot be read.
    """

    def __init__(self, config: HomeAssistantConfig) -> None:
        self._url, self._timeout_s = _address(config.url), config.timeout_s
        self._headers = {"Authorization": f"Bearer {_token(config)}", "Accept-Encoding": "identity"}

    def __repr__(self) -> str:
        return f"HttpConnection({self._url!r})"

    @cached_property
    def _client(self) -> httpx.Client:
        # made when first used: httpx and its certificates take half a second to load
        import httpx

        secure = httpx.create_ssl_context() if self._url.startswith("https") else False
        return httpx.Client(
            base_url=self._url,
            headers=self._headers,
            timeout=self._timeout_s,
            verify=secure,
            trust_env=False,
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connection."""
        if "_client" in self.__dict__:
            self._client.close()

    def misunderstood(self) -> SkillError:
        """The error for an answer in another form than the documented one."""
        return misunderstood(self._url)

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> HttpAnswer:
        """The answer to a request.

        Raises:
            SkillError: there is none in time, it is too long, or it is not text.
        """
        answer: Future[HttpAnswer] = Future()
        # in a thread: neither the look-up of a name nor a reply that trickles in obeys httpx's time limits
        threading.Thread(target=self._exchange, args=(answer, method, path, body), daemon=True).start()
        try:
            return answer.result(self._timeout_s)
        except TimeoutError:
            raise self._late() from None

    def _exchange(
        self, answer: Future[HttpAnswer], method: str, path: str, body: dict[str, Any] | None
    ) -> None:
        import httpx

        try:
            answer.set_result(self._answered(method, path, body))
        except httpx.TimeoutException:
            answer.set_exception(self._late())
        except (httpx.HTTPError, httpx.InvalidURL, OSError, RuntimeError):
            # no cause: its text could repeat what was sent
            error = SkillError(
                "Home Assistant could not be reached",
                where=self._url,
                do="check its address and the network",
            )
            answer.set_exception(error)
        except SkillError as error:
            answer.set_exception(error)

    def _answered(self, method: str, path: str, body: dict[str, Any] | None) -> HttpAnswer:
        deadline, parts, length = time.monotonic() + self._timeout_s, [], 0
        with self._client.stream(method, path, json=body) as response:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise self.misunderstood()
            for part in response.iter_raw():
                parts.append(part)
                length += len(part)
                if length > LONGEST_REPLY:
                    raise SkillError("Home Assistant's answer is too long", where=self._url)
                if time.monotonic() > deadline:
                    raise self._late()
        try:
            return HttpAnswer(self._url, path, response.status_code, b"".join(parts).decode("utf-8"))
        except UnicodeDecodeError:
            raise self.misunderstood() from None

    def _late(self) -> SkillError:
        return SkillError(
            "Home Assistant did not answer in time", where=self._url, do="check its address and the network"
        )


def misunderstood(url: str) -> SkillError:
    """The error for an answer in another form than the documented one."""
    return SkillError("Home Assistant gave an answer that I don't understand", where=url)


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        right = bool(parts.hostname) and (parts.port is None or parts.port > 0) and _VISIBLE.fullmatch(url)
    except ValueError:
        right = False
    if not right or "@" in url:
        # not shown: it may hold a password
        raise ConfigError(
            "Home Assistant's address is wrong",
            where=f"{_SETTINGS}.url",
            do="give it as http://name:8123, without user name and password",
        )
    return url


def _token(config: HomeAssistantConfig) -> str:
    where = f"{_SETTINGS}.token"
    if config.token is not None:
        token = config.token.get_secret_value()
    else:
        assert config.token_file is not None  # the configuration was checked
        where = str(config.token_file)
        try:
            with config.token_file.expanduser().open("rb") as file:
                # one byte more than is allowed tells a token that is too long
                token = file.read(_LONGEST_TOKEN + 1).decode("utf-8").strip()
        except OSError as error:
            raise ConfigError(
                "Home Assistant's token cannot be read", where=where, do=f"check the file ({error.strerror})"
            ) from error
        except UnicodeDecodeError:
            raise ConfigError(
                "Home Assistant's token cannot be read", where=where, do="the file is not text"
            ) from None
    if not _VISIBLE.fullmatch(token) or len(token) > _LONGEST_TOKEN:
        raise ConfigError(
            "Home Assistant's token is not one line of letters, digits and stops",
            where=where,
            do="copy it again from its profile page",
        )
    return token
