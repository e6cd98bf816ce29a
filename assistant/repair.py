"""Repairs what speech recognition and dialect did to an utterance: known confusions, words of the trade by their sound,
dialect forms and fillers. Its words are data (lexicon/). Knows no item and no slot; leaves ordinary text alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant import lexicon
from assistant.slot_types.sounds import blurred, blurred_sounds, sounds

Why = Literal["confusion", "sound", "dialect", "filler"]


@dataclass(frozen=True)
class Change:
    """`was` became `now`."""

    was: str
    now: str
    why: Why


@dataclass(frozen=True)
class Repaired:
    """The text as it was probably meant; without changes it is the text that was given."""

    text: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A form and its conditions. `quick`: one of these characters must occur, so that most rules cost one look."""

    form: re.Pattern[str]
    now: str
    why: Why
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    near: re.Pattern[str] | None
    not_near: re.Pattern[str] | None


@dataclass(frozen=True)
class Sounds:
    """Terms by their blurred syllables, the lengths that occur, and the first syllables, to pass by most windows."""

    terms: Mapping[tuple[str, ...], str]
    lengths: tuple[int, ...]
    first: frozenset[str]
    protected: re.Pattern[str]


def repair(text: str) -> Repaired:
    """The text as it was probably meant, and what was changed."""
    changes: list[Change] = []
    for rule in _rules("confusions", "confusion"):
        text = _apply(rule, text, changes)
    text = _by_sound(text, changes)
    for rule in (*_rules("dialect", "dialect"), *_fillers()):
        text = _apply(rule, text, changes)
    return Repaired(text, tuple(changes))


def _apply(rule: Rule, text: str, changes: list[Change]) -> str:
    match = rule.form.search(text)
    if match is None or (rule.near and not rule.near.search(text)) or (rule.not_near and rule.not_near.search(text)):
        return text
    kept, at = [], 0
    while match:
        if _fits(rule, text, match):
            kept += [text[at : match.start()], rule.now]
            changes.append(Change(match.group(), rule.now, rule.why))
            at = match.end()
        match = rule.form.search(text, max(match.end(), match.start() + 1))
    repaired = "".join(kept) + text[at:]
    # A text of nothing but fillers stays what it was.
    return repaired if repaired.strip(" ，,。.？?！!") else text


def _fits(rule: Rule, text: str, match: re.Match[str]) -> bool:
    head = text[: match.start()]
    return not (
        (rule.before and not rule.before.search(head))
        or (rule.not_before and rule.not_before.search(head))
        or (rule.after and not rule.after.match(text, match.end()))
        or (rule.not_after and rule.not_after.match(text, match.end()))
    )


def _by_sound(text: str, changes: list[Change]) -> str:
    known = _sounds()
    syllables = [blurred(c) if "一" <= c <= "龥" else "" for c in text]
    at = 0
    while at < len(text):
        if syllables[at] not in known.first:
            at += 1
            continue
        end = next((at + n for n in known.lengths if _is_broken(text, tuple(syllables[at : at + n]), at, n, known)), 0)
        if end:
            term = known.terms[tuple(syllables[at:end])]
            changes.append(Change(text[at:end], term, "sound"))
            text = text[:at] + term + text[end:]
        at = end or at + 1
    return text


def _is_broken(text: str, key: tuple[str, ...], at: int, length: int, known: Sounds) -> bool:
    """Whether text[at:at+length] only sounds like a term: it must share a character with it, or more than the half when
    sounds are blurred too, and no everyday word may reach across its edges."""
    term = known.terms.get(key)
    said = text[at : at + length]
    if term is None or len(said) < length or said == term:
        return False
    same = sum(a == b for a, b in zip(said, term, strict=True))
    if same < (1 if sounds(said) == sounds(term) else length // 2 + 1):
        return False
    return not any(
        m.start() < at < m.end() or m.start() < at + length < m.end() for m in known.protected.finditer(text)
    )


@cache
def _sounds() -> Sounds:
    terms = {blurred_sounds(term): term for term in lexicon.words("terms", "terms")}
    lengths = tuple(sorted({len(key) for key in terms}, reverse=True))
    protected = "|".join(lexicon.words("terms", "protected"))
    return Sounds(terms, lengths, frozenset(key[0] for key in terms), re.compile(f"(?=({protected}))\\1"))


@cache
def _rules(name: str, why: Why) -> tuple[Rule, ...]:
    entries = lexicon.load(name)[name]
    if not isinstance(entries, list):
        raise ValueError(f"assistant/lexicon/{name}.yaml: '{name}' must be a list")
    return tuple(_rule(entry, why) for entry in entries)


def _rule(entry: Mapping[str, object], why: Why) -> Rule:
    heard = entry.get("heard")
    form = "|".join(map(re.escape, heard)) if isinstance(heard, list) else str(entry["form"])

    def pattern(key: str, ending: str = "") -> re.Pattern[str] | None:
        value = entry.get(key)
        return re.compile(f"(?:{value}){ending}") if value is not None else None

    return Rule(
        re.compile(form),
        str(entry.get("meant", entry.get("standard", ""))),
        why,
        pattern("before", "$"),
        pattern("after"),
        pattern("not_before"),
        pattern("not_after"),
        pattern("near"),
        pattern("not_near"),
    )


@cache
def _fillers() -> tuple[Rule, ...]:
    return tuple(_rule({"form": form}, "filler") for form in lexicon.words("dialect", "fillers"))
