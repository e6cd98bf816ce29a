"""What happens next in a case, computed from what is known; what commands change. Pure: no I/O, no clock, no model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.case import Called, Case, Fact, Known, Outcome, Person, arguments, digest, known, signature
from assistant.commands import SetSlot
from assistant.conditions import ConditionError, Json, Unknown, holds, names_in
from assistant.items import LEVELS, LookUp, Rule, ServiceItem, Slot


@dataclass(frozen=True)
class AskSignIn:
    level: str


@dataclass(frozen=True)
class Refuse:
    """A rule that fails, or one that cannot be checked (`unchecked`): it never passes by default."""

    rule: Rule
    unchecked: bool = False


@dataclass(frozen=True)
class NotAllowed:
    """Not a rule of the item: a minor, or an identity level below what the item needs."""

    reason: str


@dataclass(frozen=True)
class CallTool:
    """A look-up (`key` is None) or the submission. `signature` names a look-up by operation and arguments."""

    operation: str
    arguments: Mapping[str, Json]
    signature: str
    save: Mapping[str, str]
    key: str | None = None


@dataclass(frozen=True)
class Stuck:
    """A look-up failed. `code` says how; what was said is kept."""

    operation: str
    code: str
    message: str


@dataclass(frozen=True)
class Ask:
    slot: Slot


@dataclass(frozen=True)
class AskConfirm:
    digest: str


@dataclass(frozen=True)
class Settle:
    """The submission was sent and its outcome is not known: look it up by key, never send again."""

    operation: str
    key: str


@dataclass(frozen=True)
class NotSubmitted:
    """The system refused or was not reachable; nothing was submitted."""

    outcome: Outcome


@dataclass(frozen=True)
class Done:
    outcome: Outcome | None


Step = AskSignIn | Refuse | NotAllowed | CallTool | Stuck | Ask | AskConfirm | Settle | NotSubmitted | Done


def next_step(item: ServiceItem, case: Case, person: Person | None, today: date, binding: tuple[str, ...]) -> Step:
    """The one next step. `binding` (conversation, channel) goes into what a yes is bound to."""
    if case.outcome is not None:
        return after_submission(case.outcome)
    if (barred := _barred(item, person)) is not None:
        return barred
    facts = known(item, case, person, today)
    unchecked: Rule | None = None
    for rule in item.eligible:
        passes = holds(rule.require, facts.facts)
        if passes is False:
            return Refuse(rule)
        if isinstance(passes, Unknown):
            unchecked = unchecked or rule
    for look_up in item.look_up:
        if (step := _look_up(look_up, case, facts)) is not None:
            return step
    for slot in item.slots:
        if is_open(slot, facts):
            return Ask(slot)
    if unchecked is not None:
        return Refuse(unchecked, unchecked=True)
    if item.submit is None:
        return Done(None)
    return _submission(item, case, facts, person, binding)


def _barred(item: ServiceItem, person: Person | None) -> AskSignIn | NotAllowed | None:
    if item.sign_in == "none":
        return None
    if person is None:
        return AskSignIn(item.sign_in)
    if person.minor:
        return NotAllowed("minor")
    return NotAllowed("level") if LEVELS.index(person.level) < LEVELS.index(item.sign_in) else None


def is_open(slot: Slot, facts: Known) -> bool:
    """The slot exists in this case, is needed, and is not known."""
    if slot.optional or slot.name in facts.facts:
        return False
    return (holds(slot.when, facts.facts) if slot.when else True) is True


def _look_up(look_up: LookUp, case: Case, facts: Known) -> CallTool | Stuck | None:
    if look_up.when is not None and holds(look_up.when, facts.facts) is not True:
        return None
    sent = arguments(look_up.send, facts.facts)
    if sent is None:
        return None
    named = signature(look_up.operation, sent)
    made = case.calls.get(named)
    if made is None:
        return CallTool(look_up.operation, sent, named, look_up.save)
    return Stuck(look_up.operation, made.problem, made.message) if made.problem else None


def submission_arguments(item: ServiceItem, facts: Known) -> dict[str, Json]:
    sent = arguments(item.submit.send, facts.facts) if item.submit else {}
    if sent is None:
        raise ConditionError(f"{item.code}: an argument of submit depends on something no slot, record or figure gives")
    return sent


def consent_digest(item: ServiceItem, case: Case, facts: Known, person: Person | None, binding: tuple[str, ...]) -> str:
    """What a yes is bound to: item and version, case, person, conversation, channel, and every value shown or sent."""
    shown = {slot.name: facts.facts.get(slot.name) for slot in item.slots}
    computed = {entry.name: facts.facts.get(entry.name) for entry in item.compute}
    sent = submission_arguments(item, facts)
    return digest(item.code, item.version, case.number, person.id if person else None, binding, shown, computed, sent)


def _submission(item: ServiceItem, case: Case, facts: Known, person: Person | None, binding: tuple[str, ...]) -> Step:
    assert item.submit is not None
    current = consent_digest(item, case, facts, person, binding)
    if case.confirmed != current:
        return AskConfirm(current)
    sent = submission_arguments(item, facts)
    key = digest(case.number, item.submit.operation, sent)
    return CallTool(item.submit.operation, sent, key, {}, key)


def after_submission(outcome: Outcome) -> Step:
    match outcome.state:
        case "done":
            return Done(outcome)
        case "unknown" | "intended":
            return Settle(outcome.operation, outcome.key)
        case _:
            return NotSubmitted(outcome)


# What commands and results change. Each returns a new case.


def set_slot(case: Case, command: SetSlot, turn: int) -> Case:
    """A new value voids an earlier yes; a submitted case is never changed."""
    if case.outcome is not None:
        return case
    said = {**case.said, command.name: Fact(command.value, command.said, turn)}
    return replace(case, said=said, confirmed=None)


def undo(case: Case) -> tuple[Case, str | None]:
    """Takes back the slot said last; its name, or None when nothing was said."""
    if case.outcome is not None or not case.said:
        return case, None
    name = max(case.said, key=lambda key: (case.said[key].turn, list(case.said).index(key)))
    said = {key: fact for key, fact in case.said.items() if key != name}
    return replace(case, said=said, confirmed=None), name


def read_back(case: Case, shown: str, now: float) -> Case:
    return replace(case, read_back=shown, read_back_at=now)


def confirm(case: Case, current: str, now: float, minutes: int) -> Case:
    """A yes counts only for exactly what was last read back, and not for longer than the consent lasts."""
    fresh = now - case.read_back_at <= minutes * 60
    return replace(case, confirmed=current) if case.read_back == current and fresh else case


def record_read(case: Case, step: CallTool, fields: Mapping[str, Json]) -> Case:
    saved = {name: _path(fields, path) for name, path in step.save.items()}
    return replace(case, calls={**case.calls, step.signature: Called(step.operation, saved)})


def record_failure(case: Case, step: CallTool, code: str, message: str) -> Case:
    return replace(case, calls={**case.calls, step.signature: Called(step.operation, {}, code, message)})


def retry_failed(case: Case) -> Case:
    """Forgets failed look-ups, so that the next step makes them again."""
    return replace(case, calls={key: made for key, made in case.calls.items() if made.problem is None})


def record_outcome(case: Case, outcome: Outcome) -> Case:
    return replace(case, outcome=outcome)


def _path(fields: Mapping[str, Json], path: str) -> Json:
    value: Json = dict(fields)
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def open_again(case: Case) -> Case:
    """A submission that was definitely not done is read back anew. The case keeps its key: it can never be doubled."""
    return replace(case, outcome=None, confirmed=None, read_back=None)


def without_said(case: Case, names: frozenset[str]) -> Case:
    """Without some of what was said: those slots are asked again."""
    said = {name: fact for name, fact in case.said.items() if name not in names}
    return replace(case, said=said, confirmed=None)


def said_behind(item: ServiceItem, case: Case, expressions: Iterable[str]) -> frozenset[str]:
    """The said slots that some expressions rest on, through computed values too."""
    names: set[str] = set()
    waiting = [name for source in expressions for name in names_in(source)]
    computed = {entry.name: entry.value for entry in item.compute}
    while waiting:
        name = waiting.pop()
        if name not in names:
            names.add(name)
            waiting += names_in(computed[name]) if name in computed else ()
    return frozenset(names & set(case.said))
