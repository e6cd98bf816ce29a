"""Scenario files: readable, and about what the city has."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.city import City, load_city
from eval.scenario import Scenario, read_scenarios
from tests.conftest import HEFEI
from tests.simulators import SYSTEMS
from tools.systems import read_systems

GOOD = """\
name: happy_path
turns:
  - {say: 你好, status: [answered, asked], expect: [您好, [月, month]], asks: months}
ends: {submitted: 0}
---
- name: second
  turns: [{say: hello}]
"""


def write(folder: Path, text: str) -> Path:
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    return folder


def test_one_file_may_hold_several(tmp_path: Path) -> None:
    first, second = read_scenarios(write(tmp_path, GOOD))
    assert (first.name, first.language, first.turns[0].statuses()) == ("happy_path", "zh", ("answered", "asked"))
    assert first.turns[0].expect == ("您好", ("月", "month"))
    assert second.ends.submitted is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("asks: months", "ask: months", "ask"),
        ("- {say: 你好, ", "- {", "say"),
        ("turns: [{say: hello}]", "turns: []", "turns"),
        ("name: second", "name: happy_path", "twice: happy_path"),
        ("ends: {submitted: 0}", "ends: {submit: 0}", "submit"),
        ("name: happy_path", "name: happy_path\nlanguage: de", "language"),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(ValueError) as fault:
        read_scenarios(write(tmp_path, GOOD.replace(old, new, 1)))
    assert told in str(fault.value)
    assert str(tmp_path) in str(fault.value)


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    return read_scenarios(HEFEI / "scenarios")


@pytest.fixture(scope="module")
def city() -> City:
    return load_city(HEFEI)


def test_scenarios_speak_of_what_exists(scenarios: list[Scenario], city: City) -> None:
    operations = {operation.name for system in read_systems(HEFEI, {}) for operation in system.operations}
    wrong = []
    for scenario in scenarios:
        item = city.items.get(scenario.item or "")
        if scenario.item and item is None:
            wrong.append(f"{scenario.name}: no item {scenario.item}")
        for said in scenario.turns:
            wrong += [f"{scenario.name}: no operation {name}" for name in {*said.called, *said.not_called} - operations]
        faults = [*scenario.faults, *(fault for said in scenario.turns for fault in said.faults)]
        wrong += [f"{scenario.name}: no system {fault.system}" for fault in faults if fault.system not in SYSTEMS]
        wrong += [
            f"{scenario.name}: no system {row.system}" for row in scenario.ends.rows() if row.system not in SYSTEMS
        ]
    assert wrong == []


def test_every_scenario_expects_something_of_its_last_turn_or_its_end(scenarios: list[Scenario]) -> None:
    empty = []
    for scenario in scenarios:
        last = scenario.turns[-1]
        told = last.statuses() or last.expect or last.expect_not or last.asks or last.cites or last.called
        if not (told or last.not_called or scenario.ends.rows() or scenario.ends.submitted is not None):
            empty.append(scenario.name)
    assert empty == []


def test_both_languages_and_the_hard_turns_are_played(scenarios: list[Scenario]) -> None:
    assert {scenario.language for scenario in scenarios} == {"zh", "en"}
    names = " ".join(scenario.name for scenario in scenarios)
    for kind in ("happy", "correct", "down"):
        assert kind in names
