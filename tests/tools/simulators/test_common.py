"""What all five systems do alike: keys, writes that happen once, faults, errors, read-out."""

import time

import httpx
import pytest

from tests.simulators import SYSTEMS, Simulators

REPORT = {"person": "p01", "type": "help", "event_place": "三孝口", "content": "路灯不亮", "urgent": False}
RENT: dict[str, str | int] = {"RYBS": "p01", "TQYY": "07", "TQJE": 4500, "TQYS": 3}
ACCOUNT = "/gjj/person/p01/account"
LOTS = {"lng": 117.2786, "lat": 31.8632, "radius": 800}


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_system_is_healthy_and_publishes_its_interface(city: Simulators, system: str) -> None:
    health = httpx.get(f"{city.urls[system]}/healthz", trust_env=False).json()
    assert health == {"status": "ok", "system": system, "today": "2026-11-23"}
    published = httpx.get(f"{city.urls[system]}/openapi.json", trust_env=False).json()
    assert published["components"]["securitySchemes"]["APIKeyHeader"]["name"] == "X-Api-Key"


@pytest.mark.parametrize("path", [ACCOUNT, "/_records?table=account", "/_faults", "/by-key/12345678"])
def test_without_the_key_nothing_is_told(city: Simulators, path: str) -> None:
    url = city.urls["provident_fund"] + path
    assert httpx.get(url, trust_env=False).status_code == 401
    refused = httpx.get(url, headers={"X-Api-Key": "wrong"}, trust_env=False)
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthorized")


def test_malformed_requests_are_400(city: Simulators) -> None:
    without_key = city.post("hotline", "/12345/orders", REPORT)
    assert (without_key.status_code, without_key.json()["code"]) == (400, "bad_request")
    unknown_field = city.post("hotline", "/12345/orders", REPORT | {"colour": "red"}, "key-00000001")
    assert unknown_field.status_code == 400
    assert city.get("parking", "/parking/lots", lng=500, lat=31).status_code == 400
    assert city.get("parking", "/nowhere").json()["code"] == "not_found"
    assert city.records("hotline", "written") == []


def test_the_same_key_twice_is_one_row(city: Simulators) -> None:
    first = city.post("provident_fund", "/gjj/withdraw/apply", RENT, "key-00000001")
    second = city.post("provident_fund", "/gjj/withdraw/apply", RENT, "key-00000001")
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert len(city.records("provident_fund", "business", RYBS="p01", SQRQ="2026-11-23")) == 1
    assert city.get("provident_fund", ACCOUNT).json()["GRZHYE"] == 43700.0


def test_the_same_key_with_another_body_is_a_conflict(city: Simulators) -> None:
    city.post("provident_fund", "/gjj/withdraw/apply", RENT, "key-00000001")
    other = city.post("provident_fund", "/gjj/withdraw/apply", RENT | {"TQJE": 3000}, "key-00000001")
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert len(city.records("provident_fund", "business", SQRQ="2026-11-23")) == 1


def test_a_refused_write_leaves_its_key_free(city: Simulators) -> None:
    refused = city.post("provident_fund", "/gjj/withdraw/apply", RENT | {"RYBS": "p06"}, "key-00000001")
    assert refused.status_code == 422
    assert city.get("provident_fund", "/by-key/key-00000001").status_code == 404
    assert city.post("provident_fund", "/gjj/withdraw/apply", RENT, "key-00000001").status_code == 200


def test_after_a_lost_answer_the_key_finds_the_outcome(city: Simulators) -> None:
    city.fault("provident_fund", "withdraw", "commit_then_timeout", seconds=3)
    with pytest.raises(httpx.ReadTimeout):
        city.post("provident_fund", "/gjj/withdraw/apply", RENT, "key-00000001", timeout=0.4)
    found = city.get("provident_fund", "/by-key/key-00000001").json()
    assert (found["key"], found["operation"]) == ("key-00000001", "withdraw")
    [row] = city.records("provident_fund", "business", SQRQ="2026-11-23")
    assert found["response"]["YWLSH"] == row["YWLSH"]
    again = city.post("provident_fund", "/gjj/withdraw/apply", RENT, "key-00000001")
    assert again.json() == found["response"]


