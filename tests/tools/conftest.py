"""A city for the tests of tools: the five simulators, seeded anew for each test, and a gateway to them."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest

from tests.simulators import ROOT, TODAY, Simulators, start_simulators
from tests.tools.toy import Clock
from tools.gateway import Gateway
from tools.systems import open_gateway


@dataclass(frozen=True)
class City:
    """`gateway` is the front door, `systems` the back door: faults and raw rows. `clock` times the circuits."""

    gateway: Gateway
    systems: Simulators
    clock: Clock


@pytest.fixture(scope="session")
def running() -> Iterator[Simulators]:
    with start_simulators() as simulators:
        yield simulators


@pytest.fixture
async def city(running: Simulators) -> AsyncIterator[City]:
    running.reset()
    settings = {f"{system.upper()}_URL": url for system, url in running.urls.items()} | {"TODAY": TODAY.isoformat()}
    clock = Clock()
    async with open_gateway(ROOT / "city" / "hefei", settings, clock=clock) as gateway:
        yield City(gateway, running, clock)
