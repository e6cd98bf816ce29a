"""Unified social credit codes (GB 32100-2015). A failed check is a warning, not a problem: some early codes fail it and
are still lawful. Knows no company."""

from __future__ import annotations

import re

from assistant.slot_types import characters, spelled
from assistant.slot_types.answers import answer, one_of
from assistant.slot_types.shape import Context, Found, JsonValue, Language, Parsed, SlotType

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CODE = re.compile(rf"[1-9A-HJ-NP-RTUW-Y][1-9]\d{{6}}[{ALPHABET}]{{10}}")


def check_character(first_17: str) -> str:
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(first_17, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check(first_8: str) -> str:
    """Check character of the nine-character organisation code inside (GB 11714)."""
    total = sum(int(c, 36) * weight for c, weight in zip(first_8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def is_sound(code: str) -> bool:
    return bool(_CODE.fullmatch(code)) and check_character(code[:17]) == code[17]


def find(text: str, context: Context) -> list[Found]:
    """Codes of the right form; with problem "check_digit" (the value is given) when the check fails."""
    found: list[Found] = []
    for match in re.finditer(r"[0-9A-Za-z一二三四五六七八九幺]", characters.narrow(text)):
        at = match.start()
        if (found and at < found[-1].end) or (at and text[at - 1].isascii() and text[at - 1].isalnum()):
            continue
        symbols = spelled.symbols_from(text, at, LENGTH + 1)
        code = "".join(symbol.symbol for symbol in symbols[:LENGTH])
        runs_on = len(symbols) > LENGTH and symbols[LENGTH].start == symbols[LENGTH - 1].end and symbols[LENGTH].typed
        # An identity number is eighteen digits too; a code of digits only must at least pass its own check.
        if (
            runs_on
            or not _CODE.fullmatch(code)
            or (code[:17].isdigit() and not context.expecting and not is_sound(code))
        ):
            continue
        end = symbols[LENGTH - 1].end
        found.append(Found(code, at, end, text[at:end], None if is_sound(code) else "check_digit"))
    return found


def _read(text: str, context: Context) -> Parsed:
    found = find(text, context)
    if found and found[0].problem == "check_digit" and len(found) == 1:
        return Parsed(found[0].value, warning="check_digit")
    parsed = one_of(found)
    if parsed.problem != "not_understood":
        return parsed
    longest = max((len(part) for part in re.findall(r"[0-9A-Za-z]+", re.sub(r"[\s\-]", "", text))), default=0)
    if longest < 6:
        return parsed
    return Parsed(problem="wrong_length" if longest != LENGTH else "wrong_check_digit",
                  parameters={"expected": LENGTH, "got": longest} if longest != LENGTH else {})  # fmt: skip


def show(value: JsonValue, language: Language) -> str:
    return str(value)


def say(value: JsonValue, language: Language) -> str:
    code = str(value)
    parts = (code[:2], code[2:8], code[8:13], code[13:])
    return ", ".join(" ".join(characters.say_digits(symbol, language) for symbol in part) for part in parts)


TYPE = SlotType("credit_code", find, answer(_read), show, say)
