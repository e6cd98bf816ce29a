"""The seeded city: the same every time, and of one piece."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from tests.simulators import SYSTEMS, Simulators, start_simulators
from tools.simulators.database import SchemaChanged, open_database

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("system", SYSTEMS)
def test_two_fresh_databases_are_equal(tmp_path: Path, system: str) -> None:
    first, second = (open_database(tmp_path / name, system) for name in ("first", "second"))
    assert list(first.iterdump()) == list(second.iterdump())
    first.close()
    second.close()


def test_only_an_empty_database_is_seeded(tmp_path: Path) -> None:
    db = open_database(tmp_path / "hotline.sqlite3", "hotline")
    db.execute("DELETE FROM work_order")
    db.close()
    again = open_database(tmp_path / "hotline.sqlite3", "hotline")
    assert again.execute("SELECT count(*) FROM work_order").fetchone()[0] == 0
    again.close()


def test_a_database_of_another_schema_names_the_remedy(tmp_path: Path) -> None:
    open_database(tmp_path / "x.sqlite3", "hotline").close()
    with pytest.raises(SchemaChanged, match="delete the file"):
        open_database(tmp_path / "x.sqlite3", "parking")


def test_written_rows_survive_a_restart(tmp_path: Path) -> None:
    body = {"person": "p01", "type": "help", "event_place": "三孝口", "content": "路灯不亮"}
    with start_simulators(date(2026, 12, 28), tmp_path) as city:
        answer = city.post("hotline", "/12345/orders", body, "key-00000001").json()
        assert answer["order_no"] == "HF12345-20261228-000001"
        assert (answer["due_on"], answer["due_note"]) == (None, "calendar not loaded")
    with start_simulators(date(2026, 12, 28), tmp_path) as city:
        assert city.get("hotline", "/by-key/key-00000001").json()["response"] == answer


def test_people_have_valid_numbers_and_consistent_marriages(city: Simulators) -> None:
    people = {str(row["id"]): row for row in city.records("shared_data", "person")}
    assert list(people) == [f"p{n:02d}" for n in range(1, 45)]
    for row in people.values():
        number = str(row["id_number"])
        assert number.startswith("340199")
        assert number[6:14] == str(row["birth"]).replace("-", "")
        assert number[17] == "10X98765432"[sum(int(c) * w for c, w in zip(number, WEIGHTS, strict=False)) % 11]
        assert (int(number[16]) % 2 == 1) == (row["sex"] == "M")
        assert (row["spouse"] is not None) == (row["marital"] == 20 or row["marital"] == "20")
        if row["spouse"]:
            assert people[str(row["spouse"])]["spouse"] == row["id"]


def test_fixed_people_are_as_agreed(city: Simulators) -> None:
    agreed = {
        "p01": ("林知远", "34019919900307001X"), "p02": ("苏婉清", "340199198511200023"),
        "p03": ("周德明", "340199196208150036"), "p04": ("何小满", "340199200012310041"),
        "p05": ("陈立行", "340199197810010057"), "p06": ("方晓晴", "340199199506300067"),
        "p07": ("阿卜杜拉·买买提", "340199195601010078"), "p08": ("朱朵朵", "340199201506010086"),
    }  # fmt: skip
    for person, expected in agreed.items():
        answer = city.get("shared_data", f"/share/resident/{person}").json()
        assert (answer["XingMing"], answer["ZJHM"]) == expected
    assert city.get("shared_data", "/share/resident/p11").json()["SMDJ"] == "1"
    assert city.get("shared_data", "/share/resident/p01").json()["NL"] == 36
    assert city.get("shared_data", "/share/resident/p99").json()["code"] == "not_found"


def test_a_household_is_the_person_and_the_spouse(city: Simulators) -> None:
    homes = city.get("shared_data", "/share/homes/p12").json()
    assert (homes["JTFCTS"], homes["BRFCTS"], homes["POFCTS"]) == (1, 0, 1)
    assert homes["FC"][0]["QLRBS"] == "p21"
    assert city.get("shared_data", "/share/homes/p01").json()["FC"] == []
    married = city.get("shared_data", "/share/marriage/p02").json()
    assert married == {"RYBS": "p02", "HYZK": "20", "POBS": "p05", "POXM": "陈立行", "ZNS": 3}
    assert city.get("shared_data", "/share/retirement/p03").json()["SFTX"] is True
    assert city.get("shared_data", "/share/retirement/p01").json() == {"RYBS": "p01", "SFTX": False, "TXRQ": None}


def test_companies_have_valid_codes_and_somebody_acts_for_them(city: Simulators) -> None:
    codes = [str(row["credit_code"]) for row in city.records("approvals", "company")]
    for code in codes:
        total = sum(USCC_LETTERS.index(c) * w for c, w in zip(code, USCC_WEIGHTS, strict=False))
        assert code[17] == USCC_LETTERS[(31 - total % 31) % 31]
    acting = {str(row["credit_code"]) for row in city.records("approvals", "acts_for")}
    assert acting == set(codes)
    for person in ("p02", "p05"):
        [own] = city.get("shared_data", f"/share/companies/{person}").json()["QY"]
        assert own["TYSHXYDM"] == "91340199MA00TE011G"


def test_the_city_is_large_enough(city: Simulators) -> None:
    areas = city.records("parking", "area")
    assert sum(row["type"] == "lot" for row in areas) >= 40
    assert sum(row["type"] == "street" for row in areas) >= 20
    assert len(city.records("approvals", "project")) >= 30
    assert {row["district"] for row in areas} >= {"庐阳区", "蜀山区", "包河区", "瑶海区"}


def test_half_a_seed_is_no_seed(tmp_path: Path) -> None:
    """A database file without tables (a crash before the first commit) is seeded like a new one."""
    sqlite3.connect(tmp_path / "parking.sqlite3").close()
    db = open_database(tmp_path / "parking.sqlite3", "parking")
    assert db.execute("SELECT count(*) FROM area").fetchone()[0] >= 60
    db.close()
