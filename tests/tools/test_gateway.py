"""The gateway against a real server that answers, fails, drops and dawdles as told."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from tests.tools.toy import DROP, KEPT, MADE, NO_KEY, THING, Clock, Reply, System, toy_gateway, toy_system
from tools.adapter import Receipt, Record
from tools.circuit import SECONDS_OPEN
from tools.errors import BadCall, OutcomeUnknown, SystemRefused, SystemUnavailable, UnknownOperation
from tools.gateway import Gateway

BROKEN = Reply({"code": "internal", "message": "-"}, 500)
PERSON = {"person": "p01"}


@dataclass
class Bench:
    system: System
    gateway: Gateway
    clock: Clock

    async def read(self) -> Record | Receipt:
        return await self.gateway.call("toy.thing", PERSON)

    async def write(self, deadline: float | None = None) -> Record | Receipt:
        return await self.gateway.call("toy.make", PERSON, key="case-1", deadline=deadline)

    def circuit(self) -> str:
        return self.gateway.circuits()[0].state


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    clock = Clock()
    async with toy_system() as system, toy_gateway(system.port, clock) as gateway:
        yield Bench(system, gateway, clock)


async def test_a_read_becomes_a_record_in_our_words(bench: Bench) -> None:
    bench.system.says(THING)
    record = await bench.read()
    assert isinstance(record, Record)
    assert record.fields == {"name": "a thing", "size": 2.0}
    assert record.at.tzinfo is not None


@pytest.mark.parametrize("first", [BROKEN, DROP, Reply(status=503), Reply(status=429), Reply(THING.body, after=0.7)])
async def test_a_read_is_sent_again_after_a_passing_failure(bench: Bench, first: Reply) -> None:
    bench.system.says(first, THING)
    assert isinstance(await bench.read(), Record)
    assert bench.system.asked == ["GET /thing/p01"] * 2


async def test_a_read_gives_up_after_three_tries(bench: Bench) -> None:
    bench.system.says(BROKEN)
    with pytest.raises(SystemUnavailable) as caught:
        await bench.read()
    assert (caught.value.code, caught.value.reason) == ("system_unavailable", "http_500")
    assert len(bench.system.asked) == 3


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply("<html>maintenance</html>"), "shape"),
        (Reply({"MC": "a thing"}), "shape"),
        (Reply({"MC": 5, "DX": 1}), "shape"),
        (Reply(status=404), "http_404"),
        (Reply({"code": "unauthorized", "message": "-"}, 401), "credentials"),
    ],
)
async def test_an_answer_that_cannot_be_used_is_not_asked_for_again(bench: Bench, reply: Reply, reason: str) -> None:
    bench.system.says(reply)
    with pytest.raises(SystemUnavailable) as caught:
        await bench.read()
    assert caught.value.reason == reason
    assert len(bench.system.asked) == 1


async def test_a_refusal_carries_the_systems_code_and_is_final(bench: Bench) -> None:
    bench.system.says(Reply({"code": "not_yours", "message": "皖A12345 is not bound"}, 422))
    with pytest.raises(SystemRefused) as caught:
        await bench.read()
    assert (caught.value.code, caught.value.message) == ("not_yours", "皖A12345 is not bound")
    assert "皖" not in str(caught.value)
    assert len(bench.system.asked) == 1
    assert bench.circuit() == "closed"


async def test_a_deadline_bounds_everything(bench: Bench) -> None:
    bench.system.says(Reply(THING.body, after=5))
    started = time.monotonic()
    with pytest.raises(SystemUnavailable):
        await bench.gateway.call("toy.thing", PERSON, deadline=0.3)
    assert time.monotonic() - started < 1
    bench.system.says(MADE)
    with pytest.raises(SystemUnavailable):
        await bench.write(deadline=0)
    assert bench.system.asked == []


async def test_calls_that_cannot_be_right_send_nothing(bench: Bench) -> None:
    bench.system.says(MADE)
    with pytest.raises(BadCall, match="a write needs a key"):
        await bench.gateway.call("toy.make", PERSON)
    with pytest.raises(BadCall, match="person: missing"):
        await bench.gateway.call("toy.thing", {})
    with pytest.raises(BadCall, match="only a write"):
        await bench.gateway.settle("toy.thing", "case-1")
    with pytest.raises(UnknownOperation):
        await bench.gateway.call("toy.nothing", {})
    assert bench.system.asked == []


async def test_a_write_becomes_a_receipt(bench: Bench) -> None:
    bench.system.says(MADE)
    receipt = await bench.write()
    assert isinstance(receipt, Receipt)
    assert (receipt.number, receipt.fields) == ("N-1", {"due_on": "2026-11-30"})


LOST = [BROKEN, DROP, Reply(status=502), Reply(MADE.body, after=2), Reply("not json"), Reply({"BH": "N-1"})]


@pytest.mark.parametrize("lost", LOST)
async def test_a_lost_answer_is_found_under_the_key_and_the_write_is_sent_once(bench: Bench, lost: Reply) -> None:
    bench.system.says(lost, KEPT)
    receipt = await bench.write()
    assert isinstance(receipt, Receipt)
    assert (receipt.number, receipt.at.isoformat()) == ("N-1", "2026-11-23T10:00:00+08:00")
    assert bench.system.asked == ["POST /make", "GET /by-key/case-1"]


@pytest.mark.parametrize("lost", [BROKEN, DROP])
async def test_a_write_that_left_no_trace_is_not_done(bench: Bench, lost: Reply) -> None:
    bench.system.says(lost, NO_KEY)
    with pytest.raises(SystemUnavailable):
        await bench.write()
    assert bench.system.asked == ["POST /make"] + ["GET /by-key/case-1"] * 3


@pytest.mark.parametrize("lost", [Reply(MADE.body, after=3), Reply(status=504)])
async def test_no_such_key_says_nothing_while_the_system_may_be_at_work(bench: Bench, lost: Reply) -> None:
    bench.system.says(lost, NO_KEY)
    with pytest.raises(OutcomeUnknown):
        await bench.write(deadline=2.5)
    bench.system.says(lost, NO_KEY, NO_KEY, KEPT)
    assert isinstance(await bench.write(), Receipt)
    assert bench.system.asked.count("POST /make") == 1


@pytest.mark.parametrize("silence", [BROKEN, Reply(status=404), Reply("<html>not found</html>", 404)])
async def test_the_outcome_is_unknown_when_the_key_cannot_be_looked_up(bench: Bench, silence: Reply) -> None:
    bench.system.says(BROKEN, silence)
    with pytest.raises(OutcomeUnknown) as caught:
        await bench.write(deadline=2)
    assert (caught.value.code, caught.value.key) == ("outcome_unknown", "case-1")
    assert bench.system.asked.count("POST /make") == 1


async def test_an_unknown_outcome_is_settled_later(bench: Bench) -> None:
    bench.system.says(KEPT)
    receipt = await bench.gateway.settle("toy.make", "case-1")
    assert receipt is not None
    assert receipt.number == "N-1"
    bench.system.says(NO_KEY)
    assert await bench.gateway.settle("toy.make", "case-1") is None
    bench.system.says(DROP)
    with pytest.raises(OutcomeUnknown):
        await bench.gateway.settle("toy.make", "case-1", deadline=1)
    assert "POST /make" not in bench.system.asked


async def test_a_system_that_is_not_there_leaves_a_write_undone() -> None:
    async with toy_system() as system:
        port = system.port
    async with toy_gateway(port) as gateway:
        with pytest.raises(SystemUnavailable, match="connect"):
            await gateway.call("toy.make", PERSON, key="case-1")


async def test_the_circuit_opens_after_three_failed_calls_and_closes_after_one_good_probe(bench: Bench) -> None:
    bench.system.says(BROKEN)
    for _ in range(3):
        assert bench.circuit() == "closed"
        with pytest.raises(SystemUnavailable):
            await bench.read()
    assert bench.circuit() == "open"
    bench.system.says(THING)
    bench.clock.seconds = SECONDS_OPEN - 10
    with pytest.raises(SystemUnavailable) as caught:
        await bench.read()
    assert (caught.value.reason, caught.value.retry_after) == ("circuit_open", 10)
    with pytest.raises(SystemUnavailable, match="circuit_open"):
        await bench.write()
    assert bench.system.asked == []
    bench.clock.seconds = SECONDS_OPEN
    assert bench.circuit() == "half_open"
    assert isinstance(await bench.read(), Record)
    assert bench.circuit() == "closed"


async def test_only_one_probe_goes_out_and_a_bad_one_opens_the_circuit_again(bench: Bench) -> None:
    bench.system.says(BROKEN)
    for _ in range(3):
        with pytest.raises(SystemUnavailable):
            await bench.read()
    bench.clock.seconds = SECONDS_OPEN
    bench.system.says(Reply("-", after=0.2))
    results = await asyncio.gather(*(bench.read() for _ in range(4)), return_exceptions=True)
    assert sorted(getattr(each, "reason", "") for each in results) == ["circuit_open"] * 3 + ["shape"]
    assert len(bench.system.asked) == 1
    assert bench.circuit() == "open"


async def test_a_cancelled_probe_leaves_the_way_free(bench: Bench) -> None:
    bench.system.says(BROKEN)
    for _ in range(3):
        with pytest.raises(SystemUnavailable):
            await bench.read()
    bench.clock.seconds = SECONDS_OPEN
    bench.system.says(Reply(THING.body, after=0.3), THING)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(bench.read(), 0.1)
    assert isinstance(await bench.read(), Record)


async def test_thirty_two_callers_at_once_are_served(bench: Bench) -> None:
    bench.system.says(Reply(THING.body, after=0.05))
    results = await asyncio.gather(*(bench.read() for _ in range(32)))
    assert len(results) == 32
    assert len(bench.system.asked) == 32


async def test_a_call_leaves_one_line_with_names_and_no_values(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bench.system.says(BROKEN, Reply({"MC": "林知远", "DX": 2}))
    with capture_logs() as lines:
        await bench.gateway.call("toy.thing", PERSON, conversation="c1")
    assert len(lines) == 1
    line = dict(lines[0])
    assert line.pop("ms") >= 0
    assert line == {
        "event": "tool_call",
        "log_level": "info",
        "operation": "toy.thing",
        "outcome": "ok",
        "attempt": 2,
        "reason": None,
        "missing": None,
        "fields": ["name", "size"],
        "conversation": "c1",
    }


async def test_failed_calls_are_logged_too_with_the_field_that_was_missing(bench: Bench) -> None:
    bench.system.says(Reply({"MC": "林知远"}))
    with capture_logs() as lines:
        with pytest.raises(SystemUnavailable):
            await bench.read()
        with pytest.raises(BadCall):
            await bench.gateway.call("toy.thing", {"person": "p 01"})
        bench.system.says(BROKEN, KEPT)
        await bench.write()
    assert [line["outcome"] for line in lines] == ["unavailable", "bad_call", "settled"]
    assert [line["reason"] for line in lines] == ["shape", "bad_call", "http_500"]
    assert lines[0]["missing"] == "DX"
    assert not any(value in str(lines) for value in ("p01", "p 01", "林知远", "N-1"))
