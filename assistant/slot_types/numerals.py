"""Numbers in free text, in figures or words, Chinese or English, with the note that one is only approximate. Knows no
units of measure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.slot_types import numerals_en, numerals_zh
from assistant.slot_types.characters import narrow

# Amounts that name no figure at all: 几千, 好几个, 上百, a few.
_VAGUE = re.compile(
    r"(?:好几|几|数|上|成|近)[十百千万亿]+|好几(?=[个天月年次位套块万])|几(?=[个天月年次位套块])|若干|百来"
    r"|\b(?:a few|several|some|a couple of|dozens|hundreds|thousands)\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s*(?:[多来几余](?!月|天的)|odd\b|or so\b|\+)")
_ABOUT = re.compile(
    r"大概|大约|差不多|左右|上下|约摸|约莫|将近|接近|估计"
    r"|\b(?:about|around|roughly|nearly|approximately)\b|or so|more or less"
)
_TOO_MUCH = 10**15  # what lies above is a code, not an amount


@dataclass(frozen=True)
class Number:
    """`value` is None when only a vague amount was said; `approximate` marks 十来, 两三, 二十多."""

    value: float | None
    start: int
    end: int
    text: str
    approximate: bool = False

    @property
    def is_whole(self) -> bool:
        return self.value is not None and self.value == int(self.value)


def find_numbers(text: str) -> list[Number]:
    """All numbers, in order, not overlapping; at one place the longer reading wins."""
    plain = narrow(text)
    found = [*_vague(plain), *_english(plain), *_chinese(plain)]
    found = [number for number in found if number.value is None or number.value < _TOO_MUCH]
    found.sort(key=lambda number: (number.start, -number.end))
    kept: list[Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def _vague(text: str) -> list[Number]:
    return [Number(None, m.start(), m.end(), m.group(), approximate=True) for m in _VAGUE.finditer(text)]


def _english(text: str) -> list[Number]:
    return [
        Number(numerals_en.read(m), m.start(), m.end(), m.group(), bool(_MORE.match(text, m.end())))
        for m in numerals_en.NUMBER.finditer(text)
    ]


def _chinese(text: str) -> list[Number]:
    found = []
    for match in numerals_zh.NUMERAL.finditer(text):
        # The character after the numeral decides whether it falls apart, so one more is looked at.
        cuts = [cut.start() for cut in numerals_zh.CUT.finditer(text, match.start(), match.end() + 1)]
        bounds = [match.start(), *(cut for cut in cuts if match.start() < cut < match.end()), match.end()]
        found += [_numeral(text, start, end) for start, end in pairwise(bounds)]
    return [number for number in found if number is not None]


def _numeral(text: str, start: int, end: int) -> Number | None:
    part = text[start:end]
    start += len(part) - len(part.lstrip("百千万亿佰仟萬億点 "))
    numeral = text[start:end].rstrip("点 ")
    reading = numerals_zh.read(numeral) if numeral else None
    if reading is None:
        return None
    value, vague = reading
    end = start + len(numeral)
    if value >= 10 and (more := _MORE.match(text, end)):
        unit = re.compile("[百千万亿]").match(text, more.end())
        times = numerals_zh.UNITS[unit.group()] if unit else 1
        return Number(value * times, start, unit.end() if unit else end, numeral, approximate=True)
    return Number(value, start, end, numeral, vague)


def about(text: str) -> bool:
    """Whether the text calls its figure approximate: 大概, 左右, about."""
    return bool(_ABOUT.search(text))
