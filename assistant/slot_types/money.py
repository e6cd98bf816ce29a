"""Amounts of money in yuan: 两百四十万, 二百四 (240), 2.4m, 12元5角, ¥1,200.50, 1.2 million yuan. Knows no account."""

from __future__ import annotations

import re

from assistant.slot_types import amounts, numerals_zh
from assistant.slot_types.answers import answer
from assistant.slot_types.characters import narrow
from assistant.slot_types.numerals import Number
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

_BEFORE = re.compile(r"(?:[¥$]|\b(?:RMB|CNY|CN¥)|人民币)\s*$", re.IGNORECASE)
_UNIT = re.compile(r"(?:[多来几余]|\s)*(?:元|圆|块钱?|yuan\b|RMB\b|CNY\b|kuai\b|大洋|人民币)(?:整)?", re.IGNORECASE)
_CENTS = re.compile(
    r"\s*零?(?:(?P<jiao>[0-9零一二两三四五六七八九])(?:[毛角]|(?=$|[，,。\s的吧呢]))(?:钱)?)?"
    r"零?(?:(?P<fen>[0-9零一二两三四五六七八九])分(?!之|钟))?"
)
_ONLY_CENTS = re.compile(r"(?P<jiao>[0-9一二两三四五六七八九])[毛角](?:钱)?(?:(?P<fen>[0-9一二两三四五六七八九])分)?")
# After these a big round number counts something else: 3万人, 2.4m (a height).
_OTHER_UNIT = re.compile(
    r"\s*[多来几余]?(?:个?(?:月|年|天|人|户|次|件|辆|亩|字|岁|周|小时|分钟|平|米|公里|套|位|%|点)|号|日|时|months?|years?|days?|%)"
)


def find(text: str, context: Context) -> list[Found]:
    plain = narrow(text)
    return [
        Found(value, start, end, text[start:end], problem)
        for value, start, end, problem in (_amount(plain, number, context) for number in amounts.numbers(plain))
        if start >= 0
    ]


def _amount(text: str, number: Number, context: Context) -> tuple[float | None, int, int, str | None]:
    nothing = (None, -1, -1, None)
    before, unit = _BEFORE.search(text[: number.start]), _UNIT.match(text, number.end)
    big = number.text[-1] in "万亿萬" or bool(re.search("[万亿萬].", number.text))
    other = _OTHER_UNIT.match(text, number.end)
    start, end = before.start() if before else number.start, unit.end() if unit else number.end
    if not (before or unit) and (other or not (context.expecting or big)):
        return nothing
    if amounts.is_negative(text, number):
        return None, start, end, "negative"
    if number.value is None or number.approximate:
        return number.value, start, end, "approximate"
    value = number.value
    if unit and (cents := _CENTS.match(text, end)) and cents.group().strip() not in ("", "零"):
        value, end = value + _yuan(cents), cents.end()
    elif not unit and not before and (small := _ONLY_CENTS.match(text, number.start)):
        value, end = _yuan(small), small.end()
    return round(value, 2), start, end, None


def _yuan(match: re.Match[str]) -> float:
    jiao, fen = (numerals_zh.read(match[name] or "零") for name in ("jiao", "fen"))
    return (jiao[0] if jiao else 0) / 10 + (fen[0] if fen else 0) / 100


def _read(text: str, context: Context) -> Parsed:
    found = find(text, context)
    marked = [item for item in found if _UNIT.search(item.text) or _BEFORE.match(item.text) or item.text[-1] in "万亿"]
    if any(item.problem == "negative" for item in found):
        return Parsed(problem="negative")
    pairs = [
        (item.value if isinstance(item.value, float) else None, item.problem == "approximate")
        for item in (marked or found)
    ]
    return amounts.choose(pairs, text, context)


def show(value: JsonValue, language: Language) -> str:
    amount = float(str(value))
    figures = f"{amount:,.2f}".removesuffix(".00")
    return f"{figures}元" if language == "zh" else f"{figures} yuan"


def say(value: JsonValue, language: Language) -> str:
    if language == "en":
        return show(value, language)
    yuan, cents = divmod(round(float(str(value)) * 100), 100)
    jiao, fen = divmod(cents, 10)
    digits = "零一二三四五六七八九"
    small = (digits[jiao] + "角" if jiao else "") + (("" if jiao else "零") + digits[fen] + "分" if fen else "")
    return numerals_zh.write(yuan) + "元" + small


TYPE = SlotType("money", find, answer(_read), show, say)
