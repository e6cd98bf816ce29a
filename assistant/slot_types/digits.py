"""Corrections inside a number read aloud: 138 0013 387…不对，386. The new end replaces as many digits of what was said
before. Knows no type; tries the shorter reading first."""

from __future__ import annotations

from assistant.slot_types import characters
from assistant.slot_types.answers import Read
from assistant.slot_types.corrections import split
from assistant.slot_types.shape import Context, Parsed


def with_correction(parse: Read) -> Read:
    """`parse`, which also accepts a correction of the last digits only."""

    def corrected(text: str, context: Context) -> Parsed:
        parsed = parse(text, context)
        parts = split(characters.narrow(text))
        if parsed.ok or parts is None:
            return parsed
        before, after = (_symbols(part) for part in parts)
        if not after or len(after) >= len(before):
            return parsed
        repaired = parse(before[: -len(after)] + after, context)
        return repaired if repaired.ok else parsed

    return corrected


def _symbols(text: str) -> str:
    found = characters.groups(text)
    return characters.whole([run for group in found for run in group]).symbols if found else ""
