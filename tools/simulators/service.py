"""What every simulated system does alike: key check, faults, writes that happen once. Knows no system's rules.

A handler takes `call: Read` or `call: Write`: the call has passed the key check and any fault waiting for it.
"""

import asyncio
import hashlib
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, FastAPI, Header, Request, Response, Security
from fastapi.security import APIKeyHeader
from pydantic import BaseModel

from tools.simulators.clock import Clock
from tools.simulators.database import transaction
from tools.simulators.faults import Fault, Faults

DEFAULT_KEY = "demo-simulator-key"


@dataclass(frozen=True)
class Service:
    """One running system."""

    system: str
    db: sqlite3.Connection
    clock: Clock
    faults: Faults
    api_key: str = DEFAULT_KEY


class Failure(Exception):
    """A call that ends without its effect: answered with status, code and message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Refused(Failure):
    """The system's own rules say no."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(422, code, message)


@dataclass(frozen=True)
class Call:
    service: Service
    operation: str
    fault: Fault | None = None
    key: str = ""

    @property
    def db(self) -> sqlite3.Connection:
        return self.service.db

    @property
    def today(self) -> date:
        return self.service.clock.today()

    @property
    def now(self) -> datetime:
        return self.service.clock.now()


def service_of(app: FastAPI) -> Service:
    service = app.state.service
    assert isinstance(service, Service)
    return service


_header = APIKeyHeader(name="X-Api-Key", auto_error=False)


async def check_key(request: Request, given: Annotated[str | None, Security(_header)]) -> Service:
    service = service_of(request.app)
    if not secrets.compare_digest((given or "").encode(), service.api_key.encode()):
        raise Failure(401, "unauthorized", "missing or wrong X-Api-Key")
    return service


Checked = Annotated[Service, Depends(check_key)]


async def _pass(service: Service, operation: str, *, writes: bool) -> Fault | None:
    fault = service.faults.take(operation, writes=writes) if service.faults.waiting else None
    if fault is None:
        return None
    match fault.fault:
        case "slow":
            await asyncio.sleep(fault.wait())
        case "error":
            raise Failure(500, "internal", "fault on request: error")
        case "refuse":
            raise Refused(fault.code, "fault on request: refuse")
        case "down":
            raise Failure(503, "down", "fault on request: down")
        case "commit_then_timeout" | "stale" | "free_over_total":
            pass
    return fault


async def _read(request: Request, service: Checked) -> Call:
    operation = request.scope["route"].name
    return Call(service, operation, await _pass(service, operation, writes=False))


async def _write(
    request: Request,
    service: Checked,
    idempotency_key: Annotated[str, Header(min_length=8, max_length=200)],
) -> Call:
    operation = request.scope["route"].name
    return Call(service, operation, await _pass(service, operation, writes=True), idempotency_key)


Read = Annotated[Call, Depends(_read)]
Write = Annotated[Call, Depends(_write)]


async def write_once(call: Call, body: BaseModel, effect: Callable[[], BaseModel]) -> Response:
    """Run the effect and keep its answer under the call's key, in one transaction; a repeat gets the kept answer.

    Raises Failure 409 when the key was used for another body or operation; a Refused effect leaves no trace.
    """
    digest = hashlib.sha256(f"{call.operation}\n{body.model_dump_json()}".encode()).hexdigest()
    headers: dict[str, str] = {}
    with transaction(call.db):
        kept = call.db.execute("SELECT digest, response FROM written WHERE key = ?", (call.key,)).fetchone()
        if kept is None:
            answer = effect().model_dump_json()
            call.db.execute(
                "INSERT INTO written VALUES (?, ?, ?, ?, ?)",
                (call.key, call.operation, digest, call.now.isoformat(), answer),
            )
        elif kept["digest"] != digest:
            raise Failure(409, "key_reused", "this Idempotency-Key was used for another request")
        else:
            answer = kept["response"]
            headers["Idempotent-Replayed"] = "true"
    if call.fault is not None and call.fault.fault == "commit_then_timeout":
        await asyncio.sleep(call.fault.wait())
    return Response(answer, media_type="application/json", headers=headers)
