"""Working-day time limits after the State Council's holiday calendar; knows only the years listed in CALENDARS.

The day of acceptance is not counted, nor are days on which the clock stands still. Where a count needs a year whose
calendar is not loaded there is no date: a wrong one would be worse than none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

NOT_LOADED = "calendar not loaded"
STOPPED = "clock stopped"


class CalendarMissing(Exception):
    """No holiday calendar for the year asked for."""


@dataclass(frozen=True)
class Stop:
    """The clock stands still after `after` and up to `until`, that day included; until None: it still stands."""

    after: date
    until: date | None

    def holds(self, day: date) -> bool:
        return self.after < day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Due:
    on: date | None
    note: str | None


def _span(first: date, last: date) -> frozenset[date]:
    return frozenset(first + timedelta(days=n) for n in range((last - first).days + 1))


_OFF_2026 = (
    _span(date(2026, 1, 1), date(2026, 1, 3))
    | _span(date(2026, 2, 15), date(2026, 2, 23))
    | _span(date(2026, 4, 4), date(2026, 4, 6))
    | _span(date(2026, 5, 1), date(2026, 5, 5))
    | _span(date(2026, 6, 19), date(2026, 6, 21))
    | _span(date(2026, 9, 25), date(2026, 9, 27))
    | _span(date(2026, 10, 1), date(2026, 10, 7))
)
_WORKED_WEEKENDS_2026 = frozenset(
    date(2026, month, day) for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))
)
CALENDARS = {2026: (_OFF_2026, _WORKED_WEEKENDS_2026)}


@cache
def is_working_day(day: date) -> bool:
    if day.year not in CALENDARS:
        raise CalendarMissing(f"no holiday calendar for {day.year}; loaded: {sorted(CALENDARS)}")
    off, worked = CALENDARS[day.year]
    return day in worked or (day.weekday() < 5 and day not in off)


def count(after: date, until: date, stops: Iterable[Stop] = ()) -> int:
    """Working days in (after, until] on which the clock runs."""
    stops = tuple(stops)
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    return sum(1 for day in days if is_working_day(day) and not any(stop.holds(day) for stop in stops))


def stopped_days(stops: Iterable[Stop], today: date) -> int:
    """Working days on which the clock has stood still up to today."""
    return sum(count(stop.after, min(stop.until or today, today)) for stop in stops)


def due(accepted: date, limit: int, stops: Iterable[Stop] = ()) -> Due:
    """The last day of a limit of working days; no date while the clock stands still or where no calendar is loaded."""
    stops = tuple(stops)
    if any(stop.until is None for stop in stops):
        return Due(None, STOPPED)
    day, left = accepted, limit
    try:
        while left > 0:
            day += timedelta(days=1)
            if is_working_day(day) and not any(stop.holds(day) for stop in stops):
                left -= 1
    except CalendarMissing:
        return Due(None, NOT_LOADED)
    return Due(day, None)
