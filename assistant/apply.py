"""Commands applied to a conversation: which case runs, what it knows, and what there is to say about it. Pure.

Knows items and cases; the clock and new numbers are passed in. Steps that follow are computed in dialogue.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant import dialogue
from assistant.case import Case, Conversation, Fact, Person, known, unsettled
from assistant.commands import (
    AskPolicy,
    Cancel,
    CheckProgress,
    Clarify,
    Command,
    Confirm,
    Deny,
    HandOff,
    OutOfScope,
    Repeat,
    SetSlot,
    StartItem,
    Undo,
)  # fmt: skip
from assistant.items import ServiceItem

EventKind = Literal[
    "started", "suspended", "resumed", "noted", "problem", "undone", "nothing_to_undo", "cancelled",
    "nothing_to_cancel", "denied", "declined", "not_confirmable", "question", "progress", "clarify", "hand_off",
    "repeat", "not_understood",
    "already_done",
]  # fmt: skip


@dataclass(frozen=True)
class Event:
    """Something the reply has to say, in the order it happened."""

    kind: EventKind
    command: Command | None = None
    item: str | None = None
    slot: str | None = None


@dataclass(frozen=True)
class Setting:
    """What applying needs besides conversation and commands."""

    items: Mapping[str, ServiceItem]
    person: Person | None
    today: date
    now: float
    consent_minutes: int
    new_number: Callable[[], str]

    def binding(self, conversation: Conversation) -> tuple[str, ...]:
        return (conversation.id, conversation.channel)


def apply(conversation: Conversation, commands: list[Command], setting: Setting) -> tuple[Conversation, list[Event]]:
    """The conversation after the commands. A yes in the same breath as a change never counts."""
    changes = any(isinstance(command, SetSlot | StartItem | Undo | Cancel | Deny) for command in commands)
    events: list[Event] = []
    for command in commands:
        if isinstance(command, Confirm) and changes:
            continue
        conversation, told = _one(conversation, command, setting)
        events += told
    return conversation, events


def _one(conversation: Conversation, command: Command, setting: Setting) -> tuple[Conversation, list[Event]]:
    match command:
        case StartItem(code=code):
            return _start(conversation, code, setting)
        case SetSlot():
            return _set(conversation, command)
        case Confirm():
            return _confirm(conversation, setting)
        case Deny():
            return _deny(conversation, command)
        case Cancel():
            return _cancel(conversation)
        case Undo():
            return _undo(conversation)
        case AskPolicy():
            asked = replace(conversation, question=command.question, about=command.topic or command.item)
            return asked, [Event("question", command)]
        case CheckProgress():
            return conversation, [Event("progress", command)]
        case Clarify():
            return conversation, [Event("clarify", command)]
        case HandOff():
            return conversation, [Event("hand_off", command)]
        case Repeat():
            return conversation, [Event("repeat", command)]
        case OutOfScope():
            return conversation, [Event("not_understood", command)]


def _start(conversation: Conversation, code: str, setting: Setting) -> tuple[Conversation, list[Event]]:
    """A new case; a running one is put aside, not lost. Starting what is running changes nothing."""
    running = conversation.case
    if running is not None and running.item == code and running.outcome is None:
        return conversation, []
    if any(case.item == code and unsettled(case) for case in (running, *conversation.suspended) if case is not None):
        # Its outcome is not known yet: a second application now could be a double one.
        return _to_front(conversation, code), [Event("already_done", item=code)]
    events = []
    suspended, finished = conversation.suspended, conversation.finished
    if running is not None and running.outcome is not None and not unsettled(running):
        finished = (*finished, running)[-5:]
    elif running is not None and (running.said or unsettled(running)):
        suspended = (*suspended, running)[-3:]
        events.append(Event("suspended", item=running.item))
    waiting = next((case for case in suspended if case.item == code), None)
    if waiting is not None:
        suspended = tuple(case for case in suspended if case is not waiting)
        back = replace(conversation, case=waiting, suspended=suspended, finished=finished)
        return back, [*events, Event("resumed", item=code)]
    item = setting.items[code]
    case = Case(setting.new_number(), code, item.version)
    started = replace(conversation, case=case, suspended=suspended, finished=finished, about=code, correcting=None)
    return started, [*events, Event("started", item=code)]


def _to_front(conversation: Conversation, code: str) -> Conversation:
    """The unsettled case of that item as the running one; what ran is put aside."""
    running = conversation.case
    if running is not None and running.item == code:
        return conversation
    waiting = next(case for case in conversation.suspended if case.item == code)
    others = tuple(case for case in conversation.suspended if case is not waiting)
    return replace(conversation, case=waiting, suspended=(*others, *((running,) if running else ())))


def _set(conversation: Conversation, command: SetSlot) -> tuple[Conversation, list[Event]]:
    case = conversation.case
    if case is None:
        return conversation, []
    if case.outcome is not None:
        return conversation, [Event("already_done", command, item=case.item)]
    if command.problem == "ask_again":
        said: dict[str, Fact] = {name: fact for name, fact in case.said.items() if name != command.name}
        emptied = replace(case, said=said, confirmed=None, read_back=None)
        return replace(conversation, case=emptied, correcting=command.name), []
    if command.problem is not None:
        return conversation, [Event("problem", command, case.item, command.name)]
    following = dialogue.set_slot(case, command, conversation.turn)
    return replace(conversation, case=following, correcting=None), [Event("noted", command, case.item, command.name)]


def _confirm(conversation: Conversation, setting: Setting) -> tuple[Conversation, list[Event]]:
    case = conversation.case
    if case is None:
        return conversation, [Event("not_confirmable")]
    if case.outcome is not None:
        return conversation, [Event("already_done", item=case.item)]
    item = setting.items[case.item]
    facts = known(item, case, setting.person, setting.today)
    step = dialogue.next_step(item, case, setting.person, setting.today, setting.binding(conversation))
    if not isinstance(step, dialogue.AskConfirm):
        return conversation, []
    current = dialogue.consent_digest(item, case, facts, setting.person, setting.binding(conversation))
    return replace(conversation, case=dialogue.confirm(case, current, setting.now, setting.consent_minutes)), []


def _deny(conversation: Conversation, command: Deny) -> tuple[Conversation, list[Event]]:
    case = conversation.case
    awaited = conversation.awaited
    if case is not None and case.outcome is None and awaited is not None and awaited.kind == "confirm":
        return replace(conversation, case=replace(case, confirmed=None, read_back=None)), [
            Event("denied", command, case.item)
        ]
    return conversation, [Event("declined", command)]


def _cancel(conversation: Conversation) -> tuple[Conversation, list[Event]]:
    case = conversation.case
    if case is None or case.outcome is not None:
        return replace(conversation, awaited=None), [Event("nothing_to_cancel")]
    suspended = conversation.suspended
    following = suspended[-1] if suspended else None
    events = [Event("cancelled", item=case.item)]
    if following is not None:
        events.append(Event("resumed", item=following.item))
    return replace(conversation, case=following, suspended=suspended[:-1], correcting=None), events


def _undo(conversation: Conversation) -> tuple[Conversation, list[Event]]:
    case = conversation.case
    if case is None:
        return conversation, [Event("nothing_to_undo")]
    following, name = dialogue.undo(case)
    if name is None:
        return conversation, [Event("nothing_to_undo", item=case.item)]
    return replace(conversation, case=following, correcting=None), [Event("undone", item=case.item, slot=name)]
