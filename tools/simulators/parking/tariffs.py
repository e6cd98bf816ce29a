"""Parking fees after the dated tariff table; amounts in fen. Knows no places and no vehicles' owners.

The dates between the old and the newer street tariff are invented (the real ones are not known); the amounts are not.
"""

import sqlite3
from datetime import date
from math import ceil
from typing import Literal

from tools.simulators.service import Refused

TariffKind = Literal["street_a", "street_b", "lot"]
Vehicle = Literal["small", "large"]
DAY = 1440


def in_force(db: sqlite3.Connection, kind: str, vehicle: str, on: date) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM tariff WHERE kind = ? AND vehicle = ? AND in_force_from <= ?"
        " AND (in_force_to IS NULL OR in_force_to >= ?)",
        (kind, vehicle, on.isoformat(), on.isoformat()),
    ).fetchone()
    if row is None:
        raise Refused("no_tariff", f"no tariff on record for {kind}, {vehicle}, {on}")
    return row


def fee(tariff: sqlite3.Row, minutes: int, start: int | None = None) -> int:
    """The fee for a stay. With `start` (minute of the day) only minutes inside charging hours count; without it all do.

    Every day (lot: every 24 hours) is counted anew. The free period covers a short stay only, and only once.
    """
    opens, closes = minute_of_day(tariff["charging_from"]), minute_of_day(tariff["charging_to"])
    if tariff["kind"] == "lot" or start is None:
        whole, rest = divmod(minutes, DAY)
        parts = [min(closes - opens, DAY)] * whole + [min(rest, closes - opens)]
    else:
        days = range((start + minutes - 1) // DAY + 1) if minutes else range(0)
        parts = [_overlap(start, start + minutes, day * DAY + opens, day * DAY + closes) for day in days]
    if sum(parts) <= tariff["free_minutes"]:
        return 0
    return sum(_part(tariff, part) for part in parts)


def _overlap(start: int, end: int, opens: int, closes: int) -> int:
    return max(0, min(end, closes) - max(start, opens))


def _part(tariff: sqlite3.Row, minutes: int) -> int:
    if minutes == 0:
        return 0
    steps = ceil(max(0, minutes - tariff["first_minutes"]) / tariff["step_minutes"])
    amount = int(tariff["first_fee"] + steps * tariff["step_fee"])
    return amount if tariff["day_cap"] is None else min(amount, int(tariff["day_cap"]))


def minute_of_day(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
