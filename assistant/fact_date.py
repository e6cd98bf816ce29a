"""The day a question is about, so that the law of that day answers it: 去年签的合同, 8月提交的, 9月20日之前,
next January. Knows no rule; dates that are not the time of one (a birth, a length of time, a code) are passed over.

A span is stood for by one day: a day by itself; a month or a part of a year by its first day; a year that has passed
by its last day, but 去年 and 前年 by the same day of that year; a year to come by its first day; a span that holds
today by today. "Before X" is the day before X; "after X" the last day of X, "since X" its first."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from assistant.slot_types.characters import narrow
from assistant.slot_types.dates import find_dates
from assistant.slot_types.when import When, add_months


@dataclass(frozen=True)
class FactDate:
    """`date` stands for the days `first` to `last` that were meant; a rule that changed within them has two answers.
    `text` is what the question said."""

    date: datetime.date
    how: Literal["stated", "relative"]
    text: str
    first: datetime.date
    last: datetime.date


_OTHER_AFTER = re.compile(
    r"(?:份)?(?:出生|生人|生的|出厂|建成|建的|建造|修建|盖的|的(?:老)?(?:房子|房龄|楼)|年的房)|\s*(?:birth|built)",
    re.IGNORECASE,
)
_OTHER_BEFORE = re.compile(
    r"(?:出生(?:于|日期)?|生日|生于|建于|房龄|每|每个|按|满|连续|缴存|缴纳|交了|缴了|离职|退休|辞职|结婚|封存|受理|备案|[〔\[(（])\D{0,2}$"
    r"|(?:\bborn|\bbirthday|\bbuilt|\bevery|\bper|\bwithin)\b[^,.]{0,12}$",
    re.IGNORECASE,
)
_EVENT_AFTER = re.compile(
    r"(?:份|度|的时候|那会)?[^，,。；;？?]{0,6}?(?:签|受理|提交|申请|申报|备案|办|交|缴|买|购|贷|租|批|领|到账|提取|取|放款|生效)"
)
_EVENT_BEFORE = re.compile(
    r"\b(?:signed|accepted|submitted|applied|filed|bought|purchased|rented|paid|borrowed|took|withdrew|withdraw|apply|borrow)\b[^,.]{0,30}$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"(?:起|以来|开始)$|\b(?:since|from|starting)\b[\s\w]{0,5}$", re.IGNORECASE)
_RELATIVE_TO_AN_EVENT = re.compile(r"(?:后|以后|之后|前|之前|以前)$")


def fact_date(question: str, today: datetime.date) -> FactDate | None:
    """The day that matters, or None when the question names none. Of several, one at which something was signed, filed
    or paid counts first, then any but today; among equals the last."""
    text = narrow(question)
    found = [when for when in find_dates(text, today) if when.problem is None and _is_a_time(text, when)]
    if not found:
        return None
    best = max(enumerate(found), key=lambda pair: (_weight(text, pair[1], today), pair[0]))[1]
    first, last = _days(text, best)
    return FactDate(
        date=_stand_in(text, best, today),
        how="relative" if best.relative else "stated",
        text=question[best.start : best.end],
        first=first,
        last=last,
    )


def _is_a_time(text: str, when: When) -> bool:
    if when.vague and when.last - when.first == datetime.timedelta(days=1):
        return False  # 周末 asks for opening hours
    if _OTHER_AFTER.match(text, when.end):
        return False
    before = _OTHER_BEFORE.search(text[: when.start])
    if before is None:
        return True
    # 退休半年后 counts from retirement; 受理2025年9月10日 states a day of acceptance.
    always = (
        "出生",
        "生日",
        "生于",
        "建于",
        "房龄",
        "每",
        "按",
        "〔",
        "born",
        "birth",
        "built",
        "every",
        "per",
        "within",
    )
    counted = when.relative and bool(_RELATIVE_TO_AN_EVENT.search(text[when.start : when.end]))
    return not (counted or before.group().lower().startswith(always))


def _weight(text: str, when: When, today: datetime.date) -> int:
    if when.relative and when.first == when.last == today:
        return 0
    return 2 if _EVENT_AFTER.match(text, when.end) or _EVENT_BEFORE.search(text[: when.start]) else 1


def _days(text: str, when: When) -> tuple[datetime.date, datetime.date]:
    """The first and last day meant, "before" and "after" taken into account."""
    if when.side == "before":
        day_before = when.first - datetime.timedelta(days=1)
        return day_before, day_before
    if when.side == "after" and not when.is_day:
        since = _SINCE.search(text[when.start : when.end]) or _SINCE.search(text[: when.start])
        return (when.first, when.first) if since else (when.last, when.last)
    return when.first, when.last


def _stand_in(text: str, when: When, today: datetime.date) -> datetime.date:
    first, last = _days(text, when)
    whole_year = (last - first).days >= 364
    if first == last:
        return first
    if first <= today <= last:
        return today
    if whole_year and last < today:
        return add_months(today, -12 * (today.year - first.year)) if when.relative else last
    return first
