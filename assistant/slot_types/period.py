"""Lengths of time counted in months or days: 半年, 三个月, 一年半, 2 years, 10天. The value is {"months": n} or
{"days": n} (both when both were said). Knows no beginning and no end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.slot_types import amounts, numerals, numerals_zh
from assistant.slot_types.answers import answer, distinct, one_of, within
from assistant.slot_types.characters import narrow
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

_UNITS = {"年": (12, 0), "季度": (3, 0), "季": (3, 0), "月": (1, 0), "周": (0, 7), "星期": (0, 7),
          "礼拜": (0, 7), "天": (0, 1), "日": (0, 1), "year": (12, 0), "quarter": (3, 0), "month": (1, 0),
          "week": (0, 7), "fortnight": (0, 14), "day": (0, 1)}  # fmt: skip
_HALF = {"年": (6, 0), "year": (6, 0), "月": (0, 15), "month": (0, 15)}
_AFTER = re.compile(
    r"(?P<vague>[多来几余])?\s*(?P<ge>个)?(?P<half>半|\s+and\s+a\s+half)?(?P<vague2>多)?(?:\s|full|-)*"
    r"(?P<unit>年|季度|季|月|周|星期|礼拜|天|日|(?:year|quarter|month|week|fortnight|day)(?=s?\b))s?"
    r"(?P<half_after>半(?!夜|天|个)|\s+and\s+a\s+half)?(?!底|初|末|份|起|开始)",
    re.IGNORECASE,
)
_HALVES = re.compile(
    r"(?P<big>大)?半(?P<ge>个)?(?P<unit>年|月)|\bhalf\s+an?\s+(?P<en>year|month)\b|\b(?P<a>an?)\s+(?P<one>year|quarter|month|week|fortnight|day)\b(?P<and>\s+and\s+a\s+half)?",
    re.IGNORECASE,
)
_JOIN = re.compile(r"(?:\s|零|又|and|,|，)*", re.IGNORECASE)
Piece = tuple[int, int, int, int, bool]  # start, end, months, days, approximate


def find(text: str, context: Context) -> list[Found]:
    found: list[Found] = []
    joined: list[Piece] = []
    for piece in sorted(_pieces(narrow(text), context.expecting)):
        if joined and piece[0] < joined[-1][1]:
            continue
        if joined and _JOIN.fullmatch(narrow(text), joined[-1][1], piece[0]) and _continues(joined[-1], piece):
            start, _, months, days, vague = joined.pop()
            piece = (start, piece[1], months + piece[2], days + piece[3], vague or piece[4])
        joined.append(piece)
    for start, end, months, days, vague in joined:
        value: dict[str, JsonValue] = {}
        if months or not days:
            value["months"] = months
        if days:
            value["days"] = days
        found.append(Found(value, start, end, text[start:end], "approximate" if vague else None))
    return found


def _continues(before: Piece, piece: Piece) -> bool:
    """Whether the piece is a smaller part of the same period: 一年|三个月, 一个月|零十五天."""
    return before[2] >= 12 > piece[2] > 0 or (before[2] > 0 and not before[3] and not piece[2])


def _pieces(text: str, expecting: bool) -> Iterator[Piece]:
    for match in _HALVES.finditer(text):
        unit = (match["unit"] or match["en"] or match["one"]).lower()
        months, days = _UNITS[unit] if match["a"] else _HALF[unit]
        if match["and"]:
            months, days = months + _HALF.get(unit, (0, 0))[0], days + _HALF.get(unit, (0, 0))[1]
        yield match.start(), match.end(), months, days, bool(match["big"])
    for number in amounts.numbers(text):
        after = _AFTER.match(text, number.end)
        if after is None or number.value is None:
            continue
        unit = after["unit"].lower()
        is_date = unit in ("月", "日") and not after["ge"] and not (unit == "月" and after["half"])
        is_year = unit == "年" and number.value > 100
        if is_year or (is_date and (not expecting or number.value > 36)):
            continue
        months, days = (int(number.value * part) for part in _UNITS[unit])
        if after["half"] or after["half_after"]:
            months, days = months + _HALF.get(unit, (0, 0))[0], days + _HALF.get(unit, (0, 0))[1]
        yield number.start, after.end(), months, days, bool(number.approximate or after["vague"] or after["vague2"])


def _read(text: str, context: Context) -> Parsed:
    found = find(text, context)
    if not found:
        bare = distinct(number.value for number in numerals.find_numbers(text))
        vague = any(number.value is None for number in numerals.find_numbers(text))
        if vague:
            return Parsed(problem="approximate", parameters={"value": None})
        return Parsed(problem="unit_missing", parameters={"number": bare[0]}) if len(bare) == 1 else one_of([])
    parsed = one_of(found)
    if parsed.problem == "approximate":
        return Parsed(problem="approximate", parameters={"value": found[0].value})
    if isinstance(parsed.value, dict) and isinstance(months := parsed.value.get("months"), int):
        limits = within(months, context)
        return parsed if limits.ok else limits
    return parsed


def show(value: JsonValue, language: Language) -> str:
    months, days = _parts(value)
    if language == "en":
        parts = [f"{n} {unit}{'s' * (n != 1)}" for n, unit in ((months, "month"), (days, "day")) if n]
        return " and ".join(parts) or "0 months"
    return (
        (f"{months}个月" if months or not days else "")
        + ("零" if months and days else "")
        + (f"{days}天" if days else "")
    )


def say(value: JsonValue, language: Language) -> str:
    if language == "en":
        return show(value, language)
    months, days = _parts(value)
    two = {2: "两"}
    spoken = f"{two.get(months, numerals_zh.write(months))}个月" if months or not days else ""
    return spoken + ("零" if months and days else "") + (f"{two.get(days, numerals_zh.write(days))}天" if days else "")


def _parts(value: JsonValue) -> tuple[int, int]:
    if not isinstance(value, dict):
        raise TypeError("a period is {months} or {days}")
    months, days = value.get("months", 0), value.get("days", 0)
    return int(str(months)), int(str(days))


TYPE = SlotType("period", find, answer(_read), show, say)
