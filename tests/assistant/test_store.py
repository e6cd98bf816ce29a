"""The store: what goes in comes out, one writer wins, and what was submitted is found again by number and by person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.case import Awaited, Called, Case, Conversation, Fact, Outcome
from assistant.errors import ConversationBusy, ConversationNotFound
from assistant.reply import (
    AnswerPart,
    AskPart,
    ChoiceShown,
    CitedSentence,
    ReceiptPart,
    Reply,
    Source,
    TextPart,
)  # fmt: skip
from assistant.store import Store, case_number

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CASE = Case(
    "SB20261123ABC234",
    "pf_withdraw_rent",
    "0123456789abcdef",
    said={"months": Fact(6, "6个月", 2), "plates": Fact(["皖A12345", None, {"x": 1.5}], "", 3)},
    calls={
        "a.b:1": Called("a.b", {"balance": 48200.5, "married": False, "spouse": None}),
        "c.d:2": Called("c.d", {}, "down", "坏了"),
    },
    read_back="d1",
    read_back_at=1_000_000.25,
    confirmed="d1",
)  # fmt: skip
CONVERSATION = Conversation(
    "c_1", "voice", "en", "p01", 3, CASE, (replace(CASE, number="SB2"),), (), Awaited("clarify", None, ("a", "b")), 1,
    "how much?", "pf_loan_cap", "months", "RG1",
)  # fmt: skip
DONE = Outcome("done", "k" * 32, "provident_fund.withdraw", "GJJ1", "2026-11-23T17:30:00+08:00", {"amount": 9000})


def reply(turn: int = 0, text: str = "好的") -> Reply:
    source = Source(
        n=1, document="pf-rent-2023", version="v", title="通知", clause="第二条", in_force_from="2023-06-01",
        in_force_to=None, quote="…", url=None,
    )  # fmt: skip
    parts = (
        TextPart(text=text),
        AnswerPart(sentences=(CitedSentence(text="1500元", citations=(1,)),), sources=(source,)),
        AskPart(slot="months", type="integer", text="几个月？", choices=(ChoiceShown(value="1", label="1个月"),)),
        ReceiptPart(number="N1", item="x", at="2026-11-23"),
    )
    return Reply(conversation="c_1", turn=turn, status="asked", parts=parts)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite:///{tmp_path / 'shuoban.db'}")
    yield store
    await store.close()


async def test_a_conversation_comes_back_as_it_was(store: Store) -> None:
    await store.create(CONVERSATION, AT, reply())
    assert await store.load("c_1") == CONVERSATION


async def test_every_save_is_a_new_version(store: Store) -> None:
    await store.create(CONVERSATION, AT, reply())
    saved = await store.save(CONVERSATION, AT)
    assert saved.version == CONVERSATION.version + 1
    again = await store.save_turn(replace(saved, turn=4), AT, "6个月", "[]", reply(4))
    assert await store.load("c_1") == again


async def test_somebody_who_wrote_in_between_wins_and_nothing_of_the_other_is_kept(store: Store) -> None:
    await store.create(CONVERSATION, AT, reply())
    first = await store.save(replace(CONVERSATION, question="first"), AT)
    with pytest.raises(ConversationBusy):
        await store.save_turn(replace(CONVERSATION, question="second"), AT, "x", "[]", reply(3))
    assert await store.load("c_1") == first
    assert len(await store.transcript("c_1")) == 1


async def test_of_many_at_once_exactly_one_wins(store: Store) -> None:
    await store.create(CONVERSATION, AT, reply())
    results = await asyncio.gather(*(store.save(CONVERSATION, AT) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(result, ConversationBusy) for result in results) == 7
    assert (await store.load("c_1")).version == CONVERSATION.version + 1


async def test_what_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(ConversationNotFound):
        await store.load("c_2")
    with pytest.raises(ConversationNotFound):
        await store.transcript("c_2")
    with pytest.raises(ConversationBusy):
        await store.save(replace(CONVERSATION, id="c_2"), AT)
    assert await store.case("SB1") is None
    assert await store.cases_of("p09") == []
    assert await store.last_reply("c_2", 0) is None


async def test_the_transcript_holds_every_turn_in_order(store: Store) -> None:
    conversation = replace(CONVERSATION, turn=0)
    await store.create(conversation, AT, reply())
    for turn in (1, 2):
        conversation = await store.save_turn(
            replace(conversation, turn=turn), AT, f"said {turn}", "[]", reply(turn, f"heard {turn}")
        )
    turns = await store.transcript("c_1")
    assert [(turn.turn, turn.said) for turn in turns] == [(0, ""), (1, "said 1"), (2, "said 2")]
    assert turns[2].reply == reply(2, "heard 2") == await store.last_reply("c_1", 2)


async def test_a_case_is_kept_from_its_intention_on(store: Store) -> None:
    await store.create(CONVERSATION, AT, reply())
    assert await store.case(CASE.number) is None
    intended = replace(CASE, outcome=Outcome("intended", DONE.key, DONE.operation))
    conversation = await store.save(CONVERSATION.with_case(intended), AT)
    found = await store.case(CASE.number)
    assert found is not None
    assert (found.state, found.receipt, found.person, found.conversation) == ("intended", None, "p01", "c_1")
    done = replace(CASE, outcome=DONE)
    await store.save(conversation.with_case(done), AT + timedelta(seconds=5))
    for number in (CASE.number, DONE.number or ""):
        found = await store.case(number)
        assert found is not None
        assert (found.state, found.case) == ("done", done)


async def test_cases_of_a_person_newest_first_and_only_theirs(store: Store) -> None:
    for number, person in enumerate(("p01", "p01", "p02")):
        case = replace(CASE, number=f"SB{number}", outcome=replace(DONE, number=f"N{number}"))
        conversation = Conversation(f"c_{number}", "chat", "zh", person, case=case)
        await store.create(conversation, AT, reply())
        await store.save(conversation, AT + timedelta(minutes=number))
    assert [found.number for found in await store.cases_of("p01")] == ["SB1", "SB0"]


async def test_what_is_stored_outlives_the_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shuoban.db'}"
    first = await Store.open(url)
    await first.create(CONVERSATION, AT, reply())
    await first.close()
    second = await Store.open(url)
    assert await second.load("c_1") == CONVERSATION
    await second.close()


async def test_two_stores_on_one_file_do_not_overwrite_each_other(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shuoban.db'}"
    one, other = await Store.open(url), await Store.open(url)
    await one.create(CONVERSATION, AT, reply())
    await other.save(replace(CONVERSATION, question="other"), AT)
    with pytest.raises(ConversationBusy):
        await one.save(replace(CONVERSATION, question="one"), AT)
    assert (await one.load("c_1")).question == "other"
    await one.close()
    await other.close()


def test_case_numbers_can_be_said_aloud_and_do_not_repeat() -> None:
    numbers = {case_number("2026-11-23") for _ in range(500)}
    assert len(numbers) == 500
    for number in numbers:
        assert number.startswith("SB20261123")
        assert len(number) == 16
        assert not set(number[10:]) & set("01IOQSZB8")
