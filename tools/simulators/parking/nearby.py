"""Places near a point with their free bays as last reported. Knows no vehicles and no people."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Literal

from tools.simulators.faults import Fault
from tools.simulators.parking.coordinates import distance, to_wgs
from tools.simulators.parking.models import Area, Areas, Point
from tools.simulators.parking.spaces import free
from tools.simulators.parking.tariffs import in_force

Need = Literal["charging", "accessible", "height"]
STALE_AFTER = timedelta(minutes=5)
METRES_A_MINUTE = 75
DETOUR = 1.25  # streets are longer than the straight line


@dataclass(frozen=True)
class Wish:
    lng: float
    lat: float
    radius: float
    need: Need | None
    height: float
    limit: int


def lots_near(db: sqlite3.Connection, wish: Wish, now: datetime, fault: Fault | None) -> Areas:
    reach = wish.radius / 111_000
    rows = db.execute("SELECT * FROM area WHERE lat BETWEEN ? AND ?", (wish.lat - reach, wish.lat + reach)).fetchall()
    far = sorted(
        (distance(wish.lng, wish.lat, row["lng"], row["lat"]), row["id"], row) for row in rows if _fits(row, wish)
    )
    near = [(metres, row) for metres, _, row in far if metres <= wish.radius]
    return Areas(
        areas=[_area(db, row, metres, now, fault) for metres, row in near[: wish.limit]],
        total=len(near),
        observedAt=now.isoformat(),
    )


def _fits(row: sqlite3.Row, wish: Wish) -> bool:
    match wish.need:
        case None:
            return True
        case "charging":
            return bool(row["charging"])
        case "accessible":
            return bool(row["accessible"])
        case "height":
            return row["height_limit"] is None or bool(row["height_limit"] >= wish.height)


def _observed(row: sqlite3.Row, now: datetime, fault: Fault | None) -> datetime:
    if fault is not None and fault.fault == "stale":
        return now - timedelta(seconds=fault.wait())
    if row["silent_minutes"]:
        return now - timedelta(minutes=row["silent_minutes"])
    return now - timedelta(seconds=(now.minute * 60 + now.second) % 120)


def _area(db: sqlite3.Connection, row: sqlite3.Row, metres: float, now: datetime, fault: Fault | None) -> Area:
    observed = _observed(row, now, fault)
    remaining = free(row["id"], row["total"], row["rhythm"], observed)
    if fault is not None and fault.fault == "free_over_total":
        remaining = row["total"] + 7
    before = free(row["id"], row["total"], row["rhythm"], observed - timedelta(minutes=15))
    tariff = tariff_of(db, row, now.date())
    lng, lat = to_wgs(row["lng"], row["lat"])
    return Area(
        id=row["id"],
        code=f"340100-{row['id']}",
        name=row["name"],
        areaType=row["type"],
        level=row["level"],
        district=row["district"],
        address=row["address"],
        coordinate=Point(coordinates=(row["lng"], row["lat"])),
        coordinateWgs84=Point(coordinates=(round(lng, 6), round(lat, 6))),
        parkingPositionQuantity=row["total"],
        remainParkingNum=remaining,
        freeTrend15min=remaining - before,
        observedAt=observed.isoformat(),
        stale=now - observed > STALE_AFTER,
        source="gate" if row["type"] == "lot" else "bay sensor",
        distance=round(metres),
        walkMinutes=ceil(metres * DETOUR / METRES_A_MINUTE),
        heightLimit=row["height_limit"],
        chargingBays=row["charging"],
        accessibleBays=row["accessible"],
        tags=_tags(row),
        openingHour=row["opening"],
        entrance=row["entrance"],
        chargingStrategyId=tariff["id"],
        chargingStrategyName=tariff["name"],
        chargeDescription=tariff["text"],
        chargeDescriptionEn=tariff["text_en"],
        unitPrice=tariff["first_fee"],
    )


def tariff_of(db: sqlite3.Connection, area: sqlite3.Row, on: date, vehicle: str = "small") -> sqlite3.Row:
    kind = "lot" if area["type"] == "lot" else f"street_{area['level'].lower()}"
    return in_force(db, kind, vehicle, on)


def _tags(row: sqlite3.Row) -> list[str]:
    tags = ["online_payment"]
    if row["opening"] == "00:00-24:00":
        tags.append("24h")
    return tags + [tag for tag in ("charging", "accessible") if row[tag]]
