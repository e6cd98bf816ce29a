"""What is the same in every city: emergencies, the wish for a person, stopping, repeating, the form of a question.

Knows the patterns in lexicon/signals.yaml and one utterance; no conversation.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from prompts import Language

Aspect = Literal["overview", "materials", "time_limit", "fee", "where", "conditions"]
ASPECTS: tuple[Aspect, ...] = ("materials", "time_limit", "fee", "where", "conditions")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[a-zA-Z]{2,}")
PATH = Path(__file__).parent / "lexicon" / "signals.yaml"
Pattern = re.Pattern[str]
LEAST_STATEMENT = 5  # characters left of a statement without the words of wishing


@dataclass(frozen=True)
class Emergency:
    name: str
    say: str
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True)
class Signals:
    emergencies: tuple[Emergency, ...]
    named: dict[str, tuple[Pattern, ...]]
    aspects: dict[Aspect, tuple[Pattern, ...]]


def _compiled(patterns: list[str]) -> tuple[Pattern, ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


@functools.cache
def _signals() -> Signals:
    table = yaml.safe_load(PATH.read_text("utf-8"))
    emergencies = tuple(
        Emergency(entry["name"], entry["say"], _compiled(entry["patterns"])) for entry in table.pop("emergencies")
    )
    aspects = {aspect: _compiled(table["aspects"][aspect]) for aspect in ASPECTS}
    del table["aspects"]
    return Signals(emergencies, {name: _compiled(patterns) for name, patterns in table.items()}, aspects)


def _any(name: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in _signals().named[name])


def emergency(text: str) -> Emergency | None:
    """The emergency somebody tells of, if any."""
    for entry in _signals().emergencies:
        if any(pattern.search(text) for pattern in entry.patterns):
            return entry
    return None


def wants_person(text: str) -> bool:
    return _any("hand_off", text) and not _any("not_hand_off", text)


def wants_cancel(text: str) -> bool:
    return _any("cancel", text.strip(" 。！!，,."))


def wants_repeat(text: str) -> bool:
    return _any("repeat", text)


def wants_undo(text: str) -> bool:
    return _any("undo", text.strip(" 。！!，,."))


def wants_retry(text: str) -> bool:
    return _any("retry", text.strip())


def asks_progress(text: str) -> bool:
    return _any("progress", text)


def is_question(text: str) -> bool:
    return _any("question", text.strip())


def is_wish(text: str) -> bool:
    return _any("wish", text)


def says_something(text: str) -> bool:
    """A statement of its own, not only the wish to make one: "楼下烧烤吵到两点" against "我要投诉一下"."""
    for pattern in _signals().named["opening"]:
        text = pattern.sub("", text)
    return len(re.sub(r"[\W_]", "", text)) >= LEAST_STATEMENT


def aspect(text: str) -> Aspect:
    """Which part of an item a question is about."""
    for name, patterns in _signals().aspects.items():
        if any(pattern.search(text) for pattern in patterns):
            return name
    return "overview"


def language_of(text: str, before: Language) -> Language:
    """The language of this turn; an utterance without words (a number, a plate) keeps the one before."""
    han, words = len(_HAN.findall(text)), _LATIN.findall(text)
    if han == 0 and sum(len(word) for word in words) >= 2 and (len(words) > 1 or len(text) > 3 or before == "en"):
        return "en" if not re.fullmatch(r"[A-Z0-9 \-·.]+", text.strip()) or len(words) > 3 else before
    if han >= 2 or (han and not words):
        return "zh" if han * 2 >= len(words) else "en"
    return before
