"""The sentence gate, as far as code alone can tell: every number and date in a sentence stands in the clause it cites.

Knows texts only. Wording itself is not judged here; a quoted sentence passes because it is the clause's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10_000.0, "亿": 100_000_000.0, "million": 1_000_000.0, "thousand": 1_000.0}
_WORDS = {
    word: float(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0}
_MONTHS = {
    name: index + 1
    for index, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ]
    )
}

_CHINESE_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_ENGLISH_DATE = re.compile(rf"(?:(\d{{1,2}})\s+)?({'|'.join(_MONTHS)})(?:\s+(\d{{1,2}}),)?\s+(\d{{4}})", re.IGNORECASE)
# Numbers that name something instead of stating an amount: clause references, document numbers, telephone doors.
_NAMES = re.compile(
    r"第\s*[\d一二三四五六七八九十百零〇]+\s*[条章节款项批]|(?:Article|Decree(?: No\.)?|No\.)\s*\d+"
    r"|〔\d{4}〕\s*\d*\s*号?|\d+\s*号令?"
    r"|(?<!\d)(?:123\d\d|11[0-9]|12[0-2])(?!\d)|GB/?T?\s*[\d.-]+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(万|亿|million|thousand)?", re.IGNORECASE)
_HAN = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_HAN_MEASURED = re.compile(
    r"([零〇一二两三四五六七八九十百千万]+)\s*(?=个?工作日|[日天]|个月|个?小时|分钟|周岁|[元年次套人倍岁份周]|平方米|子女)"
)
# A word counts as a figure where it measures something; "the two are combined" or "in three cases" states none.
_ENGLISH_WORD = re.compile(
    rf"\b({'|'.join(_WORDS)})(?:-({'|'.join(list(_WORDS)[1:10])}))?"
    r"(?=(?: (?:free|full|consecutive|working|natural|calendar|more))* (?:days?|months?|years?|weeks?|hours?|minutes?"
    r"|yuan|percent|per cent|times|children|homes?|loans?|visits?|square)\b)",
    re.IGNORECASE,
)


def han_number(text: str) -> float | None:
    """三十 → 30, 一百二十 → 120, 两万五千 → 25000, 二〇二六 → 2026. None when it is no number."""
    if not text:
        return None
    if all(char in _DIGITS for char in text):
        return float("".join(str(_DIGITS[char]) for char in text))
    total, section, digit = 0.0, 0.0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        elif char == "万":
            total, section, digit = (total + section + digit) * 10_000, 0.0, 0
        else:
            return None
    return total + section + digit


def _dates(text: str) -> tuple[set[str], str]:
    """ISO dates (day "00" when only the month is given) and the text without them."""
    found: set[str] = set()
    for year, month, day in _CHINESE_DATE.findall(text):
        found.add(f"{int(year):04}-{int(month):02}-{int(day or 0):02}")
    for year, month, day in _ISO_DATE.findall(text):
        found.add(f"{int(year):04}-{int(month):02}-{int(day):02}")
    for before, name, after, year in _ENGLISH_DATE.findall(text):
        found.add(f"{int(year):04}-{_MONTHS[name.lower()]:02}-{int(before or after or 0):02}")
    rest = _ENGLISH_DATE.sub(" ", _ISO_DATE.sub(" ", _CHINESE_DATE.sub(" ", text)))
    return found, rest


def _arabic(text: str) -> set[float]:
    values = set()
    for number, scale in _NUMBER.findall(text):
        values.add(round(float(number.replace(",", "")) * _SCALES.get(scale.lower(), 1.0), 6))
    return values


def quantities(text: str) -> tuple[set[float], set[str]]:
    """What a sentence claims: its numbers (percent and amounts alike, 90万 = 900000) and its dates."""
    dates, rest = _dates(_NAMES.sub(" ", text))
    values = _arabic(rest)
    for run in _HAN_MEASURED.findall(rest):
        value = han_number(run)
        if value is not None and value >= 2:
            values.add(value)
    for tens, unit in _ENGLISH_WORD.findall(rest):
        value = _WORDS[tens.lower()] + (_WORDS[unit.lower()] if unit else 0.0)
        if value >= 2:
            values.add(value)
    return values, dates


def _evidence_values(text: str) -> tuple[set[float], set[str]]:
    dates, rest = _dates(text)
    values = _arabic(rest)
    for run in _HAN.findall(rest):
        value = han_number(run)
        if value is not None:
            values.add(value)
    months = {day[:8] + "00" for day in dates} | {f"{day[:4]}-00-00" for day in dates}
    values |= {float(day[:4]) for day in dates}
    return values, dates | months


def unsupported(sentence: str, evidence: Iterable[str]) -> list[str]:
    """Numbers and dates of the sentence that none of the evidence texts holds; empty when all are supported."""
    values, dates = quantities(sentence)
    known_values: set[float] = set()
    known_dates: set[str] = set()
    for text in evidence:
        found_values, found_dates = _evidence_values(text)
        known_values |= found_values
        known_dates |= found_dates
    wrong = [f"{value:g}" for value in sorted(values) if value not in known_values]
    return wrong + sorted(day for day in dates if day not in known_dates)
