"""What all tests share: no way out of this machine, the city's simulated systems, and an assistant read in once.

With pytest-xdist every worker has its own; tests that need the assistant stay together (`--dist loadgroup`).
"""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from assistant.build import Assistant, environment, open_assistant
from assistant.settings import Settings
from tests.simulators import ROOT, TODAY, Simulators, start_simulators
from tools.systems import open_gateway

HEFEI = ROOT / "city" / "hefei"
OpenOn = Callable[[date], Awaitable[Assistant]]


class OutsideNetwork(RuntimeError):
    """A test reached for another machine."""


def _is_here(host: object) -> bool:
    if host is None or isinstance(host, bytes):
        return host is None or host in (b"", b"localhost")
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def _only_here(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook sees every connection of this process, whichever library makes it."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and not _is_here(address[0]):
            raise OutsideNetwork(f"tests stay on this machine: {event} {address[0]}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and not _is_here(arguments[0]):
        raise OutsideNetwork(f"tests stay on this machine: {event} {arguments[0]!r}")


sys.addaudithook(_only_here)
# What is set on the developer's machine must not decide what the tests find.
for _name in Settings.model_fields:
    os.environ.pop(_name.upper(), None)
# The same examples on every run and every machine.
hypothesis_settings.register_profile("tests", derandomize=True, database=None, deadline=None)
hypothesis_settings.load_profile("tests")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that use the assistant run on one worker, so that the city is read in once."""
    for item in items:
        if "open_on" in getattr(item, "fixturenames", ()) and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group("assistant"))


@pytest.fixture(scope="session")
def simulators() -> Iterator[Simulators]:
    """The city's five systems as one process; `assistant` reseeds them before each test."""
    with start_simulators(TODAY) as running:
        yield running


def settings_for(simulators: Simulators, folder: Path, today: date) -> Settings:
    values: dict[str, object] = {f"{system}_url": url for system, url in simulators.urls.items()}
    database = f"sqlite:///{folder / f'{today.isoformat()}.db'}"
    values |= {"city": HEFEI, "data_dir": folder, "today": today, "database_url": database}
    return Settings.model_validate({**values, "systems_key": simulators.api_key})


@pytest.fixture(scope="session")
async def open_on(simulators: Simulators, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[OpenOn]:
    """Gives the assistant of a day; each day is opened once, all on the same documents, read in once."""
    folder = tmp_path_factory.mktemp("data")
    opened: dict[date, Assistant] = {}
    async with AsyncExitStack() as stack:

        async def give(day: date) -> Assistant:
            if day not in opened:
                settings = settings_for(simulators, folder, day)
                opened[day] = await stack.enter_async_context(open_assistant(settings))
            return opened[day]

        yield give


@pytest.fixture
async def assistant_on(open_on: OpenOn, simulators: Simulators) -> AsyncIterator[OpenOn]:
    """The assistant of a day, as after a restart: systems reseeded, circuits closed, nobody known."""
    simulators.reset()
    async with AsyncExitStack() as stack:

        async def give(day: date) -> Assistant:
            opened = await open_on(day)
            gateway = open_gateway(HEFEI, environment(opened.settings))
            return replace(opened, gateway=await stack.enter_async_context(gateway), known_people={})

        yield give


@pytest.fixture
async def assistant(assistant_on: OpenOn) -> Assistant:
    return await assistant_on(TODAY)
