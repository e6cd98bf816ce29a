"""Days and months: stated, half stated, relative, impossible, lunar. Today is Monday, 2026-11-23."""

from __future__ import annotations

import pytest

from tests.assistant.slot_types.cases import find, parse, problem_of, value_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-03", "2026-11-03"), ("2026/11/3", "2026-11-03"), ("2026.11.3", "2026-11-03"),
        ("20261103", "2026-11-03"),
        ("2026年11月3日", "2026-11-03"), ("26年11月3号", "2026-11-03"), ("二零二六年十一月三号", "2026-11-03"),
        ("二〇二六年十一月三日", "2026-11-03"), ("11月3日", "2026-11-03"), ("11/3", "2026-11-03"),
        ("11.3", "2026-11-03"),
        ("18/6/2026", "2026-06-18"), ("3号", "2026-12-03"), ("28号", "2026-11-28"), ("今天", "2026-11-23"),
        ("昨天", "2026-11-22"),
        ("前天", "2026-11-21"), ("大后天", "2026-11-26"), ("三天前", "2026-11-20"), ("过两天", "2026-11-25"),
        ("下周一", "2026-11-30"),
        ("上周五", "2026-11-20"), ("这周三", "2026-11-25"), ("周五", "2026-11-27"), ("周五交的", "2026-11-20"),
        ("月底", "2026-11-30"),
        ("下个月底之前", "2026-12-31"), ("上个月15号", "2026-10-15"), ("年底", "2026-12-31"),
        ("去年8月5号", "2025-08-05"),
        ("明年1月5日", "2027-01-05"), ("1月5日", "2027-01-05"), ("1月5日交的", "2026-01-05"),
        ("半年前", "2026-05-23"),
        ("一个月后", "2026-12-23"), ("两周后", "2026-12-07"), ("元旦", "2027-01-01"), ("国庆节", "2026-10-01"),
        ("2028年2月29日", "2028-02-29"),
        ("last Friday", "2026-11-20"), ("tomorrow", "2026-11-24"), ("June 18 2026", "2026-06-18"),
        ("the 3rd of November", "2026-11-03"),
        ("3 November 2026", "2026-11-03"), ("Nov 3", "2026-11-03"), ("the 15th", "2026-11-15"),
        ("in 3 days", "2026-11-26"),
        ("three weeks from now", "2026-12-14"), ("next Monday", "2026-11-30"), ("end of next month", "2026-12-31"),
        ("the day before yesterday", "2026-11-21"), ("不是3号，是4号", "2026-12-04"),
        ("11月3号，不对，5号", "2026-12-05"),
    ],
)  # fmt: skip
def test_date(text: str, day: str) -> None:
    assert value_of("date", text) == day


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("4月31日", "no_such_day"), ("2026-02-30", "no_such_day"), ("2027年2月29日", "no_such_day"),
        ("13月5号", "no_such_day"),
        ("腊月二十八", "lunar"), ("农历八月十五", "lunar"), ("大年初三", "lunar"), ("正月初五", "lunar"),
        ("除夕", "lunar"),
        ("下个月", "day_missing"), ("8月", "day_missing"), ("2027年", "day_missing"), ("next month", "day_missing"),
        ("周末", "day_missing"),
        ("下个月中旬", "day_missing"), ("3号楼", "not_understood"), ("三个月", "not_understood"),
        ("不知道", "not_known"),
        ("3号或者5号", "several"),
    ],
)  # fmt: skip
def test_no_date(text: str, problem: str) -> None:
    assert problem_of("date", text) == problem


def test_date_problems_carry_what_their_wording_needs() -> None:
    assert parse("date", "4月31日").parameters == {"month": 4, "day": 31}
    assert parse("date", "腊月二十八吧").parameters == {"text": "腊月二十八"}
    assert parse("date", "下个月").parameters == {"month": "2026-12"}


@pytest.mark.parametrize(
    "text",
    [
        "HF12345-20261110-000017",
        "皖A12345",
        "贷款30年",
        "70个工作日",
        "3号线",
        "2406-340104-04-01-123456",
        "May I ask?",
        "13800138000",
    ],
)
def test_no_date_in_other_things(text: str) -> None:
    assert find("date", text) == []


def test_dates_in_free_speech_keep_their_place() -> None:
    found = find("date", "我从12月1号占道到明年1月15日，明天开工")
    assert [f.value for f in found] == ["2026-12-01", "2027-01-15", "2026-11-24"]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("8月", "2026-08"), ("去年十二月", "2025-12"), ("下个月", "2026-12"), ("这个月", "2026-11"),
        ("August 2026", "2026-08"),
        ("2026-08", "2026-08"), ("2026年8月", "2026-08"), ("8", "2026-08"), ("十二", "2026-12"),
        ("last month", "2026-10"),
        ("next January", "2027-01"), ("2026年8月5日", "2026-08"), ("2026年", "problem: month_missing"),
        ("13月", "problem: no_such_day"),
    ],
)  # fmt: skip
def test_month(text: str, month: str) -> None:
    assert value_of("month", text) == month
