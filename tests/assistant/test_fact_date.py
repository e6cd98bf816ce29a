"""The day a question is about. Today is Monday, 2026-11-23."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.fact_date import fact_date

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("question", "day", "how"),
    [
        ("去年签的合同", "2025-11-23", "relative"), ("前年买的房", "2024-11-23", "relative"),
        ("2024年", "2024-12-31", "stated"),
        ("2024年的时候能贷多少", "2024-12-31", "stated"), ("8月提交的", "2026-08-01", "stated"),
        ("去年8月租的房", "2025-08-01", "relative"),
        ("明年1月份", "2027-01-01", "relative"), ("明年1月份我妈还能提给我买房吗？", "2027-01-01", "relative"),
        ("明年还能提吗", "2027-01-01", "relative"),
        ("9月20日之前", "2026-09-19", "stated"), ("9月20日以后呢", "2026-09-20", "stated"),
        ("2025年9月之前签的", "2025-08-31", "stated"),
        ("2025年9月以后", "2025-09-30", "stated"), ("从2026年1月起基数多少", "2026-01-01", "stated"),
        ("2025年9月1日能贷多少", "2025-09-01", "stated"),
        ("二〇二五年九月一日能贷多少", "2025-09-01", "stated"), ("2025年底贷的款", "2025-12-31", "stated"),
        ("2025年上半年", "2025-01-01", "stated"),
        ("三天前提交的", "2026-11-20", "relative"), ("上个月交的", "2026-10-01", "relative"),
        ("两年前贷的款", "2024-11-23", "relative"),
        ("现在公积金利率是多少", "2026-11-23", "relative"), ("公积金基数今年上限多少", "2026-11-23", "relative"),
        ("2026年能提多少", "2026-11-23", "stated"),
        ("2027年能提吗", "2027-01-01", "stated"), ("2023年3月15日签的购房合同", "2023-03-15", "stated"),
        ("before September 2025", "2025-08-31", "stated"), ("I signed the contract in 2024", "2024-12-31", "stated"),
        ("last year", "2025-11-23", "relative"), ("next January", "2027-01-01", "relative"),
        ("in August 2025", "2025-08-01", "stated"),
        ("since September 2025", "2025-09-01", "stated"), ("on 1 September 2025", "2025-09-01", "stated"),
        ("two years ago", "2024-11-23", "relative"),
        ("how much can I borrow now", "2026-11-23", "relative"), ("last month", "2026-10-01", "relative"),
    ],
)  # fmt: skip
def test_fact_date(question: str, day: str, how: str) -> None:
    found = fact_date(question, TODAY)
    assert found is not None
    assert (found.date.isoformat(), found.how) == (day, how)
    assert found.text in question


@pytest.mark.parametrize(
    "question",
    [
        "1990年出生的能贷30年吗", "我1985年生的", "我生日是1985年11月20日", "每月能提多少",
        "贷120万30年一个月还多少", "皖A12345欠费多少",
        "2017-340100-70-03-006747还能用吗", "2406-340104-04-01-123456到哪一步了",
        "HF12345-20261110-000017办得怎么样了", "3号线在哪",
        "70个工作日是从哪天算", "2005年建的二手房能贷多少年", "离职半年后能提吗", "公积金连续缴存6个月后能贷款吗",
        "退休3个月后能提吗", "政务中心周末开门吗",
        "合金管委〔2025〕12号", "停车场24小时多少钱", "我的身份证34019919900307001X", "公积金怎么提",
        "腊月二十八上班吗", "贷款20年", "10点走的算到12点",
        "Born in 1990, how much can I borrow?", "May I withdraw?", "How long does it take?", "三个孩子，首套",
        "13800138000",
    ],
)  # fmt: skip
def test_no_fact_date(question: str) -> None:
    assert fact_date(question, TODAY) is None


def test_the_day_of_signing_counts_before_other_days() -> None:
    found = fact_date("2024年签的合同，现在能贷多少", TODAY)
    assert found is not None
    assert found.date == date(2024, 12, 31)


def test_of_two_events_the_last_counts() -> None:
    found = fact_date("2024年签的合同，2025年9月10日受理的，按哪个额度", TODAY)
    assert found is not None
    assert found.date == date(2025, 9, 10)


def test_a_month_says_which_days_it_may_mean() -> None:
    found = fact_date("2025年9月贷的款", TODAY)
    assert found is not None
    assert (found.date, found.first, found.last) == (date(2025, 9, 1), date(2025, 9, 1), date(2025, 9, 30))


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_a_stated_day_is_that_day(day: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日能贷多少", f"on {day:%B} {day.day}, {day.year}"):
        found = fact_date(text, TODAY)
        assert found is not None
        assert (found.date, found.last, found.how) == (day, day, "stated")
