"""The housing provident fund centre: account, loans, withdrawals, an estimate, and the withdrawal application.

Knows the Ministry's field names (GRZHYE, TQYY …) and codes; money is in yuan on both sides.
"""

from typing import Any, Literal

import httpx
from typing_extensions import TypedDict

from tools.adapter import reads, writes
from tools.shapes import Day, Month, Token
from tools.wire import get, post

AccountStatus = Literal["normal", "sealed", "frozen", "closed", "other"]
Reason = Literal["rent", "buy", "repay", "retirement"]
BusinessState = Literal[
    "submitted", "accepted", "supplement", "verifying", "approved", "paying", "paid", "rejected", "withdrawn"
]

_STATUS: dict[str, AccountStatus] = {
    "01": "normal",
    "02": "sealed",
    "03": "closed",
    "04": "closed",
    "05": "closed",
    "06": "frozen",
}
_REASON: dict[str, Reason] = {"01": "buy", "03": "retirement", "06": "repay", "07": "rent"}
_REASON_CODE: dict[Reason, str] = {reason: code for code, reason in _REASON.items()}
_STATE: dict[str, BusinessState] = {
    "01": "submitted",
    "02": "accepted",
    "03": "supplement",
    "04": "verifying",
    "05": "approved",
    "06": "paying",
    "07": "paid",
    "08": "rejected",
    "09": "withdrawn",
}


class Account(TypedDict):
    """`base` and the monthly amounts in yuan; `months_paid` without a gap; `sealed_on` only while sealed."""

    account: str
    centre: Literal["city", "provincial"]
    status: AccountStatus
    balance: float
    base: float
    monthly_total: float
    monthly_own: float
    monthly_employer: float
    paid_until: Month | None
    months_paid: int
    employer: str | None
    card: str | None
    card_class: int | None
    sealed_on: Day | None


class Loans(TypedDict):
    """`rate` in percent a year; `repaid_12m`: principal and interest really repaid in the last 12 months."""

    has_loan: bool
    loan_account: str | None
    loan_amount: float
    loan_balance: float
    rate: float | None
    monthly_due: float
    next_due: Day | None
    repaid_12m: float
    loans_nationwide: int
    unsettled_nationwide: int


class Business(TypedDict):
    number: str
    kind: Literal["withdraw", "loan"]
    kind_name: str
    kind_name_en: str
    reason: Reason | None
    state: BusinessState
    state_name: str
    state_name_en: str
    amount: float
    applied_on: Day
    due_on: Day | None
    note: str | None


class Withdrawals(TypedDict):
    """Newest business first; loan applications are among them."""

    withdrawn_rent_this_year: float
    rent_months_this_year: int
    withdrawn_repay_12m: float
    businesses: list[Business]
    count: int


class Estimate(TypedDict):
    """Yuan, to the cent; `rate_percent` a year, from the table in force since `rate_from`."""

    rate_percent: float
    rate_from: Day
    monthly_equal_instalment: float
    total_interest_equal_instalment: float
    first_equal_principal: float
    last_equal_principal: float
    total_interest_equal_principal: float


class Withdrawal(TypedDict):
    number: str
    state: BusinessState
    state_name: str
    state_name_en: str
    amount: float
    applied_on: Day
    due_on: Day | None


@reads("provident_fund.account")
async def account(client: httpx.AsyncClient, *, person: Token) -> Account:
    row = await get(client, f"/gjj/person/{person}/account")
    return {
        "account": row["GRZH"],
        "centre": row["ZXLB"],
        "status": _STATUS.get(row["GRZHZT"], "other"),
        "balance": row["GRZHYE"],
        "base": row["GRJCJS"],
        "monthly_total": row["YJCE"],
        "monthly_own": row["GRYJCE"],
        "monthly_employer": row["DWYJCE"],
        "paid_until": row["GRJZNY"],
        "months_paid": row["LXJCYS"],
        "employer": row["DWMC"],
        "card": row["GRCKZHHM"],
        "card_class": row["YHKLB"],
        "sealed_on": row["FCRQ"],
    }


