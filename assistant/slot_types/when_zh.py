"""The grammar of Chinese dates: 2026年11月3日, 去年8月, 下个月底, 三天前, 下周一, 腊月二十八. Knows no slot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.slot_types import numerals_zh
from assistant.slot_types.when import When, add_months, day, month, month_end, nearest_year, was_past

_H = "[一二三四五六七八九十零〇两廿]"
_N = rf"(?:\d{{1,2}}|{_H}{{1,3}})"
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上一年": -1, "上年": -1, "今年": 0, "本年": 0,
          "当年": 0, "明年": 1, "来年": 1, "下一年": 1, "后年": 2}  # fmt: skip
_REL_YEAR = "|".join(_YEARS)
_YEAR = (
    r"(?:(?<!\d)(?P<year>\d{4}|\d{2}|[一二三四五六七八九零〇○]{2}|[一二][一二三四五六七八九零〇○]{3})\s*年"
    rf"|(?P<rel_year>{_REL_YEAR}))"
)
_NOT_A_DAY = r"(?!线|楼|门|院|文|窗|车|机|令|店|口|地|馆|桥|住宅|宿舍|[\d一-龥]?\s*楼)"

_ISO = re.compile(
    r"(?<![\dA-Za-z-])(?P<y>(?:19|20)\d\d)\s*(?P<s>[-/.])\s*(?P<m>\d{1,2})\s*(?P=s)\s*(?P<d>\d{1,2})(?![\d-])"
)
_COMPACT = re.compile(
    r"(?<![\dA-Za-z-])(?P<y>20\d\d|19\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\dA-Za-z-])"
)
_SLASH = re.compile(r"(?<![\d/.-])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?:/(?P<y>\d{4}|\d{2}))?(?![\d/])")
_LOOSE = re.compile(
    rf"(?<![\d.-])(?P<m>\d{{1,2}})\s*[.-]\s*(?P<d>\d{{1,2}})(?![\d.-])|(?P<m2>{_N})月(?P<d2>{_N})(?![{_H[1:-1]}\d])"
)
_DATE = re.compile(
    rf"(?:{_YEAR}(?:度|的)?\s*)?"
    rf"(?:(?<![\d零个第])(?P<month>{_N})\s*月份?|(?P<rel_month>上上个?月|上个?月|这个?月|本月|当月|下下个?月|下个?月)份?)"
    rf"(?:的|\s)*(?:(?P<day>{_N})\s*(?:[日号]{_NOT_A_DAY})|(?P<day2>\d{{1,2}})(?![\d年个天月周:点万千%号日])|(?P<part>月?[初底末]|中旬|上旬|下旬))?"
)
_DAY = re.compile(rf"(?<![\dA-Za-z-])(?P<bare>这个?月)?(?<![{_H[1:-1]}第几〕\])）])(?P<day>{_N})\s*[号日]{_NOT_A_DAY}")
_YEAR_ONLY = re.compile(
    rf"(?<![\dA-Za-z第-]){_YEAR}(?:度|份)?(?:的)?(?P<part>年?[底末](?!\w*押)|年?初|上半年|下半年|第?[一二三四1-4]季度)?"
)
_OF_THIS_YEAR = re.compile(
    r"(?<![今去前明后来当本上])(?P<part>年[底末初]|上半年|下半年)|(?<![今去前明后来上下本个\d一二三四五六七八九十])(?P<month_part>月[底末初])"
)
_DAYS = {"大前天": -3, "前天": -2, "前儿": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨儿": -1, "今天": 0,
         "今日": 0, "今儿": 0, "当天": 0, "明天": 1, "明日": 1, "明儿": 1, "后天": 2, "后儿": 2, "大后天": 3,
         "现在": 0, "目前": 0}  # fmt: skip
_RELATIVE_DAY = re.compile("|".join(sorted(_DAYS, key=len, reverse=True)))
_AGO = re.compile(
    rf"(?P<n>\d{{1,4}}|{_H}{{1,3}}|半)\s*个?(?P<half>半)?(?P<unit>天|日|周|星期|礼拜|月|年)(?P<half2>半)?(?:之|以)?(?P<side>[前后])(?![面台])"
    rf"|过(?P<n2>\d{{1,3}}|{_H}{{1,3}})(?P<unit2>天)"
)
_WEEKDAY = re.compile(
    r"(?P<shift>上+|下+|这|本)?(?:一?个)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7末](?![年个十]))"
)
_HOLIDAYS = {"元旦": (1, 1), "妇女节": (3, 8), "劳动节": (5, 1), "五一": (5, 1), "儿童节": (6, 1), "建党节": (7, 1),
             "教师节": (9, 10), "国庆节": (10, 1), "国庆": (10, 1)}  # fmt: skip
_HOLIDAY = re.compile(rf"(?P<rel_year>{_REL_YEAR})?(?P<name>{'|'.join(_HOLIDAYS)})")
_LUNAR = re.compile(
    rf"(?:农历|阴历|旧历)(?:[\d一-龥]{{0,3}}年)?(?:[正冬腊]月|{_N}月)?(?:初{_H}|{_H}{{1,3}}|\d{{1,2}})?[日号]?"
    rf"|[冬腊正]月(?:初{_H}|{_H}{{1,3}}|底)?[日号]?|大年(?:初{_H}|三十)|(?<![月年当起最])初[一二三四五六七八九十]|年三十|除夕|春节|元宵节?|中秋节?|端午节?|重阳节?"
)


def find(text: str, today: date, loose: bool) -> Iterator[When]:
    for match in _LUNAR.finditer(text):
        yield When(date.min, date.min, match.start(), match.end(), problem="lunar")
    for pattern in (_ISO, _COMPACT, _SLASH):
        yield from (when for match in pattern.finditer(text) if (when := _numeric(match, text, today)))
    if loose:
        yield from (when for match in _LOOSE.finditer(text) if (when := _numeric(match, text, today)))
    for match in _DATE.finditer(text):
        yield _date(match, text, today)
    for match in _DAY.finditer(text):
        yield _day_only(match, text, today)
    for match in _YEAR_ONLY.finditer(text):
        if when := _year(match, today):
            yield when
    for match in _OF_THIS_YEAR.finditer(text):
        part = match["part"] or match["month_part"]
        whole = _whole_year(today.year, match) if match["part"] else month(today.year, today.month, *match.span())
        yield _part(whole, part, relative=True)
    yield from _relative(text, today)


def _relative(text: str, today: date) -> Iterator[When]:
    for match in _RELATIVE_DAY.finditer(text):
        exact = today + timedelta(days=_DAYS[match.group()])
        yield When(exact, exact, *match.span(), relative=True)
    for match in _AGO.finditer(text):
        if exact_ := _shifted(match, today):
            yield When(exact_, exact_, *match.span(), relative=True)
    for match in _WEEKDAY.finditer(text):
        yield _weekday(match, text, today)
    for match in _HOLIDAY.finditer(text):
        number, day_ = _HOLIDAYS[match["name"]]
        year = today.year + _YEARS[match["rel_year"]] if match["rel_year"] else _near(number, day_, text, match, today)
        yield day(year, number, day_, *match.span())


def _number(text: str | None) -> int:
    reading = numerals_zh.read(text) if text else None
    return int(reading[0]) if reading else 0


def _digits(text: str) -> int:
    return int("".join(str(numerals_zh.DIGITS.get(c, c)) for c in text))


def _near(number: int, day_: int, text: str, match: re.Match[str], today: date) -> int:
    return nearest_year(number, day_, today, was_past(text, *match.span()))


def _numeric(match: re.Match[str], text: str, today: date) -> When | None:
    groups = match.groupdict()
    number, day_ = _number(groups["m"] or groups.get("m2")), _number(groups["d"] or groups.get("d2"))
    if match.re is _SLASH and number > 12 >= day_:
        number, day_ = day_, number  # 18/6/2026, as many foreigners write it
    if groups.get("y"):
        year = int(groups["y"]) + (2000 if len(groups["y"]) == 2 else 0)
    else:
        if not 1 <= number <= 12:
            return None
        year = _near(number, day_, text, match, today)
    return day(year, number, day_, *match.span())


def _stated_year(match: re.Match[str], today: date) -> int | None:
    if match["rel_year"]:
        return today.year + _YEARS[match["rel_year"]]
    if not match["year"]:
        return None
    year = _digits(match["year"])
    return year + 2000 if year < 100 else year


def _date(match: re.Match[str], text: str, today: date) -> When:
    year, relative = _stated_year(match, today), bool(match["rel_year"] or match["rel_month"])
    said = match["day"] or match["day2"]
    if match["rel_month"]:
        shift = match["rel_month"].count("下") - match["rel_month"].count("上")
        base = add_months(today.replace(day=1), shift)
        year, number = base.year, base.month
    else:
        number = _number(match["month"])
        year = year if year is not None else _near(number, _number(said) if said else 1, text, match, today)
    if said:
        return day(year, number, _number(said), *match.span(), relative)
    return _part(month(year, number, *match.span(), relative), match["part"], relative)


def _part(whole: When, part: str | None, relative: bool) -> When:
    """The beginning, the end or a part of a month or a year."""
    if whole.problem or not part:
        return whole
    year, number = whole.first.year, whole.first.month
    spans = {
        "上旬": (whole.first, date(year, number, 10)), "中旬": (date(year, number, 11), date(year, number, 20)),
        "下旬": (date(year, number, 21), whole.last), "上半年": (whole.first, date(year, 6, 30)),
        "下半年": (date(year, 7, 1), whole.last),
    }  # fmt: skip
    if part in spans:
        return When(*spans[part], whole.start, whole.end, relative, vague=True)
    if part.endswith("季度"):
        quarter = _number(part.removeprefix("第").removesuffix("季度"))
        return When(date(year, quarter * 3 - 2, 1), month_end(year, quarter * 3), whole.start, whole.end, relative)
    edge = whole.first if part[-1] == "初" else whole.last
    return When(edge, edge, whole.start, whole.end, relative)


def _day_only(match: re.Match[str], text: str, today: date) -> When:
    number = _number(match["day"])
    if not 1 <= number <= 31:
        return When(date.min, date.min, *match.span(), problem="no_such_day", parts=(today.month, number))
    past = was_past(text, *match.span())
    months = [add_months(today.replace(day=1), shift) for shift in (-2, -1, 0, 1, 2)]
    days = [first + timedelta(days=number - 1) for first in months if number <= month_end(first.year, first.month).day]
    days = [exact for exact in days if exact <= today] if past else days
    exact = max(days) if past else min(days, key=lambda d: (abs((d - today).days), d < today))
    return When(exact, exact, *match.span())


def _year(match: re.Match[str], today: date) -> When | None:
    year = _stated_year(match, today)
    if year is None or (match["year"] and len(match["year"]) < 4) or not 1900 <= year <= 2100:
        return None  # 30年 is a length of time
    return _part(_whole_year(year, match), match["part"], bool(match["rel_year"]))


def _whole_year(year: int, match: re.Match[str]) -> When:
    relative = bool(match.groupdict().get("rel_year"))
    return When(date(year, 1, 1), date(year, 12, 31), *match.span(), relative=relative)


def _shifted(match: re.Match[str], today: date) -> date | None:
    unit = match["unit"] or match["unit2"]
    sign = -1 if match["side"] == "前" else 1
    half = match["half"] or match["half2"]
    number = 0 if match["n"] == "半" else _number(match["n"] or match["n2"])
    if match["n"] == "半":
        half = "半"
    if unit in "天日":
        return today + sign * timedelta(days=number)
    if unit in ("周", "星期", "礼拜"):
        return today + sign * timedelta(days=7 * number)
    if not 0 <= number < 100:
        return None
    if unit == "月":
        return add_months(today, sign * number) + (sign * timedelta(days=15) if half else timedelta())
    return add_months(today, sign * (12 * number + (6 if half else 0)))


def _weekday(match: re.Match[str], text: str, today: date) -> When:
    shift = match["shift"] or ""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift.count("下") - shift.count("上"))
    if match["day"] == "末":
        return When(monday + timedelta(days=5), monday + timedelta(days=6), *match.span(), relative=True, vague=True)
    index = {"日": 6, "天": 6, "7": 6}.get(match["day"], _number(match["day"]) - 1)
    exact = monday + timedelta(days=index)
    if not shift:
        past = was_past(text, *match.span())
        if past and exact > today:
            exact -= timedelta(weeks=1)
        elif not past and exact < today:
            exact += timedelta(weeks=1)
    return When(exact, exact, *match.span(), relative=True)
