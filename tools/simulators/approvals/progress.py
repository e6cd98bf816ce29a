"""Where a project stands: its items, their clocks, what waits and what can follow. Reads only.

The clock of an item stands still between states 6 and 7 (corrections) and between 9 and 10 (special procedure).
"""

import sqlite3
from datetime import date

from tools.simulators import workdays
from tools.simulators.approvals.models import HandledItem, NextItem, PublicItem
from tools.simulators.service import Refused
from tools.simulators.workdays import Stop

STOPS, RESUMES = frozenset({6, 9}), frozenset({7, 10})
RESULTS = {11: 1, 12: 1, 13: 2, 5: 2, 4: 2, 2: 3, 14: 3, 15: 3}
PROJECT = """
SELECT p.*, s.name AS XMJDMC, s.name_en AS XMJDMC_EN, c.name AS JSDW FROM project p
JOIN company c ON c.credit_code = p.JSDWDM JOIN code s ON s.list = 'XMJD' AND s.code = CAST(p.XMJD AS TEXT)
"""
HANDLING = """
SELECT h.*, i.*, s.name AS BLZTMC, s.name_en AS BLZTMC_EN FROM handling h
JOIN item i USING (SPSXBM) JOIN code s ON s.list = 'BLZT' AND s.code = CAST(h.BLZT AS TEXT)
WHERE h.XMDM = ? ORDER BY i.XH, h.SPSXSLBM
"""


def find_project(db: sqlite3.Connection, code: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute(f"{PROJECT} WHERE p.XMDM = ?", (code,)).fetchone()
    if row is None:
        raise Refused("not_found", f"no project {code!r} on this platform")
    return row


def own_project(db: sqlite3.Connection, person: str, code: str) -> sqlite3.Row:
    row = find_project(db, code)
    may = db.execute("SELECT 1 FROM acts_for WHERE person = ? AND credit_code = ?", (person, row["JSDWDM"])).fetchone()
    if may is None:
        raise Refused("not_yours", f"{person} may not act for the company of {code}")
    return row


def public_items(db: sqlite3.Connection, code: str) -> list[PublicItem]:
    return [PublicItem(**_head(row)) for row in db.execute(HANDLING, (code,))]


def _head(row: sqlite3.Row) -> dict[str, str | int]:
    plain = ("SPSXBM", "SPSXMC", "SPSXMC_EN", "SPBMMC", "SPBMMC_EN", "BLZTMC", "BLZTMC_EN")
    return {"BLJG": RESULTS.get(row["BLZT"], 0)} | {field: row[field] for field in plain}


def handled_items(db: sqlite3.Connection, code: str, today: date) -> list[HandledItem]:
    steps = db.execute(
        "SELECT s.* FROM step s JOIN handling h USING (SPSXSLBM) WHERE h.XMDM = ? ORDER BY s.BLSJ, s.BLZT", (code,)
    ).fetchall()
    return [
        _handled(row, [step for step in steps if step["SPSXSLBM"] == row["SPSXSLBM"]], today)
        for row in db.execute(HANDLING, (code,))
    ]


def _handled(row: sqlite3.Row, steps: list[sqlite3.Row], today: date) -> HandledItem:
    stops = _stops([(step["BLZT"], date.fromisoformat(step["BLSJ"])) for step in steps])
    accepted = date.fromisoformat(row["SLSJ"])
    due = workdays.due(accepted, row["CNSX"], stops)
    plain = ("SPSXSLBM", "BLZT", "SLSJ", "BJSJ", "CNSX", "BLYJ")
    left, stood = _left(accepted, row["CNSX"], stops, today)
    return HandledItem.model_validate(
        _head(row)
        | {field: row[field] for field in plain}
        | {
            "YJBJSJ": due.on.isoformat() if due.on else None,
            "due_note": due.note,
            "SYTS": None if row["BJSJ"] else left,
            "TZTS": stood,
        }
    )


def _stops(steps: list[tuple[int, date]]) -> list[Stop]:
    """Pairs of states 6–7 and 9–10 as intervals; the last may still be open."""
    stops: list[Stop] = []
    began: date | None = None
    for state, day in steps:
        if state in STOPS:
            began = day
        elif state in RESUMES and began is not None:
            stops.append(Stop(began, day))
            began = None
    return stops if began is None else [*stops, Stop(began, None)]


def _left(accepted: date, limit: int, stops: list[Stop], today: date) -> tuple[int | None, int | None]:
    """Working days left and working days stood still; nothing where no calendar is loaded."""
    try:
        return limit - workdays.count(accepted, today, stops), workdays.stopped_days(stops, today)
    except workdays.CalendarMissing:
        return None, None


def next_items(db: sqlite3.Connection, code: str, stage: int) -> list[NextItem]:
    """The usual items of the stage not begun yet; when all have begun, those of the next stage."""
    for wanted in (stage, stage + 1):
        rows = db.execute(
            "SELECT * FROM item WHERE usual = 1 AND XMJD = ?"
            " AND SPSXBM NOT IN (SELECT SPSXBM FROM handling WHERE XMDM = ?) ORDER BY XH",
            (wanted, code),
        ).fetchall()
        if rows:
            return [NextItem(**{field: row[field] for field in NextItem.model_fields}) for row in rows]
    return []
