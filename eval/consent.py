"""Random talks against the city's items that submit: does anything ever go out without its own read-back?

Knows commands, steps, and stand-ins for systems and store; no language, no network. It keeps its own account of what
was shown and when, and compares that with what is sent. `python -m eval consent` ends with one line of JSON.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from assistant import dialogue
from assistant.apply import Setting, apply
from assistant.case import Awaited, Case, Conversation, Person, known
from assistant.commands import (
    AskPolicy,
    Cancel,
    Clarify,
    Command,
    Confirm,
    Deny,
    Repeat,
    SetSlot,
    StartItem,
    Undo,
)  # fmt: skip
from assistant.conditions import Json
from assistant.harvest import choices_of
from assistant.items import ServiceItem, Slot
from assistant.submit import Told, advance
from eval.report import last_line
from eval.stand_ins import BEGAN, PEOPLE, VALUES, Memory, Systems, World

if TYPE_CHECKING:
    from assistant.build import Assistant

MINUTES = 30
CHANGES = (SetSlot, StartItem, Undo, Cancel, Deny)

# What a citizen may do; the likelier ones stand more often. "go_on" does what was asked for: answers, signs in, agrees.
Kind = Literal[
    "go_on", "start", "set", "wrong_value", "ask_again", "confirm", "deny", "undo", "cancel", "ask", "sign_in",
    "sign_out", "wait", "fail", "lose", "edit_item", "two_at_once",
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    *("go_on",) * 24, "start", "set", "set", "set", "wrong_value", "ask_again", "ask_again", "deny", "undo", "cancel",
    *("confirm",) * 3, "ask", "sign_in", "sign_out", "wait", "wait", "fail", "lose", "edit_item", *("two_at_once",) * 4,
)  # fmt: skip
AT_ONCE: tuple[Kind, ...] = ("set", "confirm", "start", "cancel", "undo", "deny", "go_on", "ask")
WAITS = (1, 10, 25, 29, 31, 45, 24 * 60)
Move = tuple[Kind, int]


@dataclass(frozen=True)
class Shown:
    """A read-back as the citizen saw it, in this file's own words."""

    item: str
    version: str
    person: str | None
    operation: str
    sent: Mapping[str, Json]
    digest: str
    at: datetime


