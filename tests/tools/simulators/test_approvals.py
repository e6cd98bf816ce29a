"""The approval platform: what strangers see, what the company sees, stopped clocks, applications."""

import pytest

from tests.simulators import Simulators

HARBOUR, RIVER = "2406-340104-04-01-123456", "2501-340103-04-01-200017"
PERMIT: dict[str, str | int] = {
    "person": "p02", "XMDM": HARBOUR, "SGDW": "合肥望舒市政工程有限公司", "SGDWDM": "91340199MA00TE0463",
    "JLDW": "合肥青松监理有限公司", "KGRQ": "2026-12-01", "HTJE": 12_500_000,
}  # fmt: skip
ROAD: dict[str, str | int] = {
    "person": "p24", "ZYDD": "望舒路东侧人行道", "ZYMJ": 36,
    "KSRQ": "2026-12-01", "JSRQ": "2026-12-20", "ZYSY": "管线施工",
}  # fmt: skip


def test_the_catalogue_has_61_items_in_four_stages(city: Simulators) -> None:
    answer = city.get("approvals", "/spgl/items").json()
    assert [item["XH"] for item in answer["items"]] == list(range(1, 62))
    assert {item["mark"] for item in answer["items"]} == {"DEMO"}
    counts = [city.get("approvals", "/spgl/items", stage=stage).json()["total"] for stage in (1, 2, 3, 4, 5)]
    assert counts == [17, 11, 17, 16, 0]


def test_strangers_see_names_and_results_only(city: Simulators) -> None:
    answer = city.get("approvals", f"/spgl/project/{RIVER}").json()
    assert (answer["XMJD"], answer["XMJDMC"]) == (2, "工程建设许可")
    for item in answer["items"]:
        assert set(item) == {
            "SPSXBM", "SPSXMC", "SPSXMC_EN", "SPBMMC", "SPBMMC_EN", "BLJG", "BLZTMC", "BLZTMC_EN",
        }  # fmt: skip
    for code in ("2017-340100-70-03-006747", "2406-340104-04-01-999999"):
        unknown = city.get("approvals", f"/spgl/project/{code}")
        assert (unknown.status_code, unknown.json()["code"]) == (422, "not_found")


def test_details_are_for_those_who_act_for_the_company(city: Simulators) -> None:
    for person in ("p02", "p05"):
        assert city.get("approvals", f"/spgl/project/{HARBOUR}/detail", person=person).status_code == 200
    assert city.get("approvals", f"/spgl/project/{HARBOUR}/detail", person="p19").json()["code"] == "not_yours"
    own = city.get("approvals", "/spgl/projects", person="p05").json()
    assert [project["XMDM"] for project in own["projects"]] == [HARBOUR]
    assert city.get("approvals", "/spgl/projects", person="p01").json() == {"projects": [], "total": 0}


def test_a_stopped_clock_has_no_due_date(city: Simulators) -> None:
    answer = city.get("approvals", f"/spgl/project/{RIVER}/detail", person="p19").json()
    [waiting] = answer["DBSX"]
    assert (waiting["SPSXMC"], waiting["BLZT"]) == ("建设工程规划许可证核发", 6)
    assert (waiting["YJBJSJ"], waiting["due_note"]) == (None, "clock stopped")
    # accepted 12 Nov, stopped after 18 Nov: four days used of five, three working days stood still by 23 Nov
    assert (waiting["SYTS"], waiting["TZTS"]) == (1, 3)
    assert "授权委托书" in waiting["BLYJ"]


def test_days_of_a_special_procedure_are_not_counted(city: Simulators) -> None:
    items = city.get("approvals", f"/spgl/project/{HARBOUR}/detail", person="p02").json()["items"]
    states = {item["SPSXMC"]: item for item in items}
    fire = states["建设工程消防设计审查"]
    assert (fire["YJBJSJ"], fire["SYTS"], fire["TZTS"]) == ("2026-11-25", 2, 2)
    permit = states["建筑工程施工许可证核发"]
    assert (permit["BLZTMC"], permit["YJBJSJ"], permit["SYTS"]) == ("部门开始办理", "2026-11-23", 0)


def test_a_construction_permit_is_applied_for(city: Simulators) -> None:
    receipt = city.post("approvals", "/spgl/permit/construction", PERMIT, "key-00000001").json()
    assert (receipt["BLZTMC"], receipt["YJBJSJ"], receipt["due_note"]) == ("已接件", "2026-11-24", None)
    listed = city.get("approvals", "/spgl/applications", person="p02").json()["applications"]
    assert listed[0]["SLBH"] == receipt["SLBH"]
    [row] = city.records("approvals", "application", SLBH=receipt["SLBH"])
    assert (row["XMDM"], row["HTJE"], row["SGDWDM"]) == (HARBOUR, 1_250_000_000, "91340199MA00TE0463")


def test_a_road_is_occupied_with_and_without_a_project(city: Simulators) -> None:
    receipt = city.post("approvals", "/spgl/road/occupation", ROAD, "key-00000001").json()
    assert receipt["YJBJSJ"] == "2026-11-26"
    with_project = ROAD | {"person": "p02", "XMDM": HARBOUR}
    assert city.post("approvals", "/spgl/road/occupation", with_project, "key-00000002").status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/spgl/permit/construction", PERMIT | {"XMDM": "2406-340104-04-01-999999"}, "not_found"),
        ("/spgl/permit/construction", PERMIT | {"person": "p01"}, "not_yours"),
        ("/spgl/permit/construction", PERMIT | {"person": "p19", "XMDM": RIVER}, "wrong_stage"),
        ("/spgl/road/occupation", ROAD | {"XMDM": HARBOUR}, "not_yours"),
        ("/spgl/road/occupation", ROAD | {"KSRQ": "2026-11-22"}, "bad_period"),
        ("/spgl/road/occupation", ROAD | {"JSRQ": "2026-11-30"}, "bad_period"),
    ],
)
def test_applications_are_refused(city: Simulators, path: str, body: dict[str, str | int], code: str) -> None:
    answer = city.post("approvals", path, body, "key-00000001")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_every_project_can_be_read(city: Simulators) -> None:
    acting: dict[str, str] = {
        str(row["credit_code"]): str(row["person"]) for row in city.records("approvals", "acts_for")
    }
    for project in city.records("approvals", "project"):
        code, person = str(project["XMDM"]), acting[str(project["JSDWDM"])]
        answer = city.get("approvals", f"/spgl/project/{code}/detail", person=person).raise_for_status().json()
        assert answer["items"]
        assert all(item["YJBJSJ"] or item["due_note"] == "clock stopped" for item in answer["items"])
