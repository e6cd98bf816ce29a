"""Every operation of the five systems over real HTTP to the simulators, and what happens when those fail."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.tools.conftest import City
from tools.adapter import Receipt, Record, operation, result_fields
from tools.circuit import SECONDS_OPEN
from tools.errors import OutcomeUnknown, SystemRefused, SystemUnavailable
from tools.shapes import JsonValue

PROJECT = "2406-340104-04-01-123456"
STOPPED = "2501-340103-04-01-200017"

READS: list[tuple[str, dict[str, JsonValue], dict[str, JsonValue]]] = [
    ("shared_data.resident", {"person": "p01"}, {"name": "林知远", "birth_date": "1990-03-07", "age": 36}),
    ("shared_data.resident", {"person": "p11"}, {"level": "low"}),
    ("shared_data.marriage", {"person": "p01"}, {"married": False, "status": "single", "spouse": None}),
    ("shared_data.marriage", {"person": "p02"}, {"married": True, "spouse": "p05", "children": 3}),
    ("shared_data.homes", {"person": "p01"}, {"homes_in_city": 0, "homes": []}),
    ("shared_data.homes", {"person": "p12"}, {"homes_in_city": 1, "own_homes": 0, "spouse_homes": 1}),
    ("shared_data.retirement", {"person": "p03"}, {"retired": True, "retired_on": "2022-08-31"}),
    ("shared_data.retirement", {"person": "p01"}, {"retired": False, "retired_on": None}),
    ("shared_data.companies", {"person": "p19"}, {"count": 1}),
    ("provident_fund.account", {"person": "p01"}, {"status": "normal", "balance": 48200.0, "months_paid": 36,
                                                   "centre": "city", "card_class": 1}),
    ("provident_fund.account", {"person": "p04"}, {"status": "sealed"}),
    ("provident_fund.account", {"person": "p07"}, {"status": "closed"}),
    ("provident_fund.account", {"person": "p09"}, {"centre": "provincial"}),
    ("provident_fund.account", {"person": "p10"}, {"status": "frozen"}),
    ("provident_fund.account", {"person": "p15"}, {"card_class": 2}),
    ("provident_fund.loans", {"person": "p06"}, {"has_loan": True, "loan_amount": 600000.0, "loan_balance": 552300.0,
                                                 "repaid_12m": 38000.0}),
    ("provident_fund.loans", {"person": "p18"}, {"loans_nationwide": 2, "unsettled_nationwide": 0}),
    ("provident_fund.withdrawals", {"person": "p17"}, {"rent_months_this_year": 12}),
    ("provident_fund.loan_estimate",
     {"amount": 900000.0, "years": 30.0, "home": "first", "on": "2026-11-23"},
     {"rate_percent": 2.6, "monthly_equal_instalment": 3603.06, "total_interest_equal_instalment": 397100.67,
      "first_equal_principal": 4450.0, "last_equal_principal": 2505.42, "total_interest_equal_principal": 351975.0}),
    ("parking.fee", {"kind": "lot", "vehicle": "small", "minutes": 61.0, "on": "2026-11-23"}, {"fee": 6.0}),
    ("parking.fee", {"kind": "street_a", "vehicle": "small", "minutes": 180, "on": "2026-11-23"}, {"fee": 13.0}),
    ("parking.vehicles", {"person": "p01"}, {"plates": ["皖A12345"], "count": 1}),
    ("parking.arrears", {"person": "p01", "plate": "皖A12345"}, {"count": 2}),
    ("parking.arrears", {"person": "p02", "plate": "皖AD12345"}, {"count": 0, "total": 0.0, "orders": []}),
    ("parking.orders", {"person": "p01", "plate": "皖A12345"}, {}),
    ("parking.passes", {"person": "p01", "plate": "皖A12345"}, {}),
    ("parking.pass_lots", {}, {}),
    ("approvals.project", {"code": PROJECT}, {"name": "滨湖科创中心一期 [DEMO]", "stage": 3}),
    ("approvals.project_detail", {"person": "p02", "code": PROJECT}, {"credit_code": "91340199MA00TE011G"}),
    ("approvals.projects", {"person": "p19"}, {"count": 1}),
    ("approvals.due_date", {"accepted": "2026-09-28", "days": 5.0}, {"due_on": "2026-10-10", "due_note": None}),
    (
        "approvals.due_date",
        {"accepted": "2026-09-14", "days": 10, "stopped_after": "2026-09-17", "stopped_until": "2026-09-22"},
        {"due_on": "2026-10-09"},
    ),
    ("approvals.items", {}, {"count": 61}),
    ("approvals.items", {"stage": 4.0}, {"count": 16}),
    ("approvals.applications", {"person": "p02"}, {}),
    ("hotline.order", {"number": "HF12345-20261110-000017", "person": "p01"}, {"own": True, "due_on": "2026-11-24",
                                                                             "state_name": "办理中"}),
    ("hotline.order", {"number": "HF12345-20261110-000017"}, {"own": False, "title": None, "unit": None}),
    ("hotline.orders", {"person": "p02"}, {}),
]  # fmt: skip

WRITES: list[tuple[str, dict[str, JsonValue], dict[str, JsonValue]]] = [
    ("provident_fund.withdraw", {"person": "p01", "reason": "rent", "amount": 4500.0, "months": 3.0, "kind": "market"},
     {"state": "submitted", "amount": 4500.0, "due_on": "2026-11-26"}),
    ("parking.monthly_pass",
     {"person": "p02", "plate": "皖AD12345", "lot": "*", "start": "2026-12-01", "months": 2},
     {"start": "2026-12-01", "amount": 600.0}),
    ("approvals.construction_permit",
     {"person": "p02", "project": PROJECT, "contractor": "某建筑公司", "contractor_code": "91340199MA00TE02X8",
      "supervisor": "某监理公司", "start_on": "2026-12-10", "contract_amount": 12000000.0},
     {"due_on": "2026-11-24"}),
    ("approvals.road_occupation",
     {"person": "p02", "project": PROJECT, "place": "某路与某街交口", "area": 20, "from": "2026-12-01",
      "to": "2026-12-10", "reason": "临时堆放材料"},
     {"due_on": "2026-11-26"}),
    ("hotline.report",
     {"person": "p01", "kind": "complaint", "place": "某路8号", "content": "夜间施工噪声", "urgent": False,
      "secret": True},
     {"due_on": "2026-12-07"}),
    ("hotline.report", {"kind": "consult", "place": "某区", "content": "咨询一件事"}, {"due_on": "2026-11-26"}),
]  # fmt: skip

WITHDRAW: dict[str, JsonValue] = {"person": "p01", "reason": "rent", "amount": 1500, "months": 1}


async def read(city: City, name: str, arguments: Mapping[str, JsonValue]) -> dict[str, Any]:
    record = await city.gateway.call(name, arguments)
    assert isinstance(record, Record)
    return dict(record.fields)


async def write(city: City, name: str, arguments: Mapping[str, JsonValue], key: str = "case-0001") -> Receipt:
    receipt = await city.gateway.call(name, arguments, key=key)
    assert isinstance(receipt, Receipt)
    return receipt


async def refused(city: City, name: str, person: str) -> list[tuple[str, str]]:
    try:
        await city.gateway.call(name, {"person": person})
    except SystemRefused as refusal:
        return [(name, refusal.code)]
    return []


@pytest.mark.parametrize(("name", "arguments", "expected"), READS)
async def test_reads_answer_in_the_words_of_the_catalogue(
    city: City, name: str, arguments: dict[str, JsonValue], expected: dict[str, JsonValue]
) -> None:
    fields = await read(city, name, arguments)
    assert set(fields) == set(result_fields(name))
    assert {field: fields[field] for field in expected} == expected


async def test_everybody_can_be_read(city: City) -> None:
    """Whatever a person's situation, the answer fits what the operation promises."""
    names = [each for each in city.gateway.operations().values() if each.kind == "read"]
    refusals: list[tuple[str, str]] = []
    for person in [f"p{number:02}" for number in range(1, 45)]:
        for each in names:
            if set(each.arguments) == {"person"}:
                refusals += await refused(city, each.name, person)
    assert set(refusals) == {("provident_fund.account", "no_account")}


