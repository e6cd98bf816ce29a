"""Codes of letters and digits spelled aloud: single symbols with their places, from letters typed or spoken (诶 A,
低 D) and digits in any form. Knows no code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant import lexicon
from assistant.slot_types import characters

_DIGITS = characters.CHINESE_DIGITS
_ENGLISH = characters.ENGLISH_DIGITS
_GAP = re.compile(r"(?:[\s\-./·,，、…嗯呃额]|横?杠|dash|hyphen|capital|大写的?)*", re.IGNORECASE)


@dataclass(frozen=True)
class Symbol:
    """One of 0-9 A-Z. `typed`: written as itself, not heard."""

    symbol: str
    start: int
    end: int
    typed: bool


def lists(key: str) -> dict[str, str]:
    """Every spoken form of lexicon/letters.yaml under `key`, mapped to what it stands for."""
    table = lexicon.load("letters")[key]
    if not isinstance(table, dict):
        raise ValueError(f"assistant/lexicon/letters.yaml: '{key}' must map symbols to their spoken forms")
    return {form: symbol for symbol, forms in table.items() for form in forms}


@cache
def _spoken() -> tuple[re.Pattern[str], dict[str, str]]:
    heard = {**_DIGITS, **lists("letters")}
    forms = "|".join(map(re.escape, sorted(heard, key=len, reverse=True)))
    words = "|".join(_ENGLISH)
    return re.compile(rf"(?P<word>\b(?:{words})\b)|(?P<typed>[0-9A-Za-z])|(?P<heard>{forms})", re.IGNORECASE), heard


def symbols_from(text: str, at: int, most: int) -> list[Symbol]:
    """Symbols in a row from position `at`, with pauses between; at most `most`. After a typed digit nothing heard is
    taken: what follows it is the sentence (皖A12345一共欠多少)."""
    plain = characters.narrow(text)
    pattern, heard = _spoken()
    taken: list[Symbol] = []
    while len(taken) < most:
        gap = _GAP.match(plain, at)
        match = pattern.match(plain, gap.end() if gap else at)
        if match is None or (match["heard"] and any(s.typed and s.symbol.isdigit() for s in taken)):
            break
        symbol = _ENGLISH.get(match.group().lower()) or heard.get(match.group()) or match.group().upper()
        taken.append(Symbol(symbol, match.start(), match.end(), bool(match["typed"])))
        at = match.end()
    return taken
