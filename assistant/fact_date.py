"""The day a question is about, so that the law of that day answers it. (Signatures first; the body follows.)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class FactDate:
    """`date` stands for the whole stated span, which ends on `last`; `text` is what the question said."""

    date: date
    how: Literal["stated", "relative"]
    text: str
    last: date


def fact_date(question: str, today: date) -> FactDate | None:
    """The day that matters for the rule, or None when the question names none."""
    return None
