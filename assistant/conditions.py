"""Conditions in CEL, three-valued: true, false, or unknown with the names that are missing.

Knows nothing of items or cases. All numbers are doubles, so that `months * cap` needs no casts (CEL mixes no types).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import cel
from typing_extensions import TypeAliasType

Json = TypeAliasType("Json", "bool | int | float | str | list[Json] | dict[str, Json] | None")


class ConditionError(Exception):
    """An expression that cannot be parsed or that fails on known values; the message quotes it."""


@dataclass(frozen=True)
class Unknown:
    """The value cannot be told yet; `missing` are the facts that would decide it."""

    missing: frozenset[str]


def _days_between(start: str, end: str) -> float:
    return float((date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days)


def _add_days(day: str, count: float) -> str:
    return (date.fromisoformat(day[:10]) + timedelta(days=int(count))).isoformat()


def _add_months(day: str, count: float) -> str:
    """The same day `count` months later, or that month's last day."""
    start = date.fromisoformat(day[:10])
    index = start.year * 12 + start.month - 1 + int(count)
    year, month = divmod(index, 12)
    for last in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, last).isoformat()
        except ValueError:
            continue
    raise ConditionError(f"no such month: {day} + {count}")


def _age(birth: str, on: str) -> float:
    born, day = date.fromisoformat(birth[:10]), date.fromisoformat(on[:10])
    return float(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


FUNCTIONS: dict[str, Callable[..., object]] = {
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
    "round2": lambda value: round(float(value) + 1e-9, 2),
    "floor": lambda value: float(int(value)),
    "days_between": _days_between,
    "add_days": _add_days,
    "add_months": _add_months,
    "age": _age,
    "contains": lambda text, part: part in text,
}

_CEL_FUNCTIONS = frozenset(
    {
        "size",
        "has",
        "exists",
        "all",
        "filter",
        "map",
        "exists_one",
        "int",
        "double",
        "string",
        "startsWith",
        "endsWith",
        "matches",
    }
)
_BOUND = re.compile(r"\.(?:exists|all|filter|map|exists_one)\(\s*(\w+)\s*,")
_TOKEN = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<![\w.\[])(\d+)(?![\w.\]])""")


def _doubles(source: str) -> str:
    """Whole-number literals outside strings and indexes become doubles."""
    return _TOKEN.sub(lambda match: match.group(1) or f"{match.group(2)}.0", source)


@functools.lru_cache(maxsize=8192)
def _compile(source: str) -> cel.Program:
    try:
        return cel.compile(_doubles(source))
    except ValueError as error:
        first = str(error).splitlines()[0]
        raise ConditionError(f"{source!r} is not a CEL expression: {first}") from error


def names_in(source: str) -> frozenset[str]:
    """Fact names an expression uses. Raises ConditionError on bad syntax or an unknown function."""
    program = _compile(source)
    unknown = sorted(
        name
        for name in program.functions()
        if name not in FUNCTIONS and name not in _CEL_FUNCTIONS and name.isidentifier()
    )
    if unknown:
        raise ConditionError(f"{source!r} uses unknown function {unknown[0]}; known: {', '.join(sorted(FUNCTIONS))}")
    return frozenset(program.variables()) - frozenset(_BOUND.findall(source))


def _to_cel(value: Json) -> object:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list):
        return [_to_cel(element) for element in value]
    return {key: _to_cel(element) for key, element in value.items()}


def _from_cel(value: object) -> Json:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, list):
        return [_from_cel(element) for element in value]
    if isinstance(value, dict):
        return {str(key): _from_cel(element) for key, element in value.items()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def evaluate(source: str, facts: Mapping[str, Json]) -> Json | Unknown:
    """The expression's value, or Unknown. `a || b` is decided by either side alone, as CEL defines.

    Raises ConditionError when it fails although every name is known (wrong types).
    """
    program = _compile(source)
    known = {name: _to_cel(facts[name]) for name in program.variables() if name in facts}
    context = cel.Context(variables=known)
    for name, function in FUNCTIONS.items():
        context.add_function(name, function)
    try:
        return _from_cel(program.execute(context))
    except (RuntimeError, TypeError, ValueError, LookupError) as error:
        missing = frozenset(name for name in program.variables() if name not in facts)
        if missing:
            return Unknown(missing)
        raise ConditionError(f"{source!r} fails: {str(error).splitlines()[0]}") from error


def holds(source: str, facts: Mapping[str, Json]) -> bool | Unknown:
    """Three-valued truth. Anything but a boolean is a ConditionError."""
    value = evaluate(source, facts)
    if isinstance(value, bool | Unknown):
        return value
    raise ConditionError(f"{source!r} gives {value!r}; a condition must give true or false")