@reads("provident_fund.loans")
async def loans(client: httpx.AsyncClient, *, person: Token) -> Loans:
    row = await get(client, f"/gjj/person/{person}/loans")
    return {
        "has_loan": row["SFYDK"],
        "loan_account": row["DKZH"],
        "loan_amount": row["DKFFE"],
        "loan_balance": row["DKYE"],
        "rate": row["DKLL"],
        "monthly_due": row["DQYHJE"],
        "next_due": row["DQYHRQ"],
        "repaid_12m": row["JSEYHKE"],
        "loans_nationwide": row["QGDKCS"],
        "unsettled_nationwide": row["QGWJQS"],
    }


@reads("provident_fund.withdrawals")
async def withdrawals(client: httpx.AsyncClient, *, person: Token) -> Withdrawals:
    row = await get(client, f"/gjj/person/{person}/withdrawals")
    return {
        "withdrawn_rent_this_year": row["BNZFTQE"],
        "rent_months_this_year": row["BNZFTQYS"],
        "withdrawn_repay_12m": row["JSEYHDTQE"],
        "businesses": [_business(business) for business in row["YW"]],
        "count": row["YWS"],
    }


@reads("provident_fund.loan_estimate")
async def loan_estimate(
    client: httpx.AsyncClient, *, amount: float, years: int, home: Literal["first", "second"], on: Day
) -> Estimate:
    row = await post(
        client,
        "/gjj/loan/estimate",
        {"DKJE": amount, "DKNX": years, "FWTS": 1 if home == "first" else 2, "RQ": on},
    )
    return {
        "rate_percent": row["DKLL"],
        "rate_from": row["QSRQ"],
        "monthly_equal_instalment": row["DEBXYHKE"],
        "total_interest_equal_instalment": row["DEBXZLX"],
        "first_equal_principal": row["DEBJSYHKE"],
        "last_equal_principal": row["DEBJMYHKE"],
        "total_interest_equal_principal": row["DEBJZLX"],
    }


def _withdrawal(row: dict[str, Any]) -> Withdrawal:
    return {
        "number": row["YWLSH"],
        "state": _STATE[row["ZT"]],
        "state_name": row["ZTMC"],
        "state_name_en": row["ZTMC_EN"],
        "amount": row["TQJE"],
        "applied_on": row["SQRQ"],
        "due_on": row["YJWCRQ"],
    }


@writes("provident_fund.withdraw", receipt=_withdrawal)
async def withdraw(
    client: httpx.AsyncClient,
    *,
    key: str,
    person: Token,
    reason: Reason,
    amount: float,
    months: int | None = None,
    kind: Literal["market", "public_rental"] | None = None,
    home: str | None = None,
    loan_account: str | None = None,
) -> Withdrawal:
    """`months` and `kind` for rent; `home`, the contract number, for a purchase; `loan_account` for a repayment."""
    body = {
        "RYBS": person,
        "TQYY": _REASON_CODE[reason],
        "TQJE": amount,
        "TQYS": months,
        "ZFLX": kind,
        "GFHTBH": home,
        "DKZH": loan_account,
    }
    return _withdrawal(await post(client, "/gjj/withdraw/apply", body, key=key))


def _business(row: dict[str, Any]) -> Business:
    return {
        "number": row["YWLSH"],
        "kind": row["YWLX"],
        "kind_name": row["YWLXMC"],
        "kind_name_en": row["YWLXMC_EN"],
        "reason": _REASON.get(row["TQYY"] or ""),
        "state": _STATE[row["ZT"]],
        "state_name": row["ZTMC"],
        "state_name_en": row["ZTMC_EN"],
        "amount": row["FSE"],
        "applied_on": row["SQRQ"],
        "due_on": row["YJWCRQ"],
        "note": row["BZ"],
    }