@dataclass
class Played:
    """What a sequence of moves led to: items submitted, and what was wrong."""

    submitted: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Talk:
    """One citizen's talk, move by move. It has what `advance` needs of an assistant: items, gateway, store, now()."""

    world: World
    items: Mapping[str, ServiceItem]
    gateway: Systems
    store: Memory = field(default_factory=Memory)
    clock: datetime = BEGAN
    person: Person | None = PEOPLE[0]
    conversation: Conversation = field(default_factory=lambda: Conversation("c_1", "chat", "zh"))
    asked: dialogue.Step | None = None
    wanted: str | None = None
    shown: Shown | None = None
    numbers: int = 0
    played: Played = field(default_factory=Played)

    def now(self) -> datetime:
        return self.clock

    def today(self) -> date:
        return self.clock.date()

    def new_number(self) -> str:
        self.numbers += 1
        return f"SB{self.numbers}"

    def setting(self) -> Setting:
        return Setting(self.items, self.person, self.today(), self.clock.timestamp(), MINUTES, self.new_number)

    async def move(self, kind: Kind, choice: int) -> None:
        match kind:
            case "sign_in":
                self.person = PEOPLE[choice % len(PEOPLE)]
            case "sign_out":
                self.person = None
            case "wait":
                self.clock += timedelta(minutes=WAITS[choice % len(WAITS)])
            case "fail" | "lose":
                self.gateway.mood = kind
            case "edit_item":
                self.items = self.world.edited if self.items is self.world.items else self.world.items
            case "two_at_once":
                first, second = AT_ONCE[choice % len(AT_ONCE)], AT_ONCE[choice // len(AT_ONCE) % len(AT_ONCE)]
                await self.turn([*self.commands(first, choice), *self.commands(second, choice)])
            case _:
                await self.turn(self.commands(kind, choice))

    def commands(self, kind: Kind, choice: int) -> list[Command]:
        codes = sorted(self.items)
        match kind:
            case "go_on":
                return self._going_on(choice)
            case "start":
                return [StartItem(codes[choice % len(codes)])]
            case "set" | "wrong_value" | "ask_again":
                return self._setting_a_slot(kind, choice)
            case "confirm":
                return [Confirm()]
            case "deny":
                return [Deny()]
            case "undo":
                return [Undo()]
            case "cancel":
                return [Cancel()]
            case _:
                return [(AskPolicy("?"), Repeat(), Clarify(()))[choice % 3]]

    def _going_on(self, choice: int) -> list[Command]:
        match self.asked:
            case dialogue.Ask(slot=slot):
                return [SetSlot(slot.name, self._value(slot, choice), "said")]
            case dialogue.AskConfirm() | dialogue.NotSubmitted() | dialogue.Settle():
                return [Confirm()]
            case dialogue.AskSignIn() | dialogue.Refuse() if self.wanted is not None:
                self.person = PEOPLE[choice % len(PEOPLE)]
                return [StartItem(self.wanted)]
            case _:
                self.wanted = sorted(self.items)[choice % len(self.items)]
                return [StartItem(self.wanted)]

    def _setting_a_slot(self, kind: Kind, choice: int) -> list[Command]:
        case = self.conversation.case
        slots = self.items[case.item].slots if case else ()
        if not slots:
            return [Repeat()]
        slot = slots[choice % len(slots)]
        if kind == "set":
            return [SetSlot(slot.name, self._value(slot, choice // len(slots)), "said")]
        return [SetSlot(slot.name, None, "said", "ask_again" if kind == "ask_again" else "not_understood")]

    def _value(self, slot: Slot, choice: int) -> Json:
        case = self.conversation.case
        if slot.type != "choice" or case is None:
            values = VALUES.get(slot.type, ("一", "二"))
            return values[choice % len(values)]
        facts = known(self.items[case.item], case, self.person, self.today())
        offered = choices_of(slot, facts, "zh")
        return offered[choice % len(offered)].value if offered else None

    async def turn(self, commands: list[Command]) -> None:
        """As turn.py does it: failed look-ups forgotten, commands applied, the case carried on."""
        before = len(self.gateway.sent)
        case = self.conversation.case
        conversation = replace(
            self.conversation,
            turn=self.conversation.turn + 1,
            person=self.person.id if self.person else None,
            case=dialogue.retry_failed(case) if case else None,
        )
        setting = self.setting()
        if any(isinstance(command, CHANGES) for command in commands):
            self.shown = None
        conversation, events = apply(conversation, commands, setting)
        conversation, told = await advance(cast("Assistant", self), conversation, self.person, setting, events)
        self.conversation = conversation
        for operation, sent, _ in self.gateway.sent[before:]:
            self._judge(operation, sent, commands)
        self._tell(told)

    def _tell(self, told: Sequence[Told]) -> None:
        """What the reply shows and waits for, as respond.py has it."""
        self.asked, awaited = (told[-1].step if told else None), None
        for one in told:
            slot = one.item.slot(self.conversation.correcting) if self.conversation.correcting else None
            match one.step:
                case dialogue.AskConfirm(digest=digest) if slot is None:
                    self.shown = self._account(one, digest)
                    awaited = Awaited("confirm")
                case dialogue.AskConfirm() if slot is not None:
                    self.asked, awaited = dialogue.Ask(slot), Awaited("slot", slot.name)
                case dialogue.Ask(slot=asked):
                    awaited = Awaited("slot", asked.name)
                case dialogue.AskSignIn():
                    awaited = Awaited("sign_in")
        self.conversation = replace(self.conversation, awaited=awaited)

    def _account(self, told: Told, digest: str) -> Shown:
        item = told.item
        assert item.submit is not None
        facts = known(item, told.case, self.person, self.today())
        sent = dialogue.submission_arguments(item, facts)
        person = self.person.id if self.person else None
        return Shown(item.code, item.version, person, item.submit.operation, sent, digest, self.clock)

    def _judge(self, operation: str, sent: Mapping[str, Json], commands: Sequence[Command]) -> None:
        """One submission against the last read-back that nothing has changed since."""
        shown = self.shown
        case = self._submitted()
        self.played.submitted.append(case.item)
        self.played.wrong += [f"{case.item}: {fault}" for fault in self._faults(shown, case, operation, sent, commands)]
        self.shown = None

    def _submitted(self) -> Case:
        every = [self.conversation.case, *self.conversation.suspended, *self.conversation.finished]
        key = self.gateway.sent[-1][2]
        return next(case for case in every if case and case.outcome and case.outcome.key == key)

    def _faults(
        self, shown: Shown | None, case: Case, operation: str, sent: Mapping[str, Json], commands: Sequence[Command]
    ) -> list[str]:
        if not any(isinstance(command, Confirm) for command in commands):
            return ["sent without a yes"]
        if shown is None:
            return ["sent without a read-back since the last change"]
        person = self.person.id if self.person else None
        faults = []
        if (shown.item, shown.operation, shown.sent) != (case.item, operation, sent):
            faults.append(f"sent {dict(sent)}, shown {dict(shown.sent)}")
        if shown.digest != case.confirmed:
            faults.append("the yes is bound to something else than what was shown")
        if shown.person != person:
            faults.append("somebody else said yes")
        if shown.version != self.items[case.item].version:
            faults.append("the item was edited after the read-back")
        if self.clock - shown.at > timedelta(minutes=MINUTES):
            faults.append("the read-back was too long ago")
        return faults


async def play(moves: Sequence[Move], world: World) -> Played:
    """Plays the moves; `wrong` stays empty when every submission had its read-back and nothing was sent twice."""
    talk = Talk(world, world.items, Systems(world.records))
    for kind, choice in moves:
        await talk.move(kind, choice)
    talk.played.wrong += talk.gateway.wrong
    return talk.played


def some_moves(chosen: random.Random) -> list[Move]:
    return [(chosen.choice(KINDS), chosen.randrange(4096)) for _ in range(chosen.randint(2, 14))]


async def _run(sequences: int, seed: int, world: World) -> tuple[Counter[str], list[str]]:
    chosen = random.Random(seed)
    submitted: Counter[str] = Counter()
    wrong: list[str] = []
    for _ in range(sequences):
        moves = some_moves(chosen)
        played = await play(moves, world)
        submitted.update(played.submitted)
        wrong += [f"{fault}: {moves}" for fault in played.wrong]
    return submitted, wrong


def main(city: Path, sequences: int = 10_000, seed: int = 1) -> int:
    submitted, wrong = asyncio.run(_run(sequences, seed, World.of(city)))
    for fault in wrong[:20]:
        print(fault)
    print(", ".join(f"{code} {count}" for code, count in sorted(submitted.items())))
    last_line(
        {
            "command": "consent",
            "sequences": sequences,
            "submissions": submitted.total(),
            "without_matching_read_back": len(wrong),
        }
    )
    return 1 if wrong or not submitted else 0
