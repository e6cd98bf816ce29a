"""What a date in a text means: a span of days, with what was said of it, and the arithmetic both grammars (when_zh,
when_en) need. Knows no slot."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Side = Literal["before", "after"]


@dataclass(frozen=True)
class When:
    """Days `first` to `last`, said at text[start:end]. With a `problem` (no_such_day, lunar) the days mean nothing;
    `parts` then holds what was said. `relative`: counted from today. `vague`: a part of the span is meant."""

    first: date
    last: date
    start: int
    end: int
    relative: bool = False
    side: Side | None = None
    vague: bool = False
    problem: str | None = None
    parts: tuple[int, ...] = ()

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @property
    def is_month(self) -> bool:
        """Within one month."""
        return (self.first.year, self.first.month) == (self.last.year, self.last.month)


_PAST = re.compile(
    r"(?:份)?\s*[^\s，,。？?]{1,5}?[的了过](?!话|时候能)|[^，,。？?]{0,12}\b(?:was|were|did|signed|bought|paid|submitted|applied)\b",
    re.IGNORECASE,
)
_PAST_BEFORE = re.compile(
    r"(?:已经|已于|当时|was|were|did|signed|bought|paid|submitted|applied)[^，,。？?]{0,12}$", re.IGNORECASE
)


def was_past(text: str, start: int, end: int) -> bool:
    """Whether what is said about the date has happened: 8月提交的, signed in August."""
    return bool(_PAST.match(text, end) or _PAST_BEFORE.search(text[:start]))


def day(year: int, month: int, number: int, start: int, end: int, relative: bool = False) -> When:
    """One day, or the problem that there is no such day."""
    try:
        exact = date(year, month, number)
    except ValueError:
        return When(date.min, date.min, start, end, problem="no_such_day", parts=(month, number))
    return When(exact, exact, start, end, relative)


def month(year: int, number: int, start: int, end: int, relative: bool = False) -> When:
    """A whole month, or the problem that there is none."""
    if not 1 <= number <= 12:
        return When(date.min, date.min, start, end, problem="no_such_day", parts=(number, 1))
    return When(date(year, number, 1), month_end(year, number), start, end, relative)


def month_end(year: int, number: int) -> date:
    return date(year, number, calendar.monthrange(year, number)[1])


def add_months(day_: date, months: int) -> date:
    """The same day of another month, or its last day."""
    year, index = divmod(day_.year * 12 + day_.month - 1 + months, 12)
    last = month_end(year, index + 1)
    return min(date(year, index + 1, 1) + timedelta(days=day_.day - 1), last)


def nearest_year(month_: int, day_: int, today: date, past: bool) -> int:
    """The year meant when none is said: the last one that makes it past, else the one that puts it nearest to today."""
    years = (today.year - 1, today.year, today.year + 1)
    if not 1 <= month_ <= 12:
        return today.year
    days = [date(year, month_, min(max(day_, 1), month_end(year, month_).day)) for year in years]
    if past:
        return max(d for d in days if d <= today).year
    return min(days, key=lambda d: (abs((d - today).days), d < today)).year
