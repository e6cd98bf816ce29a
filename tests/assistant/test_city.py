"""A city folder is checked whole before anybody is served; a fault is told with file, line and what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.city import check_city, load_city
from assistant.errors import CityError

ITEM = """\
code: rent_money
name: {zh: 房租, en: Rent}
area: provident_fund
department: {zh: 中心, en: Centre}
kind: apply
sign_in: medium
asked_as: {zh: [提房租], en: [rent money]}
summary: {zh: 提钱, en: Take money}
basis: ["rent-2023#2"]
slots:
  - name: months
    type: integer
    label: {zh: 月数, en: Months}
    ask: {zh: 几个月？, en: How many months?}
look_up:
  - {operation: fund.account, send: {person: person}, save: {balance: balance}}
figures:
  cap: [{from: 2023-06-01, to: null, value: 1500, basis: "rent-2023#2"}]
compute:
  - {name: amount, type: money, label: {zh: 金额, en: Amount}, value: "min(months * cap, balance)"}
eligible:
  - {require: "balance > 0", otherwise: {zh: 每月最多1500元。, en: "At most 1,500 yuan a month."}, basis: "rent-2023#2"}
confirm: {zh: "请核对{{ amount }}。", en: "Please check {{ amount }}."}
submit: {operation: fund.withdraw, send: {person: person, amount: amount}}
done: {zh: "已提交{{ number }}，{{ due_on }}。", en: "Submitted {{ number }}, {{ due_on }}."}
"""
TOPIC = """\
- id: cap
  area: provident_fund
  name: {zh: 标准, en: The cap}
  asked_as: {zh: [最多提多少], en: [how much]}
  sentences:
    - {zh: 每月最多1500元。, en: "At most 1,500 yuan a month.", cites: ["rent-2023#2"]}
  offer: [rent_money]
