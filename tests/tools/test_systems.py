"""The `systems:` of city.yaml: read, filled in from the settings, and wrong in every way that should stop a start."""

import logging
from pathlib import Path

import pytest

from tests.tools.toy import THING, toy_system
from tools.adapter import Record
from tools.errors import SetupError
from tools.systems import open_gateway, read_systems

HEFEI = Path(__file__).parents[2] / "city" / "hefei"

TOY = """\
name: {zh: 某市, en: Some city}
timezone: Asia/Shanghai
systems:
  toy:
    adapter: tests.tools.toy
    url: ${TOY_URL:-http://127.0.0.1:9}
    key: ${TOY_KEY:-demo}
"""


def city(folder: Path, text: str = TOY) -> Path:
    (folder / "city.yaml").write_text(text, encoding="utf-8")
    return folder


def test_hefei_has_five_systems_and_every_operation_once() -> None:
    systems = read_systems(HEFEI, {})
    assert [system.name for system in systems] == ["shared_data", "provident_fund", "parking", "approvals", "hotline"]
    names = [operation.name for system in systems for operation in system.operations]
    assert len(names) == len(set(names)) == 31
    writes = {operation.name for system in systems for operation in system.operations if operation.kind == "write"}
    assert writes == {
        "provident_fund.withdraw",
        "parking.pay",
        "parking.monthly_pass",
        "parking.appeal",
        "approvals.construction_permit",
        "approvals.road_occupation",
        "hotline.report",
    }


def test_settings_fill_in_addresses_and_keys_and_keys_are_not_shown(tmp_path: Path) -> None:
    (toy,) = read_systems(city(tmp_path), {"TOY_URL": "https://toy.example", "TOY_KEY": "s3cret"})
    assert (toy.url, toy.key) == ("https://toy.example", "s3cret")
    assert "s3cret" not in repr(toy)
    (toy,) = read_systems(tmp_path, {"TOY_URL": ""})
    assert toy.url == "http://127.0.0.1:9"


def test_in_production_no_default_is_used(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"city.yaml:6: the setting TOY_URL is not set; in production"):
        read_systems(city(tmp_path), {}, defaults=False)


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("adapter: tests.tools.toy", "adapter: tests.tools.tory", r"city.yaml:5: toy: .*no module tests.tools.tory"),
        ("adapter: tests.tools.toy", "adapter: tests.tools", r"city.yaml:5: toy: tests.tools declares no operation"),
        ("  toy:", "  toys:", r"city.yaml:5: toys: tests.tools.toy declares toy.thing; name it toys\.…"),
        ("${TOY_URL:-http://127.0.0.1:9}", "127.0.0.1:9", r"city.yaml:6: toy: '127.0.0.1:9' is no address; write http"),
        ("${TOY_URL:-http://127.0.0.1:9}", "${TOY_URL}", r"city.yaml:6: the setting TOY_URL is not set; set it, or"),
        ("${TOY_KEY:-demo}", '""', r"city.yaml:7: toy: the key is empty"),
        ("    key: ${TOY_KEY:-demo}\n", "", r"city.yaml:5: toy has no `key`; a system has adapter, url, key"),
        ("    key:", "    keys:", r"city.yaml:7: toy has an unknown `keys`; did you mean key"),
        ("    key:", "    url: http://a\n    key:", r"city.yaml:7: `url` stands here a second time"),
        ("  toy:\n", "  toy: 5\n  more:\n", r"city.yaml:4: a mapping is expected here"),
        ("systems:", "system:", r"there is no `systems:`"),
        ("  toy:", " toy: [", r"city.yaml:\d+: not YAML"),
        ("Asia/Shanghai", "Asia/Hefei", r"city.yaml:2: 'Asia/Hefei' is no time zone"),
        ("timezone: Asia/Shanghai\n", "", r"there is no `timezone:`"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_remedy(
    tmp_path: Path, written: str, instead: str, message: str
) -> None:
    assert written in TOY
    with pytest.raises(SetupError, match=message):
        open_gateway(city(tmp_path, TOY.replace(written, instead)), {})


def test_a_city_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="a city is a folder"):
        read_systems(tmp_path / "nowhere", {})
    with pytest.raises(SetupError, match="TODAY is '23 November'; write it as 2026-11-23"):
        open_gateway(city(tmp_path), {"TODAY": "23 November"})


async def test_an_open_gateway_reaches_its_system_and_dates_records_by_the_citys_clock(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with toy_system() as system:
        system.says(THING)
        settings = {"TOY_URL": f"http://127.0.0.1:{system.port}", "TODAY": "2026-12-24"}
        async with open_gateway(city(tmp_path), settings) as gateway:
            record = await gateway.call("toy.thing", {"person": "p01"})
    assert isinstance(record, Record)
    assert record.at.isoformat().startswith("2026-12-24T")
    assert str(record.at.tzinfo) == "Asia/Shanghai"
    assert "p01" not in caplog.text
