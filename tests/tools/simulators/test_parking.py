"""The parking platform: tariffs by date, places near a point, and what belongs to a bound plate."""

from datetime import datetime, timedelta

import pytest

from tests.simulators import Simulators
from tools.simulators.parking.coordinates import distance, to_gcj, to_wgs
from tools.simulators.parking.spaces import RHYTHMS, free

OLD, NEW = "2020-06-01", "2026-11-23"
# minutes → A old, A newer, B old, B newer (yuan)
STREET = {
    15: (0, 0, 0, 0), 20: (3, 0, 3, 0), 31: (5, 5, 4, 4), 60: (5, 5, 4, 4), 61: (7, 7, 5, 5), 180: (13, 13, 8, 8),
}  # fmt: skip
LOT = {60: 4, 61: 6, 300: 12, 541: 20, 1440: 20, 1500: 24, 2880: 40}
LARGE = [("street_a", OLD, 61, 14), ("street_a", NEW, 61, 14), ("street_b", OLD, 61, 10), ("street_b", NEW, 61, 10),
         ("street_a", NEW, 45, 10), ("street_b", NEW, 45, 8), ("lot", NEW, 61, 12), ("lot", NEW, 1440, 40)]  # fmt: skip
THREE_WAYS = {"lng": 117.2786, "lat": 31.8632}


def fee(city: Simulators, kind: str, minutes: int, on: str, vehicle: str = "small", **more: str) -> float:
    """Yuan."""
    answer = city.get("parking", "/parking/fee", kind=kind, vehicle=vehicle, minutes=minutes, on=on, **more)
    cents: int = answer.raise_for_status().json()["fee"]
    return cents / 100


@pytest.mark.parametrize("minutes", STREET)
def test_street_fees(city: Simulators, minutes: int) -> None:
    columns = (("street_a", OLD), ("street_a", NEW), ("street_b", OLD), ("street_b", NEW))
    assert tuple(fee(city, kind, minutes, on) for kind, on in columns) == STREET[minutes]


def test_a_whole_day_on_the_street(city: Simulators) -> None:
    assert [fee(city, "street_a", 840, on) for on in (OLD, NEW)] == [57, 57]
    assert [fee(city, "street_b", 690, on) for on in (OLD, NEW)] == [25, 25]


@pytest.mark.parametrize("minutes", LOT)
def test_car_park_fees(city: Simulators, minutes: int) -> None:
    assert fee(city, "lot", minutes, NEW) == LOT[minutes]


@pytest.mark.parametrize(("kind", "on", "minutes", "yuan"), LARGE)
def test_fees_of_large_vehicles(city: Simulators, kind: str, on: str, minutes: int, yuan: float) -> None:
    assert fee(city, kind, minutes, on, "large") == yuan


def test_only_charging_hours_cost(city: Simulators) -> None:
    assert fee(city, "street_a", 600, NEW, startTime="21:30") == 0
    assert fee(city, "street_a", 120, NEW, startTime="20:30") == 5
    assert fee(city, "street_b", 180, NEW, startTime="18:00") == 4
    assert fee(city, "street_a", 660, NEW, startTime="20:30") == 5
    assert fee(city, "street_a", 720, NEW, startTime="20:30") == 10


def test_the_tariff_is_that_of_the_day(city: Simulators) -> None:
    def tariff(on: str) -> tuple[str, str | None]:
        answer = city.get("parking", "/parking/fee", kind="street_a", vehicle="small", minutes=60, on=on).json()
        return answer["inForceFrom"], answer["inForceTo"]

    assert tariff("2021-06-30") == ("2015-01-01", "2021-06-30")
    assert tariff("2021-07-01") == ("2021-07-01", None)
    early = city.get("parking", "/parking/fee", kind="lot", vehicle="small", minutes=60, on="2014-12-31")
    assert early.json()["code"] == "no_tariff"


