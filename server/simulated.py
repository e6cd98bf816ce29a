"""Starts the simulated government systems as a child process for a demonstration, and ends it cleanly."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import httpx

from assistant.settings import Settings

SLOWEST_START = 60.0
SYSTEMS = ("shared_data", "provident_fund", "parking", "approvals", "hotline")


class SimulatorsFailed(Exception):
    """The simulators ended, or did not answer in time."""


def at_ports(settings: Settings, base: int) -> Settings:
    """The settings with every system at its port on this machine, counted from `base`."""
    urls = {f"{system}_url": f"http://127.0.0.1:{base + place}" for place, system in enumerate(SYSTEMS)}
    return settings.model_copy(update=urls)


@asynccontextmanager
async def simulators(settings: Settings) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Runs `python -m tools.simulators` until the block ends. Gives what to await until they answer, so that the caller
    can get ready beside them. Raises SimulatorsFailed."""
    urls = [str(getattr(settings, f"{system}_url")) for system in SYSTEMS]
    base = urlsplit(urls[0]).port or 9101
    await _nobody_there(urls)
    command = [sys.executable, "-m", "tools.simulators", "--port-base", str(base)]
    command += ["--data-dir", str(settings.data_dir / "simulators")]
    if settings.today is not None:
        command += ["--today", settings.today.isoformat()]
    environment = {**os.environ, "SIMULATOR_API_KEY": settings.systems_key}
    child = await asyncio.create_subprocess_exec(*command, env=environment)
    try:
        yield lambda: _healthy(urls, child)
    finally:
        await _end(child)


async def _nobody_there(urls: list[str]) -> None:
    """Somebody else's simulators at these ports would answer for ours, with other data."""
    async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
        for url in urls:
            if await _answers(client, url):
                raise SimulatorsFailed(f"something answers at {url} already: end it, or choose --simulator-ports")


async def _healthy(urls: list[str], child: asyncio.subprocess.Process) -> None:
    try:
        async with asyncio.timeout(SLOWEST_START), httpx.AsyncClient(timeout=2, trust_env=False) as client:
            for url in urls:
                while not await _answers(client, url):
                    await asyncio.sleep(0.1)
                    if child.returncode is not None:
                        raise SimulatorsFailed(f"the simulators ended with status {child.returncode}")
    except TimeoutError as error:
        raise SimulatorsFailed(f"the simulators did not answer within {SLOWEST_START:.0f} s") from error


async def _answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(f"{url}/healthz")).is_success
    except httpx.HTTPError:
        return False


async def _end(child: asyncio.subprocess.Process) -> None:
    if child.returncode is not None:
        return
    child.terminate()
    try:
        async with asyncio.timeout(10):
            await child.wait()
    except TimeoutError:
        child.kill()
        await child.wait()
