"""English numbers in words and with a scale: two hundred and forty thousand, 1.2 million, 2.4m, 35k, a dozen."""

from __future__ import annotations

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ONES = {word: value for value, word in enumerate(_ONES.split())}
TENS = {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)}
SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}

_WORD = "|".join(sorted([*ONES, *TENS, *SCALES], key=len, reverse=True))
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER = re.compile(
    rf"(?P<half>half\s+an?\s+(?:million|thousand|dozen))\b"
    rf"|(?P<scaled>{_ARABIC})\s*(?P<scale>(?:hundred|thousand|grand|million|billion|mn|bn)\b|[kKmM](?![A-Za-z]))"
    rf"|\b(?P<words>(?:an?\s+(?=hundred|thousand|million|dozen|grand))?(?:{_WORD})(?:(?:[\s-]+|\s+and\s+)(?:{_WORD}))*)\b",
    re.IGNORECASE,
)
_SUFFIX = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}


def read(match: re.Match[str]) -> float:
    """The value of a match of NUMBER."""
    if match["half"]:
        return SCALES[match["half"].split()[-1].lower()] / 2
    if match["scaled"]:
        scale = match["scale"].lower()
        return round(float(match["scaled"].replace(",", "")) * (_SUFFIX.get(scale) or SCALES[scale]), 6)
    return _words(re.findall(r"[a-z]+", match["words"].lower()))


def _words(words: list[str]) -> float:
    total, section = 0, 0
    for word in words:
        if word in ONES or word in TENS:
            section += ONES.get(word, 0) + TENS.get(word, 0)
        elif word in ("hundred", "dozen"):
            section = max(section, 1) * SCALES[word]
        elif word in SCALES:
            total, section = total + max(section, 1) * SCALES[word], 0
    return float(total + section)
