"""HTTP interface of 12345: take a report, say how a work order stands. Strangers learn its state only."""

import sqlite3
from datetime import date, datetime

from fastapi import APIRouter, Response

from tools.simulators import workdays
from tools.simulators.database import next_number
from tools.simulators.hotline.models import ReportReceipt, ReportRequest, WorkOrder, WorkOrders
from tools.simulators.service import Read, Refused, Write, write_once

router = APIRouter(prefix="/12345")
TO_DISPATCH = "03"
OPEN = frozenset({"01", "03", "04", "05", "06", "07", "10"})
LIMITS = {"consult": 3, "help": 10, "complaint": 10, "report": 10, "suggestion": 10}
URGENT_LIMIT = 1
TITLE_LENGTH = 24
ORDERS = """
SELECT w.*, s.name AS state_name, s.name_en AS state_name_en, u.name AS unit_name, u.name_en AS unit_name_en
FROM work_order w JOIN code s ON s.list = 'state' AND s.code = w.state JOIN unit u ON u.id = w.unit
"""


@router.post("/orders", response_model=ReportReceipt)
async def report(body: ReportRequest, call: Write) -> Response:
    return await write_once(call, body, lambda: _take(call.db, body, call.now))


@router.get("/orders/{order_no}")
async def order(order_no: str, call: Read, person: str | None = None) -> WorkOrder:
    row = call.db.execute(f"{ORDERS} WHERE w.order_no = ?", (order_no,)).fetchone()
    if row is None:
        raise Refused("not_found", f"no work order {order_no!r}")
    return _order(row, person, call.today)


@router.get("/orders")
async def orders(person: str, call: Read) -> WorkOrders:
    rows = call.db.execute(f"{ORDERS} WHERE w.person = ? ORDER BY w.accepted_at DESC, w.order_no DESC", (person,))
    found = [_order(row, person, call.today) for row in rows]
    return WorkOrders(orders=found, total=len(found))


def _order(row: sqlite3.Row, person: str | None, today: date) -> WorkOrder:
    public = {name: row[name] for name in ("order_no", "state", "state_name", "state_name_en")}
    if person is None or row["person"] != person:
        return WorkOrder(own=False, **public)
    names = ("type", "title", "content", "event_place", "accepted_at", "due_on", "due_note", "reply_text")
    return WorkOrder(
        own=True,
        **public,
        **{name: row[name] for name in names},
        lead_unit=row["unit_name"],
        lead_unit_en=row["unit_name_en"],
        overdue=row["state"] in OPEN and row["due_on"] is not None and row["due_on"] < today.isoformat(),
    )


def _unit(db: sqlite3.Connection, text: str) -> sqlite3.Row:
    """The unit whose words occur first in the table; the last unit, without words, takes the rest."""
    units: list[sqlite3.Row] = db.execute("SELECT * FROM unit ORDER BY id").fetchall()
    for unit in units:
        if unit["words"] and any(word in text for word in unit["words"].split("|")):
            return unit
    return units[-1]


def _take(db: sqlite3.Connection, request: ReportRequest, now: datetime) -> ReportReceipt:
    today = now.date()
    unit = _unit(db, request.content)
    due = workdays.due(today, URGENT_LIMIT if request.urgent else LIMITS[request.type])
    number = next_number(db, "work_order", "order_no", f"HF12345-{today:%Y%m%d}-")
    title = " ".join(request.content.split())[:TITLE_LENGTH]
    on = due.on.isoformat() if due.on else None
    db.execute(
        "INSERT INTO work_order VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (number, request.person, request.caller_phone, request.type, title, request.content, request.event_place,
         "urgent" if request.urgent else "normal", request.keep_secret, TO_DISPATCH, unit["id"], now.isoformat(), on,
         due.note),
    )  # fmt: skip
    state = db.execute("SELECT name, name_en FROM code WHERE list = 'state' AND code = ?", (TO_DISPATCH,)).fetchone()
    return ReportReceipt(
        order_no=number,
        title=title,
        state=TO_DISPATCH,
        state_name=state["name"],
        state_name_en=state["name_en"],
        lead_unit=unit["name"],
        lead_unit_en=unit["name_en"],
        due_on=on,
        due_note=due.note,
    )
