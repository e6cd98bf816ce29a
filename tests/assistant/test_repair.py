"""Repair of speech errors and dialect, and the ordinary text that must stay as it is."""

from __future__ import annotations

import time

import pytest

from assistant.repair import Change, repair
from assistant.slot_types import TYPES
from tests.assistant.slot_types.cases import context

REPAIRED = [
    ("公鸡金贷款利率", "公积金贷款利率"), ("功积金", "公积金"), ("公资金怎么提", "公积金怎么提"),
    ("共积金", "公积金"), ("公几金基数", "公积金基数"),
    ("呲取公积金", "提取公积金"), ("公积金题取", "公积金提取"), ("我想呲公积金还房带", "我想提公积金还房贷"),
    ("公积金还带提取", "公积金还贷提取"),
    ("等额本吸和等额本金哪个划算", "等额本息和等额本金哪个划算"), ("脚存基数", "缴存基数"),
    ("公积金中新在哪", "公积金中心在哪"),
    ("晚诶幺二三四五欠费", "皖A幺二三四五欠费"), ("万AD12345欠费", "皖AD12345欠费"),
    ("卢阳区四里河那块停车", "庐阳区四里河那块停车"), ("芦阳", "庐阳"),
    ("数山区停车", "蜀山区停车"), ("属山", "蜀山"), ("摇海区", "瑶海区"), ("薄荷区政务中心", "包河区政务中心"),
    ("完事通怎么注册", "皖事通怎么注册"),
    ("晚事通登不上", "皖事通登不上"), ("万事通app登不上", "皖事通app登不上"),
    ("幺五月份的项目带吗", "幺五月份的项目代码"), ("项目代马", "项目代码"),
    ("军工验收", "竣工验收"), ("项目军工了没", "项目竣工了没"), ("联合神图", "联合审图"), ("联合验受", "联合验收"),
    ("竣攻验收", "竣工验收"),
    ("可有伯位", "有没有泊位"), ("停车非多少钱", "停车费多少钱"), ("三笑口附近还有车为吗", "三孝口附近还有车位吗"),
    ("身份正丢了", "身份证丢了"),
    ("停车前费怎么补", "停车欠费怎么补"), ("一次性不正通知", "一次性补正通知"),
    ("包合区那块", "包合区那块".replace("包合", "包河")),
    ("俺租房子，公积金可能取点出来？咋搞？", "我租房子，公积金能不能取点出来？怎么办？"),
    ("我公司三个月没交公积金咋办", "我公司三个月没交公积金怎么办"),
    ("养老金和公积金一起办可行", "养老金和公积金一起办行不行"), ("到哪块盖章？", "到哪里盖章？"),
    ("要带么东西", "要带什么"), ("提取要么东西？", "提取要什么？"),
    ("俺伢上学咋弄", "我孩子上学怎么办"), ("停车可收费？", "停车收不收费？"), ("咋取公积金", "怎么取公积金"),
    ("就是讲，我想提取公积金", "我想提取公积金"),
    ("那个，我想问一下公积金", "我想问一下公积金"), ("我想问那个那个公积金", "我想问公积金"),
    ("明个可上班？", "明天上不上班？"), ("可晓得公积金咋提", "知不知道公积金怎么提"),
]  # fmt: skip

ORDINARY = [
    "公鸡今天叫得早", "身份证要带吗", "材料需要带吗", "我可能明天来", "我可能办不了", "可能取不出来了",
    "他可能取消了申请", "这个方案可行", "可行性研究报告", "可是我没有带材料", "什么东西都要带吗", "哪块地可以盖房",
    "那个事项怎么办", "这个人证明个啥", "薄荷茶很好喝", "他是个万事通", "等完事通知我", "办完事通常几点",
    "军工企业的员工", "无数山峰", "我叫卢阳", "我还带了身份证", "我还带孩子", "还带提醒功能吗", "痛改前非",
    "从前费了很多劲", "提前费用多少", "我的停车为什么收费", "我的车为何被拖走", "车尾灯坏了", "一万元",
    "今天停车费多少钱", "伯伯家有位老人", "阿伯位置在哪", "水饱和了", "大树山庄小区", "书山有路勤为径",
    "身份证补证怎么办", "不正当竞争", "我想取消申请", "我明白了", "他没得到回复", "可用额度是多少",
    "你可要记得带身份证", "可有可无", "认可有效", "施工许可有几种", "代码是多少", "公交公司", "攻击今天的系统",
    "金融公司贷款", "公积金贷款利率是多少", "提取公积金需要什么材料", "皖A12345欠费多少", "三孝口附近还有车位吗",
    "逍遥津停车一小时多少钱", "联合验收和消防验收能一起办吗", "70个工作日是从哪天算", "转人工", "我住在包河区",
    "身份证丢了怎么补办", "我要投诉物业乱收费", "楼下烧烤天天吵到两点", "井盖没了", "How much can I withdraw?",
    "我的名字是陈立行", "公共租赁住房", "等一下", "确认提交", "好的谢谢", "两者都可办理", "一起去就可知道",
    "可知道的事情", "证明个人收入", "今个月的账单", "数三百个山头", "申请表要带几份", "大家都带多少钱",
    "那块地是我的", "房贷利率多少", "机关食堂", "不懂产品怎么用", "停车场长期出租", "有人非法占道施工是通知谁",
    "我带款式不同的包", "他提去年的事", "要么三个月要么六个月", "这么东西走", "嗯", "那个", "不对，是三个月", "是的",
    "没有", "三个月", "2406-340104-04-01-123456",
]  # fmt: skip


@pytest.mark.parametrize(("heard", "meant"), REPAIRED)
def test_repaired(heard: str, meant: str) -> None:
    assert repair(heard).text == meant


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_left_alone(text: str) -> None:
    repaired = repair(text)
    assert repaired.text == text
    assert repaired.changes == ()


def test_there_are_enough_ordinary_sentences() -> None:
    assert len(set(ORDINARY)) >= 60


@pytest.mark.parametrize(("heard", "meant"), REPAIRED)
def test_a_repaired_text_needs_no_second_repair(heard: str, meant: str) -> None:
    assert repair(meant).text == meant


def test_changes_say_what_and_why() -> None:
    assert repair("公鸡金咋办").changes == (
        Change("公鸡金", "公积金", "confusion"),
        Change("咋办", "怎么办", "dialect"),
    )
    assert repair("停车非多少钱").changes == (Change("停车非", "停车费", "sound"),)
    assert repair("那个，公积金").changes == (Change("那个，", "", "filler"),)


def test_a_spoken_plate_is_still_understood_after_repair() -> None:
    repaired = repair("晚诶低幺二三四五 欠费").text
    assert TYPES["plate"].parse(repaired, context()).value == "皖AD12345"


def test_repair_is_fast() -> None:
    text = "俺租房子住在卢阳区四里河那块，公鸡金可能取点出来？咋搞？"
    repair(text)  # reads the lexicon
    best = float("inf")
    for _ in range(20):
        before = time.perf_counter()
        repair(text)
        best = min(best, time.perf_counter() - before)
    assert best < 0.0005
