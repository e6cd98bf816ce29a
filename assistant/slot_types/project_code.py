"""Codes of investment projects: 24 characters with four hyphens since 2021 (GB/T 40058-2021), and the older form, which
is recognised but no longer valid. The check digit's rule is not public, so it is not checked."""

from __future__ import annotations

import re

from assistant.slot_types import characters
from assistant.slot_types.answers import answer, one_of
from assistant.slot_types.characters import Run
from assistant.slot_types.digits import with_correction
from assistant.slot_types.id_number import PROVINCES as PROVINCES
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

LENGTH = 20
_PARTS = (4, 6, 2, 2, 6)
_OLD = re.compile(r"(?P<year>20[01]\d|2020)(?P<region>\d{6})(?P<industry>\d{2})(?P<type>\d{2})(?P<serial>\d{6})")


def with_hyphens(digits: str) -> str:
    parts, at = [], 0
    for length in _PARTS:
        parts.append(digits[at : at + length])
        at += length
    return "-".join(parts)


def problem_of(digits: str) -> str | None:
    """What is wrong with 20 digits; None when nothing is."""
    if len(digits) != LENGTH or not digits.isdigit():
        return "wrong_length"
    if _OLD.fullmatch(digits) and not (digits[:2] == "20" and 1 <= int(digits[2:4]) <= 12):
        return "old_code"
    if not 1 <= int(digits[2:4]) <= 12:
        return "wrong_month"
    return None if digits[4:6] in PROVINCES or digits[4:10] == "000000" else "unknown_region"


def find(text: str, context: Context) -> list[Found]:
    found = []
    for group in characters.groups(text):
        candidates = [run for run in characters.windows(group, LENGTH, LENGTH) if run.symbols.isdigit()]
        best = min(candidates, key=lambda run: problem_of(run.symbols) is not None, default=None)
        if best is not None:
            found.append(_found(text, best))
            continue
        run = characters.whole(group)
        hyphened = re.match(r"\d{4}\s*-\s*\d{4,8}\s*-", characters.narrow(text)[run.start : run.end])
        if hyphened or (context.expecting and len(run.symbols) >= 12):
            found.append(Found(None, run.start, run.end, text[run.start : run.end], "wrong_length"))
    return found


def _found(text: str, run: Run) -> Found:
    problem = problem_of(run.symbols)
    value = with_hyphens(run.symbols) if problem in (None, "old_code") else None
    return Found(value, run.start, run.end, text[run.start : run.end], problem)


def _read(text: str, context: Context) -> Parsed:
    found = find(text, context)
    parsed = one_of(found)
    symbols = "".join(characters.whole(group).symbols for group in characters.groups(text))
    match parsed.problem:
        case "old_code":
            return Parsed(problem="old_code", parameters={"code": found[0].value})
        case "wrong_month":
            return Parsed(problem="wrong_month", parameters={"month": symbols[2:4]})
        case "unknown_region":
            return Parsed(problem="unknown_region", parameters={"region": symbols[4:10]})
        case "wrong_length":
            return Parsed(problem="wrong_length", parameters={"expected": LENGTH, "got": len(symbols)})
        case "not_understood" if len(symbols) >= 6:
            return Parsed(problem="wrong_length", parameters={"expected": LENGTH, "got": len(symbols)})
    return parsed


def show(value: JsonValue, language: Language) -> str:
    return str(value)


def say(value: JsonValue, language: Language) -> str:
    return ", ".join(characters.say_digits(part, language) for part in str(value).split("-"))


TYPE = SlotType("project_code", find, with_correction(answer(_read)), show, say)
