"""The five simulated systems, started once; every test begins with fresh data and no faults."""

from collections.abc import Iterator

import pytest

from tests.simulators import Simulators, start_simulators


@pytest.fixture(scope="session")
def running() -> Iterator[Simulators]:
    with start_simulators() as simulators:
        yield simulators


@pytest.fixture
def city(running: Simulators) -> Simulators:
    running.reset()
    return running
