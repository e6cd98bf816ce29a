"""HTTP interface of the fund centre: accounts, loans, businesses, estimates, withdrawals."""

import sqlite3
from decimal import Decimal

from fastapi import APIRouter, Response

from tools.simulators.provident_fund import loans as arithmetic
from tools.simulators.provident_fund.models import (
    Account,
    Business,
    Estimate,
    EstimateRequest,
    Loans,
    WithdrawalReceipt,
    WithdrawalRequest,
    Withdrawals,
)
from tools.simulators.provident_fund.withdrawing import find_account, find_person, used
from tools.simulators.provident_fund.withdrawing import withdraw as book_withdrawal
from tools.simulators.service import Read, Refused, Write, write_once

router = APIRouter(prefix="/gjj")
BUSINESSES = """
SELECT b.*, coalesce(r.name, k.name) AS kind_name, coalesce(r.name_en, k.name_en) AS kind_name_en,
       s.name AS state_name, s.name_en AS state_name_en
FROM business b
JOIN code s ON s.list = 'ZT' AND s.code = b.ZT
JOIN code k ON k.list = 'YWLX' AND k.code = b.YWLX
LEFT JOIN code r ON r.list = 'TQYY' AND r.code = b.TQYY
"""


@router.get("/person/{person}/account")
async def account(person: str, call: Read) -> Account:
    name = find_person(call.db, person)["name"]
    row = find_account(call.db, person)
    centre = call.db.execute("SELECT ZXDM, ZXMC FROM centre WHERE ZXLB = ?", (row["ZXLB"],)).fetchone()
    money = {field: row[field] / 100 for field in ("GRZHYE", "GRJCJS", "GRYJCE", "DWYJCE")}
    plain = "GRZH ZXLB GRZHZT GRJCBL DWJCBL GRJZNY LXJCYS DWMC YHKLB KHRQ FCRQ XHRQ XHYY".split()
    return Account(
        **{field: row[field] for field in plain},
        **money,
        YJCE=(row["GRYJCE"] + row["DWYJCE"]) / 100,
        ZXDM=centre["ZXDM"],
        ZXMC=centre["ZXMC"],
        XingMing=name,
        GRCKZHHM=f"**** **** **** {row['KHWH']}",
    )


@router.get("/person/{person}/loans")
async def loans(person: str, call: Read) -> Loans:
    find_person(call.db, person)
    row = call.db.execute("SELECT * FROM loan WHERE RYBS = ?", (person,)).fetchone()
    if row is None:
        return Loans(SFYDK=False)
    money = {field: row[field] / 100 for field in ("DKFFE", "DKYE", "DQYHJE", "JSEYHKE")}
    plain = {field: row[field] for field in ("DKZH", "DKFFRQ", "DKLL", "DQYHRQ", "QGDKCS", "QGWJQS")}
    return Loans(SFYDK=row["DKZH"] is not None, **plain, **money)


@router.get("/person/{person}/withdrawals")
async def withdrawals(person: str, call: Read) -> Withdrawals:
    find_person(call.db, person)
    taken = used(call.db, person, call.today)
    rows = call.db.execute(BUSINESSES + "WHERE b.RYBS = ? ORDER BY b.SQRQ DESC, b.YWLSH DESC", (person,)).fetchall()
    return Withdrawals(
        BNZFTQE=taken.rent / 100,
        BNZFTQYS=taken.rent_months,
        JSEYHDTQE=taken.repay / 100,
        YW=[_business(row) for row in rows],
        YWS=len(rows),
    )


@router.get("/biz/{ywlsh}")
async def business(ywlsh: str, person: str, call: Read) -> Business:
    row = call.db.execute(BUSINESSES + "WHERE b.YWLSH = ? AND b.RYBS = ?", (ywlsh, person)).fetchone()
    if row is None:
        raise Refused("not_found", f"{person} has no business {ywlsh!r}")
    return _business(row)


def _business(row: sqlite3.Row) -> Business:
    return Business(
        YWLSH=row["YWLSH"],
        YWLX=row["YWLX"],
        YWLXMC=row["kind_name"],
        YWLXMC_EN=row["kind_name_en"],
        TQYY=row["TQYY"],
        ZT=row["ZT"],
        ZTMC=row["state_name"],
        ZTMC_EN=row["state_name_en"],
        FSE=row["FSE"] / 100,
        SQRQ=row["SQRQ"],
        YJWCRQ=row["YJWCRQ"],
        BZ=row["BZ"],
    )


@router.post("/loan/estimate")
async def loan_estimate(body: EstimateRequest, call: Read) -> Estimate:
    rate = call.db.execute(
        "SELECT * FROM rate WHERE home = ? AND over_five = ? AND in_force_from <= ?"
        " ORDER BY in_force_from DESC LIMIT 1",
        (body.FWTS, body.DKNX > 5, body.RQ.isoformat()),
    ).fetchone()
    if rate is None:
        raise Refused("no_rate", f"no rate on record for {body.RQ}")
    plan = arithmetic.plan(Decimal(str(body.DKJE)), Decimal(rate["percent"]), body.DKNX)
    return Estimate(
        DKLL=float(rate["percent"]),
        QSRQ=rate["in_force_from"],
        DEBXYHKE=float(plan.monthly),
        DEBXZLX=float(plan.interest),
        DEBJSYHKE=float(plan.principal_first),
        DEBJMYHKE=float(plan.principal_last),
        DEBJZLX=float(plan.principal_interest),
    )


@router.post("/withdraw/apply", response_model=WithdrawalReceipt)
async def withdraw(body: WithdrawalRequest, call: Write) -> Response:
    return await write_once(call, body, lambda: book_withdrawal(call.db, body, call.today))
