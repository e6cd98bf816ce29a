"""Times of day as people say them: 下午三点半, 差五分三点, 九点一刻, 3pm, half past nine, 15:30. Says when the half
of the day was left open. Knows no date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.slot_types import numerals_zh
from assistant.slot_types.numerals_en import ONES


@dataclass(frozen=True)
class Clock:
    """`minutes` since midnight; `open`: 三点 may as well be 15:00."""

    minutes: int
    start: int
    end: int
    open: bool = False


_N = "[0-9零〇一二三四五六七八九十两]"
_DAY = (
    "(?P<part>凌晨|半夜|深夜|后半夜|夜里|夜间|夜晚|清晨|清早|大清早|早上|早晨|早"
    "|上午|中午|正午|下午|午后|傍晚|晚上|晚间|晚|今晚|明早|明晚)"
)
_ZH = re.compile(
    rf"(?:{_DAY}(?:的|\s)*)?(?:(?P<short>差)(?P<to>{_N}{{1,3}}|一刻)分?(?:到|钟)?)?"
    rf"(?P<hour>{_N}{{1,3}})\s*(?:点|时(?!间|候|段)|:(?=\d\d))(?:钟|整)?"
    rf"(?:(?P<half>半)|(?P<quarters>[一三1-3])刻|过?(?P<minute>[0-9零〇一二三四五六七八九十]{{1,3}})(?:分(?!之)|(?![个%天年月位点块元])))?(?:钟)?"
    rf"(?:差(?P<to2>{_N}{{1,3}})分)?(?P<ampm>\s*[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_WORD = "|".join(word for word, value in ONES.items() if 1 <= value <= 12)
_EN = re.compile(
    rf"\b(?:(?P<frac>half|quarter|a quarter|five|ten|twenty(?:[ -]five)?)\s+(?P<side>past|to)\s+)?"
    rf"(?P<hour>\d{{1,2}}|{_WORD})(?::(?P<minute>\d\d))?\s*"
    rf"(?P<mark>[ap]\.?m\b\.?|o'?clock)?(?:\s+in the (?P<part>morning|afternoon|evening))?",
    re.IGNORECASE,
)
_NAMED = {"noon": 720, "midday": 720, "midnight": 0, "正午": 720, "午夜": 0}
_EVENING = ("下午", "午后", "傍晚", "晚上", "晚间", "晚", "今晚", "明晚", "夜晚")
_NIGHT = ("半夜", "深夜", "后半夜", "夜里", "夜间")
_FRACTIONS = {
    "half": 30,
    "quarter": 15,
    "a quarter": 15,
    "five": 5,
    "ten": 10,
    "twenty": 20,
    "twenty five": 25,
    "twenty-five": 25,
}


def find_clocks(text: str) -> list[Clock]:
    """All times of day in narrow text, in order."""
    found = [clock for match in _ZH.finditer(text) if (clock := _chinese(match))]
    found += [clock for match in _EN.finditer(text) if (clock := _english(match))]
    for name, minutes in _NAMED.items():
        found += [
            Clock(minutes, m.start(), m.end()) for m in re.finditer(rf"{name}(?!\d|十|一|两)", text, re.IGNORECASE)
        ]
    found.sort(key=lambda clock: (clock.start, -clock.end))
    kept: list[Clock] = []
    for clock in found:
        if not kept or clock.start >= kept[-1].end:
            kept.append(clock)
    return kept


def _number(text: str | None) -> int:
    reading = numerals_zh.read(text) if text else None
    return int(reading[0]) if reading else 0


def _chinese(match: re.Match[str]) -> Clock | None:
    hour, part = _number(match["hour"]), match["part"] or ""
    minute = 30 if match["half"] else 15 * _number(match["quarters"]) if match["quarters"] else _number(match["minute"])
    before = 15 if match["to"] == "一刻" else _number(match["to"] or match["to2"])
    if hour > 24 or minute > 59 or before > 30 or (hour == 24 and minute):
        return None
    ampm = (match["ampm"] or "").strip().lower()[:1]
    hour, is_open = (0, False) if (ampm, hour) == ("a", 12) else _hour(hour, {"p": "下午", "a": "上午"}.get(ampm, part))
    written_out = len(match["hour"]) == 2 and match["hour"].startswith("0")
    end = match.end() - (len(match.group()) - len(match.group().rstrip()))
    return Clock((hour * 60 + minute - before) % 1440, match.start(), end, is_open and not written_out)


def _hour(hour: int, part: str) -> tuple[int, bool]:
    """The hour of 24, and whether it could be twelve hours later. One to six without a part of the day stay open;
    seven to twelve are taken as said, as offices keep those hours."""
    if hour > 12:
        return hour % 24, False
    if part in _EVENING:
        return ((0 if part != "下午" and part != "午后" else 12) if hour == 12 else hour + 12), False
    if part in _NIGHT:
        return (hour % 12 if hour == 12 or hour < 7 else hour + 12), False
    if part in ("中午", "正午"):
        return (hour + 12 if hour <= 3 else hour), False
    if part:
        return (0 if part == "凌晨" and hour == 12 else hour), False
    return hour, 1 <= hour <= 6


def _english(match: re.Match[str]) -> Clock | None:
    if not (match["mark"] or match["frac"] or match["minute"] or match["part"]):
        return None
    word = match["hour"].lower()
    hour, minute = (int(word) if word.isdigit() else ONES[word]), int(match["minute"] or 0)
    if hour > 23 or minute > 59:
        return None
    mark, part = (match["mark"] or "").lower()[:1], (match["part"] or "").lower()
    half = (
        "下午"
        if mark == "p" or part == "afternoon"
        else "晚上"
        if part == "evening"
        else "上午"
        if mark == "a" or part
        else ""
    )
    hour, is_open = (0, False) if mark == "a" and hour == 12 else _hour(hour, half)
    shift = _FRACTIONS.get((match["frac"] or "").lower(), 0)
    minutes = hour * 60 + minute + (shift if (match["side"] or "").lower() == "past" else -shift)
    end = match.end() - (len(match.group()) - len(match.group().rstrip()))
    return Clock(minutes % 1440, match.start(), end, is_open and not (len(word) == 2 and word.startswith("0")))
