"""12345: reports become work orders with a time limit; strangers learn the state only."""

import pytest

from tests.simulators import Simulators

REPORT: dict[str, str | bool] = {
    "person": "p12",
    "type": "complaint",
    "event_place": "宁国路",
    "content": "深夜施工噪音",
}


@pytest.mark.parametrize(
    ("change", "due"),
    [
        ({}, "2026-12-07"),
        ({"type": "consult"}, "2026-11-26"),
        ({"type": "help"}, "2026-12-07"),
        ({"urgent": True}, "2026-11-24"),
    ],
)
def test_the_time_limit_follows_the_kind(city: Simulators, change: dict[str, str | bool], due: str) -> None:
    answer = city.post("hotline", "/12345/orders", REPORT | change, "key-00000001").json()
    assert (answer["order_no"], answer["due_on"]) == ("HF12345-20261123-000001", due)
    assert (answer["state_name"], answer["lead_unit"]) == ("待派单", "市生态环境局")


def test_numbers_run_on_within_the_day(city: Simulators) -> None:
    numbers = [
        city.post("hotline", "/12345/orders", REPORT, f"key-0000000{n}").json()["order_no"][-6:] for n in range(3)
    ]
    assert numbers == ["000001", "000002", "000003"]


def test_an_anonymous_report_is_taken(city: Simulators) -> None:
    body = {"type": "report", "event_place": "站前路", "content": "有人占道摆摊", "keep_secret": True}
    number = city.post("hotline", "/12345/orders", body, "key-00000001").json()["order_no"]
    [row] = city.records("hotline", "work_order", order_no=number)
    assert (row["person"], row["keep_secret"]) == (None, 1)
    assert city.get("hotline", f"/12345/orders/{number}").json()["own"] is False


def test_seeded_orders_are_as_agreed(city: Simulators) -> None:
    lamp = city.get("hotline", "/12345/orders/HF12345-20261110-000017", person="p01").json()
    assert (lamp["state_name"], lamp["due_on"], lamp["overdue"]) == ("办理中", "2026-11-24", False)
    noise = city.get("hotline", "/12345/orders/HF12345-20261102-000003", person="p02").json()
    assert (noise["due_on"], noise["overdue"]) == ("2026-11-16", True)


@pytest.mark.parametrize("stranger", [{}, {"person": "p02"}])
def test_strangers_learn_the_state_only(city: Simulators, stranger: dict[str, str]) -> None:
    answer = city.get("hotline", "/12345/orders/HF12345-20261110-000017", **stranger).json()
    told = {name for name, value in answer.items() if value is not None}
    assert told == {"order_no", "own", "state", "state_name", "state_name_en"}
    assert answer["own"] is False


def test_an_unknown_order_is_not_found(city: Simulators) -> None:
    answer = city.get("hotline", "/12345/orders/HF12345-20261110-999999")
    assert (answer.status_code, answer.json()["code"]) == (422, "not_found")


def test_own_orders_come_newest_first(city: Simulators) -> None:
    number = city.post("hotline", "/12345/orders", REPORT, "key-00000001").json()["order_no"]
    answer = city.get("hotline", "/12345/orders", person="p12").json()
    assert [order["order_no"] for order in answer["orders"]] == [number, "HF12345-20261103-000011"]
    assert answer["total"] == 2
