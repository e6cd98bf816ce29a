"""Working days of 2026 against the checked vectors, and the honesty about years that are not loaded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calendar import CalendarMissing, due, is_working_day, working_days_between

DAYS_OF_2026 = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


@pytest.mark.parametrize(
    ("accepted", "limit", "expected"),
    [
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-03-02", 70, "2026-06-11"),
        ("2026-04-29", 7, "2026-05-12"),
        ("2026-06-17", 3, "2026-06-23"),
        ("2026-09-18", 3, "2026-09-22"),
        ("2026-09-28", 5, "2026-10-10"),
        ("2026-09-14", 10, "2026-09-28"),
        ("2026-09-14", 0, "2026-09-14"),
    ],
)
def test_due_day(accepted: str, limit: int, expected: str) -> None:
    assert due(date.fromisoformat(accepted), limit) == date.fromisoformat(expected)


def test_a_stopped_clock_moves_the_due_day() -> None:
    pause = (date(2026, 9, 18), date(2026, 9, 22))
    assert due(date(2026, 9, 14), 10, stopped=[pause]) == date(2026, 10, 9)


def test_there_are_248_working_days_in_2026() -> None:
    assert sum(is_working_day(day) for day in DAYS_OF_2026) == 248


def test_a_worked_sunday_and_a_holiday_friday() -> None:
    assert is_working_day(date(2026, 9, 20))
    assert not is_working_day(date(2026, 9, 25))
    assert not is_working_day(date(2026, 11, 22))


def test_2027_is_not_guessed() -> None:
    with pytest.raises(CalendarMissing) as caught:
        due(date(2026, 12, 28), 10)
    assert caught.value.year == 2027
    with pytest.raises(CalendarMissing):
        is_working_day(date(2025, 12, 31))


def test_a_negative_limit_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="negative"):
        due(date(2026, 3, 2), -1)


@given(st.sampled_from(DAYS_OF_2026[:250]), st.integers(1, 60))
def test_due_is_a_working_day_and_counts_back(accepted: date, limit: int) -> None:
    last = due(accepted, limit)
    assert is_working_day(last)
    assert working_days_between(accepted, last) == limit
    assert working_days_between(last, accepted) == -limit
