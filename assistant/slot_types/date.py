"""Days, as ISO dates: 2026年11月3日, 11/3, 3号, 三天前, 下周一, 月底, June 18 2026. A lunar date is asked back.
Knows no event."""

from __future__ import annotations

import datetime

from assistant.slot_types import numerals_zh
from assistant.slot_types.answers import answer, one_of
from assistant.slot_types.characters import narrow, say_digits
from assistant.slot_types.dates import find_dates
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType
from assistant.slot_types.when import When


def find(text: str, context: Context) -> list[Found]:
    found = []
    for when in find_dates(narrow(text), context.today, loose=context.expecting):
        if when.problem or when.is_day or context.expecting:
            value = when.first.isoformat() if when.is_day and not when.problem else None
            problem = when.problem or (None if when.is_day else "day_missing")
            found.append(Found(value, when.start, when.end, text[when.start : when.end], problem))
    return found


def _read(text: str, context: Context) -> Parsed:
    parsed = one_of(find(text, context))
    faulty = next(
        (when for when in find_dates(text, context.today, loose=True) if when.problem or not when.is_day), None
    )
    if parsed.ok or faulty is None:
        return parsed
    match parsed.problem:
        case "no_such_day":
            return Parsed(problem="no_such_day", parameters={"month": faulty.parts[0], "day": faulty.parts[1]})
        case "lunar":
            return Parsed(problem="lunar", parameters={"text": text[faulty.start : faulty.end]})
        case "day_missing":
            return Parsed(problem="day_missing", parameters={"month": _month(faulty)})
    return parsed


def _month(when: When) -> str | None:
    return f"{when.first:%Y-%m}" if when.is_month else None


def show(value: JsonValue, language: Language) -> str:
    day = datetime.date.fromisoformat(str(value))
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else f"{day:%B} {day.day}, {day.year}"


def say(value: JsonValue, language: Language) -> str:
    if language == "en":
        return show(value, language)
    day = datetime.date.fromisoformat(str(value))
    year = say_digits(str(day.year), "zh").replace("幺", "一")
    return f"{year}年{numerals_zh.write(day.month)}月{numerals_zh.write(day.day)}日"


TYPE = SlotType("date", find, answer(_read), show, say)
