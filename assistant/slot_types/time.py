"""Times of day, "HH:MM". An hour from one to six without a part of the day is asked back."""

from __future__ import annotations

from assistant.slot_types import numerals_zh
from assistant.slot_types.answers import answer, one_of
from assistant.slot_types.characters import narrow
from assistant.slot_types.clock import Clock, find_clocks
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType


def _text(clock: Clock) -> str:
    return f"{clock.minutes // 60:02d}:{clock.minutes % 60:02d}"


def find(text: str, context: Context) -> list[Found]:
    return [
        Found(None if clock.open else _text(clock), clock.start, clock.end, text[clock.start : clock.end],
              "am_or_pm" if clock.open else None)
        for clock in find_clocks(narrow(text))
    ]  # fmt: skip


def _read(text: str, context: Context) -> Parsed:
    parsed = one_of(find(text, context))
    if parsed.problem == "am_or_pm":
        return Parsed(problem="am_or_pm", parameters={"hour": find_clocks(text)[0].minutes // 60})
    return parsed


def show(value: JsonValue, language: Language) -> str:
    return str(value)


def say(value: JsonValue, language: Language) -> str:
    hour, minute = map(int, str(value).split(":"))
    if language == "en":
        return f"{hour % 12 or 12}:{minute:02d} {'am' if hour < 12 else 'pm'}"
    parts = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
    part = next(name for before, name in parts if hour < before)
    shown = hour if hour <= 12 else hour - 12
    minutes = "整" if minute == 0 else ("零" if minute < 10 else "") + numerals_zh.write(minute) + "分"
    return f"{part}{'两' if shown == 2 else numerals_zh.write(shown)}点{minutes}"


TYPE = SlotType("time", find, answer(_read), show, say)