@pytest.mark.parametrize(
    ("fault", "status", "code"), [("error", 500, "internal"), ("refuse", 422, "refused"), ("down", 503, "down")]
)
def test_a_fault_hits_as_often_as_asked(city: Simulators, fault: str, status: int, code: str) -> None:
    city.fault("provident_fund", "account", fault, times=2)
    assert city.get("provident_fund", "/gjj/person/p01/loans").status_code == 200
    for _ in range(2):
        answer = city.get("provident_fund", ACCOUNT)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert city.get("provident_fund", ACCOUNT).status_code == 200


def test_a_system_that_is_down_answers_nothing_until_the_fault_is_lifted(city: Simulators) -> None:
    city.fault("shared_data", "*", "down", times=0)
    for path in ("/share/resident/p01", "/share/homes/p01", "/by-key/key-00000001", "/share/marriage/p01"):
        assert city.get("shared_data", path).status_code == 503
    city.clear_faults()
    assert city.get("shared_data", "/share/resident/p01").status_code == 200


def test_a_write_that_fails_writes_nothing(city: Simulators) -> None:
    city.fault("hotline", "report", "error")
    assert city.post("hotline", "/12345/orders", REPORT, "key-00000001").status_code == 500
    assert city.get("hotline", "/by-key/key-00000001").status_code == 404


def test_a_refusal_can_carry_a_chosen_code(city: Simulators) -> None:
    city.fault("provident_fund", "withdraw", "refuse", code="frozen")
    assert city.post("provident_fund", "/gjj/withdraw/apply", RENT, "key-00000001").json()["code"] == "frozen"


def test_a_slow_system_answers_late(city: Simulators) -> None:
    city.fault("provident_fund", "account", "slow", seconds=0.3)
    began = time.monotonic()
    assert city.get("provident_fund", ACCOUNT).status_code == 200
    assert time.monotonic() - began >= 0.3


def test_a_fault_of_data_waits_for_the_call_it_applies_to(city: Simulators) -> None:
    city.fault("parking", "*", "stale")
    assert city.get("parking", "/parking/vehicles", person="p01").status_code == 200
    lots = city.get("parking", "/parking/lots", **LOTS).json()
    assert all(area["stale"] for area in lots["areas"])
    assert not any(area["stale"] for area in city.get("parking", "/parking/lots", **LOTS).json()["areas"])


def test_more_free_bays_than_bays_on_request(city: Simulators) -> None:
    city.fault("parking", "lots_near", "free_over_total")
    areas = city.get("parking", "/parking/lots", **LOTS).json()["areas"]
    assert areas
    assert all(area["remainParkingNum"] > area["parkingPositionQuantity"] for area in areas)


def test_reset_brings_back_the_first_state(city: Simulators) -> None:
    before = city.records("provident_fund", "account")
    city.post("provident_fund", "/gjj/withdraw/apply", RENT, "key-00000001")
    city.fault("provident_fund", "*", "down", times=0)
    assert city.records("provident_fund", "account") != before
    city.reset("provident_fund")
    assert city.records("provident_fund", "account") == before
    assert city.records("provident_fund", "written") == []
    assert city.get("provident_fund", ACCOUNT).status_code == 200


def test_the_read_out_names_what_there_is(city: Simulators) -> None:
    unknown = city.get("provident_fund", "/_records", table="nothing")
    assert unknown.status_code == 400
    assert "business" in unknown.json()["message"]
    column = city.get("provident_fund", "/_records", table="business", colour="red")
    assert column.status_code == 400
    assert "YWLSH" in column.json()["message"]
