"""Mainland mobile numbers: eleven digits, 1 then 3–9. Knows no owner."""

from __future__ import annotations

import re

from assistant.slot_types import characters
from assistant.slot_types.answers import answer, one_of
from assistant.slot_types.digits import with_correction
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

LENGTH = 11
_MOBILE = re.compile(r"1[3-9]\d{9}")
_COUNTRY = re.compile(r"(?:\+|00)\s*86[\s-]*(?=1)")


def find(text: str, context: Context) -> list[Found]:
    # The country code would join the number's digits; blanks keep the positions.
    plain = _COUNTRY.sub(lambda match: " " * len(match.group()), characters.narrow(text))
    found = []
    for group in characters.groups(plain):
        sound = [run for run in characters.windows(group, LENGTH, LENGTH) if _MOBILE.fullmatch(run.symbols)]
        whole = characters.whole(group)
        for run in _apart(sound):
            found.append(Found(run.symbols, run.start, run.end, text[run.start : run.end]))
        if not sound and len(whole.symbols) in (10, 12) and re.match("1[3-9]", whole.symbols) and context.expecting:
            found.append(Found(None, whole.start, whole.end, text[whole.start : whole.end], "wrong_length"))
    return found


def _apart(runs: list[characters.Run]) -> list[characters.Run]:
    kept: list[characters.Run] = []
    for run in runs:
        if not kept or run.start >= kept[-1].end:
            kept.append(run)
    return kept


def _read(text: str, context: Context) -> Parsed:
    parsed = one_of(find(text, context))
    if parsed.ok or parsed.problem == "several":
        return parsed
    got = max((len(characters.whole(group).symbols) for group in characters.groups(text)), default=0)
    if got < 5:
        return Parsed(problem="not_understood")
    if got == LENGTH:
        return Parsed(problem="not_understood")
    return Parsed(problem="wrong_length", parameters={"expected": LENGTH, "got": got})


def show(value: JsonValue, language: Language) -> str:
    return str(value)


def say(value: JsonValue, language: Language) -> str:
    number = str(value)
    return ", ".join(characters.say_digits(part, language) for part in (number[:3], number[3:7], number[7:]))


def mask(value: JsonValue) -> str:
    return characters.mask(str(value), 3, 4)


TYPE = SlotType("mobile", find, with_correction(answer(_read)), show, say, mask)
