"""A system of one's own for tests: an adapter with three operations, and a real server that answers as it is told."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
from typing_extensions import TypedDict

from tools.adapter import operations_of, reads, writes
from tools.gateway import Gateway
from tools.shapes import Day, Token
from tools.wire import get, post


class Thing(TypedDict):
    name: str
    size: float | None


class Made(TypedDict):
    number: str
    due_on: Day | None


@reads("toy.thing", timeout=0.5)
async def thing(client: httpx.AsyncClient, *, person: Token, size: float | None = None) -> Thing:
    row = await get(client, f"/thing/{person}", size=size)
    return {"name": row["MC"], "size": row["DX"]}


@reads("toy.between")
async def between(client: httpx.AsyncClient, *, from_: Day, count: int, kind: Literal["big", "small"]) -> Thing:
    row = await get(client, "/between", start=from_, count=count, kind=kind)
    return {"name": row["MC"], "size": None}


def _made(row: dict[str, Any]) -> Made:
    return {"number": row["BH"], "due_on": row["RQ"]}


@writes("toy.make", receipt=_made, timeout=0.5)
async def make(client: httpx.AsyncClient, *, key: str, person: Token) -> Made:
    return _made(await post(client, "/make", {"person": person}, key=key))


@dataclass(frozen=True)
class Reply:
    """What the server does next: answer with a status and a body, after a while; status 0 hangs up unanswered."""

    body: object = None
    status: int = 200
    after: float = 0.0


DROP = Reply(status=0)
THING = Reply({"MC": "a thing", "DX": 2})
MADE = Reply({"BH": "N-1", "RQ": "2026-11-30"})
KEPT = Reply({"key": "k", "operation": "make", "at": "2026-11-23T10:00:00+08:00", "response": MADE.body})
NO_KEY = Reply({"code": "not_found", "message": "nothing was written with this key"}, 404)


@dataclass
class System:
    """Answers in order from `replies`; when they run out, the last is given again. Keeps what it was asked."""

    port: int = 0
    replies: list[Reply] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def says(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.asked.clear()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode():
                await reader.readexactly(_length(head))
                self.asked.append(" ".join(head.split(" ", 2)[:2]))
                reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
                await asyncio.sleep(reply.after)
                if reply.status == 0:
                    break
                body = reply.body.encode() if isinstance(reply.body, str) else json.dumps(reply.body).encode()
                writer.write(f"HTTP/1.1 {reply.status} -\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def toy_system() -> AsyncIterator[System]:
    system = System()
    server = await asyncio.start_server(system.serve, "127.0.0.1", 0)
    system.port = server.sockets[0].getsockname()[1]
    async with server:
        yield system


@dataclass
class Clock:
    """Time that passes when told to."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def toy_gateway(port: int, clock: Clock | None = None) -> Gateway:
    client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False)
    return Gateway(operations_of(__name__), {"toy": client}, clock=clock or Clock())


def _length(head: str) -> int:
    for line in head.lower().split("\r\n"):
        if line.startswith("content-length:"):
            return int(line.split(":")[1])
    return 0
