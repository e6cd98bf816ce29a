"""The one door to the city's systems: time limits, retries of reads, circuits, keys of writes, one log line a call.

Knows nothing of conversations, of items, or of what any operation means.
"""

import asyncio
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import httpx

from tools.adapter import Operation, Receipt, Record
from tools.call_log import CallLine, logged
from tools.circuit import Breaker, Circuit
from tools.errors import BadCall, OutcomeUnknown, SystemRefused, SystemUnavailable, UnknownOperation
from tools.shapes import JsonValue, field_names
from tools.wire import NoAnswer, failures_named, look_up

READ_TRIES = 3
FIRST_WAIT = 0.15
# Between the look-ups of a write whose answer was lost; with the last of them a slow commit has 6 seconds to appear.
LOOK_UP_WAITS = (0.0, 0.3, 0.7, 1.5, 1.5, 2.0)
LOOK_UP_TIMEOUT = 2.0
# How often a system must say "no such key" before a write counts as not done.
DENIALS_NEEDED = 3
DEFAULT_DEADLINE = 12.0


class Gateway:
    """Holds a connection pool and a circuit for each system, from start to `close()`.

    `clock` times the circuits; `now` dates records and receipts.
    """

    def __init__(
        self,
        operations: Iterable[Operation],
        clients: Mapping[str, httpx.AsyncClient],
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._operations = {each.name: each for each in operations}
        self._clients = dict(clients)
        self._breakers = {system: Breaker(system, clock) for system in clients}
        self._now = now

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        for client in self._clients.values():
            await client.aclose()

    def operations(self) -> Mapping[str, Operation]:
        return self._operations

    def circuits(self) -> list[Circuit]:
        return [breaker.view() for breaker in self._breakers.values()]

    async def call(
        self,
        operation: str,
        arguments: Mapping[str, JsonValue],
        *,
        key: str | None = None,
        conversation: str | None = None,
        deadline: float | None = None,
    ) -> Record | Receipt:
        """Ask once. A read may be sent up to three times, a write is sent at most once.

        `key`: what makes a write the same write; required for one. `deadline`: seconds from now for everything,
        retries and look-ups included. Raises any ToolError but SetupError.
        """
        asked = self._operation(operation)
        with logged(asked.name, conversation) as line:
            values = asked.check(arguments)
            ends_at = _ends_at(operation, deadline)
            if asked.kind == "read":
                return await self._read(asked, values, ends_at, line)
            if not key:
                raise BadCall(operation, "a write needs a key")
            return await self._write(asked, values, key, ends_at, line)

    async def settle(
        self, operation: str, key: str, *, conversation: str | None = None, deadline: float | None = None
    ) -> Receipt | None:
        """What became of a write sent earlier under this key: its receipt, or None when the system says it has none.

        Ask when the system can no longer be working on it (half a minute is ample). OutcomeUnknown: not now either.
        """
        asked = self._operation(operation)
        if asked.kind != "write":
            raise BadCall(operation, "only a write can be settled")
        with logged(asked.name, conversation) as line:
            receipt = await self._look_up(asked, key, _ends_at(operation, deadline), line, ended=True)
            line.outcome = "settled" if receipt else "not_done"
            return receipt

    def _operation(self, name: str) -> Operation:
        if name not in self._operations:
            raise UnknownOperation(name)
        return self._operations[name]

    async def _read(self, asked: Operation, values: Mapping[str, Any], ends_at: float, line: CallLine) -> Record:
        with self._circuit(asked):
            while True:
                line.attempt += 1
                try:
                    answer = await self._try(asked, values, ends_at)
                except NoAnswer as failure:
                    line.missing = failure.field
                    wait = FIRST_WAIT * 2**line.attempt * random.uniform(0.5, 1.0)
                    late = asyncio.get_running_loop().time() + wait >= ends_at
                    if line.attempt == READ_TRIES or not failure.passing or late:
                        raise SystemUnavailable(asked.name, failure.reason) from failure
                    await asyncio.sleep(wait)
                else:
                    line.fields = field_names(answer)
                    return Record(asked.name, answer, self._now())

    async def _write(
        self, asked: Operation, values: Mapping[str, Any], key: str, ends_at: float, line: CallLine
    ) -> Receipt:
        line.attempt = 1
        try:
            with self._circuit(asked):
                answer = await self._try(asked, {**values, "key": key}, ends_at)
        except NoAnswer as failure:
            if not failure.sent:
                raise SystemUnavailable(asked.name, failure.reason) from failure
            line.reason, line.missing = failure.reason, failure.field
            receipt = await self._look_up(asked, key, ends_at, line, ended=failure.ended)
            if receipt is None:
                raise SystemUnavailable(asked.name, failure.reason) from failure
            line.outcome = "settled"
            return receipt
        return _receipt(asked, answer, self._now(), line)

    async def _try(self, asked: Operation, values: Mapping[str, Any], ends_at: float) -> dict[str, JsonValue]:
        left = ends_at - asyncio.get_running_loop().time()
        # A write leaves a third of what is left for finding out what became of it.
        seconds = min(asked.timeout, left if asked.kind == "read" else left * 2 / 3)
        async with failures_named(asked.name), asyncio.timeout(seconds):
            return asked.shaped(await asked.call(self._clients[asked.system], **values))

    async def _look_up(
        self, asked: Operation, key: str, ends_at: float, line: CallLine, *, ended: bool
    ) -> Receipt | None:
        """While the system may still be at work (`ended` false), "no such key" settles nothing: it may come yet."""
        loop, denials = asyncio.get_running_loop(), 0
        for wait in LOOK_UP_WAITS:
            if loop.time() + wait >= ends_at:
                break
            await asyncio.sleep(wait)
            try:
                async with failures_named(asked.name), asyncio.timeout(min(LOOK_UP_TIMEOUT, ends_at - loop.time())):
                    kept = await look_up(self._clients[asked.system], key)
                    answer = None if kept is None or asked.receipt is None else asked.shaped(asked.receipt(kept.answer))
            except NoAnswer as failure:
                line.reason = line.reason or failure.reason
                continue
            if kept is not None and answer is not None:
                return _receipt(asked, answer, kept.at, line)
            denials += 1
            if ended and denials == DENIALS_NEEDED:
                return None
        raise OutcomeUnknown(asked.name, key, line.reason or "timeout")

    @contextmanager
    def _circuit(self, asked: Operation) -> Iterator[None]:
        breaker = self._breakers[asked.system]
        if not breaker.enter():
            raise SystemUnavailable(asked.name, "circuit_open", breaker.view().retry_after)
        try:
            yield
        except SystemRefused:
            breaker.answered()
            raise
        except (NoAnswer, SystemUnavailable):
            breaker.failed()
            raise
        except BaseException:
            breaker.abandoned()
            raise
        breaker.answered()


def _ends_at(operation: str, deadline: float | None) -> float:
    seconds = DEFAULT_DEADLINE if deadline is None else deadline
    if seconds <= 0:
        raise SystemUnavailable(operation, "deadline")
    return asyncio.get_running_loop().time() + seconds


def _receipt(asked: Operation, answer: dict[str, JsonValue], at: datetime, line: CallLine) -> Receipt:
    line.fields = field_names(answer)
    number = str(answer.pop("number"))
    return Receipt(asked.name, number, at, answer)
