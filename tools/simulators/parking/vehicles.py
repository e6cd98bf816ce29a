"""What belongs to a bound plate: orders, arrears, payment orders, monthly passes, appeals. Money in fen.

Only the person a plate is bound to may see or do anything with it: where a car stood is personal information.
"""

import calendar
import sqlite3
from datetime import date, datetime, timedelta

from tools.simulators import workdays
from tools.simulators.database import next_number
from tools.simulators.parking.models import (
    AppealReceipt,
    AppealRequest,
    MonthArea,
    MonthBill,
    MonthReceipt,
    MonthRequest,
    Order,
    PayOrder,
    PayRequest,
)
from tools.simulators.parking.tariffs import in_force
from tools.simulators.service import Refused

ORDERS = "SELECT o.*, a.name AS place FROM parking_order o JOIN area a ON a.id = o.area WHERE o.plate = ?"
TIME_TO_PAY = timedelta(hours=2)
APPEAL_DAYS = 5


def bound(db: sqlite3.Connection, person: str, plate: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM vehicle WHERE plate = ? AND person = ?", (plate, person)
    ).fetchone()
    if row is None:
        raise Refused("not_yours", f"{plate} is not bound to {person}")
    return row


def orders(db: sqlite3.Connection, person: str, plate: str, *, owed_only: bool = False) -> list[Order]:
    bound(db, person, plate)
    owed = " AND o.fee > o.paid" if owed_only else ""
    return [_order(row) for row in db.execute(f"{ORDERS}{owed} ORDER BY o.drive_in DESC", (plate,))]


def _order(row: sqlite3.Row) -> Order:
    owed = row["fee"] - row["paid"]
    return Order(
        orderId=row["id"],
        plate=row["plate"],
        parkingName=row["place"],
        driveIn=row["drive_in"],
        driveOut=row["drive_out"],
        parkingMinutes=row["minutes"],
        feeShouldPay=row["fee"],
        feeActuallyPay=row["paid"],
        arrearsFee=owed,
        status="ARREARS" if owed > 0 else "PAID",
        chargingStrategyId=row["tariff"],
    )


def pay(db: sqlite3.Connection, request: PayRequest, now: datetime) -> PayOrder:
    """A payment order; nothing counts as paid before the citizen pays it. It replaces one that still waits."""
    owed = sum(order.arrearsFee for order in orders(db, request.person, request.plate, owed_only=True))
    if owed == 0:
        raise Refused("nothing_owed", f"{request.plate} owes nothing")
    if request.amount > owed:
        raise Refused("amount_over", f"{request.plate} owes {owed} fen, not {request.amount}")
    number = next_number(db, "pay_order", "id", f"ZF{now:%Y%m%d}")
    before = (now + TIME_TO_PAY).isoformat()
    db.execute("UPDATE pay_order SET status = 'REPLACED' WHERE plate = ? AND status = 'WAIT_PAY'", (request.plate,))
    db.execute(
        "INSERT INTO pay_order VALUES (?, ?, ?, ?, ?, 'WAIT_PAY')",
        (number, request.person, request.plate, request.amount, before),
    )
    return PayOrder(payOrderId=number, plate=request.plate, amount=request.amount, payBefore=before, status="WAIT_PAY")


def passes(db: sqlite3.Connection, person: str, plate: str, today: date) -> list[MonthBill]:
    bound(db, person, plate)
    rows = db.execute(
        "SELECT b.*, a.name FROM month_bill b JOIN area a ON a.id = b.area WHERE b.plate = ? ORDER BY b.start DESC",
        (plate,),
    )
    return [
        MonthBill(
            billId=row["id"],
            areaId=row["area"],
            areaName=row["name"],
            plate=plate,
            start=row["start"],
            end=row["ends"],
            shouldPay=row["should_pay"],
            valid=row["start"] <= today.isoformat() <= row["ends"],
        )
        for row in rows
    ]


def pass_lots(db: sqlite3.Connection, today: date) -> list[MonthArea]:
    price = in_force(db, "lot", "small", today)["month_fee"]
    rows = db.execute(
        "SELECT a.*, (SELECT count(*) FROM month_bill b WHERE b.area = a.id AND b.ends >= ?) AS sold"
        " FROM area a WHERE a.monthly_places > 0 ORDER BY a.id",
        (today.isoformat(),),
    )
    return [
        MonthArea(
            id=row["id"],
            name=row["name"],
            district=row["district"],
            address=row["address"],
            monthlyPrice=price,
            placesLeft=max(0, row["monthly_places"] - row["sold"]),
        )
        for row in rows
    ]


def monthly_pass(db: sqlite3.Connection, request: MonthRequest, today: date) -> MonthReceipt:
    vehicle = bound(db, request.person, request.plate)
    area = db.execute("SELECT * FROM area WHERE id = ?", (request.areaId,)).fetchone()
    if area is None:
        raise Refused("not_found", f"no area {request.areaId!r}")
    if area["monthly_places"] == 0:
        raise Refused("no_monthly", f"{request.areaId} sells no monthly passes")
    if request.start < today:
        raise Refused("bad_start", "a pass cannot start in the past")
    end = _end(request.start, request.months)
    same = "SELECT count(*) FROM month_bill WHERE area = ? AND ends >= ? AND start <= ?"
    span = (request.areaId, request.start.isoformat(), end.isoformat())
    if db.execute(f"{same} AND plate = ?", (*span, request.plate)).fetchone()[0]:
        raise Refused("pass_exists", f"{request.plate} has a pass for {request.areaId} in that time")
    if db.execute(same, span).fetchone()[0] >= area["monthly_places"]:
        raise Refused("full", f"{request.areaId} has no pass left")
    amount = request.months * in_force(db, "lot", vehicle["vehicle_type"], today)["month_fee"]
    number = next_number(db, "month_bill", "id", f"YK{today:%Y%m%d}")
    db.execute(
        "INSERT INTO month_bill VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, request.person, request.plate, request.areaId, request.start.isoformat(), end.isoformat(), amount),
    )
    return MonthReceipt(
        billId=number,
        areaId=request.areaId,
        areaName=area["name"],
        start=request.start.isoformat(),
        end=end.isoformat(),
        shouldPay=amount,
    )


def _end(start: date, months: int) -> date:
    """The day before the same day, months later; the last of the month where there is no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)


def appeal(db: sqlite3.Connection, request: AppealRequest, now: datetime) -> AppealReceipt:
    order = db.execute("SELECT * FROM parking_order WHERE id = ?", (request.orderId,)).fetchone()
    if order is None:
        raise Refused("not_found", f"no order {request.orderId!r}")
    bound(db, request.person, order["plate"])
    if db.execute("SELECT 1 FROM appeal WHERE parking_order = ?", (request.orderId,)).fetchone():
        raise Refused("appeal_exists", f"an appeal against {request.orderId} is being handled")
    number = next_number(db, "appeal", "id", f"SS{now:%Y%m%d}")
    due = workdays.due(now.date(), APPEAL_DAYS)
    on = due.on.isoformat() if due.on else None
    db.execute(
        "INSERT INTO appeal VALUES (?, ?, ?, ?, ?, ?)",
        (number, request.person, request.orderId, request.reason, on, now.isoformat()),
    )
    return AppealReceipt(appealId=number, orderId=request.orderId, dueOn=on, due_note=due.note)