def test_places_come_nearest_first_with_the_time_of_the_data(city: Simulators) -> None:
    answer = city.get("parking", "/parking/lots", **THREE_WAYS, radius=1500).json()
    areas = answer["areas"]
    assert len(areas) == 5 < answer["total"]
    assert [area["distance"] for area in areas] == sorted(area["distance"] for area in areas)
    assert areas[0]["name"] == "三孝口地下停车场"
    now = datetime.fromisoformat(answer["observedAt"])
    assert now.date().isoformat() == "2026-11-23"
    for area in areas:
        assert 0 <= area["remainParkingNum"] <= area["parkingPositionQuantity"]
        assert timedelta(0) <= now - datetime.fromisoformat(area["observedAt"]) <= timedelta(minutes=2)


@pytest.mark.parametrize(("need", "field"), [("charging", "chargingBays"), ("accessible", "accessibleBays")])
def test_places_for_a_need(city: Simulators, need: str, field: str) -> None:
    areas = city.get("parking", "/parking/lots", **THREE_WAYS, radius=3000, need=need, limit=50).json()["areas"]
    assert areas
    assert all(area[field] > 0 for area in areas)


def test_places_for_a_high_car(city: Simulators) -> None:
    areas = city.get("parking", "/parking/lots", **THREE_WAYS, radius=3000, need="height", height=2.3, limit=50).json()
    limits = {area["heightLimit"] for area in areas["areas"]}
    assert limits
    assert all(limit is None or limit >= 2.3 for limit in limits)


def test_no_place_far_outside(city: Simulators) -> None:
    assert city.get("parking", "/parking/lots", lng=118.3, lat=32.3, radius=2000).json()["areas"] == []


def test_a_silent_car_park_says_since_when(city: Simulators) -> None:
    answer = city.get("parking", "/parking/lots", lng=117.1948, lat=31.8557, radius=200).json()
    [area] = answer["areas"]
    age = datetime.fromisoformat(answer["observedAt"]) - datetime.fromisoformat(area["observedAt"])
    assert (area["stale"], age) == (True, timedelta(hours=3))


def test_positions_of_both_systems_meet(city: Simulators) -> None:
    lng, lat = THREE_WAYS["lng"], THREE_WAYS["lat"]
    wgs = to_wgs(lng, lat)
    assert 300 < distance(lng, lat, *wgs) < 800
    assert distance(lng, lat, *to_gcj(*wgs)) < 5
    areas = city.get("parking", "/parking/lots", lng=wgs[0], lat=wgs[1], coordType="wgs84").json()["areas"]
    assert areas[0]["id"] == "L001"
    assert areas[0]["distance"] < 5


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_free_bays_change_with_the_hour_and_repeat(rhythm: str) -> None:
    day = [datetime(2026, 11, 23, hour) for hour in range(24)]
    seen = [free("L001", 300, rhythm, at) for at in day]
    assert seen == [free("L001", 300, rhythm, at + timedelta(days=30)) for at in day]
    assert all(0 <= bays <= 300 for bays in seen)
    assert len(set(seen)) > 6


def test_arrears_are_told_to_the_owner_only(city: Simulators) -> None:
    own = city.get("parking", "/parking/arrears", person="p01", plate="皖A12345").json()
    assert (own["numOfArrears"], own["sumOfArrears"]) == (2, 1600)
    assert own["sumOfArrears"] == sum(order["arrearsFee"] for order in own["orders"])
    assert city.get("parking", "/parking/arrears", person="p02", plate="皖AD12345").json()["numOfArrears"] == 0
    for path in ("/parking/arrears", "/parking/orders", "/parking/monthly"):
        foreign = city.get("parking", path, person="p02", plate="皖A12345")
        assert (foreign.status_code, foreign.json()["code"]) == (422, "not_yours")


def test_seeded_orders_cost_what_the_tariff_says(city: Simulators) -> None:
    kinds = {str(row["id"]): row for row in city.records("parking", "tariff")}
    for order in city.records("parking", "parking_order"):
        tariff = kinds[str(order["tariff"])]
        minutes, on = int(str(order["minutes"])), str(order["drive_in"])[:10]
        assert fee(city, str(tariff["kind"]), minutes, on, str(tariff["vehicle"])) * 100 == order["fee"]