"""
CLAUSES = {"rent-2023#1": "第一条　无房职工可以提取。", "rent-2023#2": "第二条　每月最高提取1500元。"}


@dataclass(frozen=True)
class Offered:
    """What the systems of the small city offer."""

    arguments: Mapping[str, bool]
    fields: frozenset[str]


OPERATIONS = {
    "fund.account": Offered({"person": True}, frozenset({"balance", "status"})),
    "fund.withdraw": Offered({"person": True, "amount": True, "months": False}, frozenset({"due_on"})),
}


def write(folder: Path, item: str = ITEM, topic: str = TOPIC) -> Path:
    for name, text in (("items/rent.yaml", item), ("topics/rent.yaml", topic)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path, item: str = ITEM, topic: str = TOPIC) -> list[str]:
    """What is wrong with the small city when its item or topic reads like this."""
    try:
        city = load_city(write(folder, item, topic))
    except CityError as error:
        return error.problems
    return check_city(city, CLAUSES.get, OPERATIONS)


def changed(old: str, new: str, text: str = ITEM) -> str:
    assert old in text
    return text.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_small_city_is_right(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


FORM = [
    ("kind: apply", "kind: applied", "kind"),
    ("type: integer", "type: number", "slots.0.type"),
    ("    label: {zh: 月数, en: Months}\n", "    label: {zh: 月数}\n", "slots.0.label.en"),
    ("sign_in: medium", "sign_in: medium\nsignin: low", "signin"),
    ("sign_in: medium", "sign_in: strong", "sign_in"),
    ("name: months", "name: Months!", "slots.0.name"),
    ("value: 1500", "value: many", "figures.cap.0.value"),
]


@pytest.mark.parametrize(("old", "new", "where"), FORM)
def test_a_fault_of_form_names_file_line_and_place(tmp_path: Path, old: str, new: str, where: str) -> None:
    text = changed(old, new)
    found = faults(tmp_path, text)
    assert len(found) == 1
    file, line, place, *_ = found[0].split(":")
    assert file == str(tmp_path / "items" / "rent.yaml")
    assert place.strip() == where
    assert int(line) in range(1, text.count("\n") + 2)


def test_the_line_is_that_of_the_fault(tmp_path: Path) -> None:
    text = changed("type: integer", "type: number")
    assert f"rent.yaml:{line_of(text, 'type: number')}:" in faults(tmp_path, text)[0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("confirm: {", "confirmed: {", "confirmed"),
        ("submit: {operation: fund.withdraw, send: {person: person, amount: amount}}\n", "", "needs confirm, submit"),
        ("kind: apply", "kind: query", "must not submit"),
        ("type: integer", "type: choice", "choices"),
    ],
)
def test_an_item_that_is_not_whole_is_not_taken(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = faults(tmp_path, changed(old, new))
    assert any(message in fault for fault in found)


MEANING = [
    ("min(months * cap, balance)", "min(month * cap, balance)", ["compute amount", "unknown name 'month'", "months"]),
    ("balance > 0", "balances > 0", ["eligible", "unknown name 'balances'"]),
    ("amount: amount}}", "amount: sum}}", ["submit", "unknown name 'sum'"]),
    ("{person: person}, save", "{person: who}, save", ["look_up fund.account", "unknown name 'who'"]),
    ("balance > 0", "balance >", ["eligible", "not a CEL expression"]),
    ("balance > 0", "weeks(balance) > 0", ["eligible", "unknown function weeks"]),
    ("{{ amount }}。", "{{ amont }}。", ["confirm", "unknown name 'amont'"]),
    ("{{ amount }}。", "{{ amount。", ["confirm", "cannot be read"]),
    ("{{ due_on }}。", "{{ due }}。", ["done", "unknown name 'due'"]),
    ("fund.account, ", "fund.acount, ", ["unknown operation fund.acount", "fund.account"]),
    ("fund.withdraw, ", "fund.withdrawal, ", ["unknown operation fund.withdrawal", "fund.withdraw"]),
    (", amount: amount}}", "}}", ["fund.withdraw needs the argument 'amount'"]),
    ("amount: amount}}", "amount: amount, reason: person}}", ["takes no argument 'reason'", "months"]),
    ("save: {balance: balance}", "save: {balance: saldo}", ["gives no field 'saldo'", "status"]),
    ('basis: ["rent-2023#2"]', 'basis: ["rent-2023#9"]', ["basis rent-2023#9 is not a clause"]),
    ('value: 1500, basis: "rent-2023#2"', 'value: 1500, basis: "rent-2020#2"', ["figure cap", "rent-2020#2"]),
    ("value: 1500", "value: 1600", ["figure cap", "1600", "rent-2023#2"]),
    ("每月最多1500元", "每月最多1800元", ["1800", "does not stand in rent-2023#2"]),
    ("At most 1,500", "At most 15,000", ["15000", "does not stand in rent-2023#2"]),
]


@pytest.mark.parametrize(("old", "new", "told"), MEANING)
def test_a_fault_of_meaning_names_item_place_and_what_would_be_right(
    tmp_path: Path, old: str, new: str, told: list[str]
) -> None:
    found = faults(tmp_path, changed(old, new))
    assert found
    assert all(f"{tmp_path / 'items' / 'rent.yaml'}:1: rent_money:" in fault for fault in found)
    assert any(all(part in fault for part in told) for fault in found), found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("每月最多1500元", "每月最多1501元", ["1501", "does not stand in"]),
        ("1,500 yuan", "1,600 yuan", ["1600", "does not stand in"]),
        ("rent-2023#2", "rent-2023#7", ["rent-2023#7", "not a clause"]),
        ("rent_money", "rent_mony", ["offers unknown item rent_mony"]),
        (', cites: ["rent-2023#2"]', "", ["must cite"]),
        ("area: provident_fund", "area: fund", ["area"]),
    ],
)
def test_a_faulty_topic(tmp_path: Path, old: str, new: str, told: list[str]) -> None:
    found = faults(tmp_path, topic=changed(old, new, TOPIC))
    assert any(all(part in fault for part in told) and "topics/rent.yaml:" in fault for fault in found), found


def test_a_name_used_twice_tells_both_places(tmp_path: Path) -> None:
    found = faults(tmp_path, f"{ITEM}---\n{ITEM}")
    assert any("rent_money is also defined at" in fault for fault in found)
    found = faults(tmp_path, topic=changed("id: cap", "id: rent_money", TOPIC))
    assert any("rent_money is also defined at" in fault for fault in found)


def test_what_is_no_yaml_is_told_with_its_file(tmp_path: Path) -> None:
    found = faults(tmp_path, "code: [rent")
    assert len(found) == 1
    assert found[0].startswith(f"{tmp_path / 'items' / 'rent.yaml'}:")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = changed("balance > 0", "balances > 0", changed("value: 1500", "value: 1600"))
    assert len(faults(tmp_path, text)) == 2


def test_an_edited_item_is_another_version(tmp_path: Path) -> None:
    before = load_city(write(tmp_path / "a")).items["rent_money"]
    same = load_city(write(tmp_path / "b")).items["rent_money"]
    after = load_city(write(tmp_path / "c", changed("几个月？", "要几个月？"))).items["rent_money"]
    assert before.version == same.version
    assert before.version != after.version