async def test_car_parks_come_nearest_first_with_their_time(city: City) -> None:
    found = await read(city, "parking.lots_near", {"lng": 117.285, "lat": 31.861, "radius": 3000.0})
    assert 1 <= found["count"] <= 5
    distances = [lot["distance_m"] for lot in found["lots"]]
    assert distances == sorted(distances)
    assert found["observed_at"].startswith("2026-11-23T")
    charging = await read(
        city, "parking.lots_near", {"lng": 117.285, "lat": 31.861, "radius": 5000, "need": "charging"}
    )
    assert charging["lots"]
    assert all(lot["charging"] for lot in charging["lots"])


@pytest.mark.parametrize("fault", ["stale", "free_over_total"])
async def test_a_number_of_free_bays_that_cannot_be_right_is_unknown(city: City, fault: str) -> None:
    city.systems.fault("parking", "lots_near", fault)
    found = await read(city, "parking.lots_near", {"lng": 117.285, "lat": 31.861, "radius": 3000})
    assert found["lots"]
    assert any(lot["free"] is None for lot in found["lots"])
    assert all(lot["free"] is None or 0 <= lot["free"] <= lot["total"] for lot in found["lots"])


async def test_money_of_the_parking_platform_is_in_yuan(city: City) -> None:
    arrears = await read(city, "parking.arrears", {"person": "p01", "plate": "皖A12345"})
    rows = city.systems.records("parking", "parking_order", plate="皖A12345")
    assert round(arrears["total"] * 100) == sum(int(row["fee"] or 0) - int(row["paid"] or 0) for row in rows) > 0
    assert arrears["total"] == round(sum(order["owed"] for order in arrears["orders"]), 2)
    receipt = await write(city, "parking.pay", {"person": "p01", "plate": "皖A12345", "amount": arrears["total"]})
    assert receipt.fields["amount"] == arrears["total"]
    appeal = {"person": "p01", "order": arrears["orders"][0]["order"], "reason": "多收了费用"}
    assert (await write(city, "parking.appeal", appeal, "case-0002")).fields == {"due_on": "2026-11-30"}


