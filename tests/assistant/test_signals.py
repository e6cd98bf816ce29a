"""What is the same in every city: emergencies, wanting a person, stopping, repeating; and what only sounds like it."""

from __future__ import annotations

import pytest

from assistant import signals

EMERGENCIES = """
gas: 家里煤气漏了
gas: 厨房闻到一股煤气味
gas: 燃气泄漏怎么办
gas: I smell gas in my flat
fire: 着火了
fire: 楼上冒烟了
fire: 电动车起火了
fire: my house is on fire
violence: 有人持刀
violence: 我老公打我
violence: 救命
violence: someone has a knife
self_harm: 我不想活了
self_harm: 活着没意思
self_harm: I want to kill myself
medical: 我爸晕倒了
medical: 他没有呼吸了
medical: he had a heart attack
traffic: 前面出了车祸
danger: 电线掉到地上了
"""

# None of these is an emergency, a wish for a person, a cancellation, a repetition or an undoing.
ORDINARY = """
煤气费怎么交
燃气公司电话多少
天然气过户要什么材料
我要报装燃气
消防验收怎么办
火车站附近停车
火灾保险要去哪办
没着火
消防审批要几天
火葬补贴怎么领
车祸之后怎么办低保
打听一下公积金
打人会不会影响落户
心脏病能办特病卡吗
中风病人能办残疾证吗
人工智能企业有什么补贴
有没有人工费
你是机器人吗
你是真人吗
are you a robot
人工审核要多久
取消停车包月怎么办理
取消预约要去哪里
不要房产证能提取吗
算了一下是3000元
结束时间是12月31日
停止缴存公积金怎么办
退出公租房要什么手续
工程停工怎么申请
再说一个地方
啥时候能到账
上一年度的基数是多少
我说错误在哪
合同填错了能改吗
六个月
皖A12345
确认
是的
不对
市场租房
公积金能提多少
三孝口附近哪里能停车
我的项目到哪了
how do I cancel my housing fund account
what is a gas bill
fire safety approval
再试一次
我要投诉噪音
""".split("\n")[1:-1]


@pytest.mark.parametrize("line", EMERGENCIES.split("\n")[1:-1])
def test_emergencies_come_first(line: str) -> None:
    name, _, said = line.partition(": ")
    found = signals.emergency(said)
    assert found is not None
    assert found.name == name


def ordinary_reading(said: str) -> list[str]:
    """Everything the utterance was taken for; empty when it is left to the city."""
    found = [found.name] if (found := signals.emergency(said)) else []
    tests = {
        "hand_off": signals.wants_person, "cancel": signals.wants_cancel, "repeat": signals.wants_repeat,
        "undo": signals.wants_undo,
    }  # fmt: skip
    return found + [name for name, test in tests.items() if test(said)]


@pytest.mark.parametrize(
    "said",
    [
        *ORDINARY,
        "你说什么时候开门",
        "human resources bureau address",
        "which agent may register my property",
    ],
)
def test_ordinary_sentences_are_none_of_it(said: str) -> None:
    assert ordinary_reading(said) == []


def test_there_are_enough_ordinary_sentences() -> None:
    assert len(set(ORDINARY)) >= 40


@pytest.mark.parametrize(
    "said",
    ["转人工", "人工", "我要找人工客服", "能不能找个人跟我说", "接工作人员", "不要跟机器说", "0", "talk to a person",
     "I want to speak to a human", "operator"],
)  # fmt: skip
def test_the_wish_for_a_person(said: str) -> None:
    assert signals.wants_person(said)


@pytest.mark.parametrize(
    "said",
    ["算了", "取消", "不办了", "算了，不办了", "下次再说吧", "我不想办了", "cancel", "never mind", "I changed my mind"],
)
def test_stopping(said: str) -> None:
    assert signals.wants_cancel(said)


@pytest.mark.parametrize("said", ["再说一遍", "没听清", "刚才说的什么", "什么？", "say that again", "pardon?"])
def test_repeating(said: str) -> None:
    assert signals.wants_repeat(said)


@pytest.mark.parametrize("said", ["上一步", "说错了", "撤销", "填错了重来", "go back", "undo that"])
def test_undoing(said: str) -> None:
    assert signals.wants_undo(said)


@pytest.mark.parametrize("said", ["重试", "再试一次", "继续", "登录好了", "try again", "I have signed in"])
def test_retrying(said: str) -> None:
    assert signals.wants_retry(said)


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("能提多少", True), ("要带什么材料", True), ("公租房可以吗", True), ("how much can I borrow", True),
        ("我要提取公积金", False), ("6个月", False), ("确认", False), ("pay my parking fee", False),
    ],
)  # fmt: skip
def test_the_form_of_a_question(said: str, question: bool) -> None:
    assert signals.is_question(said) is question


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("我要提取公积金", True), ("帮我查一下欠费", True), ("办理施工许可", True), ("I want to pay for parking", True),
        ("公积金能提多少", False), ("6个月", False), ("确认", False),
    ],
)  # fmt: skip
def test_the_form_of_a_wish(said: str, wish: bool) -> None:
    assert signals.is_wish(said) is wish


@pytest.mark.parametrize(
    ("said", "aspect"),
    [
        ("要带什么材料", "materials"), ("what documents do I need", "materials"), ("多久能办好", "time_limit"),
        ("how long does it take", "time_limit"), ("要收费吗", "fee"), ("how much does it cost", "fee"),
        ("在哪里办", "where"), ("where do I apply", "where"), ("什么条件可以办", "conditions"),
        ("am I eligible", "conditions"), ("这是什么", "overview"),
    ],
)  # fmt: skip
def test_which_part_of_a_guide_is_asked_for(said: str, aspect: str) -> None:
    assert signals.aspect(said) == aspect
