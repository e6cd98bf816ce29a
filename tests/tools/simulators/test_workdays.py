"""Time limits in working days against the checked dates of 2026."""

from datetime import date

import pytest

from tools.simulators.workdays import NOT_LOADED, STOPPED, CalendarMissing, Due, Stop, count, due, is_working_day

CHECKED = [
    ("2026-02-12", 5, "2026-02-26"),
    ("2026-03-02", 70, "2026-06-11"),
    ("2026-04-29", 7, "2026-05-12"),
    ("2026-06-17", 3, "2026-06-23"),
    ("2026-09-18", 3, "2026-09-22"),
    ("2026-09-28", 5, "2026-10-10"),
    ("2026-09-14", 10, "2026-09-28"),
]


@pytest.mark.parametrize(("accepted", "limit", "expected"), CHECKED)
def test_due_date_follows_the_holiday_calendar(accepted: str, limit: int, expected: str) -> None:
    assert due(date.fromisoformat(accepted), limit) == Due(date.fromisoformat(expected), None)


def test_stopped_days_do_not_count() -> None:
    stop = Stop(date(2026, 9, 17), date(2026, 9, 22))
    assert due(date(2026, 9, 14), 10, [stop]) == Due(date(2026, 10, 9), None)
    assert count(date(2026, 9, 14), date(2026, 10, 9), [stop]) == 10


def test_while_the_clock_stands_there_is_no_due_date() -> None:
    assert due(date(2026, 11, 12), 5, [Stop(date(2026, 11, 18), None)]) == Due(None, STOPPED)


def test_a_limit_that_reaches_into_2027_has_no_date() -> None:
    assert due(date(2026, 12, 30), 1) == Due(date(2026, 12, 31), None)
    assert due(date(2026, 12, 30), 2) == Due(None, NOT_LOADED)
    with pytest.raises(CalendarMissing, match="2027"):
        is_working_day(date(2027, 1, 4))


def test_the_year_has_248_working_days() -> None:
    assert sum(is_working_day(date.fromordinal(day)) for day in _days_of(2026)) == 248


def _days_of(year: int) -> range:
    return range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
