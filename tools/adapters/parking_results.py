"""What the parking operations give: our words, money in yuan. Knows nothing of the platform's own names."""

from typing import Literal

from typing_extensions import TypedDict

from tools.shapes import Day


class Lot(TypedDict):
    """`free` is null when it is not known; `stale`: the number is older than the platform promises."""

    id: str
    name: str
    address: str
    district: str
    kind: Literal["lot", "street"]
    level: str | None
    total: int
    free: int | None
    observed_at: str
    stale: bool
    distance_m: int
    walk_min: int
    height_limit: float | None
    charging: bool
    accessible: bool
    price_text_zh: str
    price_text_en: str
    tariff: str
    entrance: str | None


class Lots(TypedDict):
    lots: list[Lot]
    count: int
    observed_at: str


class Fee(TypedDict):
    fee: float
    tariff: str
    tariff_name: str
    tariff_name_en: str
    price_text_zh: str
    price_text_en: str
    in_force_from: Day
    in_force_to: Day | None


class Vehicles(TypedDict):
    plates: list[str]
    count: int


class Order(TypedDict):
    order: str
    place: str
    entered_at: str
    left_at: str | None
    minutes: int
    fee: float
    paid: float
    owed: float


class Arrears(TypedDict):
    plate: str
    count: int
    total: float
    orders: list[Order]


class Orders(TypedDict):
    orders: list[Order]
    count: int


class Payment(TypedDict):
    number: str
    amount: float
    pay_before: str


# `from` is a word of Python, so this one cannot be written as a class.
Pass = TypedDict(
    "Pass", {"number": str, "lot": str, "lot_name": str, "plate": str, "from": Day, "to": Day, "valid": bool}
)


class Passes(TypedDict):
    passes: list[Pass]
    count: int


class PassLot(TypedDict):
    id: str
    name: str
    district: str
    monthly_price: float
    places_left: int


class PassLots(TypedDict):
    lots: list[PassLot]
    count: int


class NewPass(TypedDict):
    number: str
    lot_name: str
    start: Day
    end: Day
    amount: float


class Appeal(TypedDict):
    number: str
    due_on: Day | None
