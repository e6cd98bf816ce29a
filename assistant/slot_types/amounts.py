"""What money, integer and percent share: the limits of a slot, approximate figures, and the ones among several numbers
that are meant. Knows no unit."""

from __future__ import annotations

import re

from assistant.slot_types import numerals
from assistant.slot_types.answers import distinct, within
from assistant.slot_types.numerals import Number
from assistant.slot_types.shape import Context, Parsed

# A numeral that is part of a word: 一共, 统一, 二手, 第一; this one.
_WORD_AFTER = re.compile(r"[共起下直般定样些切旦方边面再路律致向时手]|孝口|牌楼|里")
_WORD_BEFORE = re.compile(
    r"(?:[统万唯某同第]|(?<!分)之|\b(?:this|that|no|any|some|every|the|which|first|second|last|next)\s)$", re.IGNORECASE
)
_CODE_BEFORE = re.compile(r"[A-Za-z0-9]-?$|[A-Za-z]$")
_CODE_AFTER = re.compile(r"-?[0-9A-Za-z]*\d|-\d")
_FIGURES = "0123456789"
_SINGLE = re.compile(r"[一二三四五六七八九十两]|one", re.IGNORECASE)


def numbers(text: str) -> list[Number]:
    """Numbers that stand for an amount: not those inside words and codes."""
    return [number for number in numerals.find_numbers(text) if not _is_part_of_a_word(text, number)]


def _is_part_of_a_word(text: str, number: Number) -> bool:
    before, after = text[: number.start], text[number.end :]
    if _SINGLE.fullmatch(number.text) and (_WORD_AFTER.match(after) or _WORD_BEFORE.search(before)):
        return True
    first, last = number.text[0], number.text[-1]
    return bool((first in _FIGURES and _CODE_BEFORE.search(before)) or (last in _FIGURES and _CODE_AFTER.match(after)))


def choose(found: list[tuple[float | None, bool]], text: str, context: Context) -> Parsed:
    """The one amount among (value, approximate) pairs, within the limits of the slot."""
    if not found:
        return Parsed(problem="not_understood")
    values = distinct(value for value, approximate in found if value is not None and not approximate)
    if len(values) > 1:
        return Parsed(problem="several", parameters={"values": values})
    if not values:
        return Parsed(problem="approximate", parameters={"value": found[0][0]})
    value = values[0]
    if not isinstance(value, float):
        raise TypeError("amounts are numbers")
    parsed = within(value, context)
    if parsed.ok and numerals.about(text):
        return Parsed(parsed.value, warning="approximate")
    return parsed


def is_negative(text: str, number: Number) -> bool:
    return bool(re.search(r"(?:(?:^|[\s，,是])-|负|minus\s|negative\s)\s*[¥$]?$", text[: number.start], re.IGNORECASE))
