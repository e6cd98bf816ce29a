"""Submitting, through the front door and real systems: once, what was read back, and never lost.

Everything here ends in the systems' own tables; what the assistant says about itself is not enough.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from assistant import dialogue
from assistant.build import Assistant
from assistant.case import Conversation, Outcome
from assistant.dialogue import CallTool
from assistant.errors import NotYours
from prompts import Language, wording
from tests.assistant.conftest import Begin, Talk
from tests.simulators import Row, Simulators

TO_THE_MONTHS = ("我要租房提取公积金", "市场租房")
TO_THE_READ_BACK = (*TO_THE_MONTHS, "6个月")
AGAIN = "重试"


HOW_IS_IT = "我的申请怎么样了"


def written(simulators: Simulators) -> list[Row]:
    """Every write that took effect in the fund's system."""
    return simulators.records("provident_fund", "written")


def number_of(row: Row) -> str:
    """The receipt's number as the system keeps it under the key."""
    return str(json.loads(str(row["response"]))["YWLSH"])


def business(simulators: Simulators, number: str) -> Row:
    """The one row under a receipt's number; FSE is the amount in fen."""
    (row,) = simulators.records("provident_fund", "business", YWLSH=number)
    return row


async def ready(begin: Begin, person: str = "p01") -> Talk:
    """A rent withdrawal that waits for its yes."""
    talk = await begin(person)
    said = await talk.all(*TO_THE_READ_BACK)
    assert said.status == "confirming"
    return talk


async def intended(talk: Talk) -> tuple[Conversation, CallTool]:
    """What the store holds when the machine stops between writing the intention and calling the system."""
    conversation = await talk.state()
    case = conversation.case
    assert case is not None
    assistant = talk.assistant
    person = assistant.known_people[talk.person or ""]
    binding = (conversation.id, conversation.channel)
    agreed = replace(case, confirmed=case.read_back)
    step = dialogue.next_step(assistant.items[case.item], agreed, person, assistant.today(), binding)
    assert isinstance(step, CallTool)
    assert step.key is not None
    stopped = dialogue.record_outcome(agreed, Outcome("intended", step.key, step.operation))
    return await assistant.store.save(conversation.with_case(stopped), assistant.now()), step


async def test_a_yes_submits_what_was_read_back_once(begin: Begin, simulators: Simulators) -> None:
    talk = await ready(begin)
    said = await talk.say("确认")
    assert said.status == "submitted"
    assert len(said.receipts) == 1
    assert business(simulators, said.receipts[0])["FSE"] == 900_000
    assert len(written(simulators)) == 1


@pytest.mark.parametrize(
    "said", ["6个月，确认", "确认，6个月", "是的，6个月，没错", "6 months, yes", "yes 6 months confirm"]
)
async def test_a_value_and_a_yes_in_one_breath_are_only_a_value(
    begin: Begin, simulators: Simulators, said: str
) -> None:
    talk = await begin("p01")
    await talk.all(*TO_THE_MONTHS)
    reply = await talk.say(said)
    assert not reply.receipts
    assert written(simulators) == []


@pytest.mark.parametrize(
    "said", ["改成3个月，确认", "确认，改成3个月", "是的，不过月数是3个月", "好的，三个月，提交吧", "确认3个月"]
)
async def test_a_correction_and_a_yes_in_one_breath_are_read_back_again(
    begin: Begin, simulators: Simulators, said: str
) -> None:
    talk = await ready(begin)
    reply = await talk.say(said)
    assert reply.status == "confirming"
    assert reply.read_back["months"] == "3个月"
    assert written(simulators) == []


async def test_a_number_and_a_yes_in_one_breath_do_not_pay(begin: Begin, simulators: Simulators) -> None:
    talk = await begin("p01")
    reply = await talk.say("皖A12345交停车欠费，确认")
    assert not reply.receipts
    assert simulators.records("parking", "written") == []


@pytest.mark.parametrize(
    "said", ["嗯？", "可以吗", "确认什么", "等一下", "我再想想", "6个月", "不确认", "不是", "有什么材料要带"]
)
async def test_what_is_no_clear_yes_submits_nothing(begin: Begin, simulators: Simulators, said: str) -> None:
    talk = await ready(begin)
    assert not (await talk.say(said)).receipts
    assert written(simulators) == []


