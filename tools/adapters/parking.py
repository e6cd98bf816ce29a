"""The parking platform: car parks nearby, fees, a person's own vehicles, arrears, orders, monthly passes, appeals.

Knows its field names and that its money is in fen; whose plate is whose, the platform itself decides.
"""

from datetime import datetime, timedelta
from typing import Any, Literal

import httpx

from tools.adapter import reads, writes
from tools.adapters.parking_results import (
    Appeal,
    Arrears,
    Fee,
    Lot,
    Lots,
    NewPass,
    Order,
    Orders,
    Pass,
    Passes,
    PassLot,
    PassLots,
    Payment,
    Vehicles,
)
from tools.shapes import Day, Token
from tools.wire import get, post

# Beyond this age a number of free bays says nothing about now; it is given as unknown.
FREE_BAYS_VALID = timedelta(minutes=30)
MOST_LOTS = 5


@reads("parking.lots_near")
async def lots_near(
    client: httpx.AsyncClient,
    *,
    lng: float,
    lat: float,
    radius: int = 1000,
    need: Literal["charging", "accessible", "height"] | None = None,
    height: float | None = None,
) -> Lots:
    """Nearest first, at most five; `radius` and `height` in metres, coordinates GCJ-02."""
    found = await get(
        client, "/parking/lots", lng=lng, lat=lat, radius=radius, need=need, height=height, limit=MOST_LOTS
    )
    lots = [_lot(area, found["observedAt"]) for area in found["areas"]]
    return {"lots": lots, "count": len(lots), "observed_at": found["observedAt"]}


@reads("parking.fee")
async def fee(
    client: httpx.AsyncClient,
    *,
    kind: Literal["street_a", "street_b", "lot"],
    vehicle: Literal["small", "large"],
    minutes: int,
    on: Day,
) -> Fee:
    """By the tariff in force on the day `on`; all minutes count as charged."""
    row = await get(client, "/parking/fee", kind=kind, vehicle=vehicle, minutes=minutes, on=on)
    return {
        "fee": _yuan(row["fee"]),
        "tariff": row["chargingStrategyId"],
        "tariff_name": row["chargingStrategyName"],
        "tariff_name_en": row["chargingStrategyNameEn"],
        "price_text_zh": row["chargeDescription"],
        "price_text_en": row["chargeDescriptionEn"],
        "in_force_from": row["inForceFrom"],
        "in_force_to": row["inForceTo"],
    }


@reads("parking.vehicles")
async def vehicles(client: httpx.AsyncClient, *, person: Token) -> Vehicles:
    plates = [row["plate"] for row in (await get(client, "/parking/vehicles", person=person))["vehicles"]]
    return {"plates": plates, "count": len(plates)}


@reads("parking.arrears")
async def arrears(client: httpx.AsyncClient, *, person: Token, plate: str) -> Arrears:
    """Refused (not_yours) unless the plate is bound to the person."""
    row = await get(client, "/parking/arrears", person=person, plate=plate)
    return {
        "plate": row["plate"],
        "count": row["numOfArrears"],
        "total": _yuan(row["sumOfArrears"]),
        "orders": [_order(order) for order in row["orders"]],
    }


@reads("parking.orders")
async def orders(client: httpx.AsyncClient, *, person: Token, plate: str) -> Orders:
    found = [_order(row) for row in (await get(client, "/parking/orders", person=person, plate=plate))["orders"]]
    return {"orders": found, "count": len(found)}


@reads("parking.passes")
async def passes(client: httpx.AsyncClient, *, person: Token, plate: str) -> Passes:
    found = [_pass(row) for row in (await get(client, "/parking/monthly", person=person, plate=plate))["monthBills"]]
    return {"passes": found, "count": len(found)}


