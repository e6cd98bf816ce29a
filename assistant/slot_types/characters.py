"""Characters as people type and speak them: full-width forms made narrow (one for one, so positions hold), and runs of
digits read aloud one by one, in Chinese or English. Knows no meaning of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NARROW: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_NARROW |= {
    ord("．"): ".",
    ord("－"): "-",
    ord("／"): "/",
    ord("："): ":",
    ord("％"): "%",
    ord("＋"): "+",
    ord("￥"): "¥",
}
_NARROW |= {ord("\u3000"): " ", ord("—"): "-", ord("–"): "-", ord("−"): "-", ord("・"): "·", ord("•"): "·"}

CHINESE_DIGITS = {**dict(zip("零〇○一二三四五六七八九", "000123456789", strict=True)),
            **dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True)),
            "幺": "1", "妖": "1", "腰": "1", "吆": "1", "两": "2", "洞": "0", "拐": "7", "勾": "9"}  # fmt: skip
ENGLISH_DIGITS = dict(zip("zero one two three four five six seven eight nine oh".split(), "01234567890", strict=True))
_X = {"x": "X", "叉": "X", "艾克斯": "X", "爱克斯": "X", "埃克斯": "X", "ex": "X"}
_SPOKEN = CHINESE_DIGITS | ENGLISH_DIGITS | _X

_TOKEN = re.compile(
    r"(?P<digits>[0-9]+)"
    r"|\b(?P<times>double|triple)\s+(?P<repeated>[0-9]|zero|one|two|three|four|five|six|seven|eight|nine|oh)\b"
    rf"|(?P<zh>[{''.join(CHINESE_DIGITS)}]|艾克斯|爱克斯|埃克斯|叉)"
    r"|\b(?P<en>zero|one|two|three|four|five|six|seven|eight|nine|oh|ex)\b"
    r"|(?P<x>(?<![A-Za-z])[Xx](?![A-Za-z]))",
    re.IGNORECASE,
)
# What may stand between two parts of one number: blanks, strokes, pauses, hesitation, a spoken stroke.
_GAP = re.compile(r"(?:[\s\-./·,，、…嗯呃额啊]|横?杠|减|dash|hyphen|然后是?|capital|大写的?|小写的?)*", re.IGNORECASE)


@dataclass(frozen=True)
class Run:
    """Symbols 0-9 and X spoken or typed without a break."""

    symbols: str
    start: int
    end: int


def narrow(text: str) -> str:
    """Full-width letters, digits and signs made ASCII, dashes and middle dots made one; same length."""
    return text.translate(_NARROW)


def groups(text: str) -> list[list[Run]]:
    """Runs of digits, grouped where nothing but pauses stands between them. A run is never cut."""
    found: list[list[Run]] = []
    for run in _runs(text):
        last = found[-1][-1] if found else None
        if last is not None and run.start == last.end:
            found[-1][-1] = Run(last.symbols + run.symbols, last.start, run.end)
        elif last is not None and _GAP.fullmatch(text, last.end, run.start):
            found[-1].append(run)
        else:
            found.append([run])
    return found


def _runs(text: str) -> Iterator[Run]:
    for match in _TOKEN.finditer(narrow(text)):
        times = {"double": 2, "triple": 3}.get((match["times"] or "").lower(), 1)
        word = (match["repeated"] or match.group()).lower()
        yield Run(_SPOKEN.get(word, word) * times, match.start(), match.end())


def windows(group: list[Run], shortest: int, longest: int) -> Iterator[Run]:
    """Every joining of neighbouring runs whose symbols number between `shortest` and `longest`."""
    for first in range(len(group)):
        symbols = ""
        for run in group[first:]:
            symbols += run.symbols
            if len(symbols) > longest:
                break
            if len(symbols) >= shortest:
                yield Run(symbols, group[first].start, run.end)


def whole(group: list[Run]) -> Run:
    """The group as one run."""
    return Run("".join(run.symbols for run in group), group[0].start, group[-1].end)


def say_digits(symbols: str, language: str) -> str:
    """Symbols one by one for the ear: 一 as 幺, blanks kept as pauses."""
    if language == "zh":
        return "".join("零幺二三四五六七八九"[int(c)] if c.isdigit() else c for c in symbols)
    return " ".join(symbols)


def mask(text: str, head: int, tail: int) -> str:
    """All but the first `head` and last `tail` characters made stars."""
    hidden = max(len(text) - head - tail, 0)
    return text[:head] + "*" * hidden + text[len(text) - tail :] if hidden else "*" * len(text)
