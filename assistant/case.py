"""A case (办件) and the conversation it belongs to, as values; and what is known of a case on a day.

Knows items and conditions; calls and stores nothing. A case has no position: the next step follows from its facts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from assistant.conditions import Json, Unknown, evaluate, holds
from assistant.items import Level, LookUp, ServiceItem
from prompts import Language

Channel = Literal["chat", "voice", "kiosk", "desk"]
OutcomeState = Literal["intended", "done", "unknown", "refused", "failed"]


@dataclass(frozen=True)
class Person:
    """Who is signed in. `level` is the identity level; a minor under 14 gives no data without a guardian."""

    id: str
    name: str = ""
    level: Level = "medium"
    minor: bool = False


@dataclass(frozen=True)
class Fact:
    """A slot's value as the citizen said or chose it."""

    value: Json
    said: str = ""
    turn: int = 0


@dataclass(frozen=True)
class Called:
    """A read that was made, and the facts it gave. When it failed: the error's code and the system's own sentence."""

    operation: str
    saved: dict[str, Json] = field(default_factory=dict)
    problem: str | None = None
    message: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of the submission. `intended` is stored before the call, so a crash never loses it."""

    state: OutcomeState
    key: str
    operation: str
    number: str | None = None
    at: str | None = None
    fields: dict[str, Json] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True)
class Case:
    number: str
    item: str
    version: str
    said: dict[str, Fact] = field(default_factory=dict)
    calls: dict[str, Called] = field(default_factory=dict)
    read_back: str | None = None
    read_back_at: float = 0.0
    confirmed: str | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Awaited:
    """What the last reply asked for, so that "是", "第二个" or a bare value can be understood."""

    kind: Literal["slot", "confirm", "clarify", "offer", "sign_in"]
    slot: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conversation:
    id: str
    channel: Channel
    language: Language
    person: str | None = None
    turn: int = 0
    case: Case | None = None
    suspended: tuple[Case, ...] = ()
    finished: tuple[Case, ...] = ()
    awaited: Awaited | None = None
    misunderstood: int = 0
    question: str | None = None  # the last question, for "那去年呢" and answers to a closing question
    about: str | None = None  # the last topic or item spoken of
    correcting: str | None = None  # the slot a "no" to the read-back pointed at: asked next
    handed_off: str | None = None
    version: int = 0

    def with_case(self, case: Case | None) -> Conversation:
        return replace(self, case=case)


@dataclass(frozen=True)
class Known:
    """Everything known of a case: values by name, slots that do not exist in this case, and where values came from."""

    facts: Mapping[str, Json]
    absent: frozenset[str]
    from_record: frozenset[str]


def unsettled(case: Case) -> bool:
    """Sent, or about to be sent, and not known to be done or not done."""
    return case.outcome is not None and case.outcome.state in ("intended", "unknown")


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(*values: object) -> str:
    return hashlib.sha256(canonical(values).encode()).hexdigest()[:32]


def known(item: ServiceItem, case: Case, person: Person | None, today: date) -> Known:
    """Facts from sign-in, records, figures, talk and computation, until nothing new follows (conditions may chain)."""
    base: dict[str, Json] = {"person": person.id if person else None, "today": today.isoformat()}
    base.update(item.figures_on(today))
    current = Known(base, frozenset(), frozenset())
    for _ in range(len(item.slots) + len(item.compute) + len(item.look_up) + 1):
        following = _derive(item, case, base, current)
        if following == current:
            break
        current = following
    return current


def _derive(item: ServiceItem, case: Case, base: Mapping[str, Json], before: Known) -> Known:
    facts = dict(base)
    seen: dict[str, Json] = dict(before.facts)
    for look_up in item.look_up:
        facts.update(_found(look_up, case, seen))
    absent, recorded = set(), set()
    for slot in item.slots:
        exists = holds(slot.when, seen) if slot.when else True
        if exists is False:
            facts[slot.name] = None
            absent.add(slot.name)
        elif isinstance(exists, Unknown):
            continue
        elif slot.name in case.said:
            facts[slot.name] = case.said[slot.name].value
        elif slot.prefill and not isinstance(value := evaluate(slot.prefill, seen), Unknown) and value is not None:
            facts[slot.name] = value
            recorded.add(slot.name)
        elif slot.optional:
            facts[slot.name] = None
    for computed in item.compute:
        value = evaluate(computed.value, {**seen, **facts})
        if not isinstance(value, Unknown):
            facts[computed.name] = value
    return Known(facts, frozenset(absent), frozenset(recorded))


def _found(look_up: LookUp, case: Case, facts: Mapping[str, Json]) -> Mapping[str, Json]:
    """What the look-up gave for its present arguments; a record of other arguments (a corrected plate) is not used."""
    sent = arguments(look_up.send, facts)
    if sent is None or (look_up.when is not None and holds(look_up.when, facts) is not True):
        return {}
    made = case.calls.get(signature(look_up.operation, sent))
    return made.saved if made is not None else {}


def arguments(send: Mapping[str, str], facts: Mapping[str, Json]) -> dict[str, Json] | None:
    """The values of a call. None while one cannot be told yet; a null value is not sent."""
    sent: dict[str, Json] = {}
    for name, source in send.items():
        value = evaluate(source, facts)
        if isinstance(value, Unknown):
            return None
        if value is not None:
            sent[name] = value
    return sent


def signature(operation: str, sent: Mapping[str, Json]) -> str:
    """Names a look-up by what is asked, so that the same question is asked once in a case."""
    return f"{operation}:{digest(sent)}"