async def test_a_project_tells_its_company_more_than_strangers(city: City) -> None:
    public = await read(city, "approvals.project", {"code": STOPPED})
    assert "note" not in public["items"][0]
    detail = await read(city, "approvals.project_detail", {"person": "p19", "code": STOPPED})
    assert [item["state"] for item in detail["waiting"]] == [6]
    assert detail["waiting"][0]["due_note"] == "clock_stopped"
    assert detail["next_items"]
    assert detail["waiting"][0]["name"] in detail["items_text_zh"]


@pytest.mark.parametrize(("name", "arguments", "expected"), WRITES)
async def test_writes_end_in_a_receipt_and_the_same_key_writes_once(
    city: City, name: str, arguments: dict[str, JsonValue], expected: dict[str, JsonValue]
) -> None:
    if arguments.get("lot") == "*":
        arguments = {**arguments, "lot": (await read(city, "parking.pass_lots", {}))["lots"][0]["id"]}
    receipt = await write(city, name, arguments)
    assert receipt.number
    assert set(receipt.fields) == set(result_fields(name))
    assert {field: receipt.fields[field] for field in expected} == expected
    assert (await write(city, name, arguments)).number == receipt.number
    assert await city.gateway.settle(name, "case-0001") is not None


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("provident_fund.withdraw", {**WITHDRAW, "person": "p06"}, "own_home"),
        ("provident_fund.account", {"person": "p08"}, "no_account"),
        ("shared_data.resident", {"person": "p99"}, "not_found"),
        ("parking.arrears", {"person": "p02", "plate": "皖A12345"}, "not_yours"),
        ("approvals.project", {"code": "2017-340100-70-03-006747"}, "not_found"),
        ("approvals.project_detail", {"person": "p01", "code": PROJECT}, "not_yours"),
        ("hotline.order", {"number": "HF12345-20260101-000001"}, "not_found"),
    ],
)
async def test_refusals_carry_the_code_of_the_system(
    city: City, name: str, arguments: dict[str, JsonValue], code: str
) -> None:
    with pytest.raises(SystemRefused) as caught:
        await city.gateway.call(name, arguments, key="case-0001" if operation(name).kind == "write" else None)
    assert caught.value.code == code


async def test_a_key_used_for_something_else_is_refused(city: City) -> None:
    await write(city, "provident_fund.withdraw", WITHDRAW)
    with pytest.raises(SystemRefused) as caught:
        await write(city, "provident_fund.withdraw", {**WITHDRAW, "amount": 3000, "months": 2})
    assert caught.value.code == "key_reused"


