"""The 12345 hotline's work orders: file one, ask how one stands, list one's own.

Knows the work-order fields; not how a report is told or which unit ought to get it.
"""

from typing import Any, Literal

import httpx
from typing_extensions import TypedDict

from tools.adapter import reads, writes
from tools.shapes import Day, Token
from tools.wire import get, post

Kind = Literal["consult", "help", "complaint", "report", "suggestion"]


class Filed(TypedDict):
    number: str
    title: str
    state_name: str
    state_name_en: str
    unit: str
    unit_en: str
    due_on: Day | None


class Order(TypedDict):
    """Strangers see the state only: then `own` is false and the rest is null."""

    number: str
    own: bool
    kind: Kind | None
    title: str | None
    content: str | None
    place: str | None
    state_name: str
    state_name_en: str
    unit: str | None
    unit_en: str | None
    accepted_at: str | None
    due_on: Day | None
    overdue: bool | None
    reply_text: str | None


class Orders(TypedDict):
    orders: list[Order]
    count: int


def _filed(row: dict[str, Any]) -> Filed:
    return {
        "number": row["order_no"],
        "title": row["title"],
        "state_name": row["state_name"],
        "state_name_en": row["state_name_en"],
        "unit": row["lead_unit"],
        "unit_en": row["lead_unit_en"],
        "due_on": row["due_on"],
    }


@writes("hotline.report", receipt=_filed)
async def report(
    client: httpx.AsyncClient,
    *,
    key: str,
    kind: Kind,
    place: str,
    content: str,
    urgent: bool = False,
    secret: bool = False,
    person: Token | None = None,
    mobile: str | None = None,
) -> Filed:
    """`secret`: keep the caller's data from whoever is complained about."""
    body = {
        "person": person,
        "caller_phone": mobile,
        "type": kind,
        "event_place": place,
        "content": content,
        "urgent": urgent,
        "keep_secret": secret,
    }
    return _filed(await post(client, "/12345/orders", body, key=key))


@reads("hotline.order")
async def order(client: httpx.AsyncClient, *, number: Token, person: Token | None = None) -> Order:
    return _order(await get(client, f"/12345/orders/{number}", person=person))


@reads("hotline.orders")
async def orders(client: httpx.AsyncClient, *, person: Token) -> Orders:
    found = [_order(row) for row in (await get(client, "/12345/orders", person=person))["orders"]]
    return {"orders": found, "count": len(found)}


def _order(row: dict[str, Any]) -> Order:
    return {
        "number": row["order_no"],
        "own": row["own"],
        "kind": row["type"],
        "title": row["title"],
        "content": row["content"],
        "place": row["event_place"],
        "state_name": row["state_name"],
        "state_name_en": row["state_name_en"],
        "unit": row["lead_unit"],
        "unit_en": row["lead_unit_en"],
        "accepted_at": row["accepted_at"],
        "due_on": row["due_on"],
        "overdue": row["overdue"],
        "reply_text": row["reply_text"],
    }
