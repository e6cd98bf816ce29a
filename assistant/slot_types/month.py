"""Months, "YYYY-MM": 8月, 去年十二月, 下个月, August 2026; a day stands for its month. Knows no event."""

from __future__ import annotations

import datetime
import re

from assistant.slot_types import numerals_zh
from assistant.slot_types.answers import answer, one_of
from assistant.slot_types.characters import narrow, say_digits
from assistant.slot_types.dates import find_dates
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType
from assistant.slot_types.when import nearest_year

_ISO = re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)\s*[-/.]\s*(?P<m>0?[1-9]|1[0-2])(?![\d/.-])")
_BARE = re.compile(r"\s*(?P<m>0?[1-9]|1[0-2]|[一二三四五六七八九]|十[一二]?)\s*[。.]?\s*")


def find(text: str, context: Context) -> list[Found]:
    plain = narrow(text)
    found = [
        Found(f"{m['y']}-{int(m['m']):02d}", m.start(), m.end(), text[m.start() : m.end()])
        for m in _ISO.finditer(plain)
    ]
    for when in find_dates(plain, context.today, loose=context.expecting):
        if any(item.start < when.end and when.start < item.end for item in found):
            continue
        value = None if when.problem or not when.is_month else f"{when.first:%Y-%m}"
        problem = when.problem or (None if when.is_month else "month_missing")
        if problem is None or context.expecting:
            found.append(Found(value, when.start, when.end, text[when.start : when.end], problem))
    return sorted(found, key=lambda item: item.start)


def _read(text: str, context: Context) -> Parsed:
    if bare := _BARE.fullmatch(text):
        reading = numerals_zh.read(bare["m"])
        number = int(reading[0]) if reading else 0
        return Parsed(f"{nearest_year(number, 1, context.today, past=False)}-{number:02d}")
    parsed = one_of(find(text, context))
    faulty = next(
        (when for when in find_dates(text, context.today, loose=True) if when.problem or not when.is_month), None
    )
    if parsed.ok or faulty is None:
        return parsed
    match parsed.problem:
        case "no_such_day":
            return Parsed(problem="no_such_day", parameters={"month": faulty.parts[0], "day": faulty.parts[1]})
        case "lunar":
            return Parsed(problem="lunar", parameters={"text": text[faulty.start : faulty.end]})
        case "month_missing":
            return Parsed(problem="month_missing", parameters={"year": faulty.first.year})
    return parsed


def show(value: JsonValue, language: Language) -> str:
    first = datetime.date.fromisoformat(f"{value}-01")
    return f"{first.year}年{first.month}月" if language == "zh" else f"{first:%B} {first.year}"


def say(value: JsonValue, language: Language) -> str:
    if language == "en":
        return show(value, language)
    first = datetime.date.fromisoformat(f"{value}-01")
    return say_digits(str(first.year), "zh").replace("幺", "一") + f"年{numerals_zh.write(first.month)}月"


TYPE = SlotType("month", find, answer(_read), show, say)
