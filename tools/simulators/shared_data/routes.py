"""Read-only look-ups of the data-sharing platform. A household is a person and the spouse, never parents."""

import sqlite3
from datetime import date

from fastapi import APIRouter

from tools.simulators.service import Call, Read, Refused
from tools.simulators.shared_data.models import Companies, Company, Home, Homes, Marriage, Resident, Retirement

router = APIRouter(prefix="/share")


def _person(call: Call, person: str) -> sqlite3.Row:
    row: sqlite3.Row | None = call.db.execute("SELECT * FROM person WHERE id = ?", (person,)).fetchone()
    if row is None:
        raise Refused("not_found", f"no resident {person!r}")
    return row


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


@router.get("/resident/{person}")
async def resident(person: str, call: Read) -> Resident:
    row = _person(call, person)
    return Resident(
        RYBS=row["id"],
        XingMing=row["name"],
        ZJHM=row["id_number"],
        SJHM=row["mobile"],
        XB=row["sex"],
        CSRQ=row["birth"],
        NL=_age(date.fromisoformat(row["birth"]), call.today),
        SMDJ=row["level"],
        QXMC=row["district"],
        JTZZ=row["address"],
    )


@router.get("/marriage/{person}")
async def marriage(person: str, call: Read) -> Marriage:
    row = _person(call, person)
    spouse = _person(call, row["spouse"]) if row["spouse"] else None
    return Marriage(
        RYBS=person,
        HYZK=row["marital"],
        POBS=row["spouse"],
        POXM=spouse["name"] if spouse else None,
        ZNS=row["children"],
    )


@router.get("/homes/{person}")
async def homes(person: str, call: Read) -> Homes:
    spouse = _person(call, person)["spouse"]
    rows = call.db.execute(
        "SELECT home.*, person.name FROM home JOIN person ON person.id = home.owner WHERE owner IN (?, ?)"
        " ORDER BY bought_on, contract",
        (person, spouse),
    ).fetchall()
    own = sum(1 for row in rows if row["owner"] == person)
    return Homes(
        RYBS=person,
        JTFCTS=len(rows),
        BRFCTS=own,
        POFCTS=len(rows) - own,
        FC=[
            Home(
                FWZL=row["address"],
                QLR=row["name"],
                QLRBS=row["owner"],
                GFRQ=row["bought_on"],
                GFJE=row["price"] / 100,
                FWXZ=row["kind"],
                GFHTBH=row["contract"],
            )
            for row in rows
        ],
    )


@router.get("/retirement/{person}")
async def retirement(person: str, call: Read) -> Retirement:
    on = _person(call, person)["retired_on"]
    return Retirement(RYBS=person, SFTX=on is not None and on <= call.today.isoformat(), TXRQ=on)


@router.get("/companies/{person}")
async def companies(person: str, call: Read) -> Companies:
    _person(call, person)
    rows = call.db.execute(
        "SELECT company.* FROM acts_for JOIN company USING (credit_code) WHERE person = ? ORDER BY credit_code",
        (person,),
    )
    return Companies(RYBS=person, QY=[Company(TYSHXYDM=row["credit_code"], DWMC=row["name"]) for row in rows])
