"""Plays a scenario against an assistant and the city's systems, and tells where it went otherwise than written.

Knows the assistant's turn function and the systems' trial interface (faults, records); nothing of servers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from assistant.build import Assistant
from assistant.case import Case, Conversation
from assistant.reply import Reply
from assistant.turn import open_conversation, take_turn
from eval.judge import asked_slot, faults, text_of
from eval.scenario import Fault, Said, Scenario


class Systems(Protocol):
    """The city's systems as trials see them."""

    def fault(
        self, system: str, operation: str, fault: str, *, times: int = 1, seconds: float | None = None, code: str = ...
    ) -> None: ...

    def clear_faults(self) -> None: ...

    def records(self, system: str, table: str, **where: str) -> list[dict[str, str | int | float | None]]: ...


@dataclass(frozen=True)
class Played:
    """`wrong` is empty when everything went as written; `talk` is the conversation to read."""

    wrong: tuple[str, ...]
    talk: str


async def play(scenario: Scenario, assistant: Assistant, systems: Systems) -> Played:
    """Plays all turns; stops at none, so that every difference is told."""
    wrong: list[str] = []
    lines: list[str] = []
    person = scenario.person
    _faulted(scenario.faults, systems)
    opened = await open_conversation(assistant, channel=scenario.channel, language=scenario.language, person=person)
    receipts: set[str] = set()
    done: set[str] = set()
    for number, said in enumerate(scenario.turns, 1):
        person = said.person or person
        if said.clear_faults:
            systems.clear_faults()
        _faulted(said.faults, systems)
        reply = await _said(assistant, opened.conversation, said.say, person)
        shown = reply.model_dump(mode="json")
        lines += [
            f"  > {said.say[:200]}",
            *(f"    {line}" for line in text_of(shown).splitlines()),
            f"    [{reply.status}]",
        ]
        called = _called(await assistant.store.load(opened.conversation)) - done
        done |= called
        receipts |= {part.number for part in reply.parts if part.kind == "receipt"}
        wrong += [f"turn {number} ({said.say[:40]}): {fault}" for fault in _differences(said, shown, called)]
    if scenario.ends.submitted is not None and len(receipts) != scenario.ends.submitted:
        wrong.append(f"ends with {len(receipts)} receipts, expected {scenario.ends.submitted}")
    for row in scenario.ends.rows():
        found = systems.records(row.system, row.table, **{name: str(value) for name, value in row.where.items()})
        if len(found) != row.count:
            wrong.append(f"{row.system}.{row.table} {row.where}: {len(found)} rows, expected {row.count}")
    systems.clear_faults()
    return Played(tuple(wrong), "\n".join(lines))


def _faulted(asked: tuple[Fault, ...], systems: Systems) -> None:
    for fault in asked:
        systems.fault(
            fault.system, fault.operation, fault.fault, times=fault.times, seconds=fault.seconds, code=fault.code
        )


async def _said(assistant: Assistant, conversation: str, text: str, person: str | None) -> Reply:
    reply: Reply | None = None
    async for part in take_turn(assistant, conversation, text, person=person):
        if isinstance(part, Reply):
            reply = part
    assert reply is not None
    return reply


def _called(conversation: Conversation) -> set[str]:
    """Every call of every case, as "case:operation:arguments"; the operation is its middle."""
    cases: list[Case] = [case for case in (conversation.case, *conversation.suspended, *conversation.finished) if case]
    made = {f"{case.number}|{called.operation}|{name}" for case in cases for name, called in case.calls.items()}
    return made | {f"{case.number}|{case.outcome.operation}|{case.outcome.key}" for case in cases if case.outcome}


def _differences(said: Said, reply: Mapping[str, object], called: set[str]) -> list[str]:
    shown = dict(reply)
    operations = {name.split("|")[1] for name in called}
    wrong = faults(
        shown,
        status=said.statuses(),
        must=[[fact] if isinstance(fact, str) else fact for fact in said.expect],
        must_not=said.expect_not,
        cites=[ref.split("#")[0] for ref in said.cites],
    )
    if said.asks is not None and asked_slot(shown) != said.asks:
        wrong.append(f"asks {asked_slot(shown)}, expected {said.asks}")
    wrong += [f"did not call {name}" for name in said.called if name not in operations]
    wrong += [f"called {name}" for name in said.not_called if name in operations]
    return wrong
