"""Who may use the service: name, origin, token, size, rate."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from assistant.serving.access import Access
from assistant.serving.limits import MOST_BYTES, Rates

TOKEN = "a-token-of-the-owner"


async def size(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def ask(
    path: str = "/api/size",
    *,
    token: str | None = None,
    rates: Rates | None = None,
    content: bytes = b"",
    **headers: str,
) -> httpx.Response:
    app = Starlette(
        routes=[Route(one, size, methods=["GET", "POST"]) for one in ("/", "/page/a.js", "/api/size")]
    )
    guarded = Access(app, token=token, names=["kitchen.example"], rates=rates)

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(guarded)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8765") as client:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.post(path, content=content, headers=named)

    return asyncio.run(send())


@pytest.mark.parametrize(
    "host", ["localhost:8765", "127.0.0.1", "[::1]:8765", "192.168.1.4", "Kitchen.Example"]
)
def test_names_of_this_computer_are_served(host: str) -> None:
    assert ask(Host=host).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "[::1", "127.0.0.1.evil.example"]
)
def test_a_name_that_somebody_pointed_here_is_refused(host: str) -> None:
    refused = ask(Host=host)
    assert refused.status_code == 421 and refused.json()["error"].endswith(".")


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:8765", 200),
        ("http://localhost:8000", 403),
        ("https://evil.example", 403),
        ("null", 403),
    ],
)
def test_a_page_of_another_origin_is_refused(origin: str, status: int) -> None:
    assert ask(Origin=origin).status_code == status


def test_a_token_is_needed_for_all_but_the_page() -> None:
    assert ask(token=TOKEN).status_code == 401
    assert ask(token=TOKEN, Authorization="Bearer another-token-here").status_code == 401
    assert ask(token=TOKEN, Authorization=f"Basic {TOKEN}").status_code == 401
    assert ask(token=TOKEN, Authorization=f"Bearer {TOKEN}").status_code == 200
    assert ask(token=TOKEN, Sec_WebSocket_Protocol=f"assistant, token.{TOKEN}").status_code == 200
    assert ask("/", token=TOKEN).status_code == ask("/page/a.js", token=TOKEN).status_code == 200


def test_a_request_has_a_largest_size_also_without_a_length() -> None:
    assert ask(content=b"x" * 1_000).text == "1000"
    assert ask(Content_Length=str(MOST_BYTES + 1)).status_code == 413
    assert ask(content=b"x" * (MOST_BYTES + 1), Content_Length="5").status_code == 413


def test_an_address_that_asks_too_often_is_told_to_slow_down() -> None:
    rates = Rates(per_s=0.001, burst=1)
    assert ask(rates=rates).status_code == 200
    refused = ask(rates=rates)
    assert refused.status_code == 429 and refused.headers["retry-after"]


def test_every_answer_keeps_scripts_of_others_out() -> None:
    for answer in (ask(), ask(Host="evil.example")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_request_that_the_server_s_end_cuts_off_is_told_to_come_again() -> None:
    async def wait(request: Request) -> PlainTextResponse:
        await asyncio.sleep(60)
        return PlainTextResponse("never")

    async def cut() -> httpx.Response:
        transport = httpx.ASGITransport(Access(Starlette(routes=[Route("/api/size", wait)])))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8765") as client:
            asking = asyncio.create_task(client.get("/api/size"))
            await asyncio.sleep(0.1)
            asking.cancel()
            return await asking

    answered = asyncio.run(cut())
    assert answered.status_code == 503 and int(answered.headers["retry-after"]) > 0
    assert "shutting down" in answered.json()["error"]
