"""Whole numbers: 12, 十二, twelve, 三个月 (3). Knows no unit: the words after the number stay in the text found."""

from __future__ import annotations

import re

from assistant.slot_types import amounts, numerals_zh
from assistant.slot_types.answers import answer
from assistant.slot_types.characters import narrow
from assistant.slot_types.numerals import Number
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

_MEASURE = re.compile(
    r"\s*(?:个?(?:半)?(?:多)?(?:月|年|天|小时|星期|礼拜|孩子|小孩|人|工作日)|[个次位套间辆岁期份平名口回趟层户栋台张条块]"
    r"|(?:months?|years?|days?|hours?|times?|people|children|kids|persons?)\b)",
    re.IGNORECASE,
)
# With these the number is a date, a clock time, a price or a share.
_OTHER = re.compile(
    r"\s*(?:[年月](?=\s*\d)|月(?=份|底|初|\d|[一二三四五六七八九十])|[号日点时]|元|块|毛|角|%|:\d|\.\d)"
)
_DATE = re.compile(r"\d{4}\s*年|\d+[-/.]\d+[-/.]\d+|\d+\s*月")


def find(text: str, context: Context) -> list[Found]:
    plain = narrow(text)
    dated = [match.span() for match in _DATE.finditer(plain)]
    found = []
    for number in amounts.numbers(plain):
        measure = _MEASURE.match(plain, number.end)
        if _OTHER.match(plain, number.end) or any(start <= number.start < end for start, end in dated):
            continue
        if not (measure or context.expecting or number.text[0].isascii()):
            continue
        end = measure.end() if measure else number.end
        found.append(_found(text, number, end))
    return found


_AND_A_HALF = re.compile(r"\s*(?:个半|[年月天]半|个?半(?=个?[年月天])|and a half)")


def _found(text: str, number: Number, end: int) -> Found:
    half = _AND_A_HALF.match(narrow(text), number.end) is not None
    value = int(number.value) if number.is_whole and number.value is not None and not half else None
    problem = "approximate" if number.approximate else "not_whole" if value is None else None
    return Found(value, number.start, end, text[number.start : end], problem)


def _read(text: str, context: Context) -> Parsed:
    found = find(text, context) or [_found(text, number, number.end) for number in amounts.numbers(text)]
    if any(item.problem == "not_whole" for item in found):
        return Parsed(problem="not_whole", parameters={"value": next(i.text for i in found if i.problem)})
    if any(amounts.is_negative(text, number) for number in amounts.numbers(text)):
        return Parsed(problem="negative")
    # 我租了三孝口的房，两个月: a number with its measure word counts before a bare one.
    measured = [item for item in found if _MEASURE.search(item.text)]
    pairs = [
        (float(item.value) if isinstance(item.value, int) else None, item.problem == "approximate")
        for item in (measured or found)
    ]
    parsed = amounts.choose(pairs, text, context)
    if isinstance(parsed.value, float):
        return Parsed(int(parsed.value), warning=parsed.warning)
    if parsed.problem == "several":
        return Parsed(problem="several", parameters={"values": [int(value) for value, _ in pairs if value is not None]})
    return parsed


def show(value: JsonValue, language: Language) -> str:
    return str(value)


def say(value: JsonValue, language: Language) -> str:
    return numerals_zh.write(int(str(value))) if language == "zh" else str(value)


TYPE = SlotType("integer", find, answer(_read), show, say)
