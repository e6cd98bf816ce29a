"""Dates in text, Chinese and English: stated (2026年11月3日), half stated (3号, November), relative (三天前, next
Friday), with what stands beside them (before, after). Puts the two grammars together; knows no slot."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.slot_types import when_en, when_zh
from assistant.slot_types.when import Side, When

_AFTERWARDS = re.compile(
    r"\s*(?:(?P<before>(?:之|以)前|前(?![后面台]))|(?P<after>(?:之|以)后|后(?![面台])|[起以]来?|开始))"
)
_BEFOREHAND = re.compile(
    r"(?:(?P<before>\b(?:before|prior to|until|till|up to))|(?P<after>\b(?:after|since|from|starting)))"
    r"(?:\s+(?:on|in|the))*\s*$",
    re.IGNORECASE,
)


def find_dates(text: str, today: date, loose: bool = False) -> list[When]:
    """All dates in narrow text, in order; the longer reading wins. `loose`: also forms that mean a date only in answer
    to the question for one (11.3, 十一月三)."""
    found = sorted(
        [*when_zh.find(text, today, loose), *when_en.find(text, today)],
        key=lambda when: (when.start, -when.end),
    )
    kept: list[When] = []
    for when in found:
        if not kept or when.start >= kept[-1].end:
            kept.append(_with_side(text, when))
    return kept


def _with_side(text: str, when: When) -> When:
    if when.side is not None:
        return when
    match = _AFTERWARDS.match(text, when.end) or _BEFOREHAND.search(text[: when.start])
    if match is None:
        return when
    side: Side = "before" if match["before"] else "after"
    return replace(when, side=side, end=match.end() if match.start() >= when.end else when.end)