def test_paying_makes_an_order_and_settles_nothing(city: Simulators) -> None:
    body = {"person": "p01", "plate": "皖A12345", "amount": 1600}
    order = city.post("parking", "/parking/pay", body, "key-00000001").json()
    assert (order["status"], order["amount"]) == ("WAIT_PAY", 1600)
    assert city.get("parking", "/parking/arrears", person="p01", plate="皖A12345").json()["sumOfArrears"] == 1600
    city.post("parking", "/parking/pay", body | {"amount": 500}, "key-00000002")
    assert [row["status"] for row in city.records("parking", "pay_order")] == ["REPLACED", "WAIT_PAY"]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/parking/pay", {"person": "p01", "plate": "皖A12345", "amount": 1601}, "amount_over"),
        ("/parking/pay", {"person": "p02", "plate": "皖AD12345", "amount": 100}, "nothing_owed"),
        ("/parking/pay", {"person": "p02", "plate": "皖A12345", "amount": 100}, "not_yours"),
        ("/parking/appeal", {"person": "p01", "orderId": "TC0", "reason": "x"}, "not_found"),
        ("/parking/appeal", {"person": "p02", "orderId": "TC20261112000001", "reason": "x"}, "not_yours"),
    ],
)
def test_payments_and_appeals_are_refused(city: Simulators, path: str, body: dict[str, str | int], code: str) -> None:
    answer = city.post("parking", path, body, "key-00000001")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_an_appeal_is_taken_once(city: Simulators) -> None:
    body = {"person": "p01", "orderId": "TC20261112000001", "reason": "车当时不在合肥"}
    receipt = city.post("parking", "/parking/appeal", body, "key-00000001").json()
    assert (receipt["appealId"], receipt["dueOn"], receipt["due_note"]) == ("SS20261123000001", "2026-11-30", None)
    assert city.post("parking", "/parking/appeal", body, "key-00000002").json()["code"] == "appeal_exists"


def test_monthly_passes(city: Simulators) -> None:
    lots = {lot["id"]: lot for lot in city.get("parking", "/parking/monthly/lots").json()["areas"]}
    assert lots["L006"]["monthlyPrice"] == 30000
    body = {"person": "p01", "plate": "皖A12345", "areaId": "L006", "start": "2026-12-31", "months": 2}
    receipt = city.post("parking", "/parking/monthly", body, "key-00000001").json()
    assert (receipt["areaName"], receipt["end"], receipt["shouldPay"]) == ("杏花公园地下停车场", "2027-02-27", 60000)
    left = {lot["id"]: lot["placesLeft"] for lot in city.get("parking", "/parking/monthly/lots").json()["areas"]}
    assert left["L006"] == lots["L006"]["placesLeft"] - 1
    bills = city.get("parking", "/parking/monthly", person="p01", plate="皖A12345").json()["monthBills"]
    assert [(bill["billId"], bill["valid"]) for bill in bills] == [(receipt["billId"], False)]


def test_a_pass_for_a_large_vehicle_costs_more(city: Simulators) -> None:
    body = {"person": "p05", "plate": "皖A12345D", "areaId": "L006", "start": "2026-12-01", "months": 1}
    assert city.post("parking", "/parking/monthly", body, "key-00000001").json()["shouldPay"] == 40000


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"plate": "皖AD12345"}, "not_yours"),
        ({"areaId": "L999"}, "not_found"),
        ({"areaId": "L001"}, "no_monthly"),
        ({"start": "2026-11-22"}, "bad_start"),
    ],
)
def test_passes_are_refused(city: Simulators, change: dict[str, str], code: str) -> None:
    body = {"person": "p01", "plate": "皖A12345", "areaId": "L006", "start": "2026-12-01", "months": 1}
    assert city.post("parking", "/parking/monthly", body | change, "key-00000001").json()["code"] == code


def test_one_pass_at_a_time_for_a_plate(city: Simulators) -> None:
    body = {"person": "p01", "plate": "皖A12345", "areaId": "L006", "start": "2026-12-01", "months": 3}
    assert city.post("parking", "/parking/monthly", body, "key-00000001").status_code == 200
    later = body | {"start": "2027-02-28", "months": 1}
    assert city.post("parking", "/parking/monthly", later, "key-00000002").json()["code"] == "pass_exists"
    assert city.post("parking", "/parking/monthly", later | {"start": "2027-03-01"}, "key-00000003").status_code == 200
