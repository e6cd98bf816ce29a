"""The outer edge: limits, headers, logs and figures."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, Router
from structlog.testing import capture_logs

from server.edge import Edge
from server.logs import masked
from server.metrics import Metrics
from tests.server.conftest import Running
from tests.server.talk import opened, say


async def _echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def _broken(_request: Request) -> PlainTextResponse:
    raise RuntimeError("identity number 340199199003070010 was here")


def edge(rate: str) -> httpx.AsyncClient:
    app = Router([Route("/echo", _echo, methods=["GET", "POST"]), Route("/broken", _broken)])
    transport = httpx.ASGITransport(Edge(app, Metrics(), rate, secure=True), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://edge")


async def test_too_many_requests_are_told_when_to_come_back() -> None:
    async with edge("3/minute") as client:
        answers = [await client.get("/echo") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].json()["code"] == "rate_limited"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 61


async def test_the_limit_can_be_switched_off() -> None:
    async with edge("off") as client:
        assert {(await client.get("/echo")).status_code for _ in range(50)} == {200}


async def test_a_fault_of_ours_shows_nothing_of_itself() -> None:
    with capture_logs() as lines:
        async with edge("off") as client:
            answer = await client.get("/broken", headers={"Accept-Language": "en"})
    assert [line["event"] for line in lines] == ["failed", "answered"]
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal_error"
    assert "RuntimeError" not in answer.text
    assert "340199" not in answer.text


async def test_a_body_in_pieces_is_handed_on_whole() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(4):
            yield b"x" * 1000

    async with edge("off") as client:
        assert (await client.post("/echo", content=pieces())).text == "4000"


async def test_production_asks_for_encrypted_connections() -> None:
    async with edge("off") as client:
        assert "max-age" in (await client.get("/echo")).headers["strict-transport-security"]


def test_every_answer_carries_the_protecting_headers(client: httpx.Client) -> None:
    for path in ("/", "/v1/items", "/v1/nowhere", "/healthz"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_a_request_id_is_given_or_kept(client: httpx.Client) -> None:
    assert len(client.get("/healthz").headers["x-request-id"]) >= 8
    assert client.get("/healthz", headers={"X-Request-Id": "abc-12345"}).headers["x-request-id"] == "abc-12345"
    assert client.get("/healthz", headers={"X-Request-Id": "a b\\n"}).headers["x-request-id"] != "a b\\n"


def test_the_log_holds_no_words_no_ids_and_is_json(running: Running, client: httpx.Client) -> None:
    conversation = opened(client)
    say(client, conversation, "我叫赵某某，手机13955501234，想问停车怎么收费")
    client.get("/v1/search", params={"q": "独一无二的检索词"})
    lines = running.log.read_text("utf-8").splitlines()
    ours = [json.loads(line) for line in lines if line.startswith("{")]
    assert any(line.get("route") == "/v1/conversations/{conversation_id}/turns" for line in ours)
    whole = "\n".join(lines)
    for secret in ("赵某某", "13955501234", "独一无二的检索词", conversation):
        assert secret not in whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tel 13955501234.", "tel 139*****234."),
        ("34019919900307001X", "340*****01X"),
        ("port 8000 in 2026-11-23", "port 8000 in 2026-11-23"),
    ],
)
def test_personal_numbers_are_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_figures_are_counted_by_route_and_status(client: httpx.Client) -> None:
    say(client, opened(client), "停车怎么收费")
    text = client.get("/metrics").text
    assert 'shuoban_http_requests_total{method="POST",route="/v1/conversations",status="201"}' in text
    assert "shuoban_turns_total{" in text


def test_the_service_is_alive_and_ready(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    ready = client.get("/readyz").json()
    assert ready["items"] > 0
    assert ready["documents"] > 0