@reads("parking.pass_lots")
async def pass_lots(client: httpx.AsyncClient) -> PassLots:
    found: list[PassLot] = [
        {
            "id": row["id"],
            "name": row["name"],
            "district": row["district"],
            "monthly_price": _yuan(row["monthlyPrice"]),
            "places_left": row["placesLeft"],
        }
        for row in (await get(client, "/parking/monthly/lots"))["areas"]
    ]
    return {"lots": found, "count": len(found)}


def _payment(row: dict[str, Any]) -> Payment:
    return {"number": row["payOrderId"], "amount": _yuan(row["amount"]), "pay_before": row["payBefore"]}


@writes("parking.pay", receipt=_payment)
async def pay(client: httpx.AsyncClient, *, key: str, person: Token, plate: str, amount: float) -> Payment:
    """Makes a payment order only; the citizen pays it in the app."""
    body = {"person": person, "plate": plate, "amount": _fen(amount)}
    return _payment(await post(client, "/parking/pay", body, key=key))


def _new_pass(row: dict[str, Any]) -> NewPass:
    return {
        "number": row["billId"],
        "lot_name": row["areaName"],
        "start": row["start"],
        "end": row["end"],
        "amount": _yuan(row["shouldPay"]),
    }


@writes("parking.monthly_pass", receipt=_new_pass)
async def monthly_pass(
    client: httpx.AsyncClient, *, key: str, person: Token, plate: str, lot: str, start: Day, months: int
) -> NewPass:
    body = {"person": person, "plate": plate, "areaId": lot, "start": start, "months": months}
    return _new_pass(await post(client, "/parking/monthly", body, key=key))


def _appeal(row: dict[str, Any]) -> Appeal:
    return {"number": row["appealId"], "due_on": row["dueOn"]}


@writes("parking.appeal", receipt=_appeal)
async def appeal(client: httpx.AsyncClient, *, key: str, person: Token, order: str, reason: str) -> Appeal:
    body = {"person": person, "orderId": order, "reason": reason}
    return _appeal(await post(client, "/parking/appeal", body, key=key))


def _lot(area: dict[str, Any], now: str) -> Lot:
    # The platform's own clock is the measure: its date may be set for a trial.
    age = datetime.fromisoformat(now) - datetime.fromisoformat(area["observedAt"])
    total, free = area["parkingPositionQuantity"], area["remainParkingNum"]
    known = age <= FREE_BAYS_VALID and free is not None and 0 <= free <= total
    return {
        "id": area["id"],
        "name": area["name"],
        "address": area["address"],
        "district": area["district"],
        "kind": area["areaType"],
        "level": area["level"],
        "total": total,
        "free": free if known else None,
        "observed_at": area["observedAt"],
        "stale": area["stale"],
        "distance_m": area["distance"],
        "walk_min": area["walkMinutes"],
        "height_limit": area["heightLimit"],
        "charging": area["chargingBays"] > 0,
        "accessible": area["accessibleBays"] > 0,
        "price_text_zh": area["chargeDescription"],
        "price_text_en": area["chargeDescriptionEn"],
        "tariff": area["chargingStrategyId"],
        "entrance": area["entrance"],
    }


def _order(row: dict[str, Any]) -> Order:
    return {
        "order": row["orderId"],
        "place": row["parkingName"],
        "entered_at": row["driveIn"],
        "left_at": row["driveOut"],
        "minutes": row["parkingMinutes"],
        "fee": _yuan(row["feeShouldPay"]),
        "paid": _yuan(row["feeActuallyPay"]),
        "owed": _yuan(row["arrearsFee"]),
    }


def _pass(row: dict[str, Any]) -> Pass:
    return {
        "number": row["billId"],
        "lot": row["areaId"],
        "lot_name": row["areaName"],
        "plate": row["plate"],
        "from": row["start"],
        "to": row["end"],
        "valid": row["valid"],
    }


def _yuan(fen: int) -> float:
    return round(fen / 100, 2)


def _fen(yuan: float) -> int:
    return round(yuan * 100)
