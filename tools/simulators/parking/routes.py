"""HTTP interface of the parking platform: places, fees, vehicles and what they owe, passes, appeals."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from tools.simulators.parking import vehicles as garage
from tools.simulators.parking.coordinates import to_gcj
from tools.simulators.parking.models import (
    AppealReceipt,
    AppealRequest,
    Areas,
    Arrears,
    BoundVehicle,
    Fee,
    MonthAreas,
    MonthBills,
    MonthReceipt,
    MonthRequest,
    Orders,
    PayOrder,
    PayRequest,
    Vehicles,
)
from tools.simulators.parking.nearby import Need, Wish
from tools.simulators.parking.nearby import lots_near as find_lots
from tools.simulators.parking.tariffs import TariffKind, Vehicle, in_force, minute_of_day
from tools.simulators.parking.tariffs import fee as fee_of
from tools.simulators.service import Read, Write, write_once

router = APIRouter(prefix="/parking")


@router.get("/lots")
async def lots_near(
    call: Read,
    lng: Annotated[float, Query(ge=73, le=136)],
    lat: Annotated[float, Query(ge=3, le=54)],
    radius: Annotated[float, Query(gt=0, le=20_000)] = 1000,
    need: Need | None = None,
    height: Annotated[float, Query(ge=0, le=6)] = 2.1,
    coord_type: Annotated[Literal["gcj02", "wgs84"], Query(alias="coordType")] = "gcj02",
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
) -> Areas:
    if coord_type == "wgs84":
        lng, lat = to_gcj(lng, lat)
    return find_lots(call.db, Wish(lng, lat, radius, need, height, limit), call.now, call.fault)


@router.get("/fee")
async def fee(
    call: Read,
    kind: TariffKind,
    vehicle: Vehicle,
    minutes: Annotated[int, Query(ge=0, le=60 * 24 * 60)],
    on: date,
    start: Annotated[str | None, Query(alias="startTime", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = None,
) -> Fee:
    tariff = in_force(call.db, kind, vehicle, on)
    return Fee(
        fee=fee_of(tariff, minutes, None if start is None else minute_of_day(start)),
        chargingStrategyId=tariff["id"],
        chargingStrategyName=tariff["name"],
        chargingStrategyNameEn=tariff["name_en"],
        chargeDescription=tariff["text"],
        chargeDescriptionEn=tariff["text_en"],
        inForceFrom=tariff["in_force_from"],
        inForceTo=tariff["in_force_to"],
        certainty=tariff["certainty"],
    )


@router.get("/vehicles")
async def vehicles(call: Read, person: str) -> Vehicles:
    rows = call.db.execute("SELECT * FROM vehicle WHERE person = ? ORDER BY plate", (person,))
    found = [
        BoundVehicle(plate=row["plate"], vehicleType=row["vehicle_type"], plateColor=row["colour"]) for row in rows
    ]
    return Vehicles(vehicles=found, total=len(found))


@router.get("/arrears")
async def arrears(call: Read, person: str, plate: str) -> Arrears:
    found = garage.orders(call.db, person, plate, owed_only=True)
    owed = sum(order.arrearsFee for order in found)
    return Arrears(plate=plate, numOfArrears=len(found), sumOfArrears=owed, orders=found)


@router.get("/orders")
async def orders(call: Read, person: str, plate: str) -> Orders:
    found = garage.orders(call.db, person, plate)
    return Orders(plate=plate, orders=found, total=len(found))


@router.post("/pay", response_model=PayOrder)
async def pay(body: PayRequest, call: Write) -> Response:
    return await write_once(call, body, lambda: garage.pay(call.db, body, call.now))


@router.get("/monthly")
async def passes(call: Read, person: str, plate: str) -> MonthBills:
    found = garage.passes(call.db, person, plate, call.today)
    return MonthBills(monthBills=found, total=len(found))


@router.get("/monthly/lots")
async def pass_lots(call: Read) -> MonthAreas:
    found = garage.pass_lots(call.db, call.today)
    return MonthAreas(areas=found, total=len(found))


@router.post("/monthly", response_model=MonthReceipt)
async def monthly_pass(body: MonthRequest, call: Write) -> Response:
    return await write_once(call, body, lambda: garage.monthly_pass(call.db, body, call.today))


@router.post("/appeal", response_model=AppealReceipt)
async def appeal(body: AppealRequest, call: Write) -> Response:
    return await write_once(call, body, lambda: garage.appeal(call.db, body, call.now))
