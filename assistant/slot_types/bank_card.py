"""Bank card numbers, which are never kept: only the last four digits leave this module, with a warning."""

from __future__ import annotations

import re

from assistant.slot_types import characters, id_number
from assistant.slot_types.answers import answer, one_of
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

_LENGTHS = range(16, 20)
_STARTS = ("62", "4", "5", "3", "60", "9")
_LAST_FOUR = re.compile(
    r"(?:尾号|后四位|末四位|最后四位|last four|ending (?:in|with)|\*{2,})\D{0,6}(?P<four>\d{4})(?!\d)", re.IGNORECASE
)


def passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def find(text: str, context: Context) -> list[Found]:
    found = []
    for group in characters.groups(text):
        runs = [run for run in characters.windows(group, _LENGTHS.start, _LENGTHS.stop - 1) if _is_card(run.symbols)]
        if runs:
            run = max(runs, key=lambda candidate: len(candidate.symbols))
            found.append(Found(_hidden(run.symbols), run.start, run.end, text[run.start : run.end]))
    return found


def _is_card(symbols: str) -> bool:
    if not symbols.isdigit() or not symbols.startswith(_STARTS) or id_number.problem_of(symbols) is None:
        return False
    # A domestic card (62…) is taken at its length: a mistyped one is as private as a right one.
    return passes_luhn(symbols) or symbols.startswith("62")


def _hidden(digits: str) -> str:
    return "****" + digits[-4:]


def _read(text: str, context: Context) -> Parsed:
    parsed = one_of(find(text, context))
    if parsed.ok:
        return Parsed(parsed.value, warning="never_kept")
    plain = characters.narrow(text)
    spoken = [characters.whole(group).symbols for group in characters.groups(plain)]
    if match := _LAST_FOUR.search(plain):
        return Parsed(_hidden(match["four"]))
    if len(spoken) == 1 and len(spoken[0]) == 4 and spoken[0].isdigit():
        return Parsed(_hidden(spoken[0]))
    got = max(map(len, spoken), default=0)
    return Parsed(problem="wrong_length", parameters={"expected": 4, "got": got}) if got >= 5 else parsed


def show(value: JsonValue, language: Language) -> str:
    four = str(value)[-4:]
    return f"尾号{four}" if language == "zh" else f"ending in {four}"


def say(value: JsonValue, language: Language) -> str:
    four = characters.say_digits(str(value)[-4:], language)
    return f"尾号{four}" if language == "zh" else f"ending in {four}"


def mask(value: JsonValue) -> str:
    return _hidden(str(value))


TYPE = SlotType("bank_card", find, answer(_read), show, say, mask)
