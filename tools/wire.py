"""How the city's systems are spoken to over HTTP: the headers, what a status means, the look-up of a key.

Knows nothing of what is asked, of retries or of circuits.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from urllib.parse import quote

import httpx
import pydantic

from tools.errors import SystemRefused

API_KEY = "X-Api-Key"
IDEMPOTENCY_KEY = "Idempotency-Key"


class NoAnswer(Exception):
    """A try that ended without a usable answer, and what that allows.

    `sent`: the system may have received it. `ended`: the system has certainly stopped working on it.
    `passing`: the same may well succeed in a moment. `field`: what was missing or not as agreed, by name.
    """

    def __init__(
        self, reason: str, *, sent: bool = True, ended: bool = True, passing: bool = True, field: str | None = None
    ) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason
        self.sent = sent
        self.ended = ended
        self.passing = passing


async def get(client: httpx.AsyncClient, path: str, **query: str | int | float | None) -> Any:
    """The JSON answer. Arguments that are None are left out. httpx.HTTPError, ValueError."""
    asked = {name: value for name, value in query.items() if value is not None}
    return (await client.get(path, params=asked)).raise_for_status().json()


async def post(client: httpx.AsyncClient, path: str, body: Mapping[str, object], *, key: str | None = None) -> Any:
    """As `get`; with `key` for a write, without for a question too long for an address."""
    headers = {} if key is None else {IDEMPOTENCY_KEY: key}
    sent = {name: value for name, value in body.items() if value is not None}
    return (await client.post(path, json=sent, headers=headers)).raise_for_status().json()


@dataclass(frozen=True)
class Kept:
    """What a system keeps of a write: its answer of that moment."""

    answer: Any
    at: datetime


async def look_up(client: httpx.AsyncClient, key: str) -> Kept | None:
    """What the system keeps under a write's key; None when it says itself that it keeps nothing.

    A bare 404 does not say so: it may come from whatever stands in front of the system.
    """
    response = await client.get(f"/by-key/{quote(key, safe='')}")
    if response.status_code == httpx.codes.NOT_FOUND and _refusal(response) is not None:
        return None
    kept = response.raise_for_status().json()
    return Kept(kept["response"], datetime.fromisoformat(kept["at"]))


@asynccontextmanager
async def failures_named(operation: str) -> AsyncIterator[None]:
    """Whatever a try may raise becomes NoAnswer or SystemRefused, without the address or the body in it."""
    try:
        yield
    except httpx.HTTPStatusError as error:
        _status(operation, error.response)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
        raise NoAnswer("connect", sent=False) from None
    except (httpx.TimeoutException, TimeoutError):
        raise NoAnswer("timeout", ended=False) from None
    except httpx.HTTPError:
        raise NoAnswer("lost") from None
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        # Not JSON, or not the fields that were agreed: a maintenance page, a new version of the system.
        raise NoAnswer("shape", passing=False, field=_field(error)) from None


def _status(operation: str, response: httpx.Response) -> NoReturn:
    status, refusal = response.status_code, _refusal(response)
    if status >= 500:
        # A gateway in front of the system gives up (502, 504) while the system may still be at work.
        raise NoAnswer(f"http_{status}", ended=status not in (502, 504)) from None
    if status in (401, 403):
        raise NoAnswer("credentials", sent=False, passing=False) from None
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise NoAnswer("http_429", sent=False) from None
    if refusal is not None:
        raise SystemRefused(operation, *refusal) from None
    raise NoAnswer(f"http_{status}", sent=False, passing=False) from None


def _refusal(response: httpx.Response) -> tuple[str, str] | None:
    try:
        body = response.json()
    except ValueError:
        return None
    match body:
        case {"code": str(code), "message": str(message)}:
            return code, message
        case _:
            return None


def _field(error: Exception) -> str | None:
    match error:
        case pydantic.ValidationError():
            return ".".join(str(part) for part in error.errors()[0]["loc"])
        case KeyError(args=(str(name),)) if name.isidentifier():
            return name
        case _:
            return None