async def test_the_yes_belongs_to_the_last_read_back(begin: Begin, simulators: Simulators) -> None:
    talk = await ready(begin)
    changed = await talk.say("改成3个月")
    assert changed.status == "confirming"
    said = await talk.say("确认")
    assert business(simulators, said.receipts[0])["FSE"] == 450_000


async def test_a_yes_that_comes_too_late_is_asked_for_again(begin: Begin, simulators: Simulators) -> None:
    talk = await ready(begin)
    minutes = talk.assistant.settings.consent_minutes
    conversation = await talk.state()
    assert conversation.case is not None
    earlier = replace(conversation.case, read_back_at=conversation.case.read_back_at - minutes * 60 - 1)
    await talk.assistant.store.save(conversation.with_case(earlier), talk.assistant.now())
    late = await talk.say("确认")
    assert late.status == "confirming"
    assert written(simulators) == []
    assert (await talk.say("确认")).status == "submitted"


async def test_a_slot_that_no_longer_exists_is_neither_shown_nor_counted(begin: Begin, simulators: Simulators) -> None:
    talk = await begin("p20")
    await talk.all("我要租房提取公积金", "公租房", "6个月")
    shown = await talk.say("800元")
    assert shown.read_back["monthly_rent"]
    changed = await talk.say("租房类型改成市场租房")
    assert changed.status == "confirming"
    assert "monthly_rent" not in changed.read_back
    said = await talk.say("确认")
    row = business(simulators, said.receipts[0])
    assert row["FSE"] == 900_000
    assert row["ZFLX"] == "market"


async def test_yes_twice_is_one_receipt_and_one_row(begin: Begin, simulators: Simulators) -> None:
    talk = await ready(begin)
    first = await talk.say("确认")
    second = await talk.say("确认")
    assert first.receipts == second.receipts
    assert len(written(simulators)) == 1


async def test_two_yes_at_the_same_moment_are_one_row(begin: Begin, simulators: Simulators) -> None:
    talk = await ready(begin)
    replies = await asyncio.gather(talk.say("确认"), talk.say("确认"), talk.say("确认"))
    assert {number for reply in replies for number in reply.receipts} == set(replies[0].receipts)
    assert len(written(simulators)) == 1
    assert sorted(reply.reply.turn for reply in replies) == [4, 5, 6]


async def test_two_turns_at_once_both_count(begin: Begin) -> None:
    talk = await begin("p01")
    await talk.say("我要租房提取公积金")
    await asyncio.gather(talk.say("市场租房"), talk.say("6个月"))
    conversation = await talk.state()
    assert conversation.case is not None
    assert set(conversation.case.said) == {"renting", "months"}
    assert len(await talk.assistant.store.transcript(talk.id)) == 4


async def test_a_lost_answer_is_looked_up_and_not_sent_again(begin: Begin, simulators: Simulators) -> None:
    talk = await ready(begin)
    simulators.fault("provident_fund", "withdraw", "commit_then_timeout", seconds=8)
    said = await talk.say("确认")
    assert said.status == "submitted"
    assert len(written(simulators)) == 1


async def test_an_outcome_nobody_can_tell_is_told_as_such_and_settled_later(
    begin: Begin, simulators: Simulators
) -> None:
    talk = await ready(begin)
    simulators.fault("provident_fund", "withdraw", "commit_then_timeout", seconds=20)
    simulators.fault("provident_fund", "by_key", "error", times=0)
    said = await talk.say("确认")
    assert said.status == "failed"
    assert not said.receipts
    state = await talk.state()
    assert state.case is not None
    assert state.case.outcome is not None
    assert state.case.outcome.state == "unknown"
    simulators.clear_faults()
    settled = await talk.say(HOW_IS_IT)
    assert number_of(written(simulators)[0]) in settled.text
    assert len(written(simulators)) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "办得怎么样了"),
        ("en", "what happened to my application"),
    ],
)
async def test_what_people_are_told_to_ask_finds_the_outcome(
    begin: Begin, simulators: Simulators, language: Language, said: str
) -> None:
    assert said in wording("outcome_unknown", language, item="")
    talk = await ready(begin)
    _, step = await intended(talk)
    await talk.assistant.gateway.call(step.operation, step.arguments, key=step.key)
    assert number_of(written(simulators)[0]) in (await talk.say(said)).text


