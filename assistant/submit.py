"""Carries a case on until it needs the citizen: look-ups, and the one submission, stored before it is sent.

Knows gateway and store; what to say is composed elsewhere. A write is never sent a second time from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from assistant import dialogue
from assistant.apply import Event, Setting
from assistant.case import Case, Conversation, Outcome, Person, digest, unsettled
from assistant.conditions import Json
from assistant.dialogue import CallTool, Step
from assistant.items import ServiceItem
from tools.adapter import Receipt
from tools.errors import OutcomeUnknown, SystemRefused, SystemUnavailable

if TYPE_CHECKING:
    from assistant.build import Assistant

MOST_STEPS = 16  # an item that needs more in one turn is a fault of the item
# A look-up refused for these reasons is about what was said (a number that does not exist), not about the system.
ABOUT_WHAT_WAS_SAID = ("not_found", "not_yours", "bad_request", "invalid")


@dataclass(frozen=True)
class Told:
    """A step to be told, with the case it belongs to as it was then."""

    item: ServiceItem
    case: Case
    step: Step


async def advance(
    assistant: Assistant, conversation: Conversation, person: Person | None, setting: Setting, events: list[Event]
) -> tuple[Conversation, list[Told]]:
    """The conversation carried on, and the steps to be told: results of finished cases, then what is asked next."""
    if any(event.kind == "progress" for event in events):
        conversation = await _settle_all(assistant, conversation)
    conversation, told = _again(conversation, setting, events)
    if told or _resting(conversation):
        return conversation, told
    for _ in range(MOST_STEPS):
        case = conversation.case
        if case is None:
            break
        item = assistant.items[case.item]
        step = dialogue.next_step(item, case, person, setting.today, setting.binding(conversation))
        if isinstance(step, CallTool):
            call = _submit if step.key is not None else _look_up
            conversation = await call(assistant, conversation, step)
            if conversation.case is not None and unsettled(conversation.case):
                # The gateway has asked for as long as a citizen can wait; the next turn asks again.
                told.append(Told(item, conversation.case, dialogue.Settle(step.operation, step.key or "")))
                break
            continue
        if isinstance(step, dialogue.Settle):
            conversation, step = await _settle(assistant, conversation)
        conversation, more = _after(conversation, item, step, setting, told)
        if not more:
            break
    return conversation, told


def _again(conversation: Conversation, setting: Setting, events: list[Event]) -> tuple[Conversation, list[Told]]:
    """What a finished case answers to another yes: the same receipt; a submission that failed is read back anew."""
    case = conversation.case
    if case is None or case.outcome is None or not any(event.kind == "already_done" for event in events):
        return conversation, []
    if case.outcome.state == "failed":
        return conversation.with_case(dialogue.open_again(case)), []
    step = dialogue.after_submission(case.outcome)
    if isinstance(step, dialogue.Settle):
        return conversation, []
    return conversation, [Told(setting.items[case.item], case, step)]


def _resting(conversation: Conversation) -> bool:
    """A case whose outcome is known and told rests until something new is started."""
    case = conversation.case
    return case is not None and case.outcome is not None and case.outcome.state in ("done", "refused", "failed")


def _after(
    conversation: Conversation, item: ServiceItem, step: Step, setting: Setting, told: list[Told]
) -> tuple[Conversation, bool]:
    """Records what is told; True when there is more to do: a slot to ask again, or a case put aside to go on with."""
    case = conversation.case
    assert case is not None
    told.append(Told(item, case, step))
    match step:
        case dialogue.AskConfirm(digest=shown):
            if conversation.correcting is None:
                conversation = conversation.with_case(dialogue.read_back(case, shown, setting.now))
            return conversation, False
        case dialogue.Refuse(rule=rule, unchecked=False):
            wrong = dialogue.said_behind(item, case, [rule.require])
            if wrong:
                return conversation.with_case(dialogue.without_said(case, wrong)), True
            return _closed(conversation)
        case dialogue.Stuck(code=code) if code in ABOUT_WHAT_WAS_SAID:
            sent = [
                source
                for look_up in item.look_up
                if look_up.operation == step.operation
                for source in look_up.send.values()
            ]
            wrong = dialogue.said_behind(item, case, sent)
            if wrong:
                again = dialogue.retry_failed(dialogue.without_said(case, wrong))
                return conversation.with_case(again), True
            return _closed(conversation)
        case dialogue.Refuse() | dialogue.NotAllowed() | dialogue.Done(outcome=None):
            return _closed(conversation)
        case dialogue.Done() if conversation.suspended:
            return _closed(conversation)
        case _:
            return conversation, False


def _closed(conversation: Conversation) -> tuple[Conversation, bool]:
    """The case is over; one that was put aside goes on."""
    assert conversation.case is not None
    following = conversation.suspended[-1] if conversation.suspended else None
    finished = (*conversation.finished, conversation.case)[-5:]
    closed = replace(
        conversation, case=following, suspended=conversation.suspended[:-1], finished=finished, correcting=None
    )
    return closed, following is not None


async def _look_up(assistant: Assistant, conversation: Conversation, step: CallTool) -> Conversation:
    assert conversation.case is not None
    case = conversation.case
    try:
        record = await assistant.gateway.call(step.operation, step.arguments, conversation=_for_log(conversation))
        case = dialogue.record_read(case, step, _plain(record.fields))
    except SystemRefused as error:
        case = dialogue.record_failure(case, step, error.code, error.message)
    except SystemUnavailable as error:
        case = dialogue.record_failure(case, step, error.code, "")
    return conversation.with_case(case)


async def _submit(assistant: Assistant, conversation: Conversation, step: CallTool) -> Conversation:
    """Intention first, then the call, then its outcome. A crash in between leaves an intention, settled by its key."""
    assert conversation.case is not None
    assert step.key is not None
    intended = dialogue.record_outcome(conversation.case, Outcome("intended", step.key, step.operation))
    conversation = await assistant.store.save(conversation.with_case(intended), assistant.now())
    outcome = await _sent(assistant, conversation, step, step.key)
    conversation = conversation.with_case(dialogue.record_outcome(intended, outcome))
    return await assistant.store.save(conversation, assistant.now())


async def _sent(assistant: Assistant, conversation: Conversation, step: CallTool, key: str) -> Outcome:
    try:
        receipt = await assistant.gateway.call(
            step.operation, step.arguments, key=key, conversation=_for_log(conversation)
        )
    except SystemRefused as error:
        return Outcome("refused", key, step.operation, message=error.message, fields={"code": error.code})
    except SystemUnavailable:
        return Outcome("failed", key, step.operation)
    except OutcomeUnknown:
        return Outcome("unknown", key, step.operation)
    assert isinstance(receipt, Receipt)
    return _done(receipt, key)


def _plain(fields: Mapping[str, object]) -> dict[str, Json]:
    """The gateway's fields are plain JSON already; this only says so."""
    return cast("dict[str, Json]", dict(fields))


