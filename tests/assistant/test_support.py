"""The gate: no number and no date passes that the cited clause does not hold."""

from __future__ import annotations

import pytest

from assistant.support import han_number, quantities, unsupported

RENT = (
    "关于租房提取的通知 〔2023〕8号 2023-05-20 2023-06-01\n第二条\n"
    "第二条　单身职工每月最高提取1500元，已婚家庭每月最高提取3000元；生育二孩及以上的上浮百分之五十，按12个月计算。"
)
CAP = "第二条　单方缴存的最高可贷90万元，夫妻双方缴存的最高可贷120万元，自2025年9月8日起执行。"
LIMIT = "第二十五条　中心应当自受理申请之日起三日内作出决定，情况复杂的可以延长到十五个工作日。"
FINE = "违反规定的，处二千元以上两万五千元以下罚款，逾期按每日万分之五加收。"


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("单身职工每月最高提取1500元。", RENT),
        ("单身每月最多1,500元，家庭3,000元。", RENT),
        ("A single person may withdraw up to 1,500 yuan a month, a family 3,000.", RENT),
        ("一年按十二个月算。", RENT),
        ("For twelve months a year.", RENT),
        ("这是2023年的规定。", RENT),
        ("自2023年6月1日起施行。", RENT),
        ("In force since 1 June 2023.", RENT),
        ("In force since June 1, 2023.", RENT),
        ("2023年6月起施行。", RENT),
        ("夫妻双方最高可贷120万元。", CAP),
        ("夫妻双方最高可贷1200000元。", CAP),
        ("Up to 1.2 million yuan for couples, 900,000 for one.", CAP),
        ("Up to 900 thousand yuan.", CAP),
        ("自2025-09-08起执行。", CAP),
        ("受理之日起3日内决定。", LIMIT),
        ("The centre decides within three days.", LIMIT),
        ("最长15个工作日。", LIMIT),
        ("fifteen working days at most", LIMIT),
        ("罚2000元到2.5万元。", FINE),
        ("A fine of 2,000 to 25,000 yuan.", FINE),
        ("不收费。", RENT),
        ("请拨打12345或12329，紧急情况请拨打110。", RENT),
        ("依据第二条办理。", CAP),
        ("Under Article 25 it must be decided.", LIMIT),
    ],
)
def test_what_the_clause_holds_passes(sentence: str, clause: str) -> None:
    assert unsupported(sentence, [clause]) == []


@pytest.mark.parametrize(
    ("sentence", "clause", "wrong"),
    [
        ("单身职工每月最高提取1800元。", RENT, ["1800"]),
        ("单身职工每月最高提取15元。", RENT, ["15"]),
        ("单身职工每月最高提取500元。", RENT, ["500"]),
        ("家庭每月最高提取30000元。", RENT, ["30000"]),
        ("一年按十个月算。", RENT, ["10"]),
        ("A single person may withdraw up to 2,000 yuan.", RENT, ["2000"]),
        ("For eleven months a year.", RENT, ["11"]),
        ("自2023年7月1日起施行。", RENT, ["2023-07-01"]),
        ("自2023年6月2日起施行。", RENT, ["2023-06-02"]),
        ("In force since 1 June 2024.", RENT, ["2024-06-01"]),
        ("夫妻双方最高可贷100万元。", CAP, ["1e+06"]),
        ("单方最高90元。", CAP, ["90"]),
        ("Up to 1.3 million yuan for couples.", CAP, ["1.3e+06"]),
        ("受理之日起五日内决定。", LIMIT, ["5"]),
        ("within thirty days", LIMIT, ["30"]),
        ("罚3000元。", FINE, ["3000"]),
    ],
)
def test_a_planted_wrong_figure_is_found(sentence: str, clause: str, wrong: list[str]) -> None:
    assert unsupported(sentence, [clause]) == wrong


def test_any_of_several_clauses_will_do_but_without_any_nothing_passes() -> None:
    sentence = "单身每月1500元，最高可贷90万元。"
    assert unsupported(sentence, [RENT]) == ["900000"]
    assert unsupported(sentence, [RENT, CAP]) == []
    assert unsupported(sentence, []) == ["1500", "900000"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三十", 30), ("十五", 15), ("一百二十", 120), ("两万五千", 25_000), ("二〇二六", 2026), ("三千", 3000),
        ("一百零五", 105), ("十二万", 120_000), ("零", 0),
    ],
)  # fmt: skip
def test_chinese_numerals(text: str, number: float) -> None:
    assert han_number(text) == number


@pytest.mark.parametrize("text", ["", "三天", "若干"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert han_number(text) is None


def test_quantities_of_a_sentence() -> None:
    assert quantities("2026年11月23日前提取3000元，最多12个月") == ({3000.0, 12.0}, {"2026-11-23"})
    assert quantities("一个人办理，一次办好") == (set(), set())
