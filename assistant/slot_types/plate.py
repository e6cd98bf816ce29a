"""Number plates (GA 36): seven characters, eight for new-energy cars; typed, with dots and blanks, or heard
(晚诶低幺二三四五 → 皖AD12345). Knows no car and no owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.slot_types import characters, spelled
from assistant.slot_types.answers import answer, one_of
from assistant.slot_types.corrections import split
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType
from assistant.slot_types.spelled import Symbol

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(
    rf"[{PROVINCES}][A-HJ-NP-Z](?:[A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9挂学警港澳]"
    r"|[DFABCEGHJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DFABCEGHJK])"
)
_GREEN = re.compile(r"绿牌|新能源|电动|电车|纯电|混动|green|electric", re.IGNORECASE)
_BLUE = re.compile(r"蓝牌|燃油|油车|汽油车|blue", re.IGNORECASE)
_TAIL = re.compile(r"[挂学警港澳]")
_BARE = re.compile(r"[A-HJ-NP-Z][A-Z0-9]{5,6}")
_LONGEST = 9  # one more than a plate's symbols after the province, to notice that there are too many


@cache
def _province() -> tuple[re.Pattern[str], dict[str, str]]:
    heard = {**spelled.lists("provinces"), "wan": "皖"}
    forms = "|".join(sorted((form for form in heard if form != "wan"), key=len, reverse=True))
    return re.compile(rf"[{PROVINCES}]|{forms}|\bwan\b", re.IGNORECASE), heard


def find(text: str, context: Context) -> list[Found]:
    pattern, heard = _province()
    plain = characters.narrow(text)
    found: list[Found] = []
    for match in pattern.finditer(plain):
        if found and match.start() < found[-1].end:
            continue
        province = heard.get(match.group().lower(), match.group())
        symbols = spelled.symbols_from(text, match.end(), _LONGEST)
        if len(symbols) < 2 or not symbols[0].symbol.isalpha():
            continue
        plate = _best(text, province, symbols) or _faulty(province, symbols, heard_only=match.group() not in PROVINCES)
        if plate is not None:
            value, end, problem = plate
            found.append(Found(value, match.start(), end, text[match.start() : end], problem))
    return found


def _best(text: str, province: str, symbols: list[Symbol]) -> tuple[str, int, str | None] | None:
    """The longest sound plate that these symbols begin with."""
    best: tuple[str, int, str | None] | None = None
    for value, end in _beginnings(text, province, symbols):
        if PLATE.fullmatch(value):
            best = value, end, None
    return best


def _beginnings(text: str, province: str, symbols: list[Symbol]) -> Iterator[tuple[str, int]]:
    value = province
    for count, symbol in enumerate(symbols, start=1):
        value += symbol.symbol
        if count == 5 and (tail := _TAIL.match(text, symbol.end)):
            yield value + tail.group(), tail.end()
        follows = symbols[count] if count < len(symbols) else None
        # A plate does not end inside a typed word or number: 皖A123456 is not 皖A12345.
        if follows is None or not (symbol.typed and follows.typed and follows.start == symbol.end):
            yield value, symbol.end


def _faulty(province: str, symbols: list[Symbol], heard_only: bool) -> tuple[str | None, int, str] | None:
    """A remark about what was surely meant as a plate: at least three digits after the letter."""
    value = "".join(symbol.symbol for symbol in symbols)
    if sum(c.isdigit() for c in value) < 3 or (heard_only and len(value) < 5):
        return None
    if len(value) not in (6, 7) or (len(value) == 7 and PLATE.fullmatch(province + value[:6])):
        problem = "wrong_length"
    elif set("OI") & set(value[1:]):
        return province + value[:1] + value[1:].replace("O", "0").replace("I", "1"), symbols[-1].end, "letter_o_or_i"
    else:
        problem = "wrong_plate"
    return None, symbols[-1].end, problem


def _read(text: str, context: Context) -> Parsed:
    found = find(text, context)
    parsed = one_of(found)
    if isinstance(parsed.value, str):
        expected = 8 if _GREEN.search(text) else 7 if _BLUE.search(text) else len(parsed.value)
        if len(parsed.value) != expected:
            return Parsed(problem="wrong_length", parameters={"expected": expected, "got": len(parsed.value)})
        return parsed
    if parsed.problem == "letter_o_or_i":
        return Parsed(problem="letter_o_or_i", parameters={"suggestion": found[0].value})
    if parsed.problem == "wrong_length":
        got = len(spelled.symbols_from(found[0].text, 1, 20)) + 1
        return Parsed(problem="wrong_length", parameters={"expected": 8 if got > 7 else 7, "got": got})
    if parsed.problem == "not_understood":
        return _without_province(text)
    return parsed


def _parse(text: str, context: Context) -> Parsed:
    """An answer, in which the last digits may be corrected: 皖A12345，不对，46."""
    parsed, parts = _ANSWER(text, context), split(characters.narrow(text))
    if parsed.ok or parts is None:
        return parsed
    before = find(parts[0], context)
    tail = "".join(symbol.symbol for symbol in spelled.symbols_from(parts[1], 0, 5))
    if before and isinstance(before[-1].value, str) and tail:
        value = before[-1].value[: -len(tail)] + tail
        return Parsed(value) if PLATE.fullmatch(value) else parsed
    return parsed


def _without_province(text: str) -> Parsed:
    match = re.search(r"[A-Za-z0-9]", characters.narrow(text))
    symbols = spelled.symbols_from(text, match.start() if match else 0, _LONGEST)
    bare = "".join(symbol.symbol for symbol in symbols)
    if _BARE.fullmatch(bare) and sum(c.isdigit() for c in bare) >= 3 and PLATE.fullmatch("皖" + bare):
        return Parsed(problem="missing_province", parameters={"suggestion": "皖" + bare})
    return Parsed(problem="not_understood")


def show(value: JsonValue, language: Language) -> str:
    return str(value)


def say(value: JsonValue, language: Language) -> str:
    plate = str(value)
    province = "Wan" if language == "en" and plate[0] == "皖" else plate[0]
    return " ".join([province, *(characters.say_digits(symbol, language) for symbol in plate[1:])])


def mask(value: JsonValue) -> str:
    return characters.mask(str(value), 2, 2)


_ANSWER = answer(_read)
TYPE = SlotType("plate", find, _parse, show, say, mask)
