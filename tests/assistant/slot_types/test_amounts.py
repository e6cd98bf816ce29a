"""Money, whole numbers, shares, periods, durations and times of day, as people say them."""

from __future__ import annotations

import pytest

from tests.assistant.slot_types.cases import context, find, parse, problem_of, value_of


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("两百四十万", 2_400_000), ("240万", 2_400_000), ("240万元", 2_400_000), ("2,400,000", 2_400_000),
        ("2，400，000元", 2_400_000), ("2.4m", 2_400_000), ("二百四", 240), ("两万五", 25_000), ("一万二", 12_000),
        ("3千5", 3_500), ("三千五百", 3_500), ("3千50", 3_050), ("1200.50", 1200.5), ("1.2 million yuan", 1_200_000),
        ("五块五", 5.5), ("三块二毛", 3.2), ("12元5角6分", 12.56), ("十二元零五分", 12.05), ("五毛", 0.5),
        ("¥1,200", 1200),
        ("RMB 1200", 1200), ("１２００元", 1200), ("壹万贰仟叁佰元整", 12_300), ("一百零五万", 1_050_000),
        ("十五万八", 158_000), ("1.5万", 15_000), ("一点五万", 15_000), ("三千块钱", 3000),
        ("一亿两千万", 120_000_000),
        ("fifty thousand yuan", 50_000), ("two hundred and forty thousand", 240_000), ("35k", 35_000),
        ("half a million", 500_000),
        ("我要提三千块", 3000), ("五千，不对，六千", 6000), ("不是五千是六千", 6000), ("一共三千", 3000),
        ("贷120万30年", 1_200_000),
        ("贷九十万二十年", 900_000), ("工资一万，单位个人各12%", 10_000), ("8000", 8000), ("0", 0),
    ],
)  # fmt: skip
def test_money(text: str, yuan: float) -> None:
    assert value_of("money", text) == yuan


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("十来万", "approximate"), ("几千块", "approximate"), ("两三千", "approximate"), ("-500", "negative"),
        ("负五百元", "negative"), ("三千或者五千", "several"), ("三个月", "not_understood"),
        ("没有", "not_understood"),
        ("不知道", "not_known"), ("不是五千", "unclear"), ("", "empty"),
    ],
)  # fmt: skip
def test_no_money(text: str, problem: str) -> None:
    assert problem_of("money", text) == problem


def test_about_five_thousand_is_a_value_with_a_warning() -> None:
    parsed = parse("money", "大概五千")
    assert (parsed.value, parsed.warning) == (5000, "approximate")


def test_money_within_limits() -> None:
    assert parse("money", "五千", context(high=3000)).parameters == {"max": 3000}
    assert problem_of("money", "五百", context(low=1000)) == "too_small"
    assert value_of("money", "两千", context(low=1000, high=3000)) == 2000


def test_money_in_free_speech_needs_its_mark() -> None:
    assert [f.value for f in find("money", "贷120万30年一个月还多少")] == [1_200_000]
    assert [f.text for f in find("money", "我月收入8000元，余额6万，能贷多少")] == ["8000元", "6万"]
    assert find("money", "皖A12345停了3个小时，3万人都在那") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十二", 12), ("12", 12), ("twelve", 12), ("三个月", 3), ("一共三个月", 3), ("2个孩子", 2), ("仨", 3),
        ("廿三", 23),
        ("one hundred", 100), ("三个月吧，啊不，四个月", 4), ("不是三个是四个", 4), ("three, sorry, four", 4),
        ("0", 0), ("一百二", 120),
        ("我在三孝口租的房，两个月", 2), ("二〇二六", 2026),
    ],
)  # fmt: skip
def test_integer(text: str, number: int) -> None:
    assert value_of("integer", text) == number


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("十来个", "approximate"), ("两三个", "approximate"), ("二十多个", "approximate"), ("好几个", "approximate"),
        ("3.5", "not_whole"),
        ("-3", "negative"), ("三个或者四个", "several"), ("三孝口", "not_understood"), ("第一次", "not_understood"),
    ],
)  # fmt: skip
def test_no_integer(text: str, problem: str) -> None:
    assert problem_of("integer", text) == problem


