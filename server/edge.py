"""The outer edge, in plain ASGI: request id, size and rate limits, security headers, log line, figures, last catch.

Knows routes only by name. Nothing a person wrote, no id and no query string is logged.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from prompts import Language
from server.metrics import Metrics
from server.problems import preferred, problem, respond

LARGEST_BODY = 64 * 1024
SLOWEST_BODY = 30.0
_REQUEST_ID = re.compile(rb"[A-Za-z0-9-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_UNLIMITED = frozenset({"/healthz", "/readyz", "/metrics"})

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

log = structlog.get_logger("server")


class Refused(Exception):
    """The request is turned away before any route sees it; `code` is in problems.yaml."""

    def __init__(self, code: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code, self.headers = code, headers


@dataclass
class Edge:
    """Wraps the application. `rate` is like "600/minute" for one client address, or "off"."""

    app: ASGIApp
    metrics: Metrics
    rate: str
    secure: bool
    limit: RateLimitItem | None = field(init=False)
    window: FixedWindowRateLimiter = field(init=False)

    def __post_init__(self) -> None:
        self.limit = None if self.rate.strip().lower() == "off" else parse(self.rate)
        self.window = FixedWindowRateLimiter(MemoryStorage())
        headers = dict(HEADERS)
        if self.secure:
            headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = Exchange(scope, send, self._headers)
        self.metrics.running.inc()
        try:
            self._within_rate(scope)
            await self.app(scope, await _whole_body(scope, receive), exchange.send)
        except Refused as refused:
            await exchange.refuse(refused.code, receive, refused.headers)
        except Exception:
            log.exception("failed", request_id=exchange.request_id, route=exchange.route)
            await exchange.refuse("internal_error", receive, None)
        finally:
            self.metrics.running.dec()
            self._note(exchange)

    def _within_rate(self, scope: Scope) -> None:
        if self.limit is None or scope["path"] in _UNLIMITED:
            return
        client = scope["client"][0] if scope.get("client") else "unknown"
        if not self.window.hit(self.limit, client):
            wait = max(1, round(self.window.get_window_stats(self.limit, client).reset_time - time.time()))
            raise Refused("rate_limited", {"Retry-After": str(wait)})

    def _note(self, exchange: Exchange) -> None:
        seconds = time.perf_counter() - exchange.began
        self.metrics.request(exchange.method, exchange.route, exchange.status, seconds)
        if exchange.route not in _UNLIMITED:
            log.info(
                "answered", request_id=exchange.request_id, method=exchange.method, route=exchange.route,
                status=exchange.status, ms=round(seconds * 1000, 1),
            )  # fmt: skip


class Exchange:
    """One request and what is sent back for it."""

    def __init__(self, scope: Scope, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
        self.scope, self._send, self._headers = scope, send, headers
        self.began = time.perf_counter()
        self.status = 0
        given = dict(scope["headers"])
        wanted = given.get(b"x-request-id", b"")
        self.request_id = wanted.decode() if _REQUEST_ID.fullmatch(wanted) else secrets.token_hex(8)
        self.language: Language = preferred(given.get(b"accept-language", b"").decode("latin-1")) or "zh"
        self.method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        scope.setdefault("state", {})["request_id"] = self.request_id

    @property
    def route(self) -> str:
        """The route's pattern, never the path: a path can hold a conversation's secret id or a case number."""
        return str(getattr(self.scope.get("route"), "path", "(none)"))

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], *self._headers, (b"x-request-id", self.request_id.encode())]
        await self._send(message)

    async def refuse(self, code: str, receive: Receive, headers: Mapping[str, str] | None) -> None:
        """Answers with a problem document, unless an answer has already begun."""
        if self.status:
            return
        response = respond(problem(code, self.language, self.request_id), self.language, headers)
        await response(self.scope, receive, self.send)


async def _whole_body(scope: Scope, receive: Receive) -> Receive:
    """Reads the body up to the limit before any work is done, and hands it on in one piece."""
    if scope["method"] in ("GET", "HEAD"):
        return receive
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    if not declared.isdigit() or int(declared) > LARGEST_BODY:
        raise Refused("body_too_large", {"Connection": "close"})
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return receive
                body += message.get("body", b"")
                if len(body) > LARGEST_BODY:
                    raise Refused("body_too_large", {"Connection": "close"})
                if not message.get("more_body", False):
                    break
    except TimeoutError:
        raise Refused("body_too_slow", {"Connection": "close"}) from None
    waiting: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