async def test_a_system_that_is_down_leaves_the_draft_and_the_retry_works(begin: Begin, simulators: Simulators) -> None:
    talk = await ready(begin)
    simulators.fault("provident_fund", "withdraw", "down")
    failed = await talk.say("确认")
    assert failed.status == "failed"
    assert not failed.receipts
    again = await talk.say(AGAIN)
    assert again.status == "confirming"
    assert again.read_back["months"] == "6个月"
    assert (await talk.say("确认")).status == "submitted"
    assert len(written(simulators)) == 1


async def test_a_look_up_that_is_down_keeps_what_was_said(begin: Begin, simulators: Simulators) -> None:
    talk = await begin("p01")
    simulators.fault("provident_fund", "account", "down", times=3)
    failed = await talk.say("我要租房提取公积金，6个月")
    assert failed.status == "failed"
    simulators.clear_faults()
    assert (await talk.say(AGAIN)).asks == "renting"
    assert (await talk.say("市场租房")).read_back["months"] == "6个月"


async def test_a_refusal_by_the_system_is_told_in_its_words_and_not_repeated(
    begin: Begin, simulators: Simulators
) -> None:
    talk = await ready(begin)
    simulators.fault("provident_fund", "withdraw", "refuse", code="over_limit")
    said = await talk.say("确认")
    assert said.status == "refused"
    assert (await talk.say("确认")).status == "refused"
    assert written(simulators) == []


async def test_after_a_crash_before_the_call_nothing_is_sent_behind_anybodys_back(
    begin: Begin, simulators: Simulators
) -> None:
    talk = await ready(begin)
    await intended(talk)
    said = await talk.say(HOW_IS_IT)
    assert not said.receipts
    assert written(simulators) == []
    assert (await talk.say(AGAIN)).status == "confirming"
    assert (await talk.say("确认")).status == "submitted"
    assert len(written(simulators)) == 1


async def test_after_a_crash_after_the_call_the_receipt_is_found_and_nothing_is_sent_again(
    begin: Begin, simulators: Simulators
) -> None:
    talk = await ready(begin)
    _, step = await intended(talk)
    await talk.assistant.gateway.call(step.operation, step.arguments, key=step.key)
    said = await talk.say(HOW_IS_IT)
    assert number_of(written(simulators)[0]) in said.text
    assert len(written(simulators)) == 1


async def test_the_same_application_anew_while_the_first_is_unknown_is_not_a_second_one(
    begin: Begin, simulators: Simulators
) -> None:
    talk = await ready(begin)
    _, step = await intended(talk)
    await talk.assistant.gateway.call(step.operation, step.arguments, key=step.key)
    await talk.all(*TO_THE_READ_BACK, "确认")
    assert len(written(simulators)) == 1


async def test_an_unknown_outcome_is_settled_also_after_something_else(begin: Begin, simulators: Simulators) -> None:
    talk = await ready(begin)
    _, step = await intended(talk)
    await talk.assistant.gateway.call(step.operation, step.arguments, key=step.key)
    await talk.say("查我的公积金账户余额")
    said = await talk.say(HOW_IS_IT)
    assert number_of(written(simulators)[0]) in said.text


async def test_another_persons_conversation_is_closed(begin: Begin, assistant: Assistant) -> None:
    talk = await ready(begin)
    for stranger in ("p02", None):
        with pytest.raises(NotYours):
            await Talk(assistant, talk.id, stranger).say("确认")
    assert (await talk.say("确认")).status == "submitted"


async def test_another_persons_case_is_not_told(begin: Begin) -> None:
    talk = await ready(begin)
    receipt = (await talk.say("确认")).receipts[0]
    case = (await talk.state()).case
    assert case is not None
    stranger = await begin("p02")
    for number in (receipt, case.number):
        said = await stranger.say(f"{number}办得怎么样了")
        assert "租房" not in said.text.replace(number, "")
    owner = await begin("p01")
    assert (await owner.say(case.number)).status == "answered"


async def test_signing_in_half_way_goes_on_with_the_case(begin: Begin, assistant: Assistant) -> None:
    talk = await begin(None)
    assert (await talk.say("我要租房提取公积金")).asks == "sign_in"
    signed_in = Talk(assistant, talk.id, "p01")
    assert (await signed_in.say("登录好了")).asks == "renting"


async def test_who_may_not_apply_gets_no_read_back(begin: Begin, simulators: Simulators) -> None:
    for person in ("p08", "p11"):
        talk = await begin(person)
        said = await talk.say("我要租房提取公积金")
        assert said.status == "refused"
        assert not (await talk.say("确认")).receipts
    assert written(simulators) == []
