"""Working days: which days offices work, and when a time limit ends. Knows no case and no today; the calendar of a year
is data (lexicon/working_days.yaml), and a year that is not loaded is refused, not guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from assistant import lexicon
from assistant.errors import AssistantError

ONE_DAY = timedelta(days=1)


class CalendarMissing(AssistantError):
    """The working-day calendar of `year` has not been published or not been loaded."""

    code = "calendar_missing"

    def __init__(self, year: int) -> None:
        super().__init__(f"no working-day calendar for {year}: add it to assistant/lexicon/working_days.yaml")
        self.year = year


@dataclass(frozen=True)
class Year:
    off: frozenset[date]
    worked: frozenset[date]


@cache
def _year(year: int) -> Year:
    entry = lexicon.load("working_days").get(str(year))
    if not isinstance(entry, dict):
        raise CalendarMissing(year)
    off = [day for first, last in entry["holidays"] for day in _days(_day(year, first), _day(year, last))]
    return Year(frozenset(off), frozenset(_day(year, text) for text in entry["worked_weekends"]))


def _day(year: int, month_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_day}")


def _days(first: date, last: date) -> Iterable[date]:
    return (first + ONE_DAY * n for n in range((last - first).days + 1))


def is_working_day(day: date) -> bool:
    """Whether offices work on `day`. Raises CalendarMissing."""
    year = _year(day.year)
    if day in year.worked:
        return True
    return day.weekday() < 5 and day not in year.off


def due(accepted: date, working_days: int, stopped: Iterable[tuple[date, date]] = ()) -> date:
    """The last day of a limit. The day of acceptance is not counted; days in `stopped` (first, last, both inclusive)
    are not counted, as while a supplement is awaited. Raises CalendarMissing, ValueError for a negative limit."""
    if working_days < 0:
        raise ValueError("a time limit cannot be negative")
    pauses = tuple(stopped)
    day, left = accepted, working_days
    while left:
        day += ONE_DAY
        if is_working_day(day) and not any(first <= day <= last for first, last in pauses):
            left -= 1
    return day


def working_days_between(first: date, last: date, stopped: Iterable[tuple[date, date]] = ()) -> int:
    """Working days after `first`, up to and including `last`; negative when `last` is earlier.

    Raises CalendarMissing."""
    if last < first:
        return -working_days_between(last, first, stopped)
    pauses = tuple(stopped)
    return sum(
        is_working_day(day) and not any(start <= day <= end for start, end in pauses)
        for day in _days(first + ONE_DAY, last)
    )
