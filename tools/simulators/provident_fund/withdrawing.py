"""The centre's rules of withdrawal: who may take how much, and what a withdrawal changes. Amounts in fen.

Limits of rent (2023): 1500 yuan a month, 3000 for a married household, half as much again with two or more children.
"""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from tools.simulators.database import next_number
from tools.simulators.provident_fund.models import WithdrawalReceipt, WithdrawalRequest
from tools.simulators.service import Refused

BUY, RETIREMENT, REPAY, RENT = "01", "03", "06", "07"
CLOSED = frozenset({"03", "04", "05"})
VOID = "('08', '09')"  # states 不予通过, 撤回: they used nothing up
SINGLE_MONTH, MARRIED_MONTH = 150_000, 300_000
DAYS_TO_DECIDE = 3


@dataclass(frozen=True)
class Used:
    """What a person has taken already; fen and months."""

    rent: int
    rent_months: int
    repay: int


def used(db: sqlite3.Connection, person: str, today: date) -> Used:
    row = db.execute(
        "SELECT coalesce(sum(CASE WHEN TQYY = '07' AND SQRQ >= :new_year THEN FSE END), 0) AS rent,"
        " coalesce(sum(CASE WHEN TQYY = '07' AND SQRQ >= :new_year THEN TQYS END), 0) AS months,"
        " coalesce(sum(CASE WHEN TQYY = '06' AND SQRQ > :year_ago THEN FSE END), 0) AS repay"
        f" FROM business WHERE RYBS = :person AND YWLX = 'withdraw' AND ZT NOT IN {VOID} AND SQRQ <= :today",
        {
            "person": person,
            "today": today.isoformat(),
            "new_year": f"{today.year}-01-01",
            "year_ago": (today - timedelta(days=365)).isoformat(),
        },
    ).fetchone()
    return Used(row["rent"], row["months"], row["repay"])


