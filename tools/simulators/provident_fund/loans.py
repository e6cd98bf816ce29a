"""Loan arithmetic, pure; i = yearly rate / 12, n months.

Equal instalments M = P·i·(1+i)^n / ((1+i)^n - 1); equal principal P/n + rest·i each month.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Plan:
    """Yuan, rounded to the cent only at the end; an exact half goes to the even cent, as in the checked table."""

    monthly: Decimal
    interest: Decimal
    principal_first: Decimal
    principal_last: Decimal
    principal_interest: Decimal


def plan(amount: Decimal, percent: Decimal, years: int) -> Plan:
    months = years * 12
    rate = percent / 100 / 12
    growth = (1 + rate) ** months
    monthly = amount * rate * growth / (growth - 1)
    share = amount / months
    return Plan(
        monthly=_cents(monthly),
        interest=_cents(monthly * months - amount),
        principal_first=_cents(share + amount * rate),
        principal_last=_cents(share + share * rate),
        principal_interest=_cents(amount * rate * (months + 1) / 2),
    )


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_EVEN)
