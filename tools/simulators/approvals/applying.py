"""Applications that companies hand in: construction permit, occupation of a road. Run inside a transaction."""

import sqlite3
from collections.abc import Mapping
from datetime import date

from tools.simulators import workdays
from tools.simulators.approvals.models import Application, ApplicationReceipt, PermitRequest, RoadRequest
from tools.simulators.approvals.progress import own_project
from tools.simulators.database import Cell, next_number
from tools.simulators.service import Refused

PERMIT_ITEM, ROAD_ITEM = 31, 36  # numbers in the catalogue
PERMIT_STAGE = 3
RECEIVED = 1
APPLICATIONS = """
SELECT a.*, i.SPSXMC, i.SPSXMC_EN, p.XMMC, s.name AS BLZTMC, s.name_en AS BLZTMC_EN FROM application a
JOIN item i USING (SPSXBM) LEFT JOIN project p USING (XMDM)
JOIN code s ON s.list = 'BLZT' AND s.code = CAST(a.BLZT AS TEXT)
WHERE a.person = ? ORDER BY a.SBSJ DESC, a.SLBH DESC
"""


def applications(db: sqlite3.Connection, person: str) -> list[Application]:
    rows = db.execute(APPLICATIONS, (person,))
    return [Application(**{field: row[field] for field in Application.model_fields}) for row in rows]


def construction_permit(db: sqlite3.Connection, request: PermitRequest, today: date) -> ApplicationReceipt:
    project = own_project(db, request.person, request.XMDM)
    if project["XMJD"] < PERMIT_STAGE:
        raise Refused("wrong_stage", f"{request.XMDM} has not reached stage {PERMIT_STAGE}")
    return _file(
        db,
        PERMIT_ITEM,
        request.person,
        request.XMDM,
        today,
        {
            "SGDW": request.SGDW,
            "SGDWDM": request.SGDWDM,
            "JLDW": request.JLDW,
            "KGRQ": request.KGRQ.isoformat(),
            "HTJE": round(request.HTJE * 100),
        },
    )


def road_occupation(db: sqlite3.Connection, request: RoadRequest, today: date) -> ApplicationReceipt:
    if request.XMDM is not None:
        own_project(db, request.person, request.XMDM)
    if not today <= request.KSRQ <= request.JSRQ:
        raise Refused("bad_period", "the period lies in the past or ends before it begins")
    return _file(
        db,
        ROAD_ITEM,
        request.person,
        request.XMDM,
        today,
        {
            "ZYDD": request.ZYDD,
            "ZYMJ": request.ZYMJ,
            "KGRQ": request.KSRQ.isoformat(),
            "JSRQ": request.JSRQ.isoformat(),
            "ZYSY": request.ZYSY,
        },
    )


def _file(
    db: sqlite3.Connection, item: int, person: str, project: str | None, today: date, fields: Mapping[str, Cell]
) -> ApplicationReceipt:
    found = db.execute("SELECT SPSXBM, CNSX FROM item WHERE XH = ?", (item,)).fetchone()
    due = workdays.due(today, found["CNSX"])
    row: dict[str, Cell] = {
        "SLBH": next_number(db, "application", "SLBH", f"SP{today:%Y%m%d}"),
        "person": person,
        "SPSXBM": found["SPSXBM"],
        "XMDM": project,
        "BLZT": RECEIVED,
        "SBSJ": today.isoformat(),
        "YJBJSJ": due.on.isoformat() if due.on else None,
        "due_note": due.note,
        **fields,
    }
    marks = ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO application ({', '.join(row)}) VALUES ({marks})", row)
    state = db.execute("SELECT name, name_en FROM code WHERE list = 'BLZT' AND code = ?", (str(RECEIVED),)).fetchone()
    kept = {name: row[name] for name in ("SLBH", "BLZT", "SBSJ", "YJBJSJ", "due_note")}
    return ApplicationReceipt.model_validate(kept | {"BLZTMC": state["name"], "BLZTMC_EN": state["name_en"]})
