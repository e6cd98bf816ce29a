"""Shares of a hundred: 12%, 百分之十二点五, 一成二, twelve percent. The value is the number before the sign."""

from __future__ import annotations

import re

from assistant.slot_types import amounts, numerals_zh
from assistant.slot_types.answers import answer
from assistant.slot_types.characters import narrow
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

_BEFORE = re.compile(r"(?P<base>[百千万])分之$")
_AFTER = re.compile(r"\s*(?:%|per\s?cent\b|percent\b|个(?:百分)?点)", re.IGNORECASE)
_TENTHS = re.compile(r"成(?P<rest>[一二三四五六七八九])?(?![年人立功交本为])")
_ALL = re.compile("百分之?百")


def find(text: str, context: Context) -> list[Found]:
    plain = narrow(text)
    found = [Found(100.0, match.start(), match.end(), match.group()) for match in _ALL.finditer(plain)]
    for number in amounts.numbers(plain):
        before, after = _BEFORE.search(plain[: number.start]), _AFTER.match(plain, number.end)
        tenths = _TENTHS.match(plain, number.end)
        if (
            number.value is None
            or (found and number.start < found[-1].end)
            or not (before or after or tenths or context.expecting)
        ):
            continue
        value, start, end = number.value, number.start, number.end
        if before:
            value, start = value / {"百": 1, "千": 10, "万": 100}[before["base"]], before.start()
        elif after:
            end = after.end()
        elif tenths:
            rest = numerals_zh.read(tenths["rest"] or "零")
            value, end = value * 10 + (rest[0] if rest else 0), tenths.end()
        if not found or start >= found[-1].end:
            problem = "approximate" if number.approximate else None
            found.append(Found(round(value, 6), start, end, text[start:end], problem))
    return sorted(found, key=lambda item: item.start)


def _read(text: str, context: Context) -> Parsed:
    found = find(text, context)
    pairs = [(item.value if isinstance(item.value, float) else None, item.problem is not None) for item in found]
    return amounts.choose(pairs, text, context)


def show(value: JsonValue, language: Language) -> str:
    return f"{float(str(value)):g}%"


def say(value: JsonValue, language: Language) -> str:
    figures = f"{float(str(value)):g}"
    if language == "en":
        return f"{figures} percent"
    whole, _, decimals = figures.partition(".")
    spoken = numerals_zh.write(int(whole)) + (
        "点" + "".join("零一二三四五六七八九"[int(d)] for d in decimals) if decimals else ""
    )
    return "百分之" + spoken


TYPE = SlotType("percent", find, answer(_read), show, say)