def find_person(db: sqlite3.Connection, person: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute("SELECT * FROM person WHERE id = ?", (person,)).fetchone()
    if row is None:
        raise Refused("not_found", f"no person {person!r}")
    return row


def find_account(db: sqlite3.Connection, person: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute("SELECT * FROM account WHERE RYBS = ?", (person,)).fetchone()
    if row is None:
        raise Refused("no_account", f"{person} has no provident fund account")
    return row


def withdraw(db: sqlite3.Connection, request: WithdrawalRequest, today: date) -> WithdrawalReceipt:
    """Check the rules in order and book the withdrawal. Raises Refused; to be run inside a transaction."""
    person = find_person(db, request.RYBS)
    account = find_account(db, request.RYBS)
    amount = round(request.TQJE * 100)
    contract: str | None = None
    _check_account(account)
    match request.TQYY:
        case "07":
            _check_rent(db, person, account, request, amount, today)
        case "06":
            _check_repay(db, request, amount, today)
        case "01":
            contract = _check_buy(db, person, request, amount)
        case "03":
            _check_retirement(person, account, amount, today)
    if amount > account["GRZHYE"]:
        raise Refused("balance_low", "the balance is lower than the amount")
    return _book(db, request, amount, contract, today)


def _check_account(account: sqlite3.Row) -> None:
    if account["ZXLB"] != "city":
        raise Refused("other_centre", "the account is kept by the provincial-organs branch")
    if account["GRZHZT"] in CLOSED:
        raise Refused("closed", "the account is closed")
    if account["GRZHZT"] == "06":
        raise Refused("frozen", "the account is frozen")
    if account["YHKLB"] != "1":
        raise Refused("card_class", "the bank card on record is not a class 1 account")


def _check_rent(
    db: sqlite3.Connection,
    person: sqlite3.Row,
    account: sqlite3.Row,
    request: WithdrawalRequest,
    amount: int,
    today: date,
) -> None:
    if _household_homes(db, person):
        raise Refused("own_home", "the register shows a home of the person or the spouse in the city")
    if account["GRZHZT"] == "02":
        raise Refused("sealed", "the account is sealed")
    if account["LXJCYS"] < 3:
        raise Refused("too_few_months", "fewer than three months paid in a row")
    months = request.TQYS or 1
    if used(db, person["id"], today).rent_months + months > 12:
        raise Refused("months_used", "more than twelve months of rent in the year")
    if request.ZFLX == "public_rental":
        return
    month = MARRIED_MONTH if person["marital"] == "20" else SINGLE_MONTH
    limit = month * months * (3 if person["children"] >= 2 else 2) // 2
    if amount > limit:
        raise Refused("over_limit", f"more than the limit of {limit / 100:.2f} yuan")


def _household_homes(db: sqlite3.Connection, person: sqlite3.Row) -> list[sqlite3.Row]:
    return db.execute(
        "SELECT * FROM home WHERE owner IN (?, ?) ORDER BY bought_on DESC", (person["id"], person["spouse"])
    ).fetchall()


def _check_repay(db: sqlite3.Connection, request: WithdrawalRequest, amount: int, today: date) -> None:
    loan = db.execute("SELECT * FROM loan WHERE RYBS = ? AND DKZH IS NOT NULL", (request.RYBS,)).fetchone()
    if loan is None or request.DKZH not in (None, loan["DKZH"]):
        raise Refused("no_loan", "no such loan of this person")
    _check_rest(loan["JSEYHKE"] - used(db, request.RYBS, today).repay, amount, "what was repaid in the last 12 months")


def _check_buy(db: sqlite3.Connection, person: sqlite3.Row, request: WithdrawalRequest, amount: int) -> str:
    homes = _household_homes(db, person)
    if request.GFHTBH is not None:
        homes = [home for home in homes if request.GFHTBH in (home["contract"], home["address"])]
    if not homes:
        raise Refused("no_purchase", "no such purchase of the person or the spouse on record")
    taken = db.execute(
        f"SELECT coalesce(sum(FSE), 0) FROM business WHERE TQYY = '01' AND GFHTBH = ? AND ZT NOT IN {VOID}",
        (homes[0]["contract"],),
    ).fetchone()[0]
    _check_rest(homes[0]["price"] - taken, amount, "the price paid")
    return str(homes[0]["contract"])


def _check_rest(rest: int, amount: int, what: str) -> None:
    if rest <= 0:
        raise Refused("nothing_left", f"{what} has been withdrawn already")
    if amount > rest:
        raise Refused("over_limit", f"more than is left of {what}: {rest / 100:.2f} yuan")


def _check_retirement(person: sqlite3.Row, account: sqlite3.Row, amount: int, today: date) -> None:
    if person["retired_on"] is None or person["retired_on"] > today.isoformat():
        raise Refused("not_retired", "social insurance has no retirement on record")
    if amount < account["GRZHYE"]:
        raise Refused("whole_balance", "a retirement withdrawal takes the whole balance")


def _book(
    db: sqlite3.Connection, request: WithdrawalRequest, amount: int, contract: str | None, today: date
) -> WithdrawalReceipt:
    number = next_number(db, "business", "YWLSH", f"GJJ{today:%Y%m%d}")
    months = (request.TQYS or 1) if request.TQYY == RENT else None
    kind = (request.ZFLX or "market") if request.TQYY == RENT else None
    due = (today + timedelta(days=DAYS_TO_DECIDE)).isoformat()
    db.execute(
        "INSERT INTO business VALUES (?, ?, 'withdraw', ?, ?, ?, ?, ?, ?, '01', ?, ?, NULL)",
        (number, request.RYBS, request.TQYY, months, kind, contract, request.DKZH, amount, today.isoformat(), due),
    )
    db.execute("UPDATE account SET GRZHYE = GRZHYE - ? WHERE RYBS = ?", (amount, request.RYBS))
    if request.TQYY == RETIREMENT:
        db.execute(
            "UPDATE account SET GRZHZT = '05', XHRQ = ?, XHYY = '03' WHERE RYBS = ?", (today.isoformat(), request.RYBS)
        )
    state = db.execute("SELECT name, name_en FROM code WHERE list = 'ZT' AND code = '01'").fetchone()
    return WithdrawalReceipt(
        YWLSH=number,
        ZT="01",
        ZTMC=state["name"],
        ZTMC_EN=state["name_en"],
        TQJE=amount / 100,
        SQRQ=today.isoformat(),
        YJWCRQ=due,
    )
