"""Resident identity numbers: 18 characters, birth date, check digit (GB 11643-1999). Rejects a wrong one before any
system is asked; masks 6+8*+4. Knows no person."""

from __future__ import annotations

from datetime import date

from assistant.slot_types import characters
from assistant.slot_types.answers import answer, one_of
from assistant.slot_types.characters import Run
from assistant.slot_types.digits import with_correction
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

LENGTH = 18
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# First two digits of GB/T 2260: the provinces, and 71 81 82 83 for residence permits.
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)


def check_digit(first_17: str) -> str:
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True)) % 11]


def problem_of(number: str) -> str | None:
    """What is wrong with 18 characters; None when nothing is."""
    if len(number) != LENGTH or not number[:17].isdigit() or not (number[17].isdigit() or number[17] == "X"):
        return "wrong_length"
    if number[:2] not in PROVINCES or number[2:6] == "0000":
        return "unknown_region"
    if _birth_date(number) is None:
        return "wrong_date"
    return None if number[17] == check_digit(number[:17]) else "wrong_check_digit"


def _birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14])) if number[6:8] in ("19", "20") else None
    except ValueError:
        return None


def _looks_like_one(symbols: str) -> bool:
    """A region, a century and a month in the right places: worth a remark even when the rest is wrong."""
    return symbols[6:8] in ("19", "20") and symbols[:1] in "123456789" and symbols[10:11] in ("0", "1")


def find(text: str, context: Context) -> list[Found]:
    found = []
    for group in characters.groups(text):
        candidates = list(characters.windows(group, LENGTH, LENGTH))
        sound = [run for run in candidates if problem_of(run.symbols) is None]
        likely = [run for run in candidates if _looks_like_one(run.symbols)]
        run = characters.whole(group)
        if sound or likely:
            found += [_found(text, run) for run in (sound or likely[:1])]
        elif 15 <= len(run.symbols) <= 19 and (
            _looks_like_one(run.symbols) or (len(run.symbols) == 18 and context.expecting)
        ):
            found.append(_found(text, run))
    return found


def _found(text: str, run: Run) -> Found:
    problem = problem_of(run.symbols)
    return Found(run.symbols if problem is None else None, run.start, run.end, text[run.start : run.end], problem)


def _read(text: str, context: Context) -> Parsed:
    found = find(text, context)
    if found:
        parsed = one_of(found)
        if parsed.problem == "unknown_region":
            return Parsed(problem="unknown_region", parameters={"region": _symbols(found[0].text)[:6]})
        if parsed.problem == "wrong_length":
            return Parsed(problem="wrong_length", parameters={"expected": LENGTH, "got": len(_symbols(found[0].text))})
        return parsed
    got = max((len(characters.whole(group).symbols) for group in characters.groups(text)), default=0)
    if got < 4:
        return Parsed(problem="not_understood")
    return Parsed(problem="wrong_length", parameters={"expected": LENGTH, "got": got})


def _symbols(text: str) -> str:
    return "".join(characters.whole(group).symbols for group in characters.groups(text))


def show(value: JsonValue, language: Language) -> str:
    return str(value)


def say(value: JsonValue, language: Language) -> str:
    number = str(value)
    return ", ".join(characters.say_digits(part, language) for part in (number[:6], number[6:14], number[14:]))


def mask(value: JsonValue) -> str:
    return characters.mask(str(value), 6, 4)


TYPE = SlotType("id_number", find, with_correction(answer(_read)), show, say, mask)
