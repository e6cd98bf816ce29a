"""A question into what is looked for: weighted terms for keywords, groups of words for coverage, a text for vectors.

Knows the word lists in terms.yaml (English → Chinese, spoken → written, filler); knows nothing of documents or scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from .words import normalise, stem, terms, words

_LISTS = Path(__file__).with_name("terms.yaml")
_ENGLISH = re.compile(r"[a-z0-9]+(?:[.'-][a-z0-9]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BESIDE = 0.5  # weight of a written word counted beside what was said


@dataclass(frozen=True)
class Question:
    """`weighted` terms for BM25; `groups`: words any of which covers one thing asked; `text` for the embedding."""

    weighted: dict[str, float]
    groups: tuple[tuple[str, ...], ...]
    text: str


@dataclass(frozen=True)
class _Lists:
    english: dict[tuple[str, ...], tuple[str, ...]]
    longest: int
    spoken: dict[str, tuple[str, ...]]
    filler: frozenset[str]
    filler_phrases: re.Pattern[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    raw = yaml.load(_LISTS.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    english = {
        _phrase(variant): tuple(str(written).split())
        for variants, written in raw["english"].items()
        for variant in str(variants).split("|")
    }
    spoken = {str(said): tuple(str(written).split()) for said, written in raw["spoken"].items()}
    zh = sorted((str(word) for word in raw["filler"]["zh"]), key=len, reverse=True)
    return _Lists(
        english,
        max(map(len, english)),
        spoken,
        frozenset(zh) | {stem(str(word)) for word in raw["filler"]["en"]},
        re.compile("|".join(re.escape(word) for word in zh if len(word) > 1)),
    )


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _ENGLISH.findall(text.lower().replace("-", " ")))


@lru_cache(maxsize=512)
def read_question(text: str) -> Question:
    """What a question in Chinese, English or both looks for."""
    spelled = normalise(text)
    translated, unknown = _translate(spelled)
    said = [word for word in words(_lists().filler_phrases.sub(" ", spelled)) if word not in _lists().filler]
    if translated:  # the English words themselves have done their work; unknown ones stay as something not covered
        said = [word for word in said if _HAN.match(word) or word[0].isdigit()]
    weighted: dict[str, float] = {}
    _weigh(weighted, terms(_lists().filler_phrases.sub(" ", spelled)), 1.0, set(said))
    groups = [(word, *_flat(_lists().spoken.get(word, ()))) for word in said]
    for written in translated:
        _weigh(weighted, [term for word in written for term in terms(word)], 1.0 / len(written) ** 0.5, None)
        groups.append(tuple(_flat(written)))
    groups += [(word,) for word in unknown] if translated else []
    beside = list(_spoken(spelled))
    _weigh(weighted, [term for word in beside for term in terms(word)], _BESIDE, None)
    vector_text = " ".join([spelled if _HAN.search(spelled) or not translated else "", *sum(translated, ()), *beside])
    return Question(weighted, tuple(dict.fromkeys(groups)), vector_text.strip())


def _weigh(weighted: dict[str, float], found: Iterable[str], weight: float, only: set[str] | None) -> None:
    """Adds terms; of single words only those in `only`, where it is given (pairs of characters always count)."""
    for term in found:
        if only is None or term in only or (len(term) == 2 and _HAN.match(term) and term not in _lists().filler):
            weighted[term] = max(weighted.get(term, 0.0), weight)


def _translate(spelled: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """The Chinese words for each English phrase, the longest phrase first at each place; and words in no phrase."""
    tokens = _phrase(spelled)
    translated: list[tuple[str, ...]] = []
    unknown: list[str] = []
    place = 0
    while place < len(tokens):
        for length in range(min(_lists().longest, len(tokens) - place), 0, -1):
            if (written := _lists().english.get(tokens[place : place + length])) is not None:
                translated.append(written)
                break
        else:
            length = 1
            if tokens[place].isalpha() and tokens[place] not in _lists().filler:
                unknown.append(tokens[place])
        place += length
    return translated, unknown


def _spoken(spelled: str) -> Iterable[str]:
    """Written words for what was said, longer expressions first so that 取出来 is not read as 取 again."""
    rest = spelled
    said_words = set(words(spelled))
    for said in sorted(_lists().spoken, key=lambda word: (-len(word), word)):
        if (said in rest) if len(said) > 1 else (said in said_words):
            rest = rest.replace(said, " ")
            yield from _lists().spoken[said]


def _flat(written: Iterable[str]) -> list[str]:
    return [part for word in written for part in words(word)]
