"""The grammar of English dates: June 18 2026, the 3rd of November, last Friday, in two weeks. Knows no slot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.slot_types import numerals_en
from assistant.slot_types.when import When, add_months, day, month, month_end, nearest_year, was_past

_MONTHS = ("january february march april may june july august september october november december").split()
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)} | {"sept": 9}
_MONTH = "|".join([*_MONTHS, "sept", *(short for short in _SHORT if short not in ("may", "mar", "sept"))]) + "|mar"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS, start=1)}
_ORDINALS |= {f"twenty-{word}": 20 + number for word, number in list(_ORDINALS.items())[:9]}
_ORDINALS |= {f"twenty {word}": 20 + number for word, number in list(_ORDINALS.items())[:9]}
_ORDINALS |= {"thirtieth": 30, "thirty-first": 31, "thirty first": 31}
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
_COUNT = r"(?:\d{1,3}|an?|" + "|".join(list(numerals_en.ONES)[1:13]) + ")"

_DAY_MONTH = re.compile(
    rf"\b(?:the\s+)?(?P<d>{_DAY})\s+(?:of\s+)?(?P<m>{_MONTH})\b\.?(?:,?\s+(?P<y>\d{{4}}))?", re.IGNORECASE
)
_MONTH_DAY = re.compile(
    rf"\b(?P<m>{_MONTH})\b\.?\s+(?:the\s+)?(?P<d>{_DAY})\b(?!\s*(?:people|yuan|:))(?:,?\s+(?P<y>\d{{4}}))?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b(?P<m>{_MONTH})\b\.?,?\s+(?:of\s+)?(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH_ONLY = re.compile(
    rf"\b(?P<lead>(?:in|last|next|this|by|before|since|until|after|from|early|late|of)\s+)?(?:(?P<rel>last|next|this)\s+)?(?P<m>{_MONTH})\b",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?P<lead>\b(?:in|since|before|after|during|from|until|by|of|year|for|to)\s+)(?:the\s+year\s+)?(?P<y>(?:19|20)\d\d)\b(?!\s*(?:yuan|rmb|-))",
    re.IGNORECASE,
)
_WORDS = {"the day after tomorrow": 2, "day after tomorrow": 2, "the day before yesterday": -2,
          "day before yesterday": -2, "today": 0, "tonight": 0, "now": 0, "currently": 0,
          "tomorrow": 1, "yesterday": -1}  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_AGO = re.compile(
    rf"\b(?:(?P<in>in)\s+)?(?P<n>{_COUNT}|half\s+an?|a\s+couple\s+of)\s+(?P<unit>day|week|fortnight|month|year)s?(?:'\s*time)?"
    r"(?:\s+(?P<side>ago|from\s+(?:now|today)|later|earlier|before\s+now|back))?\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:(?P<edge>end|beginning|start)\s+of\s+)?(?:(?:the|this)\s+)?(?P<rel>last|next|this|past|coming|previous|the)\s+(?P<unit>week|month|year)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"\b(?:(?P<rel>last|next|this|coming|past)\s+)?(?P<d>{'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_NTH = re.compile(
    r"\bthe\s+(?P<d>\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:of|floor|time|person|clause|article|item|one|option|ring))",
    re.IGNORECASE,
)


def find(text: str, today: date) -> Iterator[When]:
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        yield from (_exact(match, text, today) for match in pattern.finditer(text))
    for match in _MONTH_YEAR.finditer(text):
        yield month(int(match["y"]), _month(match["m"]), *match.span())
    for match in _MONTH_ONLY.finditer(text):
        if when := _month_only(match, text, today):
            yield when
    for match in _YEAR.finditer(text):
        yield When(date(int(match["y"]), 1, 1), date(int(match["y"]), 12, 31), match.start("y"), match.end())
    for match in _WORD.finditer(text):
        exact = today + timedelta(days=_WORDS[match.group().lower()])
        yield When(exact, exact, *match.span(), relative=True)
    for match in _AGO.finditer(text):
        if shifted := _shifted(match, today):
            yield When(shifted, shifted, *match.span(), relative=True)
    yield from (_span(match, today) for match in _SPAN.finditer(text))
    yield from (_weekday(match, text, today) for match in _WEEKDAY.finditer(text))
    yield from (_nth(match, text, today) for match in _NTH.finditer(text))


def _month(name: str) -> int:
    return _SHORT[name.lower()[:3]]


def _day_number(text: str) -> int:
    word = text.lower()
    return _ORDINALS.get(word) or int(re.sub(r"\D", "", word))


def _near(number: int, day_: int, text: str, match: re.Match[str], today: date) -> int:
    return nearest_year(number, day_, today, was_past(text, *match.span()))


def _exact(match: re.Match[str], text: str, today: date) -> When:
    number, day_ = _month(match["m"]), _day_number(match["d"])
    year = int(match["y"]) if match["y"] else _near(number, day_, text, match, today)
    return day(year, number, day_, *match.span())


def _month_only(match: re.Match[str], text: str, today: date) -> When | None:
    if match["m"].lower() in ("may", "mar", "march") and not (match["lead"] or match["rel"]):
        return None  # "may" and "march" are more often verbs
    number, lead = _month(match["m"]), (match["lead"] or "").strip().lower()
    rel = (match["rel"] or lead).lower()
    start = (
        match.start("rel")
        if match["rel"]
        else match.start("m")
        if rel not in ("last", "next", "this")
        else match.start()
    )
    if rel == "last":
        year = today.year - (number >= today.month)
    elif rel == "next":
        year = today.year + (number <= today.month)
    else:
        year = today.year if rel == "this" else _near(number, 1, text, match, today)
    return month(year, number, start, match.end(), relative=rel in ("last", "next", "this"))


def _shifted(match: re.Match[str], today: date) -> date | None:
    side = re.sub(r"\s+.*", "", (match["side"] or "").lower())
    if not (match["in"] or side):
        return None
    sign = -1 if side in ("ago", "earlier", "before", "back") else 1
    words = match["n"].lower()
    number = 2 if "couple" in words else int(words in ("a", "an"))
    number = number or (int(words) if words.isdigit() else numerals_en.ONES.get(words, 0))
    unit = match["unit"].lower()
    if unit in ("day", "week", "fortnight"):
        return today + sign * timedelta(days=number * {"day": 1, "week": 7, "fortnight": 14}[unit])
    months = number * (12 if unit == "year" else 1) or (6 if unit == "year" else 0)
    return add_months(today, sign * months) if months else None


def _span(match: re.Match[str], today: date) -> When:
    rel = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(match["rel"].lower(), 0)
    unit = match["unit"].lower()
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=rel)
        first, last = monday, monday + timedelta(days=6)
    elif unit == "month":
        first = add_months(today.replace(day=1), rel)
        last = month_end(first.year, first.month)
    else:
        first, last = date(today.year + rel, 1, 1), date(today.year + rel, 12, 31)
    if match["edge"]:
        first = last = last if match["edge"].lower() == "end" else first
    return When(first, last, *match.span(), relative=True)


def _weekday(match: re.Match[str], text: str, today: date) -> When:
    index, rel = _WEEKDAYS.index(match["d"].lower()), (match["rel"] or "").lower()
    ahead = (index - today.weekday()) % 7
    if rel == "next":
        exact = today - timedelta(days=today.weekday()) + timedelta(days=7 + index)
    elif rel in ("last", "past") or (not rel and was_past(text, *match.span())):
        exact = today - timedelta(days=(today.weekday() - index) % 7 or 7)
    elif rel == "this":
        exact = today - timedelta(days=today.weekday()) + timedelta(days=index)
    else:
        exact = today + timedelta(days=ahead)
    return When(exact, exact, *match.span(), relative=True)


def _nth(match: re.Match[str], text: str, today: date) -> When:
    number = int(match["d"])
    if not 1 <= number <= 31:
        return When(date.min, date.min, *match.span(), problem="no_such_day", parts=(today.month, number))
    firsts = [add_months(today.replace(day=1), shift) for shift in (-1, 0, 1, 2)]
    days = [first + timedelta(days=number - 1) for first in firsts if number <= month_end(first.year, first.month).day]
    exact = min(days, key=lambda d: (abs((d - today).days), d < today))
    return When(exact, exact, *match.span())
