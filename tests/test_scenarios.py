"""Every scenario of the city, played against the assistant and the city's simulated systems."""

from __future__ import annotations

from datetime import date

import pytest

from eval.play import play
from eval.scenario import Scenario, read_scenarios
from tests.conftest import HEFEI, OpenOn
from tests.simulators import TODAY, Simulators


def day_of(scenario: Scenario) -> date:
    return scenario.today or TODAY


def cases() -> list[object]:
    """In the order of their days, each day a group: an assistant is opened once for a day."""
    found = sorted(read_scenarios(HEFEI / "scenarios"), key=lambda scenario: (day_of(scenario), scenario.name))
    return [
        pytest.param(one, id=one.name, marks=pytest.mark.xdist_group(f"scenarios of {day_of(one)}")) for one in found
    ]


@pytest.mark.parametrize("scenario", cases())
async def test_scenario(scenario: Scenario, assistant_on: OpenOn, simulators: Simulators) -> None:
    played = await play(scenario, await assistant_on(day_of(scenario)), simulators)
    assert not played.wrong, "\n".join([*played.wrong, played.talk])