def _done(receipt: Receipt, key: str) -> Outcome:
    return Outcome("done", key, receipt.operation, receipt.number, receipt.at.isoformat(), _plain(receipt.fields))


async def _settle_all(assistant: Assistant, conversation: Conversation) -> Conversation:
    """Every case of the conversation whose outcome is not known, looked up by its key."""
    running = conversation.case
    if running is not None and unsettled(running):
        conversation = conversation.with_case(await _settled(assistant, conversation, running))
    suspended = [
        await _settled(assistant, conversation, case) if unsettled(case) else case for case in conversation.suspended
    ]
    return await assistant.store.save(replace(conversation, suspended=tuple(suspended)), assistant.now())


async def _settled(assistant: Assistant, conversation: Conversation, case: Case) -> Case:
    """The case with what became of its submission, or as it was while nobody can say."""
    assert case.outcome is not None
    operation, key = case.outcome.operation, case.outcome.key
    try:
        receipt = await assistant.gateway.settle(operation, key, conversation=_for_log(conversation))
    except (OutcomeUnknown, SystemUnavailable):
        return case
    return dialogue.record_outcome(case, _done(receipt, key) if receipt else Outcome("failed", key, operation))


def _for_log(conversation: Conversation) -> str:
    """Ties log lines together without giving away the id, which is the only key to an anonymous conversation."""
    return digest(conversation.id)[:12]


async def _settle(assistant: Assistant, conversation: Conversation) -> tuple[Conversation, Step]:
    """The running case's submission whose answer never came, looked up by key."""
    assert conversation.case is not None
    case = await _settled(assistant, conversation, conversation.case)
    assert case.outcome is not None
    if not unsettled(case):
        conversation = await assistant.store.save(conversation.with_case(case), assistant.now())
    return conversation, dialogue.after_submission(case.outcome)
