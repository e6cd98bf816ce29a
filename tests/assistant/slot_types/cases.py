"""What the tests of the slot types share: the day it is, and the context of a question about a slot."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from assistant.slot_types import PROBLEMS, TYPES, Choice, Context, Found, JsonValue, Parsed, Places, load_places

TODAY = date(2026, 11, 23)  # a Monday
KNOWN_PROBLEMS = frozenset(PROBLEMS)
PLACES = Path(__file__).parents[3] / "city" / "hefei" / "places.yaml"


@cache
def hefei() -> Places:
    return load_places(PLACES)


def context(
    choices: tuple[Choice, ...] = (),
    low: float | None = None,
    high: float | None = None,
    places: Places | None = None,
) -> Context:
    return Context(today=TODAY, choices=choices, min=low, max=high, places=places or Places())


def parse(kind: str, text: str, about: Context | None = None) -> Parsed:
    return TYPES[kind].parse(text, about or context())


def value_of(kind: str, text: str, about: Context | None = None) -> JsonValue:
    """The value; a failing parse shows its problem instead."""
    parsed = parse(kind, text, about)
    return parsed.value if parsed.ok else f"problem: {parsed.problem}"


def problem_of(kind: str, text: str, about: Context | None = None) -> str | None:
    return parse(kind, text, about).problem


def find(kind: str, text: str, about: Context | None = None) -> list[Found]:
    found = TYPES[kind].find(text, about or context())
    for item in found:
        assert text[item.start : item.end] == item.text
    return found
