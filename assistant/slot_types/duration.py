"""Lengths of time in minutes: 三个半小时, 2小时15分, 一刻钟, an hour and a half, 九点半到下午两点. Knows no tariff."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.slot_types import numerals, numerals_zh
from assistant.slot_types.answers import answer, distinct, one_of, within
from assistant.slot_types.characters import narrow
from assistant.slot_types.clock import Clock, find_clocks
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

_HOUR, _QUARTER, _DAY = 60, 15, 1440
_AFTER = re.compile(
    r"(?P<vague>[多来几余])?\s*个?(?P<half>半|\s*and\s+a\s+half\s*)?(?P<vague2>多)?\s*(?P<unit>"
    r"小时|钟头|时(?!间|候|段)|(?:hours?|hrs?)\b|h(?![a-z])|分钟?(?!之)|(?:minutes?|mins?)\b|m(?:in)?(?![a-z])|刻钟?|天|昼夜|days?\b)(?P<half_after>半(?!天|夜)|\s+and\s+a\s+half)?",
    re.IGNORECASE,
)
_HALVES = re.compile(
    r"(?P<half>半个?(?:小时|钟头|钟)|\bhalf\s+an\s+hour\b|\bhalf[- ]hour\b)"
    r"|(?P<quarter>\b(?:a\s+)?quarter\s+of\s+an\s+hour\b)"
    r"|(?P<three>\bthree\s+quarters\s+of\s+an\s+hour\b)|(?P<one>\ban\s+hour\b(?P<and>\s+and\s+a\s+half)?)|(?P<day>\b(?:a|one)\s+day\b|一?整天)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<![\dA-Za-z])(?P<h>\d{1,2})h\s?(?P<m>\d{1,2})(?:m(?:in)?)?(?![\dA-Za-z])", re.IGNORECASE)
_JOIN = re.compile(r"(?:\s|零|又|and|,|，)*", re.IGNORECASE)
_TO = re.compile(
    r"\s*(?:开始|起|进[场去]?的?|停)?[，,]?\s*(?:一直)?(?:到|至|-|~|to|until|till|and)\s*"
    r"(?:第二天|次日|the next day)?\s*(?:的|at)?\s*",
    re.IGNORECASE,
)
_CAME = re.compile(r"\s*(?:钟)?(?:开始)?[进来停入到][^，,]{0,5}[，,]?\s*(?:我)?")
_WENT = re.compile(r"\s*(?:钟)?[走出离开]")
Piece = tuple[int, int, float, bool]  # start, end, minutes, approximate


def find(text: str, context: Context) -> list[Found]:
    plain = narrow(text)
    spans = list(_between_clocks(plain))
    joined: list[Piece] = []
    for piece in sorted(_pieces(plain), key=lambda piece: (piece[0], -piece[1])):
        if (joined and piece[0] < joined[-1][1]) or any(
            start < piece[1] and piece[0] < end for start, end, *_ in spans
        ):
            continue
        if joined and _JOIN.fullmatch(plain, joined[-1][1], piece[0]) and joined[-1][2] > piece[2]:
            start, _, minutes, vague = joined.pop()
            piece = (start, piece[1], minutes + piece[2], vague or piece[3])
        joined.append(piece)
    return [
        Found(round(minutes), start, end, text[start:end], "approximate" if vague else None)
        for start, end, minutes, vague in sorted(spans + joined)
    ]


def _pieces(text: str) -> Iterator[Piece]:
    for match in _HALVES.finditer(text):
        minutes = (
            30
            if match["half"]
            else 15
            if match["quarter"]
            else 45
            if match["three"]
            else _DAY
            if match["day"]
            else _HOUR
        )
        yield match.start(), match.end(), minutes + (30 if match["and"] else 0), False
    for match in _COMPACT.finditer(text):
        yield match.start(), match.end(), int(match["h"]) * _HOUR + int(match["m"]), False
    for number in numerals.find_numbers(text):
        after = _AFTER.match(text, number.end)
        if after is None or number.value is None:
            continue
        unit = after["unit"].lower()
        size = _DAY if unit[0] in "天昼d" else _QUARTER if unit[0] == "刻" else 1 if unit[0] in "分m" else _HOUR
        halves = size / 2 if after["half"] or after["half_after"] else 0
        vague = bool(number.approximate or after["vague"] or after["vague2"])
        yield number.start, after.end(), number.value * size + halves, vague


def _between_clocks(text: str) -> Iterator[Piece]:
    clocks = find_clocks(text)
    for first, second in pairwise(clocks):
        came_and_went = _CAME.fullmatch(text, first.end, second.start) and _WENT.match(text, second.end)
        if came_and_went or _TO.fullmatch(text, first.end, second.start):
            yield first.start, second.end, _minutes(first, second), False


def _minutes(first: Clock, second: Clock) -> int:
    """From the first to the next time it is the second; past midnight when it must be. An open half of the day of the
    second is chosen so that the stay is the shorter one."""
    options = [second.minutes, second.minutes + 720] if second.open else [second.minutes]
    return min((option - first.minutes) % _DAY or _DAY for option in options)


def _read(text: str, context: Context) -> Parsed:
    found = find(text, context)
    if not found:
        bare = distinct(number.value for number in numerals.find_numbers(text))
        return Parsed(problem="unit_missing", parameters={"number": bare[0]}) if len(bare) == 1 else one_of([])
    parsed = one_of(found)
    if parsed.problem == "approximate":
        return Parsed(problem="approximate", parameters={"value": found[0].value})
    if isinstance(parsed.value, int):
        limits = within(parsed.value, context)
        return parsed if limits.ok else limits
    return parsed


def show(value: JsonValue, language: Language) -> str:
    hours, minutes = divmod(int(str(value)), 60)
    if language == "en":
        parts = [f"{n} {unit}{'s' * (n != 1)}" for n, unit in ((hours, "hour"), (minutes, "minute")) if n]
        return " ".join(parts) or "0 minutes"
    return (f"{hours}小时" if hours else "") + (f"{minutes}分钟" if minutes or not hours else "")


def say(value: JsonValue, language: Language) -> str:
    if language == "en":
        return show(value, language)
    hours, minutes = divmod(int(str(value)), 60)
    spoken = f"{'两' if hours == 2 else numerals_zh.write(hours)}小时" if hours else ""
    return spoken + (f"{'两' if minutes == 2 else numerals_zh.write(minutes)}分钟" if minutes or not hours else "")


TYPE = SlotType("duration", find, answer(_read), show, say)
