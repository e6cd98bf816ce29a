"""Requests and answers of the parking platform, names after a public street-parking platform; money in fen."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Point(BaseModel):
    type: Literal["Point"] = "Point"
    coordinates: tuple[float, float]


class Area(BaseModel):
    id: str
    code: str
    name: str
    areaType: Literal["lot", "street"]
    level: str | None
    district: str
    address: str
    coordinate: Point
    coordinateWgs84: Point
    parkingPositionQuantity: int
    remainParkingNum: int
    freeTrend15min: int
    observedAt: str
    stale: bool
    source: str
    distance: int
    walkMinutes: int
    heightLimit: float | None
    chargingBays: int
    accessibleBays: int
    tags: list[str]
    openingHour: str
    entrance: str
    chargingStrategyId: str
    chargingStrategyName: str
    chargeDescription: str
    chargeDescriptionEn: str
    unitPrice: int


class Areas(BaseModel):
    areas: list[Area]
    total: int
    observedAt: str


class Fee(BaseModel):
    fee: int
    chargingStrategyId: str
    chargingStrategyName: str
    chargingStrategyNameEn: str
    chargeDescription: str
    chargeDescriptionEn: str
    inForceFrom: str
    inForceTo: str | None
    certainty: str


class BoundVehicle(BaseModel):
    plate: str
    vehicleType: Literal["small", "large"]
    plateColor: str


class Vehicles(BaseModel):
    vehicles: list[BoundVehicle]
    total: int


class Order(BaseModel):
    orderId: str
    plate: str
    parkingName: str
    driveIn: str
    driveOut: str
    parkingMinutes: int
    feeShouldPay: int
    feeActuallyPay: int
    arrearsFee: int
    status: Literal["PAID", "ARREARS"]
    chargingStrategyId: str


class Orders(BaseModel):
    plate: str
    orders: list[Order]
    total: int


class Arrears(BaseModel):
    plate: str
    numOfArrears: int
    sumOfArrears: int
    orders: list[Order]


class MonthBill(BaseModel):
    billId: str
    areaId: str
    areaName: str
    plate: str
    start: str
    end: str
    shouldPay: int
    valid: bool


class MonthBills(BaseModel):
    monthBills: list[MonthBill]
    total: int


class MonthArea(BaseModel):
    id: str
    name: str
    district: str
    address: str
    monthlyPrice: int
    placesLeft: int


class MonthAreas(BaseModel):
    areas: list[MonthArea]
    total: int


class Written(BaseModel):
    model_config = ConfigDict(extra="forbid")

    person: str


class PayRequest(Written):
    plate: str
    amount: int = Field(gt=0)


class PayOrder(BaseModel):
    payOrderId: str
    plate: str
    amount: int
    payBefore: str
    status: str


class MonthRequest(Written):
    plate: str
    areaId: str
    start: date
    months: int = Field(ge=1, le=12)


class MonthReceipt(BaseModel):
    billId: str
    areaId: str
    areaName: str
    start: str
    end: str
    shouldPay: int


class AppealRequest(Written):
    orderId: str
    reason: str = Field(min_length=1, max_length=2000)


class AppealReceipt(BaseModel):
    appealId: str
    orderId: str
    dueOn: str | None
    due_note: str | None
