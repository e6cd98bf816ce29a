"""Text into words, the same way for documents and questions: one spelling (width, case, simplified characters), Chinese
words and their pairs of characters, English words without their endings.

Knows nothing of documents, vectors or scores.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

_HAN = re.compile(r"[\u3400-\u9fff]+")
_TOKEN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:[.'][a-z0-9]+)*")
_ENDINGS = re.compile(r"(?:'s|ies|ing|ed|es|s)$")


def normalise(text: str) -> str:
    """One spelling: half-width, lower case, simplified characters."""
    return simplified(unicodedata.normalize("NFKC", text).lower())


def simplified(text: str) -> str:
    """Traditional characters replaced; text of simplified characters only comes back as it is.

    GB 2312 holds the simplified characters in common use, so encoding tells cheaply that there is nothing to do.
    """
    try:
        text.encode("gb2312", errors="strict")
    except UnicodeEncodeError:
        converted: str = _opencc().convert(text)
        return converted
    return text


@lru_cache(maxsize=1)
def _opencc() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def stem(word: str) -> str:
    """An English word without its commonest endings: withdrawals, withdrawal → withdrawal; parking, parked → park."""
    if len(word) <= 4 or not word.isalpha():
        return word[:-1] if len(word) == 4 and word.endswith("s") and not word.endswith("ss") else word
    if word.endswith("ss"):
        return word
    base = _ENDINGS.sub(lambda m: "y" if m.group() == "ies" else "", word)
    if base != word and base[-1:] == base[-2:-1] and base[-1] not in "lsz":  # digging, stopped
        base = base[:-1]
    return base.removesuffix("e") if len(base) > 3 else base if base != word and len(base) == 3 else word


def words(text: str) -> list[str]:
    """Words in order; text need not be normalised."""
    import rjieba

    found: list[str] = []
    for run in _TOKEN.findall(normalise(text)):
        if _HAN.match(run):
            found += rjieba.cut(run)
        else:
            found.append(stem(run))
    return found


def terms(text: str) -> list[str]:
    """What keyword search counts: words, and pairs of neighbouring characters, which forgive another word division."""
    found = words(text)
    for run in _HAN.findall(normalise(text)):
        found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found