async def test_a_read_survives_one_error(city: City) -> None:
    city.systems.fault("provident_fund", "account", "error")
    assert (await read(city, "provident_fund.account", {"person": "p01"}))["status"] == "normal"


async def test_a_write_that_failed_is_not_sent_again(city: City) -> None:
    city.systems.fault("provident_fund", "withdraw", "error")
    with pytest.raises(SystemUnavailable):
        await write(city, "provident_fund.withdraw", WITHDRAW)
    assert city.systems.records("provident_fund", "business", RYBS="p01", SQRQ="2026-11-23") == []


async def test_a_reply_lost_after_the_commit_is_found_and_there_is_one_record(city: City) -> None:
    city.systems.fault("provident_fund", "withdraw", "commit_then_timeout", seconds=9)
    receipt = await write(city, "provident_fund.withdraw", WITHDRAW)
    rows = city.systems.records("provident_fund", "business", RYBS="p01", SQRQ="2026-11-23")
    assert [row["YWLSH"] for row in rows] == [receipt.number]


async def test_a_slow_commit_is_waited_for(city: City) -> None:
    city.systems.fault("provident_fund", "withdraw", "slow", seconds=6)
    receipt = await write(city, "provident_fund.withdraw", WITHDRAW)
    rows = city.systems.records("provident_fund", "business", RYBS="p01", SQRQ="2026-11-23")
    assert [row["YWLSH"] for row in rows] == [receipt.number]


async def test_an_outcome_nobody_can_tell_is_unknown_and_settled_later(city: City) -> None:
    city.systems.fault("provident_fund", "withdraw", "commit_then_timeout", seconds=9)
    city.systems.fault("provident_fund", "by_key", "down", times=0)
    with pytest.raises(OutcomeUnknown):
        await city.gateway.call("provident_fund.withdraw", WITHDRAW, key="case-0001", deadline=2)
    city.systems.clear_faults()
    settled = await city.gateway.settle("provident_fund.withdraw", "case-0001")
    assert settled is not None
    assert await city.gateway.settle("provident_fund.withdraw", "case-0002") is None
    rows = city.systems.records("provident_fund", "business", RYBS="p01", SQRQ="2026-11-23")
    assert [row["YWLSH"] for row in rows] == [settled.number]


async def test_a_system_out_of_service_is_left_alone_and_tried_again(city: City) -> None:
    city.systems.fault("parking", "*", "down", times=0)
    for _ in range(3):
        with pytest.raises(SystemUnavailable, match="http_503"):
            await read(city, "parking.pass_lots", {})
    assert {each.system: each.state for each in city.gateway.circuits()}["parking"] == "open"
    with pytest.raises(SystemUnavailable, match="circuit_open"):
        await read(city, "parking.pass_lots", {})
    assert (await read(city, "shared_data.homes", {"person": "p01"}))["homes_in_city"] == 0
    city.systems.clear_faults()
    city.clock.seconds += SECONDS_OPEN
    assert (await read(city, "parking.pass_lots", {}))["count"] > 0
    assert {each.state for each in city.gateway.circuits()} == {"closed"}


async def test_thirty_two_citizens_at_once(city: City) -> None:
    calls = [read(city, "provident_fund.account", {"person": f"p{number:02}"}) for number in [1, 2, 3, 5] * 8]
    assert len(await asyncio.gather(*calls)) == 32


async def test_no_personal_value_reaches_the_log(city: City, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as lines:
        resident = await read(city, "shared_data.resident", {"person": "p01"})
        await read(city, "parking.arrears", {"person": "p01", "plate": "皖A12345"})
        with pytest.raises(SystemRefused):
            await read(city, "parking.arrears", {"person": "p02", "plate": "皖A12345"})
        receipt = await write(city, "provident_fund.withdraw", WITHDRAW)
    assert [line["outcome"] for line in lines] == ["ok", "ok", "refused", "ok"]
    private = [resident["name"], resident["id_number"], resident["mobile"], "p01", "皖A12345", "%E7%9A%96",
               receipt.number, "1500", "case-0001"]  # fmt: skip
    assert [value for value in private if value in str(lines) + caplog.text] == []