def test_integer_limits_and_free_speech() -> None:
    assert parse("integer", "十三个月", context(low=1, high=12)).parameters == {"max": 12}
    assert [(f.value, f.text) for f in find("integer", "我想提三个月的房租，皖A12345")] == [(3, "三个月")]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("12%", 12), ("１２％", 12), ("百分之十二", 12), ("百分之十二点五", 12.5), ("twelve percent", 12),
        ("12", 12), ("一成二", 12),
        ("三成", 30), ("千分之五", 0.5), ("百分百", 100), ("12个点", 12), ("2.6%", 2.6),
    ],
)  # fmt: skip
def test_percent(text: str, share: float) -> None:
    assert value_of("percent", text) == share


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("半年", {"months": 6}), ("三个月", {"months": 3}), ("2 years", {"months": 24}), ("一年半", {"months": 18}),
        ("两年零三个月", {"months": 27}), ("一年三个月", {"months": 15}), ("10天", {"days": 10}),
        ("两周", {"days": 14}),
        ("半个月", {"days": 15}), ("一个半月", {"months": 1, "days": 15}), ("一个季度", {"months": 3}),
        ("a year and a half", {"months": 18}), ("half a year", {"months": 6}), ("six months", {"months": 6}),
        ("三个月，不对，四个月", {"months": 4}), ("3月", {"months": 3}),
    ],
)  # fmt: skip
def test_period(text: str, period: dict[str, int]) -> None:
    assert value_of("period", text) == period


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("3", "unit_missing"),
        ("三四个月", "approximate"),
        ("两个多月", "approximate"),
        ("几个月", "approximate"),
        ("马上", "not_understood"),
    ],
)
def test_no_period(text: str, problem: str) -> None:
    assert problem_of("period", text) == problem


def test_a_period_in_free_speech_is_no_date() -> None:
    assert [f.value for f in find("period", "贷120万30年，从2026年3月起")] == [{"months": 360}]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("三个半小时", 210), ("2小时15分", 135), ("90分钟", 90), ("一个半钟头", 90), ("半小时", 30), ("一刻钟", 15),
        ("三刻钟", 45),
        ("一小时一刻", 75), ("一个小时零五分", 65), ("两个钟头", 120), ("一天", 1440), ("1h30m", 90), ("1.5h", 90),
        ("2 hours 15 minutes", 135),
        ("an hour and a half", 90), ("half an hour", 30), ("two and a half hours", 150), ("from 9:30 to 14:00", 270),
        ("九点半到下午两点", 270), ("九点半到两点", 270), ("晚上十点到早上六点", 480),
        ("晚上十点到第二天早上六点", 480), ("三点到五点", 120),
        ("十点进的，十二点走的", 120), ("停了3个小时", 180),
    ],
)  # fmt: skip
def test_duration(text: str, minutes: int) -> None:
    assert value_of("duration", text) == minutes


@pytest.mark.parametrize(
    ("text", "problem"), [("90", "unit_missing"), ("两个多小时", "approximate"), ("好久", "not_understood")]
)
def test_no_duration(text: str, problem: str) -> None:
    assert problem_of("duration", text) == problem


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("下午三点半", "15:30"), ("15:30", "15:30"), ("３点pm", "15:00"), ("3pm", "15:00"), ("3:30 p.m.", "15:30"),
        ("九点一刻", "09:15"),
        ("晚上十点零五", "22:05"), ("凌晨两点", "02:00"), ("下午三点差五分", "14:55"), ("noon", "12:00"),
        ("midnight", "00:00"),
        ("quarter to four pm", "15:45"), ("9:30", "09:30"), ("早上8点", "08:00"), ("晚上12点", "00:00"),
        ("10点走的", "10:00"),
        ("14点", "14:00"), ("24点", "00:00"), ("夜里十一点", "23:00"), ("03:30", "03:30"),
        ("3 o'clock in the afternoon", "15:00"),
        ("12 am", "00:00"), ("12 pm", "12:00"), ("下午两点，不对，三点半下午", "problem: am_or_pm"),
        ("中午一点", "13:00"),
    ],
)  # fmt: skip
def test_time(text: str, clock: str) -> None:
    assert value_of("time", text) == clock


@pytest.mark.parametrize("text", ["三点钟", "half past three", "两点"])
def test_a_small_hour_is_asked_back(text: str) -> None:
    assert problem_of("time", text) == "am_or_pm"


@pytest.mark.parametrize("text", ["1" * 2000, "一" * 2000, "一" + "亿" * 60])
@pytest.mark.parametrize("kind", ["money", "integer", "percent", "period", "duration"])
def test_a_flood_of_digits_is_no_amount(kind: str, text: str) -> None:
    assert not parse(kind, text).ok
